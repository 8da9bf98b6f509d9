"""Whether what was handed over to an authority can be read there, said to whoever hands it over.

A copy is the receiver's own as soon as it is given; it is read by those who work in a unit that is, or has
been, in the case by its role (`access.may_see`, `access.own_record`), and of somebody protected by the named
team alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import Enum

from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from stafett.database.days import in_force, still_on
from stafett.parties.models import Tenure, Unit
from stafett.safeguards.access import SEATS
from stafett.safeguards.models import Basis, Circle
from stafett.safeguards.roles import ROLES, Permission

SEEING = [code for code, role in ROLES.items() if Permission.SEE_PEOPLE in role.permissions]
"""The roles that are shown anybody at all."""

Seat = tuple[int, int, int | None]
"""Authority, unit, and for the protected the named post."""


class Arrival(Enum):
    """What becomes of a copy, as it stands on the day that it is asked about."""

    NOW = "now"
    NO_UNIT = "no_unit"
    """No unit of the authority has come into the case."""
    NOT_THIS_UNIT = "not_this_unit"
    """The unit that it was meant for has not."""
    NOBODY = "nobody"
    """A unit is in, and nobody there may read it."""


IN_SHORT = {
    Arrival.NOW: gettext_lazy("kan läsa det nu"),
    Arrival.NO_UNIT: gettext_lazy("kan läsa det när en enhet där har kommit med i ärendet"),
    Arrival.NOT_THIS_UNIT: gettext_lazy("kan läsa det när enheten har kommit med i ärendet"),
    Arrival.NOBODY: gettext_lazy("når ingen än: ingen där får se personer nu"),
}
"""How it stands, beside a copy."""
TO_WHOM = {
    Arrival.NOW: gettext_lazy("Utlämnat till %(names)s, som kan läsa det nu."),
    Arrival.NO_UNIT: gettext_lazy(
        "Utlämnat till %(names)s, som kan läsa det först när en enhet där har kommit med i ärendet."
    ),
    Arrival.NOT_THIS_UNIT: gettext_lazy(
        "Utlämnat till %(names)s, som kan läsa det först när enheten har kommit med i ärendet."
    ),
    Arrival.NOBODY: gettext_lazy(
        "Utlämnat till %(names)s, men det når ingen än: ingen där får se personer nu."
    ),
}
"""What is said after the act, of those with whom it stands alike."""


def at_authorities(circle: Circle, authorities: Collection[int], day: date) -> dict[int, Arrival]:
    """How it stands at each of some authorities."""
    seats = _seats(circle, Q(giver__in=authorities), day)
    posts = _posts({unit for _whose, unit, _post in seats}, day)
    there = {one: [seat for seat in seats if seat[0] == one] for one in authorities}
    return {one: _arrival(there[one], posts, Arrival.NO_UNIT) for one in authorities}


def at_units(circle: Circle, units: Collection[Unit], day: date) -> dict[int, Arrival]:
    """How it stands at each of some units, by key."""
    seats = _seats(circle, Q(unit__in=[unit.pk for unit in units]), day)
    posts = _posts({unit for _whose, unit, _post in seats}, day)
    there = {one.pk: [seat for seat in seats if seat[1] == one.pk] for one in units}
    return {one: _arrival(some, posts, Arrival.NOT_THIS_UNIT) for one, some in there.items()}


def told_to(names: Mapping[str, Arrival]) -> list[str]:
    """What is said after the act: a sentence for those with whom it stands alike, in the names' order."""
    found = []
    for arrival, words in TO_WHOM.items():
        alike = [name for name, one in names.items() if one == arrival]
        if alike:
            found.append(words % {"names": ", ".join(alike)})
    return found


def _arrival(seats: list[Seat], posts: set[tuple[int, int]], unseated: Arrival) -> Arrival:
    if not seats:
        return unseated
    held = {unit for unit, _post in posts}
    reads = any(unit in held if post is None else (unit, post) in posts for _w, unit, post in seats)
    return Arrival.NOW if reads else Arrival.NOBODY


def _seats(circle: Circle, whose: Q, day: date) -> set[Seat]:
    """Of somebody protected the named posts that hold; else every whole unit's seat, also one that is over."""
    by_role = {"circle": circle.pk, "unit__authority": F("giver"), "basis": Basis.ROLE}
    named = in_force(day) & Q(position__isnull=False)
    told = named if circle.named_only else Q(from_day__lte=day, position__isnull=True)
    found: set[Seat] = set()
    for table in SEATS[:1] if circle.named_only else SEATS:
        rows = table.objects.filter(whose, told, **by_role).order_by("unit_id", "position_id")
        found |= set(rows.values_list("giver_id", "unit_id", "position_id").distinct())
    return found


def _posts(units: Collection[int], day: date) -> set[tuple[int, int]]:
    """The posts in these units that somebody who logs in holds and is shown people by."""
    open_now = Q(position__unit__valid_to=None) | Q(position__unit__valid_to__gte=day)
    rows = Tenure.objects.filter(
        in_force(day), still_on(day, prefix="position__"), open_now, position__unit__in=units,
        position__role__in=SEEING, staff__account__isnull=False,
    )  # fmt: skip
    return set(rows.order_by("pk").values_list("position__unit_id", "position_id"))
