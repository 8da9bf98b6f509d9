"""The cards on Idag: the meetings of the next days, and the promises that the viewer's posts have to keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.lookups import IsNull
from django.http import HttpRequest

from stafett.casework.access import own_rows
from stafett.casework.models import PART
from stafett.casework.queries.own_record import as_told, open_cases
from stafett.casework.sharing import is_mine
from stafett.frame.full_names import full_names
from stafett.frame.templatetags.frame import FEW
from stafett.meetings.models import Meeting, Owner, Promise
from stafett.meetings.rules import GOING_ON, State
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

DAYS_AHEAD = 7
MOST = 8
UNITS = IsNull(F("position_id"), True)
"""True of a promise that the unit has and no post in it: it stands after one's own."""
MOST_FOLDED = 40
"""So many promises are on the card, those after the first ones folded."""


@dataclass(frozen=True)
class Line:
    """A meeting or a promise as a row on a card; `seen` when the viewer may open the case itself."""

    row: Any
    seen: bool


def _to_come(viewer: Viewer | StandIn, until: date) -> QuerySet[Meeting]:
    """The booked meetings from today to a day that are the viewer's: called by their post, or in cases
    that their post has or shares. None of the controller's after the last day of its case: others' own stay,
    since they need not be told that it has ended."""
    rows = Meeting.objects.filter(
        Q(position__in=viewer.positions) | is_mine(viewer),
        state=State.PLANNED, on_day__gte=viewer.day, on_day__lte=until,
    ).exclude(participation__ends_on__lt=F("on_day"), owner_authority=F("controller"))  # fmt: skip
    seen = may_see(viewer, rows, PART).select_related("participation__person")
    return seen.order_by("on_day", "at", "pk")


def my_promises(viewer: Viewer) -> QuerySet[Promise]:
    """The promises that the viewer's posts have to keep, and then those of their units that no post has.

    None of the controller's in a case that has ended; another authority's own stay, as its meetings do.
    """
    return _to_keep(viewer)


def _to_keep(viewer: Viewer | StandIn) -> QuerySet[Promise]:
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    mine = Q(position__in=viewer.positions) | Q(position=None, unit__in=units)
    rows = Promise.objects.filter(mine, owner=Owner.UNIT, state__in=GOING_ON).exclude(
        participation__ends_on__lte=viewer.day, owner_authority=F("controller")
    )
    return (
        own_rows(viewer, rows)
        .select_related("participation__person")
        .order_by(UNITS, "due_on", "pk")
    )


TO_COME: Seen[Meeting] = Seen(lambda viewer, until: _to_come(viewer, until)[: MOST + 1])
TO_KEEP: Seen[Promise] = Seen(lambda viewer: _to_keep(viewer)[: MOST_FOLDED + 1])


def meetings_today(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """The card of meetings; None for those who work with nobody."""
    if not viewer.may(Permission.WORK_WITH_PEOPLE):
        return None
    rows = TO_COME.by(viewer, until=viewer.day + timedelta(days=DAYS_AHEAD))
    return {
        "lines": _lines(viewer, rows[:MOST]),
        "seen": max(FEW, sum(row.on_day == viewer.day for row in rows[:MOST])),
        "more": len(rows) > MOST,
        **_shown(request, viewer),
    }


def promises_today(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """The card of promises to keep, one's own before the unit's; None for those who work with nobody."""
    if not viewer.may(Permission.WORK_WITH_PEOPLE):
        return None
    found = TO_KEEP.by(viewer)
    cut = len(found) > MOST_FOLDED
    lines = _lines(viewer, found[:MOST_FOLDED])
    mine = [line for line in lines if line.row.position_id]
    units = lines[len(mine) :]
    return {
        "lines": mine[:MOST], "rest": mine[MOST:], "units": units[:MOST], "units_rest": units[MOST:],
        "cut": cut, "number": my_promises(viewer).count() if cut else len(found),
        "here": request.get_full_path(), **_shown(request, viewer),
    }  # fmt: skip


def _shown(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    return {"today": viewer.day, "full_names": full_names(request)}


def _lines(viewer: Viewer, rows: Iterable[Any]) -> list[Line]:
    rows = list(rows)
    seen = open_cases(viewer, [row.participation_id for row in rows])
    if any(row.participation_id not in seen for row in rows):
        rows = as_told(viewer, rows)
    return [Line(row, row.participation_id in seen) for row in rows]


__all__ = ["Line", "meetings_today", "my_promises", "promises_today"]
