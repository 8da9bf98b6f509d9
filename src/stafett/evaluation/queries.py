"""Reads of assignments, and of the rows that they give; each takes the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from stafett.database.noticed import LetIn, notice_circles
from stafett.evaluation.access import check_rows
from stafett.evaluation.columns import COLUMNS, Column, chosen
from stafett.evaluation.models import EvaluationAssignment, PseudonymKey
from stafett.evaluation.rules import pseudonym
from stafett.initiatives.models import Initiative
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

BASIS = "assignment"
"""What the log says let an evaluator in."""
PAGE = 50
ROWS = "SELECT * FROM evaluation_rows(%s, %s, %s)"


@dataclass(frozen=True)
class Row:
    """One participation without a name; `values` has the columns of the assignment in their order."""

    pseudonym: str
    values: tuple[Any, ...]
    circle: UUID
    person: UUID
    participation: UUID


def assignments(viewer: Viewer) -> QuerySet[EvaluationAssignment]:
    """Those that the viewer's authorities have given, and those that the viewer's posts have got."""
    rows = EvaluationAssignment.objects.select_related(
        "initiative", "authority", "position__unit__authority"
    )
    if viewer.operator:
        return rows
    mine = viewer.positions_with(Permission.EVALUATE)
    return rows.filter(Q(authority__in=viewer.speaks_for) | Q(position__in=mine))


def assignments_in(viewer: Viewer, initiative: Initiative) -> QuerySet[EvaluationAssignment]:
    """Those of one initiative, the latest first."""
    return assignments(viewer).filter(initiative=initiative).order_by("-from_day", "-pk")


def assignment(viewer: Viewer, key: UUID) -> EvaluationAssignment:
    """One of them; Http404 for every other alike."""
    found = assignments(viewer).filter(pk=key).first()
    if found is None:
        raise Http404(_("Det finns inget sådant uppdrag bland dina."))
    return found


def columns_of(one: EvaluationAssignment) -> list[Column]:
    """The columns that the assignment covers."""
    return chosen(one.columns)


def rows(viewer: Viewer, one: EvaluationAssignment) -> list[Row]:
    """All the assignment's rows by pseudonym, which tells nothing; nobody is shown by them yet.

    Raises PermissionDenied unless the viewer is the evaluator, on a day of the assignment.
    """
    check_rows(viewer, one)
    secret = bytes(PseudonymKey.objects.get(assignment=one).secret)
    columns = columns_of(one)
    found = []
    for raw in _raw(viewer, one):
        values = tuple(column.shown(raw[column.name]) for column in columns)
        name = pseudonym(secret, raw["person_id"])
        found.append(Row(name, values, raw["circle_id"], raw["person_id"], raw["participation_id"]))
    return sorted(found, key=lambda row: (row.pseudonym, str(row.values)))


def _raw(viewer: Viewer, one: EvaluationAssignment) -> list[dict[str, Any]]:
    """What the database lets out of it, which is nothing unless it finds the same itself."""
    posts = list(viewer.positions_with(Permission.EVALUATE))
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [one.pk, posts, viewer.day])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def shown(one: EvaluationAssignment, some: Sequence[Row]) -> Sequence[Row]:
    """The same rows, said to be shown: the log has each person, let in by the assignment (law 4)."""
    let_in = LetIn(BASIS, one.from_day, one.position.unit_id)
    notice_circles(((row.circle, row.person, one.authority_id) for row in some), let_in)
    return some


__all__ = [
    "BASIS", "COLUMNS", "PAGE", "Row", "assignment", "assignments", "assignments_in", "columns_of",
    "rows", "shown",
]  # fmt: skip
