"""Which cells of the public tables does each report print, and does a figure that we computed agree?

A claim names one cell of a table as shown: `table`, the grounds `by` that it was asked for, the
`row`'s key (keys from the outside in, joined by "/"; for a cost per participant its label) and the
`column`'s key. How to read the cell goes by `unit`: "count" is a count, or a share's numerator;
"share" is a share's value, or the whole per cent that a text begins with; "kronor" an amount;
"years" and "months" a mean, perhaps as a text. A cell that says in words that no number was ever
promised is None. One column is not in any table: `of_total`, the row's participations divided by
those of the row "total".

`LATER_TABLES` are printed by the reports but not yet shown by a table:
steps (row = occupation kind; ever = people who took the step at any time), left-benefit (row =
source/per cent given up; left), time-to-goal (row = goal; mean_months).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from math import floor
from typing import Any, Literal

from stafett.demo.published import CODES, Path, at, published

Value = int | Decimal | Fraction
Unit = Literal["count", "share", "kronor", "years", "months"]

PUBLIC_TABLES = (
    "participants",
    "cases",
    "inflow",
    "outcomes",
    "work-or-studies",
    "goals",
    "volume",
    "costs",
    "cost-per-participant",
)
LATER_TABLES = ("steps", "left-benefit", "time-to-goal")


@dataclass(frozen=True)
class Claim:
    """One cell and what the report prints in it.

    `kind` is "agrees" where the printed figure must come out, "chosen" where the report leaves it
    open (`printed` is None) or contradicts itself; then `chosen` is the figure that follows from what
    the demo follows instead, or None where any would do, and `choice` is the code of the reason.
    `source` is the way to the printed figure in the report's file.
    """

    cohort: str
    table: str
    by: tuple[str, ...]
    row: str
    column: str
    unit: Unit
    kind: Literal["agrees", "chosen"]
    printed: Value | None
    source: Path = ()
    chosen: Value | None = None
    choice: str = ""

    @property
    def expected(self) -> Value | None:
        """What the cell should hold; None where any figure would do."""
        return self.printed if self.kind == "agrees" else self.chosen

    def holds(self, found: Value | None) -> bool:
        """Whether the found figure, rounded as the report rounds, is the expected one."""
        if self.expected is None:
            return True
        return found is not None and rounded(found, self.unit) == rounded(self.expected, self.unit)

    def verdict(self, found: Value | None) -> Literal["agrees", "chosen", "differs"]:
        """What `demo check` prints beside both sides."""
        return self.kind if self.holds(found) else "differs"


def rounded(value: Value, unit: Unit) -> int:
    """The figure as the reports print it: shares in whole per cent, the rest in whole units, half up."""
    return floor(Fraction(value) * (100 if unit == "share" else 1) + Fraction(1, 2))


class Report:
    """Writes down the claims of one report, each figure read from the report's file."""

    def __init__(self, cohort: str, figures: dict[str, Any]) -> None:
        self.cohort, self.figures = cohort, figures
        self.claims: list[Claim] = []

    def at(self, *path: str | int) -> Any:
        """A printed figure."""
        return at(self.figures, path)

    def prints(
        self,
        table: str,
        row: str,
        column: str,
        path: Path,
        *,
        by: tuple[str, ...] = (),
        unit: Unit = "count",
    ) -> None:
        """The report prints this cell, and it must come out."""
        printed = self.at(*path)
        self.claims.append(
            Claim(self.cohort, table, by, row, column, unit, "agrees", printed, path)
        )

    def leaves_open(
        self,
        table: str,
        row: str,
        column: str,
        choice: str,
        *,
        by: tuple[str, ...] = (),
        unit: Unit = "count",
        path: Path = (),
        chosen: Value | None = None,
    ) -> None:
        """The report leaves this cell open, or (with a path) prints what cannot be true."""
        printed = self.at(*path) if path else None
        self.claims.append(
            Claim(
                self.cohort, table, by, row, column, unit, "chosen", printed, path, chosen, choice
            )
        )


def claims(code: str) -> tuple[Claim, ...]:
    """Every checkable figure of one report; raises KeyError for an unknown cohort.

    `figures` are read anew from the report's file, so that no claim holds a typed number.
    """
    if code not in CODES:
        raise KeyError(code)
    report = Report(code, published(code))
    import_module(f"stafett.demo.cohorts.{code}.claims").write(report)
    return tuple(report.claims)
