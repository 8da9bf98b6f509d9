"""Could two records of one controller be the same human, and on what grounds does it look so?

Pure. The machine suggests with a reason, people decide (law 9): records are linked, never joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from stafett.people.letters import words

ALIKE = 82
"""From so many per cent two names are alike: one letter wrong, or parts in another order."""
MOST_ALIKE = 60
"""A group larger than this says nothing (a birth date written as 1 January for all); it is passed by."""


@dataclass(frozen=True)
class Known:
    """What is known of a record when it is compared."""

    key: UUID
    controller_id: int
    given_name: str
    family_name: str
    birth_date: date | None
    birth_year: int | None
    number: str = ""

    @property
    def name(self) -> str:
        """All parts of the name, folded, in one order whichever field they stood in."""
        return " ".join(sorted(words(f"{self.given_name} {self.family_name}")))

    @property
    def year(self) -> int | None:
        """The birth year, from the date where there is one."""
        return self.birth_date.year if self.birth_date else self.birth_year


@dataclass(frozen=True)
class Likeness:
    """Two records that could be one human, with the reason in words; the surest has the lowest rank."""

    first: UUID
    second: UUID
    rank: int
    why: str


def likeness(one: Known, other: Known) -> Likeness | None:
    """Why two records look like the same human, or None. Two controllers' never do (law 3)."""
    if one.controller_id != other.controller_id:
        return None
    first, second = sorted((one.key, other.key))
    if one.number and one.number == other.number:
        return Likeness(first, second, 0, _("Samma nummer"))
    same_name = bool(one.name) and one.name == other.name
    if one.birth_date and one.birth_date == other.birth_date:
        if same_name:
            return Likeness(first, second, 1, _("Samma namn och födelsedag"))
        if one.name and other.name and fuzz.ratio(one.name, other.name) >= ALIKE:
            return Likeness(first, second, 3, _("Samma födelsedag och liknande namn"))
        return None
    undated = one.birth_date is None or other.birth_date is None
    if same_name and undated and one.year and one.year == other.year:
        return Likeness(first, second, 2, _("Samma namn och födelseår"))
    if same_name and (one.year is None or other.year is None):
        return Likeness(first, second, 4, _("Samma namn, och när en av dem är född är inte känt"))
    return None


def likenesses(records: Iterable[Known]) -> list[Likeness]:
    """Every pair that looks like the same human, the surest first.

    Only records with something in common are compared: number, birth date, name and birth year, or the
    name alone where no birth is known.
    """
    found: dict[tuple[UUID, UUID], Likeness] = {}
    for group in _groups(list(records)):
        for one, other in combinations(group, 2):
            alike = likeness(one, other)
            if alike:
                found[alike.first, alike.second] = alike
    return sorted(found.values(), key=lambda alike: (alike.rank, alike.first, alike.second))


def _groups(records: Sequence[Known]) -> Iterator[list[Known]]:
    by: dict[tuple[object, ...], list[Known]] = defaultdict(list)
    unborn = {record.name for record in records if record.name and not record.year}
    for record in records:
        if record.number:
            by["number", record.number].append(record)
        if record.birth_date:
            by["birth", record.birth_date].append(record)
        if record.year and record.name:
            by["name", record.name, record.year].append(record)
        if record.name in unborn:
            by["name", record.name].append(record)
    return (group for group in by.values() if 1 < len(group) <= MOST_ALIKE)
