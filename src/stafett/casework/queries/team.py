"""Who has a case, and who shares it: each post with its holder, or who stands in, as far as it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from stafett.casework.access import may_move
from stafett.casework.models import Assignment, Holding, Participation, Teammate, TeamPart
from stafett.casework.of_case import OfCase
from stafett.casework.rules import last_day_of
from stafett.casework.sharing import units_to_name
from stafett.database.days import in_force
from stafett.database.kept import Kept
from stafett.parties.models import Position, Tenure, Unit
from stafett.parties.queries import holder_of
from stafett.safeguards.access import Opened
from stafett.safeguards.models import Basis, Member
from stafett.safeguards.viewer import Viewer


def _with_holders(rows: QuerySet[Any]) -> QuerySet[Any]:
    tenures = Tenure.objects.select_related("staff").order_by("pk")
    found = rows.select_related("position", "unit__authority")
    return found.prefetch_related(Prefetch("position__tenures", tenures)).order_by("from_day", "pk")


HAS: OfCase[Assignment] = OfCase(Assignment, _with_holders)
SHARE: OfCase[Teammate] = OfCase(Teammate, _with_holders)


@dataclass(frozen=True)
class HasIt:
    """Who in a unit has a case, or shares it, now: a post, and who holds it; nobody when it is vacant.

    And who stands in: beside the one who holds it and is away, or alone in what is vacant.
    """

    post: Position
    name: str
    stand_in: str = ""
    stands_in_until: date | None = None
    """The last day of it, when one has been said."""

    @property
    def alone(self) -> bool:
        """True when whoever stands in is the only one who holds the post."""
        return bool(self.stand_in) and self.stand_in == self.name


@dataclass(frozen=True)
class Contacts:
    """Whom one turns to in a unit that takes part: its contact person, and who is in a pair with them."""

    unit: Unit
    who: list[HasIt]

    @property
    def names(self) -> list[str]:
        """Those who hold the posts now; a vacant one has nobody to name."""
        return [one.name for one in self.who if one.name]


UNITS_IN: Kept[tuple[int]] = Kept(
    lambda day, circle: (
        Member.objects.filter(in_force(day), circle_id=circle, giver=F("unit__authority"))
        .exclude(basis=Basis.PROMISE)
        .order_by("pk")
        .values_list("unit_id")
    )
)
"""The units that are in a case today by a right of their own."""


@dataclass(frozen=True)
class Team:
    """Who has the case where it is held, who is in a pair with them, and whom one turns to in the others."""

    worker: HasIt | None = None
    pair: HasIt | None = None
    contacts: list[Contacts] = field(default_factory=list)
    mine: list[Unit] = field(default_factory=list)
    """The units whose contact persons the viewer may name: those that take part and do not hold."""
    may_pair: bool = False
    """That the viewer may say who is in a pair with the one who has it."""

    @property
    def to_name(self) -> list[tuple[Unit, bool]]:
        """Those units, each with whether it has somebody already."""
        named = {one.unit for one in self.contacts}
        return [(unit, unit in named) for unit in self.mine]


def team(viewer: Viewer, case: Participation, shown: Opened, holdings: Sequence[Holding]) -> Team:
    """Who is in it (`who_is_in`), and what the viewer may say of that."""
    found = who_is_in(viewer, case, shown)
    if case.ends_on is not None:
        return found
    holder = holdings[-1].unit_id if holdings else None
    may_pair = found.worker is not None and holder is not None and may_move(viewer, holder)
    return replace(found, mine=units_to_name(viewer, case, holder), may_pair=may_pair)


def who_is_in(viewer: Viewer, case: Participation, shown: Opened) -> Team:
    """Nobody of a case that has ended; of the rest those that are open to the viewer (law 2)."""
    if case.ends_on is not None:
        return Team()
    has = [row for row in HAS.shown(case, shown) if _now(row, viewer.day)]
    rows = [row for row in shared(viewer, case, shown) if _now(row, viewer.day)]
    pair = [row for row in rows if row.part == TeamPart.PAIR]
    return Team(
        has_it(has[-1].position, viewer.day) if has else None,
        has_it(pair[-1].position, viewer.day) if pair else None,
        _contacts(rows, viewer.day),
    )


def shared(viewer: Viewer, case: Participation, shown: Opened) -> list[Teammate]:
    """Who shares it, of those that the viewer may be told of: their own authority's always.

    Not of a unit that is in the case no more: whoever left is nobody to ring (law 1).
    """
    own = viewer.works_for
    rows = [r for r in SHARE.of(case) if shown.shows(r) or r.unit.authority_id in own]
    there = {unit for (unit,) in UNITS_IN(day=viewer.day, circle=case.circle_id)} if rows else set()
    return [r for r in rows if r.unit_id in there]


def _now(row: Assignment | Teammate, day: date) -> bool:
    return row.from_day <= day and (row.until_day is None or row.until_day > day)


def _contacts(rows: Iterable[Teammate], day: date) -> list[Contacts]:
    """Each unit's, the contact person first; the units by name."""
    by_unit: defaultdict[Unit, list[Teammate]] = defaultdict(list)
    for row in rows:
        if row.part != TeamPart.PAIR:
            by_unit[row.unit].append(row)
    return [
        Contacts(unit, [has_it(row.position, day) for row in sorted(its, key=lambda r: r.part)])
        for unit, its in sorted(by_unit.items(), key=lambda pair: (pair[0].name, pair[0].pk))
    ]


def has_it(post: Position, day: date) -> HasIt:
    """A post with who holds it on a day, of tenures that are fetched."""
    there = [
        tenure
        for tenure in post.tenures.all()
        if tenure.stands_in
        and tenure.from_day <= day
        and (tenure.until_day is None or day < tenure.until_day)
    ]
    if not there:
        return HasIt(post, holder_of(post, day))
    return HasIt(post, holder_of(post, day), there[0].staff.name, last_day_of(there[0].until_day))


__all__ = ["HAS", "SHARE", "Contacts", "HasIt", "Team", "has_it", "team", "who_is_in"]
