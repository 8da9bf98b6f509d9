"""Who shares a case, and where a unit may say so: by a right of its own, never by what another has opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stafett.casework.access import may_move
from stafett.casework.models import Assignment, Participation, Teammate, TeamPart
from stafett.database.days import in_force
from stafett.parties.models import Tenure, Unit
from stafett.safeguards.access import in_circle
from stafett.safeguards.kept import Seen, StandIn
from stafett.safeguards.models import Basis, Member
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


def seats_of(unit: Unit, cases: Sequence[Participation], day: date) -> set[UUID]:
    """The circles of those cases that the unit, or a named post in it, is in for its own authority."""
    rows = Member.objects.filter(
        in_force(day), circle__in=[case.circle_id for case in cases], unit=unit,
        giver=unit.authority_id,
    ).exclude(basis=Basis.PROMISE)  # fmt: skip
    return set(rows.order_by("pk").values_list("circle_id", flat=True))


def units_inside(viewer: Viewer, case: Participation) -> list[Unit]:
    """The viewer's units that are in a case by a right of their own, and where they may say who shares it.

    Their own first, then what they have by standing in.
    """
    asked = INSIDE.by(viewer, circle=case.circle_id)
    own = {post.unit_id for post in viewer.posts if not post.stands_in}
    mine = [unit for unit in asked if may_move(viewer, unit.pk)]
    return sorted(mine, key=lambda unit: (unit.pk not in own, unit.name, unit.pk))


def units_to_name(viewer: Viewer, case: Participation, holder: int | None) -> list[Unit]:
    """Of those the ones that do not hold the case: each names a contact person of its own."""
    return [unit for unit in units_inside(viewer, case) if unit.pk != holder]


def is_mine(viewer: Viewer | StandIn, case: str = "participation_id") -> Q:
    """The condition on rows of cases that one of the viewer's posts has, or shares: as contact person, or as
    one of a pair. `case` names their column with the participation."""
    return Q(Exists(mine_of(Assignment, viewer, case))) | Q(Exists(mine_of(Teammate, viewer, case)))


def all_mine(model: type[Assignment] | type[Teammate], viewer: Viewer | StandIn) -> QuerySet[Any]:
    """Of who has, or shares, a case today those that are the viewer's posts."""
    rows: QuerySet[Any] = model._default_manager.filter(
        in_force(viewer.day), position__in=viewer.positions, controller_id__in=viewer.controllers,
        unit__in=viewer.units_with(Permission.SEE_PEOPLE),
    )  # fmt: skip
    return rows


def mine_of(
    model: type[Assignment] | type[Teammate], viewer: Viewer | StandIn, case: str
) -> QuerySet[Any]:
    """The same of an outer row's case."""
    return all_mine(model, viewer).filter(participation=OuterRef(case))


def is_a_colleagues(viewer: StandIn) -> Q:
    """The condition on a case of which a colleague is the contact person of the viewer's unit, and there: of a
    vacant post nobody is, and the case is then the whole unit's to see to (law 1)."""
    there = Tenure.objects.filter(in_force(viewer.day), position=OuterRef("position"))
    contact = Teammate.objects.filter(
        in_force(viewer.day), Exists(there), part=TeamPart.CONTACT, participation=OuterRef("pk"),
        unit__in=viewer.units_with(Permission.SEE_PEOPLE), controller_id__in=viewer.controllers,
    )  # fmt: skip
    return Q(Exists(contact)) & ~Q(Exists(mine_of(Teammate, viewer, "pk")))


def _inside(viewer: StandIn, circle: UUID) -> QuerySet[Unit]:
    seats = Member.objects.filter(
        in_circle(viewer), circle_id=circle, unit=OuterRef("pk"), giver=OuterRef("authority"),
        controller_id__in=viewer.controllers,
    ).exclude(basis=Basis.PROMISE)  # fmt: skip
    rows = Unit.objects.filter(Exists(seats), pk__in=viewer.units_with(Permission.SEE_PEOPLE))
    return rows.order_by("pk")


INSIDE: Seen[Unit] = Seen(_inside)
