"""How are the numbers of a table fetched: one query, one kept SQL, on whose connection and as whom?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any

from django.db import connection, transaction

from stafett.measures.asking import compiled
from stafett.measures.language import ALL, Aggregate, Group, Population
from stafett.measures.sources import Source

Number = int | Decimal
Values = tuple[Any, ...]


@dataclass(frozen=True)
class Cube:
    """Numbers by the values of some groups; `ALL` in a place means summed over that group."""

    groups: tuple[str, ...]
    numbers: tuple[str, ...]
    cells: Mapping[Values, tuple[Number, ...]]

    def at(self, values: Values, number: str) -> Number:
        """One number; 0 where nobody is."""
        cell = self.cells.get(values)
        return cell[self.numbers.index(number)] if cell else 0

    def found(self, group: str) -> frozenset[Any]:
        """The values that a group was found to have."""
        place = self.groups.index(group)
        return frozenset(values[place] for values in self.cells if values[place] is not ALL)


def fill(
    population: Population,
    numbers: tuple[Aggregate, ...],
    groups: tuple[Group, ...],
    source: Source,
    blanks: Mapping[str, Any],
    *,
    as_stats: bool,
) -> Cube:
    """Run one query and give its numbers with every total.

    Where all numbers can be added the totals are added up here; else the database counts them all,
    since somebody who came back is one person in the total and one in each part.
    """
    names = tuple(group.name for group in groups), tuple(number.key for number in numbers)
    with _as_stats() if as_stats else nullcontext(), connection.cursor() as cursor:
        cursor.execute(sql(population, numbers, groups, source), blanks)
        rows = cursor.fetchall()
    cells = {tuple(row[: len(groups)]): tuple(row[len(groups) :]) for row in rows}
    if _additive(numbers):
        cells = with_totals(cells, len(groups))
    return Cube(*names, cells)


@lru_cache(maxsize=512)
def sql(
    population: Population,
    numbers: tuple[Aggregate, ...],
    groups: tuple[Group, ...],
    source: Source,
) -> str:
    """The statement, compiled once; its blanks are `controllers`, `initiatives`, `branch`, `day`."""
    rows = population.rows(source)
    rows = rows.mutate(**{f"by_{group.name}": group.column(rows) for group in groups})
    wanted = {number.key: number.expression(rows) for number in numbers}
    if not groups:
        return compiled(rows.aggregate(**wanted))
    divided = rows.group_by([f"by_{group.name}" for group in groups]).aggregate(**wanted)
    return compiled(divided, every_total=0 if _additive(numbers) else len(groups))


def _additive(numbers: tuple[Aggregate, ...]) -> bool:
    return all(number.additive for number in numbers)


def with_totals(
    cells: Mapping[Values, tuple[Number, ...]], width: int
) -> dict[Values, tuple[Number, ...]]:
    """The cells and, for every choice of groups to sum over, their sums."""
    totals: dict[Values, list[Number]] = {}
    kept = list(product((True, False), repeat=width))
    for values, numbers in cells.items():
        for keep in kept:
            place = tuple(v if k else ALL for v, k in zip(values, keep, strict=True))
            total = totals.setdefault(place, [0] * len(numbers))
            for index, number in enumerate(numbers):
                total[index] += number
    return {place: tuple(total) for place, total in totals.items()}


@contextmanager
def _as_stats() -> Iterator[None]:
    """Count as the role that sees every row and no person's name, and be oneself again after.

    Leaving by an error rolls back to the savepoint, which gives the role back too.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE stafett_stats")
        yield
        cursor.execute("SET LOCAL ROLE NONE")
