"""How a case gets another holder: in one instant, with nobody in between (law 1).

Who may is for the apps above: a handover, or a fall back when a consent ends. This only lets it be done
rightly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from stafett.casework.actions.assigning import end_today
from stafett.casework.actions.enrolling import check_holders
from stafett.casework.models import Assignment, Holding, Participation, Teammate, TeamPart
from stafett.casework.taking_over import FELL_BACK, TAKEN_OVER
from stafett.database.days import in_force, still_on
from stafett.database.history import in_history
from stafett.parties.models import Position, Unit
from stafett.safeguards.actions import let_in_many
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Taking:
    """A unit that holds a case from now on, and the post in it that has the case, if that is said."""

    participation: Participation
    unit: Unit
    position: Position | None = None


@transaction.atomic
def take_over(
    taking: Sequence[Taking], *, by: Viewer, because: str, falls_back: bool = False
) -> None:
    """Let units hold cases from the day it is done, never backdated; they are in the circle from then.

    The one who held lets go the same instant, and so does the post that had the case. Both stay in the history,
    and so does that a case fell back to a unit which was not asked. Raises rules.Refused for a unit that is to
    close, unless nothing else can hold it.
    """
    if not falls_back:
        check_holders([one.unit.pk for one in taking], by)
    how = {TAKEN_OVER: True} | ({FELL_BACK: True} if falls_back else {})
    with in_history(why=because, **how):
        let_in_many([(one.participation.circle_id, one.unit.pk, by.day) for one in taking], by=by)
        for one in taking:
            _let_go(one, by)
            _hold(one, by)
            if one.position:
                _give(one, one.position, by)


def _let_go(one: Taking, by: Viewer) -> None:
    """End who has the case in the unit, alone or in a pair; and who was contact person in the one that holds
    it now."""
    case = one.participation
    rows = Assignment.objects.filter(participation=case, controller_id=case.controller_id)
    end_today(rows.filter(still_on(by.day)), by)
    shared = Teammate.objects.filter(
        Q(part=TeamPart.PAIR) | Q(unit=one.unit),
        participation=case,
        controller_id=case.controller_id,
    )
    end_today(shared.filter(still_on(by.day)), by)


def _hold(one: Taking, by: Viewer) -> None:
    """Begin a holding and end the one before it; a holder since today is exchanged: it never held a day."""
    now = Holding.objects.select_for_update().get(
        in_force(by.day),
        participation=one.participation,
        controller_id=one.participation.controller_id,
    )
    if now.from_day == by.day:
        now.unit = one.unit
        now.save(update_fields=["unit"])
        return
    until, now.until_day = now.until_day, by.day
    now.save(update_fields=["until_day"])
    Holding.objects.create(
        controller_id=now.controller_id, owner_authority_id=now.owner_authority_id, kind=now.kind,
        participation=one.participation, unit=one.unit, from_day=by.day, until_day=until,
    )  # fmt: skip


def _give(one: Taking, position: Position, by: Viewer) -> None:
    case = one.participation
    Assignment.objects.create(
        controller_id=case.controller_id, owner_authority_id=case.controller_id, kind="holding",
        participation=case, unit=one.unit, position=position, from_day=by.day,
    )  # fmt: skip
