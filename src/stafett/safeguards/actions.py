"""The only writes to circles: opening them, and letting units in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from stafett.database.batch import insert_many
from stafett.safeguards.models import Basis, Circle, Member, Reach
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class NewCircle:
    """A case to open: its controller, its person, who is let in and from when."""

    controller_id: int
    person_id: UUID
    from_day: date
    units: tuple[int, ...]
    positions: tuple[tuple[int, int], ...] = ()
    """For protected people, (unit, position) of the named team; then the units let nobody in."""


@transaction.atomic
def open_circles(circles: Sequence[NewCircle], *, by: Viewer) -> list[UUID]:
    """Open a circle for each case and let its members in; returns the circles' keys in order (law 2)."""
    keys: list[UUID] = [uuid7() for _ in circles]
    insert_many(
        Circle,
        ["id", "controller_id", "person_id", "named_only"],
        [
            (k, c.controller_id, c.person_id, bool(c.positions))
            for k, c in zip(keys, circles, strict=True)
        ],
    )
    members = [m for k, c in zip(keys, circles, strict=True) for m in _members(k, c)]
    _let_in(members)
    extend_reach({(m[2], m[1]) for m in members}, by=by)
    return keys


MEMBER_FIELDS = [
    "circle_id", "controller_id", "unit_id", "position_id", "basis", "kinds", "from_day",
]  # fmt: skip


def _members(key: UUID, circle: NewCircle) -> Iterable[tuple[object, ...]]:
    named: Iterable[tuple[int, int | None]] = circle.positions or [(u, None) for u in circle.units]
    for unit, position in named:
        yield key, circle.controller_id, unit, position, Basis.ROLE.value, "[]", circle.from_day


def _let_in(members: Sequence[Sequence[object]]) -> None:
    insert_many(Member, MEMBER_FIELDS, members)


@transaction.atomic
def let_in(
    circle: Circle, units: Iterable[int], *, from_day: date, by: Viewer, basis: Basis = Basis.ROLE
) -> None:
    """Let further units into a circle from a day; those already in stay as they are."""
    inside = set(circle.members.filter(until_day__isnull=True).values_list("unit_id", flat=True))
    new = [unit for unit in units if unit not in inside and not circle.named_only]
    _let_in([(circle.pk, circle.controller_id, u, None, basis.value, "[]", from_day) for u in new])
    extend_reach({(unit, circle.controller_id) for unit in new}, by=by)


@transaction.atomic
def extend_reach(pairs: Iterable[tuple[object, object]], *, by: Viewer) -> None:
    """Note that units now have business with controllers, so that the wall lets them ask at all."""
    rows = [Reach(unit_id=unit, controller_id=controller) for unit, controller in sorted(pairs)]  # type: ignore[type-var]
    Reach.objects.bulk_create(rows, ignore_conflicts=True)
