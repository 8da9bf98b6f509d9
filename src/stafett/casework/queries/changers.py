"""Who changed something in a case, as far as somebody may know: another authority's staff by unit and day.

As *Vem har läst* tells who has read: one needs to know where to ask, not how somebody elsewhere works.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from stafett.accounts.models import User
from stafett.parties.models import Tenure
from stafett.safeguards.models import Basis, Member
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Place:
    """Where somebody worked on a day: the unit, or the authority where they had no post then."""

    name: str
    authority_id: int


@dataclass(frozen=True)
class Changers:
    """Those who changed something, as a viewer may be told of them."""

    viewer: Viewer
    own: frozenset[int]
    near: frozenset[int] | None
    """The authorities that the viewer may know to be in the case; None is all."""
    homes: dict[int, Place]
    posts: dict[int, list[Tenure]]
    seats: list[Member]
    """The units that are or were in the case."""

    def is_own(self, user: int | None, day: date) -> bool:
        """True of the viewer, of their own authorities' staff, and of what no account did."""
        if user is None or user == self.viewer.user_id:
            return True
        return {place.authority_id for place in self._places(user, day)} <= self.own

    def unit(self, user: int, day: date) -> str:
        """Where somebody elsewhere did it that day; only that it is elsewhere, where it may be secret."""
        places = self._places(user, day, self._by_which(user, day))
        if self.near is not None and not {one.authority_id for one in places} <= self.near:
            return _("en annan myndighet")
        return ", ".join(sorted({one.name for one in places}))

    def _places(self, user: int, day: date, held: list[Tenure] | None = None) -> list[Place]:
        units = [one.position.unit for one in held or self._held(user, day)]
        found = [Place(unit.name, unit.authority_id) for unit in units]
        return found or [self.homes.get(user, Place("", 0))]

    def _held(self, user: int, day: date) -> list[Tenure]:
        return [one for one in self.posts.get(user, ()) if _holds(one, day)]

    def _by_which(self, user: int, day: date) -> list[Tenure]:
        """Of several posts those that let them into the case, their own before what they stand in for."""
        there = {one.unit_id for one in self.seats if _holds(one, day)}
        held = [one for one in self._held(user, day) if one.position.unit_id in there]
        return [one for one in held if not one.stands_in] or held


def _holds(one: Tenure | Member, day: date) -> bool:
    return one.from_day <= day and (one.until_day is None or day < one.until_day)


def changers(
    viewer: Viewer, users: Iterable[int], near: Collection[int] | None, circle: UUID
) -> Changers:
    """Those with these accounts, in a case; three queries, or none where nobody else has changed anything."""
    others = {one for one in users if one != viewer.user_id}
    homes, posts = dict[int, Place](), defaultdict[int, list[Tenure]](list)
    seats: list[Member] = []
    if others:
        rows: Any = User.objects.filter(pk__in=others, staff__isnull=False).order_by("pk")
        for user in rows.select_related("staff__authority"):
            homes[user.pk] = Place(user.staff.authority.name, user.staff.authority_id)
        held: Any = Tenure.objects.filter(staff__account__in=others).order_by("from_day", "pk")
        for one in held.select_related("position__unit", "staff__account"):
            posts[one.staff.account.pk].append(one)
        inside = Member.objects.filter(circle=circle, controller_id__in=viewer.controllers)
        seats = list(inside.exclude(basis=Basis.PROMISE).order_by("pk"))
    own = viewer.authorities_with(Permission.SEE_PEOPLE)
    known = None if near is None else frozenset(near) | own
    return Changers(viewer, own, known, homes, posts, seats)
