"""What do the dated periods say of livelihood and occupation directly before and after (ADR 24)?

The controller's own periods alone: what stands at the moments is the controller's record, and another
authority's is not laid in it (law 2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from stafett.casework.following import Course, Words
from stafett.casework.models import Moment
from stafett.circumstances.models import LivelihoodPeriod, OccupationPeriod
from stafett.circumstances.rules import Spell, directly_after, directly_before
from stafett.safeguards.models import RowKind
from stafett.vocabulary.models import LivelihoodSource, OccupationKind


@dataclass(frozen=True)
class Sort:
    """A sort of periods: its table, the column of its word and of how much, and what it states."""

    model: type[Any]
    word: str
    amount: str
    list: type[Any]
    kind: RowKind
    fact: str

    def spell(self, row: Any) -> Spell:
        """A row as the rules read it."""
        word = getattr(row, f"{self.word}_id")
        return Spell(word, row.from_day, row.until_day, getattr(row, self.amount))


LIVED = Sort(
    LivelihoodPeriod,
    "source",
    "extent_percent",
    LivelihoodSource,
    RowKind.LIVELIHOOD,
    "livelihoods",
)
DID = Sort(
    OccupationPeriod, "what", "hours_a_week", OccupationKind, RowKind.OCCUPATION, "occupations"
)
SORTS = (LIVED, DID)


def sort_of(row: Any) -> Sort:
    """Which sort a row is of."""
    return LIVED if isinstance(row, LivelihoodPeriod) else DID


def state(cases: Sequence[Course]) -> dict[UUID, dict[str, Words]]:
    """For each of these, what its periods say of the moments that they reach; two queries for all."""
    found: dict[UUID, dict[str, Words]] = defaultdict(dict)
    for sort in SORTS:
        spells = _spells(sort, [one.participation_id for one in cases])
        for one in cases if spells else ():
            for moment, held in at_moments(spells.get(one.participation_id, []), one):
                said = frozenset((spell.word, spell.amount) for spell in held)
                found[one.participation_id][f"{sort.fact}.{moment}"] = said
    return dict(found)


def at_moments(spells: Sequence[Spell], one: Course) -> Iterator[tuple[Moment, list[Spell]]]:
    """The moments of a case that its periods of a sort reach, and which of them say what was so then."""
    for moment, held in (
        (Moment.START, directly_before(spells, one.starts_on)),
        (Moment.END, directly_after(spells, one.ends_on)),
    ):
        if held:
            yield moment, held


def _spells(sort: Sort, keys: Sequence[UUID]) -> dict[UUID, list[Spell]]:
    rows = sort.model.objects.filter(
        participation_id__in=keys, owner_authority_id=F("controller_id")
    )
    found: dict[UUID, list[Spell]] = defaultdict(list)
    for row in rows.order_by("from_day", "pk"):
        found[row.participation_id].append(sort.spell(row))
    return found
