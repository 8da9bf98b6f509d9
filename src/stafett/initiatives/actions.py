"""The only writes to initiatives, their branches, engagements, goals, targets and promises.

`by` is the viewer in whose name it is done; each action checks that they may. A decided version is
never changed: the next one is added beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from stafett.frame.unfilled import faults_of_unfilled
from stafett.initiatives.access import (
    check_answer,
    check_edit,
    check_start,
    forget_engagements,
    fundable,
    may_speak_for,
)
from stafett.initiatives.days import faults_of_days
from stafett.initiatives.intakes import begins_elsewhere
from stafett.initiatives.models import (
    Branch,
    ConsentTemplate,
    EndReasonChoice,
    Engagement,
    Goal,
    GoalReading,
    Initiative,
    OutcomeChoice,
    PromisedInflow,
    TargetGroup,
    VolumeTarget,
    usual_purpose,
)
from stafett.initiatives.rules import (
    FEWEST_WORDS,
    copied,
    left_behind,
    refusal_of_answering_again,
    refusal_of_asking,
    refusal_of_association,
    refusal_of_controller,
    refusal_of_copy,
    refusal_of_counting,
    refusal_of_deciding,
    refusal_of_left_behind,
    refusal_of_role,
    refusal_of_speaking,
    refusal_of_too_short,
)
from stafett.parties.closing import takes_nobody
from stafett.parties.models import Association, Authority, Party, Unit
from stafett.parties.refusals import Refused
from stafett.safeguards.actions import extend_reach
from stafett.safeguards.handling import fault_of_handling
from stafett.safeguards.roles import Permission, permissions_of

M = TypeVar("M", bound=models.Model)

CHANGEABLE: dict[type[models.Model], frozenset[str]] = {
    Initiative: frozenset({
        "name", "association", "starts_on", "ends_on", "counted_on", "outcome_base", "summary",
    }),
    Branch: frozenset({"name", "municipality", "holder", "plan"}),
    OutcomeChoice: frozenset({"label", "common", "order"}),
    EndReasonChoice: frozenset({"label", "order"}),
    PromisedInflow: frozenset({"number", "period_end", "reason"}),
}  # fmt: skip
"""What may be corrected afterwards, with its history kept. Versions are not here: add the next one."""


@transaction.atomic
def start(
    code: str, name: str, controller: Authority, *, starts_on: date, by: Any,
    lead: Unit | None = None, **facts: Any,
) -> Initiative:  # fmt: skip
    """Start an initiative, led by a unit; facts are the model's other fields.

    Raises Refused when the controller is an association, or an authority that `by` does not speak for
    (law 3), and when the association is none that `by`'s party is a member of.
    """
    check_start(by)
    _check_controller(controller)
    if not may_speak_for(by, controller):
        raise Refused(refusal_of_speaking(controller.name), "controller")
    _check_association(facts.get("association"), by)
    _check_counting(facts.get("counted_on"), starts_on, by)
    made = Initiative.objects.create(
        code=code, name=name, controller=controller, starts_on=starts_on, **facts
    )
    if lead:
        from_day = min(starts_on, by.day)
        _engage(made, lead, "project_leader", None, from_day=from_day, until_day=None, by=by)
    return made


def _check_controller(controller: Authority) -> None:
    sentence = refusal_of_controller(controller.name, association=_is_association(controller))
    if sentence:
        raise Refused(sentence, "controller")


def _check_association(association: Association | None, by: Any) -> None:
    if association and not fundable(by).filter(pk=association.pk).exists():
        raise Refused(refusal_of_association(association.name), "association")


def _check_counting(counted_on: date | None, starts_on: date, by: Any) -> None:
    sentence = refusal_of_counting(counted_on, starts_on, by.day)
    if sentence:
        raise Refused(sentence, "counted_on")


def _check_days(row: Initiative, values: Mapping[str, Any], by: Any) -> None:
    """The new days hold what happened in the initiative, and figures are counted to one of them."""
    starts_on, ends_on = (values.get(name, getattr(row, name)) for name in ("starts_on", "ends_on"))
    if (starts_on, ends_on) != (row.starts_on, row.ends_on):
        for field, sentence in faults_of_days(by, row, starts_on, ends_on).items():
            raise Refused(sentence, field)
    counted_on = values.get("counted_on", row.counted_on)
    if (counted_on, starts_on) != (row.counted_on, row.starts_on):
        _check_counting(counted_on, starts_on, by)


def _is_association(authority: Authority) -> bool:
    """True of what handles nobody: by what it is, or by its kind."""
    return bool(fault_of_handling([authority.pk]))


def change(row: M, *, by: Any, **values: Any) -> M:
    """Correct an initiative, branch, outcome or promise; the earlier version is kept.

    Those who wait in a branch's queue follow to another unit that holds from the start; held cases do not.
    Raises ValueError for a column that is not in `CHANGEABLE`, and Refused for such a unit with a last day.
    """
    branch = row if isinstance(row, Branch) else None
    check_edit(by, row if isinstance(row, Initiative) else row.initiative, branch)  # type: ignore[attr-defined]
    forbidden = set(values) - CHANGEABLE[type(row)]
    if forbidden:
        raise ValueError(f"{type(row).__name__} can't have {sorted(forbidden)} changed")
    if values.get("association") not in (None, getattr(row, "association", None)):
        _check_association(values["association"], by)
    if isinstance(row, Initiative):
        _check_days(row, values, by)
    if branch and "holder" in values:
        return _with_holder(row, branch, values, by)
    return _set(row, values)


def _with_holder(row: M, branch: Branch, values: Mapping[str, Any], by: Any) -> M:
    """Change a branch; where new cases begin at another unit, those who wait follow there."""
    before = Branch.objects.values_list("holder", flat=True).get(pk=branch.pk)
    if values["holder"].pk == before:
        return _set(row, values)
    _check_holder(values["holder"])
    changed = _set(row, values)
    begins_elsewhere(branch, by)
    return changed


def _check_holder(holder: Unit) -> None:
    """Raise Refused for a unit that has a last day: nobody new is given to it (law 1)."""
    sentence = takes_nobody([holder.pk], date.max)
    if sentence:
        raise Refused(sentence, "holder")


@transaction.atomic
def set_consent_template(
    of: Initiative, *, purpose: str, information: Sequence[str], longest_days: int,
    review_days: int, by: Any, guardians_needed: int = 2, purpose_en: str = "",
    english_stands: bool = False, no_costs_nothing: bool = False,
) -> ConsentTemplate:  # fmt: skip
    """Say how the initiative's teams usually ask for consent; consents that are given stay as they are.

    `english_stands`: the English says what the Swedish says, though the Swedish was changed.
    `no_costs_nothing`: every authority has decided that a no does not touch what the person is entitled to,
    and the form may say so. Raises Refused for
    English that cannot stand beside the Swedish, and IntegrityError for days that cannot be.
    """
    check_edit(by, of)
    unfilled = faults_of_unfilled({"purpose": purpose, "purpose_en": purpose_en})
    if unfilled:
        name, sentence = next(iter(unfilled.items()))
        raise Refused(sentence, name)
    _check_english(of, purpose, purpose_en, english_stands)
    told = {"purpose": purpose, "purpose_en": purpose_en, "information": list(information),
            "longest_days": longest_days, "review_days": review_days,
            "guardians_needed": guardians_needed, "no_costs_nothing": no_costs_nothing}  # fmt: skip
    return ConsentTemplate.objects.update_or_create(initiative=of, defaults=told)[0]


def _check_english(of: Initiative, purpose: str, english: str, stands: bool) -> None:
    before = ConsentTemplate.objects.select_for_update().filter(initiative=of).first()
    kept = (before.purpose, before.purpose_en) if before else ("", "")
    if not english:
        return
    if copied(english, [purpose, kept[0], usual_purpose("sv")], usual_purpose("en")):
        raise Refused(refusal_of_copy(), "purpose_en")
    if len(english.split()) < FEWEST_WORDS:
        raise Refused(refusal_of_too_short(), "purpose_en")
    if left_behind((purpose, english), kept) and not stands:
        raise Refused(refusal_of_left_behind(), "purpose_en")


def _set(row: M, values: Mapping[str, Any]) -> M:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row


@transaction.atomic
def open_branch(
    initiative: Initiative, code: str, name: str, holder: Unit, *, by: Any,
    controller: Authority | None = None, **facts: Any,
) -> Branch:  # fmt: skip
    """Open a branch; its controller is the initiative's unless it has its own (F3, law 3).

    Another authority than those that `by` speaks for is asked first: nobody can be enrolled until it
    has said yes (`answer_for_records`).
    """
    check_edit(by, initiative)
    _check_holder(holder)
    answers = controller or initiative.controller
    branch = Branch.objects.create(
        initiative=initiative, code=code, name=name, holder=holder, controller=answers,
        **_answer_at_once(initiative, answers, by), **facts,
    )  # fmt: skip
    _reach_of_branch(branch, by=by)
    return branch


def _answer_at_once(initiative: Initiative, controller: Authority, by: Any) -> dict[str, Any]:
    """Yes where `by` speaks for the authority, or it answers for the initiative; else a question."""
    _check_controller(controller)
    if by.operator or controller.pk == initiative.controller_id:
        return {"agreed": True, **_NO_ANSWER}
    own = may_speak_for(by, controller)
    return _answer(by, True) if own else {"agreed": None, **_NO_ANSWER}


_NO_ANSWER = {"answered_by": "", "answered_on": None, "answer_note": ""}


def _answer(by: Any, agrees: bool, note: str = "") -> dict[str, Any]:
    return {
        "agreed": agrees,
        "answered_by": by.name[:120],
        "answered_on": by.day,
        "answer_note": note,
    }


@transaction.atomic
def ask_controller(branch: Branch, controller: Authority, *, by: Any) -> Branch:
    """Ask another authority to answer for the records of a branch where none has said yes yet.

    Raises Refused once one has: people's records stay with whom they were given to (law 3).
    """
    check_edit(by, branch.initiative)
    _hold(branch)
    if branch.agreed:
        raise Refused(refusal_of_asking(branch.controller.name), "controller")
    if controller != branch.controller:
        answer = _answer_at_once(branch.initiative, controller, by)
        _set(branch, {"controller": controller, **answer})
        _reach_of_branch(branch, by=by)
    return branch


@transaction.atomic
def answer_for_records(branch: Branch, agrees: bool, *, by: Any, note: str = "") -> Branch:
    """Say, for the branch's controller, whether it answers for the records of those enrolled there.

    A no may become a yes. Raises Refused after a yes: it is not taken back, since records stand on it.
    """
    _hold(branch)
    check_answer(by, branch)
    if branch.agreed:
        raise Refused(refusal_of_answering_again(branch.answered_by))
    _set(branch, _answer(by, agrees, note))
    _reach_of_branch(branch, by=by)
    return branch


def _hold(branch: Branch) -> None:
    """Keep others from asking or answering until this is done, and see what they have said meanwhile."""
    branch.refresh_from_db(from_queryset=Branch.objects.select_for_update())


def _reach_of_branch(branch: Branch, *, by: Any) -> None:
    """Let the wall be asked by those who take part, once the controller has said yes."""
    if not branch.agreed:
        return
    parts = Q(branch__isnull=True) | Q(branch=branch)
    engaged = branch.initiative.engagements.filter(parts).order_by("id")
    extend_reach({(e.unit_id, branch.controller_id) for e in engaged if _needs_rows(e.role)}, by=by)


def _needs_rows(role: str) -> bool:
    return bool({Permission.SEE_PEOPLE, Permission.SEE_FIGURES} & permissions_of(role))


@transaction.atomic
def engage(
    initiative: Initiative, unit: Unit, role: str, *, from_day: date, by: Any,
    branch: Branch | None = None, until_day: date | None = None,
) -> Engagement:  # fmt: skip
    """Let a unit take part in an initiative, or one branch of it, in a role.

    Raises Refused when it does already, or belongs to an association and would see people (law 3).
    """
    check_edit(by, initiative, branch)
    _check_role(unit, role)
    same = Q(unit=unit, role=role, branch=branch, until_day__isnull=True)
    if until_day is None and initiative.engagements.filter(same).exists():
        raise Refused(_("Enheten är redan med i den rollen."), "unit")
    return _engage(initiative, unit, role, branch, from_day=from_day, until_day=until_day, by=by)


def _check_role(unit: Unit, role: str) -> None:
    sees_people = Permission.SEE_PEOPLE in permissions_of(role)
    sentence = refusal_of_role(
        unit.name,
        association=sees_people and _is_association(unit.authority),
        sees_people=sees_people,
    )
    if sentence:
        raise Refused(sentence, "role")


def _engage(
    initiative: Initiative, unit: Unit, role: str, branch: Branch | None, *, from_day: date,
    until_day: date | None, by: Any,
) -> Engagement:  # fmt: skip
    engagement = Engagement.objects.create(
        initiative=initiative,
        unit=unit,
        role=role,
        branch=branch,
        from_day=from_day,
        until_day=until_day,
    )
    forget_engagements(by)
    if _needs_rows(role):
        branches = [branch] if branch else list(initiative.branches.all())
        controllers = {b.controller_id for b in branches if b.agreed}
        controllers |= set() if branches else {initiative.controller_id}
        extend_reach({(unit.pk, controller) for controller in controllers}, by=by)
    return engagement


def disengage(engagement: Engagement, *, on: date, by: Any) -> None:
    """End a unit's part: it takes part until, not with, the day. Cases that it is in are not touched."""
    check_edit(by, engagement.initiative, engagement.branch)
    _set(engagement, {"until_day": on})
    forget_engagements(by)


def describe_target_group(
    initiative: Initiative, criteria: str, *, by: Any, **facts: Any
) -> TargetGroup:
    """Add the next version of the target group (G27 F22)."""
    check_edit(by, initiative, facts.get("branch"))
    version = _next_version(
        initiative, initiative.target_groups.filter(branch=facts.get("branch")), facts, by
    )
    return TargetGroup.objects.create(
        initiative=initiative, version=version, criteria=criteria, **facts
    )


def _next_version(initiative: Initiative, versions: Any, facts: Mapping[str, Any], by: Any) -> int:
    """The number of the version to come. Raises Refused for a day that it can't be decided on."""
    before = versions.aggregate(latest=Max("version"), earlier=Max("decided_on"))
    sentence = refusal_of_deciding(
        facts.get("decided_on"), before["earlier"], initiative.starts_on, by.day
    )
    if sentence:
        raise Refused(sentence, "decided_on")
    return (before["latest"] or 0) + 1


def add_outcome(
    initiative: Initiative, code: str, label: str, common_id: str, *, by: Any, order: int = 0
) -> OutcomeChoice:
    """Add one of the initiative's own outcomes, mapped to the common list (D11)."""
    check_edit(by, initiative)
    return OutcomeChoice.objects.create(
        initiative=initiative, code=code, label=label, common_id=common_id, order=order
    )


@transaction.atomic
def add_end_reasons(
    initiative: Initiative, reasons: Iterable[tuple[str, str]], *, by: Any, order: int = 0
) -> list[EndReasonChoice]:
    """Add reasons to the initiative's own list, as pairs of code and label; the first stands at `order`."""
    check_edit(by, initiative)
    return [
        EndReasonChoice.objects.create(initiative=initiative, code=code, label=label, order=place)
        for place, (code, label) in enumerate(reasons, start=order)
    ]


@transaction.atomic
def set_goal(
    initiative: Initiative, code: str, text: str, *, share_percent: Any, base: str,
    readings: Iterable[tuple[str, Iterable[OutcomeChoice]]], by: Any, **facts: Any,
) -> Goal:  # fmt: skip
    """Add the next version of a goal, with each way to read which outcomes count (F4)."""
    check_edit(by, initiative)
    version = _next_version(initiative, initiative.goals.filter(code=code), facts, by)
    goal = Goal.objects.create(
        initiative=initiative, code=code, text=text, share_percent=share_percent, base=base,
        version=version, **facts,
    )  # fmt: skip
    for order, (label, outcomes) in enumerate(readings):
        GoalReading.objects.create(goal=goal, label=label, order=order).outcomes.set(outcomes)
    return goal


def plan_volume(
    initiative: Initiative, total: int, *, period: tuple[date, date], by: Any, **facts: Any
) -> VolumeTarget:
    """Add the next version of how many people are planned for a period (F4: 525 became 446)."""
    check_edit(by, initiative, facts.get("branch"))
    version = _next_version(
        initiative, initiative.volume_targets.filter(branch=facts.get("branch")), facts, by
    )
    return VolumeTarget.objects.create(
        initiative=initiative, total=total, version=version,
        period_start=period[0], period_end=period[1], **facts,
    )  # fmt: skip


def promise_inflow(
    initiative: Initiative,
    party: Party,
    number: int | None,
    *,
    period: tuple[date, date],
    by: Any,
    reason: str = "",
) -> PromisedInflow:
    """Record what a party said it would send; None when a number was never said (D20)."""
    check_edit(by, initiative)
    return PromisedInflow.objects.create(
        initiative=initiative, party=party, number=number,
        period_start=period[0], period_end=period[1], reason=reason,
    )  # fmt: skip
