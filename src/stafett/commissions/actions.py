"""The only writes of assignments: given, answered, moved, closed with a result; both records follow (law 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from stafett.casework.access import check_own, writes_for
from stafett.casework.models import Participation
from stafett.casework.moving_along import Moved
from stafett.commissions.access import Telling, check_step, receivers, sides, telling
from stafett.commissions.crossing import elsewhere, held, other_unit, own_unit, put, side_of
from stafett.commissions.models import Commission
from stafett.commissions.rules import (
    OPEN,
    STEPS,
    Result,
    State,
    Step,
    fault_of_due,
    fault_of_result,
    faults_of_new,
    faults_of_step,
)
from stafett.frame.formats import plain_day
from stafett.parties.models import Position, Unit
from stafett.safeguards.actions import Item, release
from stafett.safeguards.models import ConsentPart, RowKind
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

OF_A_STEP = ("state", "due_on", "result", "settled_on", "settled_by")
"""What is one in both records; words follow where consent lets them."""


@dataclass(frozen=True)
class NewCommission:
    """What is to be done and why, by which unit, before which day."""

    what: str
    purpose: str
    to_unit_id: int
    due_on: date | None


@dataclass(frozen=True)
class Told:
    """What comes with a step: its words, a new day, a result, and who in the unit does it."""

    words: str = ""
    due_on: date | None = None
    result: str = ""
    position_id: int | None = None


@transaction.atomic
def give(case: Participation, new: NewCommission, *, by: Viewer) -> Commission:
    """Give another unit in the case an assignment; one of another authority's gets a row of its own.

    Raises PermissionDenied unless the viewer works in the case, and rules.Refused when something is missing,
    the case has ended, or neither consent nor provision lets the viewer's authority tell the unit.
    """
    unit, authority = writes_for(by, case)
    if case.ends_on is not None:
        raise Refused({"": _("Deltagandet är avslutat. Ett uppdrag ges medan det pågår.")})
    faults = faults_of_new(new.what, new.purpose, new.due_on, by.day)
    to = next((one for one in receivers(by, case) if one.pk == new.to_unit_id), None)
    if to is None:
        faults["to_unit"] = _(
            "Välj en annan enhet som är med i ärendet, och som din myndighet får berätta för."
        )
    if faults or to is None or new.due_on is None:
        raise Refused(faults)
    row = Commission.objects.create(
        participation=case, controller_id=case.controller_id, owner_authority_id=authority,
        kind=RowKind.AGREEMENT, what=new.what.strip(), purpose=new.purpose.strip(), due_on=new.due_on,
        from_unit_id=unit, to_unit=to, given_by=by.name, given_on=by.day,
    )  # fmt: skip
    if to.authority_id != authority:
        _reach(row, to, by)
    return row


def _reach(row: Commission, to: Unit, by: Viewer) -> None:
    """The receiver's own row, and a release that says under which consent it was told."""
    way = telling(by, row.participation, row.owner_authority_id, to)
    said = _("%(what)s, senast %(day)s. %(purpose)s") % {
        "what": row.what, "day": plain_day(row.due_on), "purpose": row.purpose,
    }  # fmt: skip
    _release(row, way, said, by)
    Commission.objects.create(
        participation_id=row.participation_id, controller_id=row.controller_id,
        owner_authority_id=to.authority_id, kind=row.kind, what=row.what, purpose=row.purpose,
        due_on=row.due_on, from_unit_id=row.from_unit_id, to_unit=to, given_by=row.given_by,
        given_on=row.given_on, copy_of=row.pk,
    )  # fmt: skip


def _release(row: Commission, way: Telling, said: str, by: Viewer) -> None:
    """What was told stands as a copy, where it was told under a consent."""
    if way.part:
        name = row.participation.person.name
        release([Item(way.part, RowKind.AGREEMENT, name, _("Uppdrag"), said)], by=by)


@transaction.atomic
def take_step(row: Commission, step: Step, told: Told, *, by: Viewer) -> Commission:
    """Accept, ask, reply, decline, move, close or take back.

    Raises rules.Refused, saying why, when it cannot be, and PermissionDenied when it is the other side's move.
    The words stand in the row alone: beside both records' changes they would reach who may not be told.
    """
    check_step(by, row, step)
    one, other = _both(row)
    faults = faults_of_step(one.state, step, told.words)
    if not faults:
        faults = _faults_of_told(one, step, told, by)
    if faults:
        raise Refused(faults)
    _change(one, step, told, by)
    one.save()
    if other:
        _tell(one, other, step, by)
    return one


def _both(row: Commission) -> tuple[Commission, Commission | None]:
    """The row and the other record's, held until this is done; in one order, whoever comes first."""
    rows = Commission.objects.select_for_update(of=("self",)).select_related(
        "to_unit", "from_unit", "participation__person", "participation__circle"
    )
    pair = Q(pk=row.pk) | Q(copy_of=row.pk) | Q(pk=row.copy_of)
    found = {one.pk: one for one in rows.filter(pair).order_by("pk")}
    one = found.pop(row.pk)
    return one, next(iter(found.values()), None)


def _faults_of_told(one: Commission, step: Step, told: Told, by: Viewer) -> dict[str, str]:
    if step == Step.MOVE:
        return fault_of_due(told.due_on, by.day)
    if step == Step.CLOSE:
        return fault_of_result(told.result)
    posts = Position.objects.filter(unit=one.to_unit_id)
    if step == Step.ACCEPT and told.position_id and not posts.filter(pk=told.position_id).exists():
        return {"position": _("Välj någon i den egna enheten.")}
    return {}


def _change(one: Commission, step: Step, told: Told, by: Viewer) -> None:
    way = STEPS[step]
    one.state = way.leads or State(one.state)
    if step == Step.ASK:
        _put_away(one)
    if way.noted:
        setattr(one, way.noted, told.words.strip())
    if step == Step.ACCEPT:
        one.position_id = told.position_id
    if step == Step.MOVE:
        one.due_on = told.due_on or one.due_on
    if step == Step.CLOSE:
        one.result = told.result
    if step == Step.TAKE_BACK:
        one.result = Result.NOT_WANTED
    if one.state not in OPEN:
        one.settled_on, one.settled_by = by.day, by.name


def _put_away(one: Commission) -> None:
    """What was asked before, and what was answered, before another question takes its place."""
    if one.question:
        one.earlier = [*one.earlier, one.question, one.reply]
        one.question = one.reply = ""


def _tell(one: Commission, other: Commission, step: Step, by: Viewer) -> None:
    """The other record follows in state and day. Words and result follow by a release, where consent lets them;
    when the person has taken a consent between the two back since, nothing does."""
    case, giver = one.participation, one.owner_authority_id
    unit = other_unit(one)
    way = telling(by, case, giver, unit)
    if not way.allowed and _taken_back(one, other):
        return
    for name in OF_A_STEP:
        setattr(other, name, getattr(one, name))
    noted, untold = STEPS[step].noted, elsewhere(one)
    if step == Step.ASK:
        _put_away(other)
        unknown = one.earlier[len(other.earlier) :]
        other.earlier = [*other.earlier, *(untold if text else "" for text in unknown)]
    if noted:
        setattr(other, noted, getattr(one, noted) if way.allowed else untold)
    if step == Step.CLOSE and not way.allowed:
        other.result = Result.ELSEWHERE
    other.save()
    if noted:
        _release(one, way, _said(one, noted), by)


@transaction.atomic
def send_words(row: Commission, *, by: Viewer) -> Commission:
    """Let what the viewer's side has written, and the other record has not, reach it, as it would today.

    Raises PermissionDenied unless it is the viewer's side's, and rules.Refused where nothing waits or neither
    consent nor provision lets it be told.
    """
    check_own(by, row)
    one, other = _both(row)
    if side_of(one) not in sides(by, one):
        raise PermissionDenied(_("Det görs av %(unit)s.") % {"unit": own_unit(one).name})
    waiting = held(one, other, side_of(one)) if other else {}
    if other is None or not waiting:
        raise Refused(
            {"": _("Det finns inga ord som väntar på att skickas. Någon kan ha skickat dem.")}
        )
    unit = other_unit(one)
    way = telling(by, one.participation, one.owner_authority_id, unit)
    if not way.allowed:
        raise Refused(
            {"": _("Inget godtaget samtycke låter er skicka orden i dag. Inget är skickat.")}
        )
    put(one, other, waiting)
    other.save()
    _release(one, way, "\n".join([f"{one.what}:", *waiting.values()]), by)
    return one


def _said(one: Commission, noted: str) -> str:
    words = [f"{one.what}: {one.get_state_display()}", one.get_result_display()]
    stands = ", ".join(word for word in words if word)
    return " ".join(filter(None, [f"{stands}.", getattr(one, noted)]))


def _taken_back(one: Commission, other: Commission) -> bool:
    """True when the person has ended a consent between the two since it was given."""
    both = [one.owner_authority_id, other.owner_authority_id]
    ended = ConsentPart.objects.filter(
        circle=one.participation.circle_id, giver__in=both, receiver__in=both,
        withdrawn_on__gte=one.given_on,
    )  # fmt: skip
    return ended.exists()


def _is_open(one: Commission | None) -> TypeGuard[Commission]:
    return one is not None and one.state in OPEN


def lapse(
    rows: Iterable[Commission], because: str, *, by: Viewer, name: str, both: bool = True
) -> None:
    """Let open assignments end without a result, in both records; what came of them can still be said."""
    for row in rows:
        for one in filter(_is_open, _both(row) if both else _both(row)[:1]):
            one.state, one.because = State.LAPSED, because
            one.settled_on, one.settled_by = by.day, name
            one.save()


def commissions_follow(moved: Sequence[Moved], by: Viewer) -> int:
    """Let what a post that has had a case was to do go with the case to the next post."""
    return sum(
        Commission.objects.filter(
            participation=one.participation_id, to_unit=one.unit_id,
            position=one.from_position_id, state__in=OPEN,
        ).update(position=one.to_position_id)
        for one in moved
        if one.from_position_id is not None
    )  # fmt: skip


__all__ = [
    "NewCommission", "Told", "commissions_follow", "give", "lapse", "send_words", "take_step",
]  # fmt: skip
