"""The only writes to circles: opening them, and letting units in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
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
    let_in_many([(circle.pk, unit, from_day) for unit in units], by=by, basis=basis)


@transaction.atomic
def let_in_many(
    wanted: Iterable[tuple[UUID, int, date]], *, by: Viewer, basis: Basis = Basis.ROLE
) -> None:
    """Let units into circles, each (circle, unit, from day); those in, and named circles, stay."""
    wanted = list(dict.fromkeys(wanted))
    keys = {circle for circle, _unit, _day in wanted}
    open_ones = dict(
        Circle.objects.filter(pk__in=keys, named_only=False).values_list("pk", "controller_id")
    )
    still = Member.objects.filter(circle__in=open_ones, until_day__isnull=True)
    inside = set(still.values_list("circle_id", "unit_id"))
    new = [(c, u, d) for c, u, d in wanted if c in open_ones and (c, u) not in inside]
    _let_in([(c, open_ones[c], u, None, basis.value, "[]", day) for c, u, day in new])
    extend_reach({(unit, open_ones[circle]) for circle, unit, _day in new}, by=by)


@transaction.atomic
def extend_reach(pairs: Iterable[tuple[Any, Any]], *, by: Viewer) -> None:
    """Note that units now have business with controllers, so that the wall lets them ask at all."""
    rows = [Reach(unit_id=unit, controller_id=controller) for unit, controller in sorted(pairs)]
    Reach.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def name_team(circles: Sequence[Circle], team: Sequence[tuple[int, int]], *, by: Viewer) -> None:
    """Let only a named team, as (unit, post), into circles from today; whole units leave (law 5).

    Raises ValueError without a team: then nobody could see the case.
    """
    if not team:
        raise ValueError("a named team needs somebody in it")
    _let_out(Member.objects.filter(circle__in=circles, position__isnull=True), by)
    there = _named_already(circles)
    _let_in([
        (circle.pk, circle.controller_id, unit, position, Basis.ROLE.value, "[]", by.day)
        for circle in circles
        for unit, position in team
        if (circle.pk, position) not in there
    ])  # fmt: skip
    Circle.objects.filter(pk__in=[circle.pk for circle in circles]).update(named_only=True)
    extend_reach({(unit, c.controller_id) for unit, _post in team for c in circles}, by=by)


@transaction.atomic
def let_units_back(circles: Sequence[tuple[Circle, Iterable[int]]], *, by: Viewer) -> None:
    """Open named circles to whole units again, when a protection has ended; the team's posts leave."""
    keys = [circle.pk for circle, _units in circles]
    Circle.objects.filter(pk__in=keys).update(named_only=False)
    _let_out(Member.objects.filter(circle__in=keys, position__isnull=False), by)
    for circle, units in circles:
        circle.named_only = False
        let_in(circle, units, from_day=by.day, by=by)


def _named_already(circles: Sequence[Circle]) -> set[tuple[UUID, int]]:
    named = Member.objects.filter(
        circle__in=circles, position__isnull=False, until_day__isnull=True
    )
    return set(named.values_list("circle_id", "position_id"))


def _let_out(members: QuerySet[Member], by: Viewer) -> None:
    """End memberships as of today; one that began today never held a whole day and is taken away."""
    still = members.filter(until_day__isnull=True)
    still.filter(from_day__gte=by.day).delete()
    still.filter(from_day__lt=by.day).update(until_day=by.day)
