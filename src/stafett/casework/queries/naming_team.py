"""Whose posts can be named to see somebody protected: also of units that nobody in the team belongs to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from stafett.casework.access import authorities_known_to
from stafett.casework.models import Participation
from stafett.database.days import still_on
from stafett.initiatives.models import Engagement
from stafett.initiatives.queries import team_units
from stafett.parties.models import Unit
from stafett.safeguards.models import Basis, ConsentPart, Member
from stafett.safeguards.viewer import Viewer


def units_in(case: Participation, day: date) -> set[int]:
    """The units that are in a case, also those that are in it until a day."""
    rows = Member.objects.filter(still_on(day), circle=case.circle_id).order_by("pk")
    return set(rows.values_list("unit_id", flat=True))


def could_be_named(viewer: Viewer, case: Participation, chosen: Collection[int]) -> set[int]:
    """The units whose posts can be named: those in the case and in the branch's team, and where a consent lets
    the controller tell, those of that authority that take part in the initiative.

    So a team can grow again as it has shrunk. Of all of them those that the viewer may know of (law 2), and
    those of the posts that are chosen.
    """
    near = authorities_known_to(viewer, case)
    known = Q() if near is None else Q(authority__in=near)
    seats = Member.objects.filter(still_on(viewer.day), circle=case.circle_id)
    named = seats.filter(position__in=chosen).values("unit")
    inside = seats.exclude(basis=Basis.PROMISE).values("unit")
    engaged = Engagement.objects.filter(initiative=case.initiative_id, until_day=None)
    told = ConsentPart.objects.filter(
        circle=case.circle_id, giver=case.controller_id, withdrawn_on=None,
        until_day__gt=viewer.day,
    )  # fmt: skip
    consented = Q(pk__in=engaged.values("unit"), authority__in=told.values("receiver"))
    offered = Q(pk__in=inside) | Q(pk__in=team_units(case.branch)) | consented
    units = Unit.objects.filter(known & offered | Q(pk__in=named))
    return set(units.order_by("pk").values_list("pk", flat=True))


__all__ = ["could_be_named", "units_in"]
