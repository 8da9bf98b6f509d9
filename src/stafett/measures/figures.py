"""What a figure is: a count, a share with both its numbers, an amount, or hidden on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from stafett.measures.intervals import wilson

SMALL_GROUP = 20
"""Below this denominator a share is marked "liten grupp" beside its interval (law 8)."""


@dataclass(frozen=True)
class Count:
    """A number of persons, participations or cases, named by its column; never negative."""

    value: int


@dataclass(frozen=True)
class Share:
    """A share that never leaves home without its numerator and denominator (law 7)."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The share 0–1, or None when there is nobody to be a share of."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval for the way of working, not for these people (law 8)."""
        return wilson(self.numerator, self.denominator) if self.denominator else None

    @property
    def small(self) -> bool:
        """True when the group is so small that the reader must be told."""
        return self.denominator < SMALL_GROUP


@dataclass(frozen=True)
class Money:
    """An amount in Swedish kronor; öre are kept, rounding belongs to the page."""

    kronor: Decimal


@dataclass(frozen=True)
class Mean:
    """A mean with what it is made of: the sum, and how many it is the mean of (law 7); never of nobody."""

    total: Decimal
    count: int

    @property
    def value(self) -> Decimal:
        """The mean itself, unrounded."""
        return self.total / self.count


@dataclass(frozen=True)
class Hidden:
    """A figure that exists and is not shown: a value of its own, never zero (law 8)."""

    why: str


@dataclass(frozen=True)
class Text:
    """Words in a cell: a date, a version, a remark."""

    words: str


Figure = Count | Share | Money | Mean | Hidden | Text | None
Kind = Literal["count", "share", "money", "mean", "text"]


@dataclass(frozen=True)
class Column:
    """One column after the row's label: its key in CSV/JSON, its heading and what its cells are."""

    key: str
    heading: str
    kind: Kind
    help: str = ""


@dataclass(frozen=True)
class Row:
    """One line: a label, one figure per column, and whether it is a group, the unknown or the total.

    `mark` is what a picture sets the row's figure against: a goal's share, or a plan's number.
    """

    key: str
    label: str
    figures: tuple[Figure, ...]
    role: Literal["row", "unknown", "total"] = "row"
    parent: str = ""
    mark: float | None = field(default=None, compare=False)


@dataclass(frozen=True)
class TableResult:
    """A table as computed once and shown everywhere: page, CSV, XLSX, JSON, Word, PDF, command line."""

    name: str
    title: str
    initiative: str
    by: tuple[str, ...]
    stub: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    as_of: date
    population: str
    definition: str
    notes: tuple[str, ...] = field(default=())

    @property
    def total(self) -> Row | None:
        """The row that everything sums to, if the table has one."""
        return next((row for row in self.rows if row.role == "total" and not row.parent), None)
