"""May this viewer see this case, and why: the one predicate that every door asks (law 2).

It decides on the circle alone: the controller as literals (so that an index serves them, and the
tenant wall says the same again), and a member that is one of the viewer's units, or for protected
people one of the viewer's named posts, on the viewer's day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from stafett.database.days import in_force
from stafett.safeguards.models import Basis, Member
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Answer:
    """The predicate's answer with its reason, in words for the page and the log."""

    allowed: bool
    why: str


def in_circle(viewer: Viewer, permission: str = Permission.SEE_PEOPLE) -> Q:
    """The condition on a `Member` that lets the viewer in today, with a permission in that unit.

    A named post is sought in its unit too: so one index serves units and posts alike.
    """
    whole_unit_or_me = Q(position__isnull=True) | Q(
        position_id__in=viewer.positions_with(permission)
    )
    return in_force(viewer.day) & Q(unit_id__in=viewer.units_with(permission)) & whole_unit_or_me


def members_for(
    viewer: Viewer, circle: str, permission: str = Permission.SEE_PEOPLE
) -> QuerySet[Member]:
    """The members through whom the viewer is in the circle of an outer row; `circle` leads there."""
    return Member.objects.filter(
        in_circle(viewer, permission),
        circle_id=OuterRef(circle),
        controller_id__in=viewer.controllers,
    )


def may_see(
    viewer: Viewer,
    rows: QuerySet[M],
    circle: str = "circle_id",
    permission: str = Permission.SEE_PEOPLE,
) -> QuerySet[M]:
    """The rows of a case table that the viewer may see; `circle` names the way to the circle.

    With another permission: the rows that the viewer may do that to.
    """
    prefix = circle.removesuffix("circle_id")
    members = members_for(viewer, circle, permission)
    return rows.filter(Exists(members), **{f"{prefix}controller_id__in": viewer.controllers})


def may_see_in_order(viewer: Viewer, rows: QuerySet[M], circle: str = "circle_id") -> QuerySet[M]:
    """The same rows, asked so that the database keeps to the order it walks them in.

    A semi-join lets the planner guess that few rows will do and sort them all; a value for each row
    does not. For lists that are already narrowed to the viewer's units: 1 ms where 70 were measured.
    """
    prefix = circle.removesuffix("circle_id")
    member = members_for(viewer, circle).order_by().values("pk")[:1]
    let_in = rows.alias(let_in_by=Subquery(member))
    return let_in.filter(  # type: ignore[return-value]
        let_in_by__isnull=False, **{f"{prefix}controller_id__in": viewer.controllers}
    )


def why(viewer: Viewer, circle_id: Any) -> Answer:
    """Whether the viewer may see one case, with the reason of the first member that opens it."""
    member = (
        Member.objects.filter(
            in_circle(viewer), circle_id=circle_id, controller_id__in=viewer.controllers
        )
        .select_related("unit", "position")
        .order_by("from_day", "id")
        .first()
    )
    if member is None:
        return Answer(False, _("Du och din enhet är inte med i det här ärendet."))
    if member.position is not None:
        return Answer(True, _("Du är en av de namngivna som får se ärendet."))
    basis = Basis(member.basis).label
    return Answer(True, _("%(unit)s är med i ärendet genom %(basis)s.") % {
        "unit": member.unit.name, "basis": basis,
    })  # fmt: skip


def check_may(viewer: Viewer, permission: str, sentence: str = "") -> None:
    """Raise PermissionDenied with a sentence for the person unless the viewer has the permission."""
    if not viewer.may(permission):
        raise PermissionDenied(sentence or _("Din roll ger inte rätt till det här."))
