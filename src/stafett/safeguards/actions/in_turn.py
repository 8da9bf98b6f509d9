"""Whoever changes what opens a case comes one after the other: people are held first, then their circles.

Held until the transaction ends, always in this order and in the order of their keys, so that nobody waits
for somebody who waits for them. What is read afterwards is what the one before has left.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from stafett.people.models import Person
from stafett.safeguards.models import Circle

PROVISIONS = 0x53544650
"""The key of the turn between those who read provisions and those who change one."""


@transaction.atomic
def hold_people(people: Collection[UUID], circles: Collection[UUID] = ()) -> dict[UUID, str]:
    """Hold these people, and those whose circles these are; says how each is protected now (law 5)."""
    theirs = Circle.objects.filter(pk__in=circles).order_by().values("person")
    rows = Person.objects.filter(
        Q(pk__in=people) | Q(pk__in=theirs) if circles else Q(pk__in=people)
    )
    held = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
    return dict(held.values_list("pk", "protection"))


@transaction.atomic
def hold_circles(circles: Collection[UUID]) -> None:
    """Hold these circles, and let no provision change meanwhile: before anything in them is read (law 2)."""
    hold_what_opens()
    rows = Circle.objects.filter(pk__in=circles).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


@transaction.atomic
def hold_what_opens() -> None:
    """Let no provision change meanwhile: before it is read what they open to a unit that is let in."""
    _turn("pg_advisory_xact_lock_shared")


@transaction.atomic
def hold_provisions() -> None:
    """Wait for all who are opening something under a provision, and let nobody begin to."""
    _turn("pg_advisory_xact_lock")


def _turn(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(%s)", [PROVISIONS])
