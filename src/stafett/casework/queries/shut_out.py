"""In which cases does an authority own rows that nobody there may see, since a named team alone may?

Protecting somebody lets all units out at once, also from what their own authorities recorded or were
handed. Those who answer for these records are told how many, of which controller, and never of whom.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, Model, OuterRef, QuerySet
from django.http import HttpRequest

from stafett.casework.models import Assignment, Holding
from stafett.database.days import in_force
from stafett.parties.models import Authority
from stafett.safeguards.models import Basis, CaseRow, Circle, Member, Release
from stafett.safeguards.viewer import Viewer


@cache
def owned() -> tuple[tuple[type[Model], str], ...]:
    """What an authority can own in another's case, and how it leads there: every app's own tables too."""
    parts = [m for m in apps.get_models() if issubclass(m, CaseRow) and hasattr(m, "participation")]
    kept = [m for m in parts if m not in (Holding, Assignment)]
    return (*((model, "participation__circle") for model in kept), (Release, "circle"))


def shut_out(viewer: Viewer) -> list[tuple[Authority, int]]:
    """For each other controller, in how many of its cases the viewer's authority's rows are out of reach."""
    if not viewer.speaks_for:
        return []
    pairs = {pair for model, way in owned() for pair in _alone(viewer, model, way)}
    number: dict[int, int] = {}
    for _circle, controller in pairs:
        number[controller] = number.get(controller, 0) + 1
    controllers = Authority.objects.filter(pk__in=number).order_by("name")
    return [(one, number[one.pk]) for one in controllers]


def _alone(viewer: Viewer, model: Any, way: str) -> QuerySet[Any, tuple[Any, int]]:
    """(case's circle, controller) of own rows in named circles in which nobody of their owner is."""
    inside = Member.objects.filter(
        in_force(viewer.day),
        circle=OuterRef(way),
        giver=OuterRef("owner_authority"),
        basis=Basis.ROLE,
    )
    named = Circle.objects.filter(named_only=True, controller_id__in=viewer.controllers)
    rows = model.objects.filter(
        ~Exists(inside), owner_authority__in=viewer.speaks_for,
        controller_id__in=viewer.controllers, **{f"{way}__in": named.values("pk")},
    )  # fmt: skip
    others = rows.exclude(owner_authority=F("controller"))
    if model is Release:
        others = others.filter(outside=False)
    return others.order_by(way).values_list(f"{way}_id", "controller_id").distinct()  # type: ignore[no-any-return]


def shut_out_today(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """What Idag says of it to those who answer for the records; nothing when there is nothing."""
    found = shut_out(viewer)
    return {"shut_out": found} if found else None
