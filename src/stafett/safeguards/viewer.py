"""Who is looking: the posts somebody holds today, and what follows from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from stafett.safeguards.roles import Permission, permissions_of


@dataclass(frozen=True)
class Post:
    """A post that the viewer holds on the viewer's day."""

    position_id: int
    unit_id: int
    authority_id: int
    role: str
    stands_in: bool = False
    """True while somebody else, or nobody, is the post's ordinary holder."""
    unit: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Viewer:
    """Somebody on a certain day; every query takes one first."""

    user_id: int | None
    name: str
    day: date
    posts: tuple[Post, ...] = ()
    controllers: tuple[int, ...] = ()
    operator: bool = False
    looked_up: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was looked up for this viewer, each once: like the posts, as it stood when they came."""
    outside: str = ""
    """Who it is that came by a link without logging in (`BY_LINK`); empty for all others."""
    organisation: str = ""
    """Where they say that they are from, when that is outside Stafett."""
    givers: tuple[int, ...] = ()
    """Only what is these authorities' own is shown, however much others have opened; none named is all.

    For what is kept as the authority's own: nobody's else may come into that (law 2)."""

    def reaching(self, controllers: tuple[int, ...]) -> Viewer:
        """The same viewer with the wall opened to these controllers; for the operator's commands."""
        return replace(self, controllers=controllers)

    def may(self, permission: str) -> bool:
        """True when some post gives the permission somewhere; where is asked separately."""
        return self.operator or any(permission in permissions_of(p.role) for p in self.posts)

    def units_with(self, permission: str) -> tuple[int, ...]:
        """The units in which the viewer has the permission, in ascending order."""
        units = {p.unit_id for p in self.posts if permission in permissions_of(p.role)}
        return tuple(sorted(units))

    def authorities_with(self, permission: str) -> frozenset[int]:
        """The authorities in which the viewer has the permission in some unit."""
        having = (p for p in self.posts if permission in permissions_of(p.role))
        return frozenset(p.authority_id for p in having)

    def positions_with(self, permission: str) -> tuple[int, ...]:
        """The viewer's own posts that have the permission, in ascending order."""
        having = (p for p in self.posts if permission in permissions_of(p.role))
        return tuple(sorted(p.position_id for p in having))

    def own_seats(self, units: Collection[int] = ()) -> list[tuple[int, int]]:
        """The posts, as (unit, post), through which whoever protects somebody goes on seeing them (law 5).

        Those in some units before others, and before those in which they stand in for somebody: a colleague
        whom nobody chose is not let in by that, and only where it is all they have.
        """
        seeing = [p for p in self.posts if Permission.SEE_PEOPLE in permissions_of(p.role)]
        here = [p for p in seeing if p.unit_id in units] or seeing
        own = [p for p in here if not p.stands_in] or here
        return [(p.unit_id, p.position_id) for p in own]

    def holding(self, posts: Iterable[Post]) -> Viewer:
        """The same viewer with only these of the posts; to ask what each of them lets in to."""
        return replace(self, posts=tuple(posts))

    @cached_property
    def works_for(self) -> frozenset[int]:
        """The authorities in which the viewer works with people."""
        return self.authorities_with(Permission.WORK_WITH_PEOPLE)

    @cached_property
    def speaks_for(self) -> frozenset[int]:
        """The authorities for which the viewer says that they answer for people's records (law 3)."""
        return self.authorities_with(Permission.ANSWER_FOR_RECORDS)

    @cached_property
    def positions(self) -> tuple[int, ...]:
        """The posts in which the viewer sees people: those that have cases, promises and meetings."""
        return self.positions_with(Permission.SEE_PEOPLE)

    @cached_property
    def units_and_roles(self) -> frozenset[tuple[int, str]]:
        """Each unit with the viewer's role in it; what an initiative's engagements are matched to."""
        return frozenset((p.unit_id, p.role) for p in self.posts)


def nobody(day: date) -> Viewer:
    """The viewer of a page before log-in: no posts, no reach."""
    return Viewer(None, "", day)


PERSON, GUARDIAN, RECEIVER = "the_person", "the_guardian", "the_receiver"


def by_link(day: date, controller: int, who: str, name: str = "", organisation: str = "") -> Viewer:
    """Somebody who has shown who they are at a link: no posts, and reach to what the link is about."""
    return Viewer(
        None, name, day, controllers=(controller,), outside=who, organisation=organisation
    )


def operator(day: date, name: str = "driften") -> Viewer:
    """The one who runs the server, at the command line; named in the history as such."""
    return Viewer(None, name, day, operator=True)
