"""Who shares a case, and where a unit may say so: by a right of its own, never by what another has opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from stafett.casework.access import may_move
from stafett.casework.models import Participation
from stafett.database.days import in_force
from stafett.parties.models import Unit
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


def _inside(viewer: StandIn, circle: UUID) -> QuerySet[Unit]:
    seats = Member.objects.filter(
        in_circle(viewer), circle_id=circle, unit=OuterRef("pk"), giver=OuterRef("authority"),
        controller_id__in=viewer.controllers,
    ).exclude(basis=Basis.PROMISE)  # fmt: skip
    rows = Unit.objects.filter(Exists(seats), pk__in=viewer.units_with(Permission.SEE_PEOPLE))
    return rows.order_by("pk")


INSIDE: Seen[Unit] = Seen(_inside)
