"""What lets units into circles, and to whose rows: their role, their task, or consent with a provision.

A unit is let in to its own authority's rows by its role. To another authority's it is let in only by what
that authority has recorded: that it keeps the register for it, or that the law gives it standing access,
and then for as long as a consent that the giver has accepted lasts (law 2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from stafett.database.batch import insert_many
from stafett.database.days import in_force, still_on
from stafett.parties.models import Unit
from stafett.safeguards.actions.in_turn import hold_circles, hold_what_opens
from stafett.safeguards.handling import check_handles_people
from stafett.safeguards.models import (
    COVERS,
    Basis,
    ConsentPart,
    Member,
    Opening,
    Provision,
    Reach,
)
from stafett.safeguards.viewer import Viewer

MEMBER_FIELDS = [
    "circle_id", "controller_id", "unit_id", "position_id", "giver_id", "basis", "kinds", "from_day",
    "until_day",
]  # fmt: skip


@dataclass(frozen=True)
class Entering:
    """A unit, or for the protected one post in it, that comes into a circle by its role."""

    circle_id: UUID
    controller_id: int
    unit_id: int
    position_id: int | None
    from_day: date
    with_party: bool = False
    """That it is for nothing else than that its party has a case of its own."""


@transaction.atomic
def let_in_all(entering: Sequence[Entering], *, by: Viewer) -> None:
    """Let units in: to their own authority's rows, and where they keep the controller's register, to its."""
    hold_what_opens()
    home = _homes({one.unit_id for one in entering})
    check_handles_people(set(home.values()))
    keepers = _keepers({one.controller_id for one in entering}, by.day)
    rows: list[tuple[object, ...]] = []
    for one in entering:
        own, spine = home[one.unit_id], (
            one.circle_id, one.controller_id, one.unit_id, one.position_id,
        )  # fmt: skip
        rows.append((*spine, own, Basis.ROLE.value, "[]", one.from_day, None, one.with_party))
        if (one.controller_id, own) in keepers:
            rows.append(
                (*spine, one.controller_id, Basis.KEEPING.value, "[]", one.from_day, None, False)
            )
    insert_many(Member, [*MEMBER_FIELDS, "with_party"], rows)
    extend_reach({(one.unit_id, one.controller_id) for one in entering}, by=by)


def _homes(units: Collection[int]) -> dict[int, int]:
    return dict(Unit.objects.filter(pk__in=units).values_list("pk", "authority_id"))


def _keepers(controllers: Collection[int], day: date) -> set[tuple[int, int]]:
    """(giver, receiver) where the receiver keeps the giver's register."""
    keeping = Provision.objects.filter(in_force(day), giver__in=controllers, opens=Opening.KEEPING)
    return set(keeping.values_list("giver_id", "receiver_id"))


@transaction.atomic
def extend_reach(pairs: Iterable[tuple[Any, Any]], *, by: Viewer) -> None:
    """Note that units now have business with controllers, so that the wall lets them ask at all."""
    rows = [Reach(unit_id=unit, controller_id=controller) for unit, controller in sorted(pairs)]
    Reach.objects.bulk_create(rows, ignore_conflicts=True)


def let_out(members: QuerySet[Member], by: Viewer) -> None:
    """End memberships as of today; one that began today never held a whole day and is taken away."""
    going_on = members.filter(still_on(by.day))
    going_on.filter(from_day__gte=by.day).delete()
    going_on.filter(from_day__lt=by.day).update(until_day=by.day)


Let = tuple[Any, ...]
"""circle, controller, unit, post, giver, kinds, until: what a consent lets somebody in to."""


@transaction.atomic
def open_what_is_consented(circles: Collection[UUID], *, by: Viewer) -> None:
    """Make the doors that consents open in these circles what they should be today, no more and no less.

    Asked after everything that can change them: a consent, its withdrawal, a provision, a unit let in.
    """
    if not circles:
        return
    hold_circles(circles)
    wanted = dict(_consented(circles, by.day))
    opened = Member.objects.filter(still_on(by.day), circle__in=circles, basis=Basis.CONSENT)
    there = {_as_let(one): one.pk for one in opened.order_by("pk")}
    let_out(opened.filter(pk__in=[pk for let, pk in there.items() if let not in wanted]), by)
    insert_many(Member, MEMBER_FIELDS, [
        (*spine, Basis.CONSENT.value, _as_json(kinds), from_day, until)
        for (*spine, kinds, until), from_day in wanted.items()
        if (*spine, kinds, until) not in there
    ])  # fmt: skip


def _as_json(kinds: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{kind}"' for kind in kinds) + "]"


def _as_let(one: Member) -> Let:
    return (
        one.circle_id, one.controller_id, one.unit_id, one.position_id, one.giver_id,
        tuple(one.kinds), one.until_day,
    )  # fmt: skip


def _consented(circles: Collection[UUID], day: date) -> Iterator[tuple[Let, date]]:
    """What consents let in to today or later, with the day from which."""
    standing = _standing(day)
    parts = ConsentPart.objects.filter(
        circle__in=circles, accepted_on__isnull=False, withdrawn_on__isnull=True, until_day__gt=day
    )
    inside: dict[tuple[UUID, int], list[Member]] = defaultdict(list)
    roles = Member.objects.filter(in_force(day), circle__in=circles, basis=Basis.ROLE)
    for member in roles.order_by("pk"):
        inside[member.circle_id, member.giver_id].append(member)
    found: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for part in parts.order_by("pk"):
        until = standing.get((part.giver_id, part.receiver_id, part.information))
        if until is None:
            continue
        for member in inside[part.circle_id, part.receiver_id]:
            spine = (
                part.circle_id, part.controller_id, member.unit_id, member.position_id, part.giver_id,
            )  # fmt: skip
            ends = min(part.until_day, until, member.until_day or until)
            days = (ends, max(part.from_day, day))
            found[*spine, *days] |= set(COVERS[part.information])
    for (*spine_of, last, begins), kinds in found.items():
        yield (*spine_of, tuple(sorted(kinds)), last), begins


def _standing(day: date) -> dict[tuple[int, int, str], date]:
    """(giver, receiver, information) that a provision gives standing access to, with the day it ends."""
    found: dict[tuple[int, int, str], date] = {}
    for one in Provision.objects.filter(in_force(day), opens=Opening.STANDING).order_by("pk"):
        until = one.until_day or date.max
        for information in one.information:
            key = (one.giver_id, one.receiver_id, information)
            found[key] = max(until, found.get(key, until))
    return found
