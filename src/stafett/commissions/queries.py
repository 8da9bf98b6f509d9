"""Which assignments does a case have, whose move is each, and what is the viewer to do?"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest

from stafett.casework.access import own_rows, unit_told
from stafett.casework.models import PART, Participation
from stafett.casework.queries.own_record import as_told
from stafett.commissions.access import may_give, sides
from stafett.commissions.models import Commission
from stafett.commissions.rules import OPEN, State, Step, steps_from
from stafett.frame.full_names import full_names
from stafett.parties.queries import tenure_on
from stafett.safeguards.access import (
    Opened,
    is_anothers_copy,
    is_between_others,
    may_see,
    opened,
)
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

MOST = 8
MOST_FOLDED = 200
"""So many stand on Idag: the first ones open, the others folded away beneath."""
WITH = (
    "to_unit__authority", "from_unit__authority", "position", "participation__person",
    "participation__circle", "participation__initiative", "participation__branch",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """An assignment as it is shown to one viewer: by name those units that they may know of."""

    row: Commission
    giver: str
    receiver: str
    doer: str
    steps: tuple[Step, ...]
    late: bool
    ours: bool = False
    own: bool = False
    """That the viewer may change it."""
    case_seen: bool = True

    @property
    def open(self) -> bool:
        """True while somebody still has to do something."""
        return self.row.state in OPEN


@dataclass(frozen=True)
class CommissionsOf:
    """The assignments of one case, those still open first."""

    participation: Participation
    open: list[Line]
    settled: list[Line]
    may_give: bool


def commissions_of(viewer: Viewer, case: Participation) -> CommissionsOf:
    """What the viewer may know of; the same number of queries whatever there is."""
    shown = opened(viewer, case.circle_id)
    mine = own_rows(viewer, Commission.objects.filter(participation=case))
    own = set(mine.order_by("pk").values_list("pk", flat=True))
    rows = [row for row in _all(case) if shown.shows(row)]
    lines = [line_of(viewer, row, shown, row.pk in own) for row in told_once(rows, viewer)]
    return CommissionsOf(
        case, [one for one in lines if one.open], [one for one in lines if not one.open],
        may_give(viewer, case),
    )  # fmt: skip


def _all(case: Participation) -> QuerySet[Commission]:
    rows = Commission.objects.filter(participation=case).select_related(*WITH)
    return rows.order_by("due_on", "pk")


def told_once(rows: Iterable[Commission], viewer: Viewer) -> list[Commission]:
    """One of the two records of each that stands in two: the viewer's own, else the giver's."""
    found: dict[UUID, Commission] = {}
    for row in rows:
        if is_anothers_copy(row.copy_of, row.owner_authority_id, viewer):
            continue
        key = row.copy_of or row.pk
        if key not in found or _before(row, found[key], viewer):
            found[key] = row
    return [without_anothers_words(row, viewer) for row in found.values()]


def is_thirds(row: Commission, viewer: Viewer) -> bool:
    """True of one between two authorities for whoever is not of the one whose record it stands in."""
    between_two = row.from_unit.authority_id != row.to_unit.authority_id
    return is_between_others(viewer, {row.owner_authority_id}, in_two=between_two)


def without_anothers_words(row: Commission, viewer: Viewer) -> Commission:
    """The row; for a third authority one to read that says what was given and how far it has come, and none of
    what the other wrote."""
    if not is_thirds(row, viewer):
        return row
    told = copy(row)
    told.question = told.reply = told.because = told.result = told.result_words = ""
    told.earlier = []
    return told


def _before(row: Commission, other: Commission, viewer: Viewer) -> bool:
    own, others = (one.owner_authority_id in viewer.works_for for one in (row, other))
    return own > others or (own == others and row.copy_of is None)


def line_of(viewer: Viewer, row: Commission, shown: Opened, own: bool) -> Line:
    """One assignment, with the steps that the viewer can take when the row is one that they change."""
    steps = steps_from(row.state, sides(viewer, row)) if own else []
    return Line(
        row, unit_told(viewer, row, row.from_unit, shown), unit_told(viewer, row, row.to_unit, shown),
        row.position.title if row.position and own else "", tuple(steps),
        row.state in OPEN and row.due_on < viewer.day, row.owner_authority_id in viewer.works_for, own,
    )  # fmt: skip


def commission(viewer: Viewer, key: UUID, which: UUID) -> Line:
    """One assignment that the viewer may read; Http404 alike whether it is hidden or was never there.

    A receiver has it without seeing the rest of the case.
    """
    rows = Commission.objects.filter(pk=which, participation=key)
    row = may_see(viewer, rows, PART).select_related(*WITH).first()
    if row is None or is_anothers_copy(row.copy_of, row.owner_authority_id, viewer):
        raise Http404
    own = own_rows(viewer, rows).exists()
    [row] = as_told(viewer, [without_anothers_words(row, viewer)])
    line = line_of(viewer, row, opened(viewer, row.participation.circle_id), own)
    seen = may_see(viewer, Participation.objects.filter(pk=key)).exists()
    return replace(line, doer=_who(viewer, row, line.doer), case_seen=seen)


def _who(viewer: Viewer, row: Commission, doer: str) -> str:
    """The post that does it with who has it today, for its own authority."""
    tenure = tenure_on(row.position, viewer.day) if row.position and doer else None
    return f"{tenure.staff.name}, {doer}" if tenure else doer


def own_commission(viewer: Viewer, key: UUID, which: UUID) -> Commission:
    """One that the viewer can take some step with; Http404 for every other alike."""
    line = commission(viewer, key, which)
    if not own_rows(viewer, Commission.objects.filter(pk=which)).exists():
        raise Http404
    return line.row


def my_commissions(viewer: Viewer) -> QuerySet[Commission]:
    """Those that the viewer's posts and units have to do or answer, and whose questions they have to answer."""
    units = viewer.units_with(Permission.WORK_WITH_PEOPLE)
    to_do = Q(
        to_unit__in=units, owner_authority=F("to_unit__authority"),
        state__in=[State.GIVEN, State.ACCEPTED],
    ) & (Q(position__in=viewer.positions) | Q(position=None))  # fmt: skip
    to_reply = Q(from_unit__in=units, copy_of=None, state=State.ASKED)
    rows = own_rows(viewer, Commission.objects.filter(to_do | to_reply))
    return rows.select_related("participation__person").order_by("due_on", "pk")


def commissions_today(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """The card on Idag; None for those who work with nobody."""
    if not viewer.may(Permission.WORK_WITH_PEOPLE):
        return None
    found = my_commissions(viewer)
    rows = as_told(viewer, found[:MOST_FOLDED])
    return {
        "rows": rows[:MOST], "rest": rows[MOST:], "today": viewer.day,
        "number": len(rows) if len(rows) < MOST_FOLDED else found.count(),
        "cut": len(rows) == MOST_FOLDED, "full_names": full_names(request),
    }  # fmt: skip


def on_the_plan(request: HttpRequest, case: Participation) -> dict[str, Any]:
    """The section of the tab Plan."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return {"page": commissions_of(viewer, case), "case": case}


__all__ = [
    "CommissionsOf", "Line", "commission", "commissions_of", "commissions_today", "line_of",
    "my_commissions", "on_the_plan", "own_commission", "told_once",
]  # fmt: skip
