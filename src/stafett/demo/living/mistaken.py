"""A party that was added to a case by mistake and taken away again: *Ändringar* and the history say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from stafett.casework.access import can_change
from stafett.casework.actions import NewCase, involve, take_away_case
from stafett.casework.models import Participation
from stafett.demo.living.consents import open_cases, workers
from stafett.initiatives.models import Initiative
from stafett.parties.models import Unit
from stafett.safeguards.middleware import acting, set_reach
from stafett.safeguards.models import Member
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.viewer import Viewer, operator

BECAUSE = "demo"
WHY = "Fel myndighet: det var ett annat ärende (påhittat)."


def let_add_by_mistake(initiative: Initiative, *, today: date) -> int:
    """In one of the cases: a party that does not work with the person was added, and taken away; how many."""
    with acting(operator(today, "demo"), BECAUSE):
        set_reach(all_controllers())
        found = next(_strangers(initiative, today), None)
    if found is None:
        return 0
    case, by, unit = found
    told = NewCase(unit.authority.party_id, unit.authority_id, today, unit.pk)
    with acting(by, BECAUSE, door="involve"):
        involve([(case, told)], by=by)
    with acting(by, BECAUSE, door="take_away_case"):
        take_away_case(case.involvements.get(unit=unit), by=by, because=WHY)
    return 1


def _strangers(initiative: Initiative, today: date) -> Iterator[tuple[Participation, Viewer, Unit]]:
    """Cases with somebody who may say who takes part, and a unit of a party that is not there."""
    working = workers(today)
    led = (
        (case, working.get(case.holdings.order_by("-from_day", "-pk")[0].unit_id))
        for case in open_cases(initiative)
    )
    return (
        (case, by, unit)
        for case, by in led if by and can_change(by, case) for unit in _outside(case, working)
    )  # fmt: skip


def _outside(case: Participation, units: Iterable[int]) -> list[Unit]:
    here = Member.objects.filter(circle=case.circle_id).values("unit__authority__party")
    parties = case.involvements.values("party")
    rows = Unit.objects.filter(pk__in=units).exclude(authority__party__in=here)
    return list(
        rows.exclude(authority__party__in=parties).select_related("authority").order_by("pk")
    )
