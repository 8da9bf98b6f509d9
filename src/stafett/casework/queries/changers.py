"""Who changed something in a case, as far as somebody may know: another authority's staff by unit and day.

As *Vem har läst* tells who has read: one needs to know where to ask, not how somebody elsewhere works.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stafett.accounts.models import User
from stafett.parties.models import Tenure
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

    def is_own(self, user: int | None, day: date) -> bool:
        """True of the viewer, of their own authorities' staff, and of what no account did."""
        if user is None or user == self.viewer.user_id:
            return True
        return {place.authority_id for place in self._places(user, day)} <= self.own

    def unit(self, user: int, day: date) -> str:
        """Where somebody elsewhere worked that day; only that it is elsewhere, where it may be secret."""
        places = self._places(user, day)
        if self.near is not None and not {one.authority_id for one in places} <= self.near:
            return _("en annan myndighet")
        return ", ".join(sorted({one.name for one in places}))

    def _places(self, user: int, day: date) -> list[Place]:
        held = [one.position.unit for one in self.posts.get(user, ()) if _holds(one, day)]
        found = [Place(unit.name, unit.authority_id) for unit in held]
        return found or [self.homes.get(user, Place("", 0))]


def _holds(one: Tenure, day: date) -> bool:
    return one.from_day <= day and (one.until_day is None or day < one.until_day)


def changers(viewer: Viewer, users: Iterable[int], near: Collection[int] | None) -> Changers:
    """Those with these accounts; two queries, or none where nobody has changed anything."""
    others = {one for one in users if one != viewer.user_id}
    homes, posts = dict[int, Place](), defaultdict[int, list[Tenure]](list)
    if others:
        rows: Any = User.objects.filter(pk__in=others, staff__isnull=False).order_by("pk")
        for user in rows.select_related("staff__authority"):
            homes[user.pk] = Place(user.staff.authority.name, user.staff.authority_id)
        held: Any = Tenure.objects.filter(staff__account__in=others).order_by("from_day", "pk")
        for one in held.select_related("position__unit", "staff__account"):
            posts[one.staff.account.pk].append(one)
    own = viewer.authorities_with(Permission.SEE_PEOPLE)
    return Changers(viewer, own, None if near is None else frozenset(near) | own, homes, posts)
