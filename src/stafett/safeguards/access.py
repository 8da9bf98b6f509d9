"""May this viewer see this case, and why: the one predicate that every door asks (law 2).

It decides on the circle alone: the controller as literals (so that an index serves them, and the
tenant wall says the same again), and a member that is one of the viewer's units, or for protected
people one of the viewer's named posts, on the viewer's day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from stafett.safeguards.models import Basis, Member
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Answer:
    """The predicate's answer with its reason, in words for the page and the log."""

    allowed: bool
    why: str


def in_circle(viewer: Viewer) -> Q:
    """The condition on a `Member` that lets the viewer in today."""
    today = Q(from_day__lte=viewer.day) & (Q(until_day__isnull=True) | Q(until_day__gt=viewer.day))
    by_unit = Q(unit_id__in=viewer.units_with(Permission.SEE_PEOPLE), position__isnull=True)
    return today & (by_unit | Q(position_id__in=viewer.positions))


def may_see(viewer: Viewer, rows: QuerySet[M], circle: str = "circle_id") -> QuerySet[M]:
    """The rows of a case table that the viewer may see; `circle` names the way to the circle."""
    prefix = circle.removesuffix("circle_id")
    members = Member.objects.filter(in_circle(viewer), circle_id=OuterRef(circle))
    return rows.filter(Exists(members), **{f"{prefix}controller_id__in": viewer.controllers})


def why(viewer: Viewer, circle_id: Any) -> Answer:
    """Whether the viewer may see one case, with the reason of the first member that opens it."""
    member = (
        Member.objects.filter(
            in_circle(viewer), circle_id=circle_id, controller_id__in=viewer.controllers
        )
        .select_related("unit")
        .order_by("from_day", "id")
        .first()
    )
    if member is None:
        return Answer(False, _("Du och din enhet är inte med i det här ärendet."))
    basis = Basis(member.basis).label
    return Answer(True, _("%(unit)s är med i ärendet genom %(basis)s.") % {
        "unit": member.unit.name, "basis": basis,
    })  # fmt: skip


def check_may(viewer: Viewer, permission: str, sentence: str = "") -> None:
    """Raise PermissionDenied with a sentence for the person unless the viewer has the permission."""
    if not viewer.may(permission):
        raise PermissionDenied(sentence or _("Din roll ger inte rätt till det här."))
