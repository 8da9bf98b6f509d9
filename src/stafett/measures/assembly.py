"""How do numbers become the rows of a table, and do those rows sum to their total (law 7)?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain

from django.utils.translation import gettext as _

from stafett.measures.engine import Cube, Values
from stafett.measures.figures import Column, Count, Figure, Kind, Mean, Money, Row, Share
from stafett.measures.language import (
    ALL,
    GROUPS,
    Aggregate,
    Average,
    Counted,
    Measure,
    Member,
    Proportion,
    Summed,
    Table,
    aggregates,
)
from stafett.measures.question import Built, Question

TOTAL = "total"
"""The key of the row that everything sums to."""
Path = tuple[Member, ...]


class FiguresDisagree(Exception):
    """The rows of a table do not sum to its total: no figure is shown rather than a wrong one."""


@dataclass(frozen=True)
class Assembly:
    """A cube with its groups' members in order: everything that rows are made of."""

    cube: Cube
    levels: tuple[tuple[Member, ...], ...]
    own: int
    """How many of the levels, from the first, are the table's own rows."""

    @cached_property
    def width(self) -> int:
        """How many levels there are."""
        return len(self.levels)

    def paths(self) -> Iterator[tuple[Path, bool]]:
        """Every row's members from the outside in, and whether it belongs to the total."""
        if self.levels:
            yield from ((path, False) for path in self.below((), 0))
        yield (), True
        yield from ((path, True) for path in self.below((), 1))

    def below(self, path: Path, level: int) -> Iterator[Path]:
        """The paths under one, by the members of a level and those after it.

        A group inside a group where there is nobody at all has no rows.
        """
        if level >= self.width:
            return
        for member in self.levels[level]:
            further = (*path, member)
            if self._shows(self.values(further, level == len(path) + 1), level):
                yield further
                yield from self.below(further, level + 1)

    def _shows(self, values: Values, level: int) -> bool:
        """True for the outermost of the own rows and of the groups, and where there is anybody.

        Whether there is anybody in a group is asked whatever the table's own rows, so that an
        outcome that nobody had has its noughts.
        """
        if level in (0, self.own):
            return True
        asked = values if level < self.own else (*(ALL,) * self.own, *values[self.own :])
        return any(self.cube.cells.get(asked, ()))

    def values(self, path: Path, of_total: bool) -> Values:
        """Where in the cube a row's numbers stand."""
        before = (ALL,) if of_total and self.levels else ()
        values = (*before, *(member.value for member in path))
        return (*values, *(ALL,) * (self.width - len(values)))

    def among(self, values: Values, measure: Proportion) -> Values:
        """Where a share's denominator stands: the whole group's, or the row's above."""
        if measure.among == "group":
            return (*(ALL,) * self.own, *values[self.own :])
        filled = [place for place, value in enumerate(values) if value is not ALL]
        return tuple(ALL if place in filled[-1:] else value for place, value in enumerate(values))


def assemble(cube: Cube, question: Question, own: int) -> Assembly:
    """Find the members of each of the cube's groups, leave out those never there, and check the sums.

    Raises FiguresDisagree when the rows do not sum to the total.
    """
    listed = [
        GROUPS[name].members(question, cube.found(name)) if name in GROUPS else []
        for name in cube.groups
    ]
    shown = (_shown(cube, place, members) for place, members in enumerate(listed))
    return Assembly(cube, tuple(shown), own)


def _shown(cube: Cube, place: int, members: list[Member]) -> tuple[Member, ...]:
    found = cube.found(cube.groups[place])
    return tuple(member for member in members if member.always or member.value in found)


def check_sums(assembly: Assembly, numbers: tuple[Aggregate, ...], name: str) -> None:
    """Raise FiguresDisagree unless every row's numbers are the sum of the rows below it.

    Numbers of people may sum to more, for those who came back, but never to less.
    """
    nodes = chain([((), False)], assembly.paths())
    for path, of_total in nodes:
        values = assembly.values(path, of_total)
        level = len(path) + (of_total and bool(assembly.levels))
        if level >= assembly.width:
            continue
        below = [
            (*values[:level], member.value, *values[level + 1 :])
            for member in assembly.levels[level]
        ]
        for number in numbers:
            _check(assembly.cube, values, below, number, name)


def _check(cube: Cube, values: Values, below: list[Values], number: Aggregate, name: str) -> None:
    whole = cube.at(values, number.key)
    parts = [cube.at(place, number.key) for place in below]
    most = max(parts, default=0)
    if sum(parts) == whole or (not number.additive and most <= whole <= sum(parts)):
        return
    raise FiguresDisagree(
        f"{name}: the rows of {number.key!r} at {values} sum to {sum(parts)}, the total is {whole}"
    )


def grouped(table: Table, question: Question) -> Built:
    """The rows of a table that is simply its population divided: its own groups, then those asked for."""
    names = (*question.own, *question.by)
    numbers = aggregates(table.measures)
    cube = question.cube(table.population, numbers, tuple(GROUPS[name] for name in names))
    assembly = assemble(cube, question, len(question.own))
    check_sums(assembly, numbers, table.name)
    rows = tuple(
        row_of(assembly, table.measures, path, of_total) for path, of_total in assembly.paths()
    )
    return Built(tuple(column_of(measure) for measure in table.measures), rows)


def row_of(assembly: Assembly, measures: tuple[Measure, ...], path: Path, of_total: bool) -> Row:
    """One row: its key is its members' keys from the outside in."""
    values = assembly.values(path, of_total)
    keys = [*([TOTAL] if of_total else []), *(member.key for member in path)]
    return Row(
        key="/".join(keys),
        label=str(path[-1].label) if path else _("Totalt"),
        figures=tuple(figure(assembly, measure, values) for measure in measures),
        role="total" if of_total else path[-1].role,
        parent="/".join(keys[:-1]),
    )


def figure(assembly: Assembly, measure: Measure, values: Values) -> Figure:
    """What one measure is in one row."""
    cube = assembly.cube
    if isinstance(measure, Proportion):
        return _share(assembly, measure, values)
    if isinstance(measure, Average):
        return _mean(cube, measure, values)
    if isinstance(measure, Summed):
        return _sum(cube, measure, values)
    return Count(int(cube.at(values, measure.key)))


def _share(assembly: Assembly, measure: Proportion, values: Values) -> Figure:
    """A share; of a row that is the whole of itself only the number, for 100 % has no interval."""
    among = assembly.among(values, measure)
    part = int(assembly.cube.at(values, measure.numerator.key))
    if values == among and measure.numerator is measure.denominator:
        return Count(part)
    return Share(part, int(assembly.cube.at(among, measure.denominator.key)))


def _sum(cube: Cube, measure: Summed, values: Values) -> Figure:
    total = cube.at(values, measure.key)
    return Money(Decimal(total)) if measure.kronor else Count(int(total))


def _mean(cube: Cube, measure: Average, values: Values) -> Figure:
    count = cube.at(values, measure.count.key)
    if not count:
        return None
    return Mean(Decimal(cube.at(values, measure.total.key)), int(count))


_KINDS: dict[type, Kind] = {Counted: "count", Proportion: "share", Average: "mean"}


def column_of(measure: Measure) -> Column:
    """The column that a measure fills."""
    kind = _KINDS.get(type(measure), "count")
    if isinstance(measure, Summed) and measure.kronor:
        kind = "money"
    return Column(measure.key, str(measure.heading), kind)
