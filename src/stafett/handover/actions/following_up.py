"""When those who have left are asked how it went, and what came of it (A13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_change
from stafett.casework.models import Participation
from stafett.casework.odd_exits import DECEASED
from stafett.database.history import in_history
from stafett.handover.access import gives
from stafett.handover.models import Answer, FollowUp, FollowUpPlan, Kept
from stafett.handover.rules import (
    EARLY,
    due_days,
    faults_of_asking,
    faults_of_months,
    months_after,
)
from stafett.initiatives.access import check_edit
from stafett.initiatives.models import Initiative
from stafett.safeguards.access import opened
from stafett.safeguards.models import RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

USUAL_MONTHS = (3, 6, 12)
UNKNOWN = "unknown"
"""What is next after an exit that a register tells of without saying it."""
Rows = dict[int, FollowUp]
"""The follow-ups of a case, by how many months after its exit."""


def months_of(initiatives: Sequence[int]) -> dict[int, list[int]]:
    """How many months after an exit each of the initiatives asks."""
    said = FollowUpPlan.objects.filter(initiative__in=initiatives).order_by("pk")
    told = {plan.initiative_id: plan.months for plan in said}
    return {key: told.get(key, list(USUAL_MONTHS)) for key in initiatives}


@transaction.atomic
def plan_follow_ups(initiative: Initiative, months: Sequence[int], *, by: Viewer) -> FollowUpPlan:
    """Say how many months after an exit the initiative asks; exits from now on follow it. None is never."""
    check_edit(by, initiative)
    faults = faults_of_months(months)
    if faults:
        raise Refused(faults)
    told = {"months": sorted(set(months))}
    return FollowUpPlan.objects.update_or_create(initiative=initiative, defaults=told)[0]


def follow_exits(cases: Sequence[Participation], by: Viewer) -> None:
    """Let follow-ups agree with exits: new ones get theirs, moved ones new days, undone ones none.

    What somebody has answered stays. A day that had passed when the exit was recorded is asked for too, so
    that it is not lost unseen: except after an exit out of a register, of which nobody knows what was next.
    Whoever has died is not asked for.
    """
    there = _of(cases)
    for case in cases:
        rows = there.get(case.pk, {})
        if case.ends_on is None:
            _take_back(rows)
        else:
            _move(rows, case)
    told = [case.next_step_id != UNKNOWN for case in cases]
    _ask_for(list(zip(cases, told, strict=True)), there, by)


def follow_enrolled(cases: Sequence[Participation], by: Viewer) -> None:
    """Ask for those who are enrolled when they have left already, as a register tells of them: on the days
    that are to come. Those that have passed nobody was there to ask on."""
    _ask_for([(case, False) for case in cases], {}, by)


def _ask_for(
    cases: Sequence[tuple[Participation, bool]], there: Mapping[UUID, Rows], by: Viewer
) -> None:
    """Ask for those who have left, for each also on days that have passed or not, but for what is there."""
    months = months_of([case.initiative_id for case, _passed in cases])
    FollowUp.objects.bulk_create(
        _new(case, number, day)
        for case, passed in cases
        for number, day in _days(case, months[case.initiative_id])
        if number not in there.get(case.pk, {}) and (passed or day > by.day)
    )


def _days(case: Participation, months: Sequence[int]) -> list[tuple[int, date]]:
    if case.ends_on is None or case.next_step_id == DECEASED:
        return []
    return due_days(case.ends_on, months)


def _of(cases: Sequence[Participation]) -> dict[UUID, Rows]:
    """The follow-ups that each of the cases has, by months after its exit."""
    found: dict[UUID, Rows] = {}
    controllers = {case.controller_id for case in cases}
    for row in FollowUp.objects.filter(
        participation__in=[case.pk for case in cases], controller_id__in=controllers
    ):
        found.setdefault(row.participation_id, {})[row.months] = row
    return found


def _take_back(rows: Rows) -> None:
    for row in rows.values():
        if row.answer == Answer.DUE:
            row.delete()


def _move(rows: Rows, case: Participation) -> None:
    assert case.ends_on is not None
    for row in rows.values():
        day = months_after(case.ends_on, row.months)
        if row.answer == Answer.DUE and row.due_on != day:
            row.due_on = day
            row.save(update_fields=["due_on"])


def _new(case: Participation, number: int, day: date) -> FollowUp:
    return FollowUp(
        controller_id=case.controller_id, owner_authority_id=case.controller_id,
        kind=RowKind.LIVELIHOOD, participation=case, months=number, due_on=day,
    )  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What came of asking: an answer with what has lasted and life then, an attempt, a no, or that nobody can
    be asked; and on which day that was, when it was another than it is noted."""

    answer: Answer
    kept: Kept | str = ""
    source_id: str | None = None
    what_id: str | None = None
    told: str = ""
    on_day: date | None = None


@transaction.atomic
def note_follow_up(row: FollowUp, told: Told, *, by: Viewer) -> None:
    """Note what came of asking. `Answer.DUE` is an attempt that reached nobody: one tries again.

    Raises PermissionDenied for those who did not answer for the case, and Refused before its day, when it is
    answered already, for a day when nobody can have asked, and for an answer that does not say whether the
    outcome has lasted.
    """
    check_change(by, [row.participation])
    now = _held(row)
    faults = _faults(now, told, by)
    if faults:
        raise Refused(faults)
    _say(now, told, told.on_day or by.day)
    if told.answer != Answer.DUE:
        now.settled_on, now.settled_by = by.day, by.name
    with in_history(why=_("uppföljning efter avslut")):
        now.save()


def _held(row: FollowUp) -> FollowUp:
    """As it stands, and stays until the transaction ends."""
    rows = FollowUp.objects.select_for_update(of=("self",))
    return rows.get(pk=row.pk, controller_id=row.controller_id)


def _say(now: FollowUp, told: Told, day: date) -> None:
    now.answer = told.answer
    if told.answer in (Answer.DUE, Answer.NOT_REACHED):
        now.attempts, now.tried_on = now.attempts + 1, day
    if told.answer in (Answer.ANSWERED, Answer.DECLINED):
        now.asked_on = day
    if told.answer == Answer.ANSWERED:
        now.kept, now.source_id, now.what_id = told.kept, told.source_id, told.what_id
        now.told = told.told.strip()


def _faults(now: FollowUp, told: Told, by: Viewer) -> dict[str, str]:
    if now.answer != Answer.DUE:
        return {"": _("Uppföljningen är redan antecknad, av %(who)s.") % {"who": now.settled_by}}
    if now.due_on - EARLY > by.day:
        return {
            "": _(
                "Det är för tidigt att fråga. Uppföljningen kan antecknas från en månad före sin dag."
            )
        }
    return _faults_of_answer(now, told, told.on_day, by.day)


def _faults_of_answer(now: FollowUp, told: Told, on: date | None, today: date) -> dict[str, str]:
    if told.answer == Answer.ANSWERED and not told.kept:
        return {"kept": _("Svara om det som avslutet ledde till fortfarande gäller.")}
    ended = now.participation.ends_on
    if on is None or ended is None or told.answer == Answer.LOST:
        return {}
    return faults_of_asking(on, now.due_on, ended, today)


def corrected(viewer: Viewer, case: Participation) -> list[FollowUp]:
    """What is noted of asking in a case and the viewer can correct, who answers for it and is told of it."""
    if not gives(viewer, case):
        return []
    shown = opened(viewer, case.circle_id)
    rows = case.follow_ups.exclude(answer=Answer.DUE).select_related("source", "what")
    return [row for row in rows.order_by("due_on", "pk") if shown.shows(row)]


@transaction.atomic
def correct_follow_up(row: FollowUp, told: Told | None, *, by: Viewer, because: str) -> bool:
    """Correct what was noted of asking; with nothing told nobody has asked yet, and it waits as before.

    Who noted it first stays, and the history keeps what stood, with who and why (law 6). True when anything
    differed. Raises PermissionDenied where there is nothing that the viewer can correct, and Refused as
    `note_follow_up`, and for what waits for somebody who is back.
    """
    if row not in corrected(by, row.participation):
        raise PermissionDenied(_("Det finns ingen antecknad uppföljning att rätta."))
    now = _held(row)
    day = (told and told.on_day) or day_of(now)
    faults = _faults_of_correcting(now, told, day, by.day)
    if faults:
        raise Refused(faults)
    stood = {name: getattr(now, name) for name in NOTED}
    _unsay(now)
    if told is not None:
        _say(now, told, day or by.day)
    if now.answer != Answer.DUE:
        now.settled_on, now.settled_by = stood["settled_on"], stood["settled_by"]
    if all(getattr(now, name) == value for name, value in stood.items()):
        return False
    with in_history(why=because):
        now.save()
    return True


NOTED = ("answer", "kept", "source_id", "what_id", "told", "attempts", "tried_on", "asked_on",
         "settled_on", "settled_by")  # fmt: skip
"""What is noted of asking."""


def day_of(row: FollowUp) -> date | None:
    """On which day somebody was asked, or was not reached for the last time; None where nobody was."""
    return row.tried_on if row.answer == Answer.NOT_REACHED else row.asked_on


def _faults_of_correcting(
    now: FollowUp, told: Told | None, day: date | None, today: date
) -> dict[str, str]:
    if now.participation.ends_on is None and (told is None or told.answer == Answer.DUE):
        return {"answer": _("Personen är tillbaka, så ingen ska frågas. Välj något annat.")}
    return _faults_of_answer(now, told, day, today) if told else {}


def _unsay(now: FollowUp) -> None:
    """As it was before it was noted; an attempt that came before that stays."""
    if now.answer == Answer.NOT_REACHED:
        now.attempts -= 1
        now.tried_on = now.tried_on if now.attempts else None
    now.answer, now.kept, now.told = Answer.DUE, "", ""
    now.source_id = now.what_id = now.asked_on = now.settled_on = None
    now.settled_by = ""
