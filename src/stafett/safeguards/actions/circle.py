"""The only writes to circles: opening them, and letting units in and out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from stafett.database.batch import insert_many
from stafett.database.days import still_on
from stafett.database.keys import new_keys
from stafett.parties.models import Unit
from stafett.safeguards.actions.in_turn import hold_people
from stafett.safeguards.actions.opening import (
    Entering,
    extend_reach,
    let_in_all,
    let_out,
    open_what_is_consented,
)
from stafett.safeguards.actions.retention import warn_apart, warn_together
from stafett.safeguards.models import Basis, Circle, Member, RowKind
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
    keys = new_keys(len(circles))
    insert_many(
        Circle,
        ["id", "controller_id", "person_id", "named_only"],
        [
            (k, c.controller_id, c.person_id, bool(c.positions))
            for k, c in zip(keys, circles, strict=True)
        ],
    )
    let_in_all([e for k, c in zip(keys, circles, strict=True) for e in _entering(k, c)], by=by)
    return keys


def _entering(key: UUID, circle: NewCircle) -> Iterable[Entering]:
    named: Iterable[tuple[int, int | None]] = circle.positions or [(u, None) for u in circle.units]
    for unit, position in named:
        yield Entering(key, circle.controller_id, unit, position, circle.from_day)


@transaction.atomic
def let_in(
    circle: Circle, units: Iterable[int], *, from_day: date, by: Viewer, with_party: bool = False
) -> None:
    """Let further units into a circle from a day; those already in stay as they are.

    `with_party` when it is for nothing else than that their party has a case of its own.
    """
    let_in_many([(circle.pk, unit, from_day) for unit in units], by=by, with_party=with_party)


@transaction.atomic
def let_in_many(
    wanted: Iterable[tuple[UUID, int, date]], *, by: Viewer, with_party: bool = False
) -> None:
    """Let units into circles, each (circle, unit, from day); those in, and named circles, stay.

    Who came in with their party alone has come for something else too, when they are let in anew for that.
    """
    wanted = list(dict.fromkeys(wanted))
    keys = {circle for circle, _unit, _day in wanted}
    if not keys:
        return
    hold_people([], keys)
    open_ones = dict(
        Circle.objects.filter(pk__in=keys, named_only=False).values_list("pk", "controller_id")
    )
    still = Member.objects.filter(circle__in=open_ones, until_day__isnull=True, basis=Basis.ROLE)
    seats = list(still.order_by("pk").values_list("pk", "circle_id", "unit_id"))
    inside = {(circle, unit) for _seat, circle, unit in seats}
    new = [(c, u, d) for c, u, d in wanted if c in open_ones and (c, u) not in inside]
    if not with_party:
        asked = {(circle, unit) for circle, unit, _day in wanted}
        again = [seat for seat, circle, unit in seats if (circle, unit) in asked]
        Member.objects.filter(pk__in=again, with_party=True).update(with_party=False)
    let_in_all(
        [Entering(c, open_ones[c], unit, None, day, with_party) for c, unit, day in new], by=by
    )
    open_what_is_consented({circle for circle, _unit, _day in new}, by=by)


@transaction.atomic
def seat_for_promise(circle: Circle, unit: Unit, *, by: Viewer) -> None:
    """Let a unit that is not in the case reach what it has itself promised there, and nothing else (law 2).

    Into its own authority's agreements alone; no consent opens anything by such a seat. It stays when
    a unit that was in by its role leaves. Of somebody protected none but the named team is let in.
    """
    hold_people([], {circle.pk})
    now = Circle.objects.get(pk=circle.pk)
    inside = Member.objects.filter(still_on(by.day), circle=now, unit=unit, basis=Basis.PROMISE)
    if now.named_only or inside.exists():
        return
    Member.objects.create(
        circle=now, controller_id=now.controller_id, unit=unit, giver_id=unit.authority_id,
        basis=Basis.PROMISE, kinds=[RowKind.AGREEMENT.value], from_day=by.day,
    )  # fmt: skip
    extend_reach({(unit.pk, now.controller_id)}, by=by)


@transaction.atomic
def let_stay_until(circle: Circle, unit: int, until: date, *, by: Viewer) -> None:
    """Let a unit that is in a circle be there until, not with, a day; from then on nothing lets it in.

    What consents open to it ends with it. A day that is here already lets it out at once.
    """
    inside = Member.objects.filter(still_on(until), circle=circle, unit_id=unit).exclude(
        basis__in=[Basis.CONSENT, Basis.PROMISE]
    )
    _not_back_after_protection(circle, unit)
    inside.filter(from_day__gte=until).delete()
    inside.filter(from_day__lt=until).update(until_day=until)
    open_what_is_consented([circle.pk], by=by)


def let_stay_longer(circle: Circle, unit: int, before: date, until: date) -> None:
    """Let a unit whose stay ends on a day be there until, not with, a later one; `let_stay_until` follows it
    and opens what is consented. Who is in without such an end is left."""
    inside = Member.objects.filter(circle=circle, unit_id=unit, basis=Basis.ROLE, until_day=before)
    inside.update(until_day=until)


def _not_back_after_protection(circle: Circle, unit: int) -> None:
    """Whoever leaves while a named team is in is not let back when the team's time is over."""
    now = Circle.objects.get(pk=circle.pk)
    if now.named_only and -unit not in now.units_before:
        Circle.objects.filter(pk=now.pk).update(units_before=[*now.units_before, -unit])


@transaction.atomic
def name_team(circles: Sequence[Circle], team: Sequence[tuple[int, int]], *, by: Viewer) -> None:
    """Let only a named team, as (unit, post), into circles from today; all others leave at once (law 5).

    It takes the place of the team that was there. Raises ValueError without a team: then nobody could see it.
    """
    if not team:
        raise ValueError("a named team needs somebody in it")
    hold_people([], [circle.pk for circle in circles])
    _remember_units(circles, by)
    leaving = _leaving(circles, by)
    named = {position for _unit, position in team}
    staying = Q(position__in=named)
    let_out(Member.objects.filter(~staying | Q(position=None), circle__in=circles), by)
    there = _named_already(circles, by.day)
    entering = [
        Entering(circle.pk, circle.controller_id, unit, position, by.day)
        for circle in circles
        for unit, position in team
        if (circle.pk, position) not in there
    ]
    let_in_all(entering, by=by)
    for circle, unit, until in leaving:
        Member.objects.filter(still_on(until), circle=circle, unit=unit, position__in=named).update(
            until_day=until
        )
    keys = [circle.pk for circle in circles]
    Circle.objects.filter(pk__in=keys).update(named_only=True)
    warn_apart(keys)
    open_what_is_consented(keys, by=by)


@transaction.atomic
def let_units_back(circles: Sequence[tuple[Circle, Iterable[int]]], *, by: Viewer) -> None:
    """Open named circles to whole units again, when a protection has ended; the team's posts leave."""
    keys = [circle.pk for circle, _units in circles]
    hold_people([], keys)
    Circle.objects.filter(pk__in=keys).update(named_only=False, units_before=[])
    warn_together(keys)
    let_out(Member.objects.filter(circle__in=keys, position__isnull=False), by)
    for circle, units in circles:
        circle.named_only = False
        let_in(circle, units, from_day=by.day, by=by)


def _remember_units(circles: Sequence[Circle], by: Viewer) -> None:
    """Keep which units are in by their role where a team is about to take their place; not those that are in
    until a day, which may have been by then."""
    whole = Circle.objects.filter(pk__in=[one.pk for one in circles], named_only=False)
    inside = Member.objects.filter(
        circle__in=whole, position=None, basis=Basis.ROLE, until_day=None
    )
    found: dict[UUID, set[int]] = defaultdict(set)
    for circle, unit in inside.order_by("pk").values_list("circle_id", "unit_id"):
        found[circle].add(unit)
    for circle, units in found.items():
        Circle.objects.filter(pk=circle).update(units_before=sorted(units))


def _leaving(circles: Sequence[Circle], by: Viewer) -> list[tuple[UUID, int, date]]:
    """The units that are in until a day, as (circle, unit, day): their named posts are in no longer (A12)."""
    inside = Member.objects.filter(
        circle__in=circles, position=None, basis=Basis.ROLE, until_day__gt=by.day
    )
    return list(inside.order_by("pk").values_list("circle_id", "unit_id", "until_day"))  # type: ignore[arg-type]


def _named_already(circles: Sequence[Circle], day: date) -> set[tuple[UUID, int]]:
    """The posts that are in; whole units have left by then."""
    named = Member.objects.filter(still_on(day), circle__in=circles)
    return set(named.values_list("circle_id", "position_id"))
