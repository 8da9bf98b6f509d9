"""Who may see what, written as slowly and plainly as it can be said: the judge of the predicate.

Nothing here comes from the code that it judges. Names are plain words: units, authorities, cases and
people by their names, days as days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

FOREVER = date(9999, 1, 1)
SEE = {"caseworker", "coach", "unit_manager", "local_leader", "project_leader"}
WORK = SEE - {"unit_manager"}
COVERS = {
    "course": {"participation", "holding"},
    "agencies": {"involvement"},
    "livelihood": {"livelihood"},
}
"""What a person says yes to, in three of its kinds, and which rows that is."""


@dataclass
class Seat:
    """A unit in a case by its role; or, where the person is protected, one post in it."""

    case: str
    unit: str
    post: str | None
    first: date
    until: date = FOREVER


@dataclass
class Tenure:
    """Somebody at a post."""

    who: str
    first: date
    until: date = FOREVER


@dataclass
class Provision:
    """What an authority lets another do with what is its own: keep it, or read these kinds of it."""

    giver: str
    receiver: str
    kinds: frozenset[str] | None
    first: date
    until: date = FOREVER


@dataclass
class Part:
    """A yes to one authority giving another one kind of information."""

    case: str
    consent: int
    giver: str
    receiver: str
    kind: str
    first: date
    until: date
    accepted: bool = False
    withdrawn: bool = False


@dataclass
class Row:
    """Something kept about a case: whose it is, and of what kind; `giver` handed it over, if it is a copy."""

    case: str
    owner: str
    kind: str
    key: str
    giver: str = ""


@dataclass
class World:
    """Everything that decides, as it is on `day`."""

    day: date
    authority_of: dict[str, str]
    """Unit → authority."""
    unit_of: dict[str, str]
    """Person of the cast → unit; a post is called as the one who had it first."""
    role_of: dict[str, str]
    controller_of: dict[str, str]
    """Case → authority."""
    seats: list[Seat] = field(default_factory=list)
    tenures: list[Tenure] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def holds(self, one: Seat | Tenure | Provision | Part) -> bool:
        """True of what is in force today; the last day is not included."""
        return one.first <= self.day < one.until

    def rows_of(self, case: str) -> list[Row]:
        """What is kept about a case, the participation itself first."""
        return [row for row in self.rows if row.case == case]

    def at_work(self, who: str) -> bool:
        """True of somebody who has their post today."""
        return any(t.who == who and self.holds(t) for t in self.tenures)

    def seats_of(self, who: str, case: str, roles: set[str]) -> list[Seat]:
        """The seats in a case that somebody sits in today, in a role among these."""
        if not self.at_work(who) or self.role_of[who] not in roles:
            return []
        return [
            seat
            for seat in self.seats
            if seat.case == case
            and self.holds(seat)
            and seat.unit == self.unit_of[who]
            and seat.post in (None, who)
        ]

    def keeps(self, receiver: str, giver: str) -> bool:
        """True where the giver has let the receiver keep its register."""
        return any(
            p.kinds is None and p.giver == giver and p.receiver == receiver and self.holds(p)
            for p in self.provisions
        )

    def may_read(self, receiver: str, giver: str, kind: str) -> bool:
        """True where the giver has recorded that the receiver may read a kind, given a consent."""
        return any(
            p.kinds is not None and kind in p.kinds and p.giver == giver and p.receiver == receiver
            and self.holds(p) for p in self.provisions
        )  # fmt: skip

    def sees(self, who: str, row: Row, roles: set[str] = SEE) -> bool:
        """The whole of it: a seat in the case, and the row one's own, kept, or said yes to."""
        if not self.seats_of(who, row.case, roles):
            return False
        mine = self.authority_of[self.unit_of[who]]
        if row.owner == mine:
            return True
        if row.owner == self.controller_of[row.case] and self.keeps(mine, row.owner):
            return True
        if row.giver:
            return row.giver == mine  # what others handed over goes no further by a consent
        return any(
            part.case == row.case and part.giver == row.owner and part.receiver == mine
            and part.accepted and not part.withdrawn and self.holds(part)
            and row.kind in COVERS[part.kind] and self.may_read(mine, row.owner, part.kind)
            for part in self.parts
        )  # fmt: skip

    def keeps_own(self, who: str, row: Row) -> bool:
        """One's own authority's row in another's case: in it still or not, for those of the unit that was in.

        Of somebody whom only named people may know of: for those of them who are in it today.
        """
        mine = self.authority_of[self.unit_of[who]]
        if row.owner != mine or self.controller_of[row.case] == mine:
            return False
        if not self.at_work(who) or self.role_of[who] not in SEE:
            return False
        seats = [seat for seat in self.seats if seat.case == row.case]
        if any(seat.post and seat.until == FOREVER for seat in seats):
            return any(seat.post == who and self.holds(seat) for seat in seats)
        return any(
            seat.post is None and seat.unit == self.unit_of[who] and seat.first <= self.day
            for seat in seats
        )

    def closed_with_own(self, who: str) -> set[str]:
        """The cases whose page is closed to somebody, and in which something is theirs to keep."""
        kept = {row.case for row in self.rows if self.keeps_own(who, row)}
        return {case for case in kept if not self.sees(who, self.rows_of(case)[0])}

    def gives_for(self, who: str, case: str) -> set[str]:
        """The authorities in whose name somebody may hand over what is in a case."""
        if not self.seats_of(who, case, WORK):
            return set()
        mine = self.authority_of[self.unit_of[who]]
        controller = self.controller_of[case]
        return {mine} | ({controller} if self.keeps(mine, controller) else set())
