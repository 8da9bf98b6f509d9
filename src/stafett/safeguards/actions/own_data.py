"""A person's own data: noted, compiled, decided, handed over. A decision is never changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.parties.models import Authority
from stafett.safeguards.models import (
    Circle,
    OwnDataDecision,
    OwnDataExclusion,
    OwnDataRequest,
    OwnDataState,
)
from stafett.safeguards.own_data_file import file_of, sha256
from stafett.safeguards.own_data_rules import (
    Excluded,
    due_on,
    faults_of_exclusions,
    faults_of_longer,
    faults_of_note,
)
from stafett.safeguards.queries.own_data import Section, compiled, digest_of
from stafett.safeguards.queries.own_data_requests import askable, check_answers, fetched, unchanged
from stafett.safeguards.rules import Refused
from stafett.safeguards.unnamed import KEPT, faults_of_names
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def note_request(
    circle: Circle, authority: Authority, *, asked_by: str, asked_how: str, asked_on: date,
    identity_checked: str, by: Viewer,
) -> OwnDataRequest:  # fmt: skip
    """Note that somebody asked an authority, which is the noter's own, for what it holds about them.

    Raises PermissionDenied for another authority, and rules.Refused for what is not whole.
    """
    if authority not in askable(by, circle):
        raise PermissionDenied(
            _("En begäran antecknas hos den egna myndigheten, av den som är med i ärendet.")
        )
    asked_by, identity_checked = asked_by.strip(), identity_checked.strip()
    who = {"asked_by": asked_by, "identity_checked": identity_checked}
    faults = faults_of_names(circle.person, who)
    _refuse(faults | faults_of_note(asked_by, identity_checked, asked_on, by.day))
    return OwnDataRequest.objects.create(
        controller_id=circle.controller_id, circle=circle, authority=authority, asked_by=asked_by,
        asked_how=asked_how, asked_on=asked_on, identity_checked=identity_checked,
        received_by=by.name, due_on=due_on(asked_on),
    )  # fmt: skip


@transaction.atomic
def compile_request(one: OwnDataRequest, *, by: Viewer) -> None:
    """Go through the authority's rows as they stand now; again as often as needed until it is decided."""
    check_answers(by, one)
    asked = _at(one, OwnDataState.RECEIVED, OwnDataState.COMPILED)
    asked.compiled_at, asked.compiled_by = timezone.now(), by.name
    asked.compiled_digest = digest_of(compiled(asked.circle, asked.authority, asked.compiled_at))
    asked.save(update_fields=["compiled_at", "compiled_by", "compiled_digest"])


@transaction.atomic
def prolong(one: OwnDataRequest, because: str, *, by: Viewer) -> None:
    """Take two months more, once, with a reason, before the day has passed. Raises Refused."""
    check_answers(by, one)
    asked = _at(one, OwnDataState.RECEIVED, OwnDataState.COMPILED, OwnDataState.DECIDED)
    because = because.strip()
    _refuse(faults_of_longer(because, asked.due_on, asked.prolonged_on is not None, by.day))
    asked.due_on = due_on(asked.asked_on, longer=True)
    asked.prolonged_because, asked.prolonged_on, asked.prolonged_by = because, by.day, by.name
    asked.save(update_fields=["due_on", "prolonged_because", "prolonged_on", "prolonged_by"])


@transaction.atomic
def decide_own_data(
    one: OwnDataRequest, excluded: Sequence[Excluded], *, digest: str, appeal: str, by: Viewer
) -> OwnDataDecision:
    """Decide that all of it is handed out but what is excluded. `digest` is of what the decider saw.

    Raises Refused where rows have changed since, or something is left out without reason and ground.
    """
    check_answers(by, one)
    asked = _at(one, OwnDataState.COMPILED)
    _refuse(faults_of_exclusions(excluded, appeal.strip()))
    sections = unchanged(asked)
    if sections is None or digest != asked.compiled_digest:
        raise Refused(
            {
                "": _(
                    "Uppgifterna har ändrats sedan de sammanställdes. Sammanställ på nytt och gå "
                    "igenom dem igen."
                )
            }
        )
    left_out = [_exclusion(told, sections) for told in excluded]
    decision = OwnDataDecision(
        request=asked, controller_id=asked.controller_id, compiled_digest=digest,
        appeal=appeal.strip(), decided_on=by.day, decided_by_id=by.user_id, decided_by=by.name,
    )  # fmt: skip
    decision.handed_digest = sha256(file_of(asked, decision, sections, left_out))
    decision.save()
    for each in left_out:
        each.decision, each.controller_id = decision, asked.controller_id
    OwnDataExclusion.objects.bulk_create(left_out)
    return decision


def _exclusion(told: Excluded, sections: Sequence[Section]) -> OwnDataExclusion:
    """The row of what is left out, with what it is called; Refused for what was not compiled."""
    with override("sv"):
        what = str(told.about.label)
        if told.item:
            things = {thing.key: thing for one in sections for thing in one.things}
            if told.item not in things:
                raise Refused({"": _("Det som utesluts finns inte i sammanställningen.")})
            thing = things[told.item]
            what = f"{thing.word}: {thing.label(told.column)}" if told.column else thing.word
    return OwnDataExclusion(
        about=told.about, item=told.item, column=told.column, what=what[:200], why=told.why,
        ground=told.ground, because=told.because, unsaid_because=told.unsaid_because,
    )  # fmt: skip


@transaction.atomic
def hand_over(one: OwnDataRequest, *, on: date, how: str, by: Viewer) -> None:
    """Note that the answer has been handed over: which day, how and by whom. Raises Refused."""
    check_answers(by, one)
    asked = _at(one, OwnDataState.DECIDED)
    if unchanged(asked) is None and not fetched(asked):
        raise Refused({"": changed_words()})
    if not asked.decision.decided_on <= on <= by.day:
        raise Refused({"on": _("Välj en dag från beslutet till i dag.")})
    if not how.strip():
        raise Refused({"how": _("Skriv hur det lämnades, till exempel rekommenderat brev.")})
    _refuse(faults_of_names(asked.circle.person, {"how": how}))
    asked.handed_on, asked.handed_how, asked.handed_by = on, how.strip(), by.name
    asked.save(update_fields=["handed_on", "handed_how", "handed_by"])


@transaction.atomic
def begin_again(one: OwnDataRequest, *, by: Viewer) -> OwnDataRequest:
    """A new request in place of one that is decided and not handed over, due the same day."""
    check_answers(by, one)
    asked = _at(one, OwnDataState.DECIDED)
    same = ("controller_id", "circle_id", "authority_id", "asked_by", "asked_how", "asked_on",
            "identity_checked", "received_by", "due_on", "prolonged_because", "prolonged_on",
            "prolonged_by")  # fmt: skip
    return OwnDataRequest.objects.create(
        replaces=asked, **{name: getattr(asked, name) for name in same}
    )


def changed_words() -> str:
    """Why a decided answer can no longer be handed over, and what to do."""
    return _(
        "Uppgifterna har ändrats sedan beslutet, och det som beslutades går inte att ta fram igen. Börja om "
        "med en ny sammanställning."
    )


def _at(one: OwnDataRequest, *states: OwnDataState) -> OwnDataRequest:
    """The request, held until the transaction ends; Refused when it has come elsewhere meanwhile."""
    rows = OwnDataRequest.objects.select_for_update(of=("self",))
    found = rows.select_related("circle", "authority").get(pk=one.pk)
    if found.state not in states:
        told = {"state": found.state.label}
        raise Refused(
            {"": _("Begäran är %(state)s. Ladda om sidan och se vad som återstår.") % told}
        )
    return found


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise Refused(faults)


NAMED = (
    ~Q(asked_by=F("circle__person__alias"))
    | ~Q(identity_checked=KEPT)
    | ~Q(handed_how__in=["", KEPT])
)
"""Which requests say who somebody is, or how they are reached."""


def asked_by_alias(people: Collection[UUID]) -> int:
    """Let whoever asked be called by their alias; says in how many requests.

    How it was checked, and how the answer was handed over, goes too.
    """
    alias = Circle.objects.filter(pk=OuterRef("circle_id")).values("person__alias")[:1]
    named = OwnDataRequest.objects.filter(NAMED, circle__person__in=people)
    handed = Case(When(handed_how="", then=Value("")), default=Value(KEPT))
    return named.update(asked_by=Subquery(alias), identity_checked=KEPT, handed_how=handed)


__all__ = ["NAMED", "asked_by_alias", "begin_again", "changed_words", "compile_request", "decide_own_data",
           "hand_over", "note_request", "prolong"]  # fmt: skip
