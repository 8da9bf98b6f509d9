"""In which words is a table declared, and is what a declaration says possible at all?

A table says in words and as an expression: whom it counts (its population), what it counts (its
measures), by what it may be divided (groups) and what its shares are shares of (base). Everything is
checked when it is declared. What outsiders see of it stands in `outsiders.declared`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import ibis.expr.types as ir
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stafett.measures.sources import Source
from stafett.safeguards.roles import Permission

if TYPE_CHECKING:
    from stafett.measures.question import Built, Question

Words = str | Promise
Base = Literal["starters", "leavers", "own", "none"]
BASES: tuple[Base, ...] = ("starters", "leavers", "own", "none")
"""Whom shares are shares of: all who began, those who left, as the initiative says, nobody."""

ALL = None
"""The value of a group that is summed over."""
UNKNOWN = "unknown"
"""The key of the row for what nobody knows."""


class DeclarationError(ValueError):
    """A declaration that can't be right; says where, what was given and what would do."""


@dataclass(frozen=True)
class Member:
    """One value that a group can have: what the database holds, and the row's key and label.

    `always` members have a row also when nobody is in it; the others only when somebody is.
    """

    value: Any
    key: str
    label: Words
    role: Literal["row", "unknown"] = "row"
    always: bool = True


@dataclass(frozen=True, eq=False)
class Group:
    """A ground to divide by; its name means the same in every table.

    `column` gives the value from a row of a population, never NULL: what is unknown has a value of
    its own. `members` gives the rows in order, for a question and the values that were found.
    """

    name: str
    label: Words
    words: Words
    column: Callable[[ir.Table], ir.Value]
    members: Callable[[Question, frozenset[Any]], list[Member]]


@dataclass(frozen=True, eq=False)
class Population:
    """What is counted: one row per what, in words for each base, and as an expression.

    `persons` says whether the rows are about persons, and so behind the wall.
    """

    name: str
    words: Mapping[str, Words]
    make: Callable[[Source], ir.Table]
    persons: bool = True
    ends: str = ""
    """What it counts that can end before the participation does, as a rule of retention names it."""

    def rows(self, source: Source) -> ir.Table:
        """The expression, over the source's rows."""
        return _rows(self, source)


@lru_cache(maxsize=256)
def _rows(population: Population, source: Source) -> ir.Table:
    return population.make(source)


@dataclass(frozen=True, eq=False)
class Counted:
    """A number: the population's rows, or those `where` something holds.

    With `each`, the number of different values of a column (people, say): such numbers can't be
    added over rows, since one and the same may stand in several.
    """

    key: str
    heading: Words
    words: Words
    where: Callable[[ir.Table], ir.BooleanValue] | None = None
    each: str = ""

    @property
    def additive(self) -> bool:
        """True when the parts sum to the whole."""
        return not self.each

    def expression(self, rows: ir.Table) -> ir.Value:
        """The aggregate over a population's rows."""
        where = self.where(rows) if self.where else None
        return rows[self.each].nunique(where=where) if self.each else rows.count(where=where)


@dataclass(frozen=True, eq=False)
class Summed:
    """The sum of a column; `kronor` says that it is an amount."""

    key: str
    heading: Words
    words: Words
    of: str
    kronor: bool = False
    additive: bool = True

    def expression(self, rows: ir.Table) -> ir.Value:
        """The aggregate over a population's rows; nothing to sum is 0."""
        return rows[self.of].sum().fill_null(0)


Aggregate = Counted | Summed


@dataclass(frozen=True, eq=False)
class Proportion:
    """A share with its two numbers; the denominator is taken `among` all of the group, or the row above."""

    key: str
    heading: Words
    words: Words
    numerator: Counted
    denominator: Counted
    among: Literal["group", "above"] = "group"


@dataclass(frozen=True, eq=False)
class Average:
    """The mean of a column over those for whom it is known."""

    key: str
    heading: Words
    words: Words
    total: Summed
    count: Counted


Measure = Counted | Summed | Proportion | Average


def aggregates(measures: Iterable[Measure]) -> tuple[Aggregate, ...]:
    """The numbers that the measures are made of, each once."""
    found: dict[Aggregate, None] = {}
    for measure in measures:
        match measure:
            case Proportion():
                found |= {measure.numerator: None, measure.denominator: None}
            case Average():
                found |= {measure.total: None, measure.count: None}
            case _:
                found[measure] = None
    return tuple(found)


GROUPS: dict[str, Group] = {}
"""Every group by name: one definition, whatever the table."""
TABLES: dict[str, Table] = {}
"""Every table by name, in the order in which they are shown."""


def define(group: Group) -> Group:
    """Give a group its name for all tables. Raises DeclarationError when the name is taken."""
    if group.name in GROUPS:
        raise DeclarationError(f"the group {group.name!r} is defined already; use that one")
    GROUPS[group.name] = group
    return group


def declare(table: Table) -> Table:
    """Make a table available everywhere. Raises DeclarationError when the name is taken."""
    if table.name in TABLES:
        raise DeclarationError(f"the table {table.name!r} is declared already")
    TABLES[table.name] = table
    return table


def in_words(names: Iterable[str]) -> str:
    """The labels of some groups as people list them: "kön, gren och ålder"."""
    labels = [str(GROUPS[name].label) for name in names]
    if len(labels) < 2:
        return "".join(labels)
    return _("%(first)s och %(last)s") % {"first": ", ".join(labels[:-1]), "last": labels[-1]}


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that somebody who wrote `name` most likely meant, or nothing."""
    return next(iter(difflib.get_close_matches(name, list(known), 1)), "")


@dataclass(frozen=True, eq=False)
class Table:
    """A table as declared. Raises DeclarationError, naming the table, when it can't be right.

    `own` are the groups that its rows are of themselves, `groups` those it may be divided by.
    `build` makes the rows where they are more than the groups of the population. `picture` is the
    column to draw, `picture_title` what it shows where the title and heading do not say it, `mark` what
    its rows are set against, such as a goal; `did`
    ends the sentence "11 av de 15 …" about the first share of the total. `beside` explains columns
    that are no measure; `own_periods` says that each row names the days that it is about. `why_not`
    tells why the table is not divided by more, and `empty` what it means that it has no rows.
    """

    name: str
    title: Words
    population: Population
    measures: tuple[Measure, ...]
    base: Base
    own: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    stub: Words = ""
    notes: tuple[Words, ...] = ()
    needs: Permission = Permission.SEE_TOTALS
    one_branch: bool = True
    build: Callable[[Table, Question], Built] | None = None
    picture: str = ""
    picture_title: Words = ""
    mark: Words = ""
    why_not: Words = ""
    empty: Words = ""
    did: Words = ""
    beside: Words = ""
    own_periods: bool = False

    def __post_init__(self) -> None:
        """Check all that can be checked before anybody asks."""
        self._check_names()
        self._check_base()
        rows = self.population.rows(Source(leavers=self.base == "leavers"))
        for name in (*self.own, *self.groups):
            self._check_column(f"group {name!r}", rows, GROUPS[name].column)
        for number in aggregates(self.measures):
            self._check_column(f"measure {number.key!r}", rows, number.expression)

    def _check_names(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", self.name):
            self._refuse(f"a name is small letters, digits and hyphens, not {self.name!r}")
        for name in (*self.own, *self.groups):
            if name not in GROUPS:
                meant = nearest(name, GROUPS)
                hint = f"did you mean {meant!r}?" if meant else f"there are {', '.join(GROUPS)}"
                self._refuse(f"there is no group {name!r}; {hint}")
        shares = any(isinstance(measure, Proportion) for measure in self.measures)
        # a table without shares may also be asked for by its own groups alone, in another order
        self._check_once("group", (*self.own, *self.groups) if shares else self.own)
        self._check_once("group", self.groups)
        self._check_once("measure", [measure.key for measure in self.measures])
        if not self.measures:
            self._refuse("it measures nothing; give it at least one measure")
        for measure in self.measures:
            if not (measure.heading and measure.words):
                self._refuse(f"the measure {measure.key!r} has no heading or no words")

    def _check_once(self, what: str, names: Iterable[str]) -> None:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                self._refuse(f"the {what} {name!r} stands twice")
            seen.add(name)

    def _check_base(self) -> None:
        if self.base not in BASES:
            self._refuse(f"the base is one of {', '.join(BASES)}, not {self.base!r}")
        shares = [measure.key for measure in self.measures if isinstance(measure, Proportion)]
        if shares and self.base == "none":
            self._refuse(f"{shares[0]!r} is a share, and a share needs a base")
        for base in ("starters", "leavers") if self.base == "own" else (self.base,):
            if base not in self.population.words:
                self._refuse(f"the population {self.population.name!r} has no words for {base!r}")

    def _check_column(
        self, what: str, rows: ir.Table, expression: Callable[[ir.Table], ir.Value]
    ) -> None:
        try:
            expression(rows)
        except (AttributeError, KeyError, TypeError) as fault:
            self._refuse(
                f"the {what} does not fit its population ({fault}); "
                f"a row of {self.population.name!r} has {', '.join(rows.columns)}"
            )

    def _refuse(self, fault: str) -> None:
        raise DeclarationError(f"table {self.name!r}: {fault}")

    def base_in(self, outcome_base: str) -> str:
        """Whom shares are shares of in an initiative whose outcomes have this base."""
        return outcome_base if self.base == "own" else self.base

    def population_words(self, base: str) -> str:
        """Whom the table counts, for a base."""
        return str(self.population.words[base])

    @property
    def definition(self) -> str:
        """What each figure is, numerator and denominator, and each column beside them, in words."""
        measured = (f"{measure.heading}: {measure.words}." for measure in self.measures)
        return " ".join((*measured, str(self.beside))).strip()
