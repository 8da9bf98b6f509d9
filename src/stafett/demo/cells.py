"""What stands in a cell of a table that a claim names: a number to compare, and words to show?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from stafett.demo.claims import Claim, Unit, Value
from stafett.frame.formats import percent
from stafett.measures.figures import (
    Count,
    Figure,
    Hidden,
    Mean,
    Money,
    Row,
    Share,
    TableResult,
    Text,
)
from stafett.measures.presentation import words

LEADING_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
"""A cell of words begins with its number where it has one: "41 % (62 av 150)", "22,4"."""


@dataclass(frozen=True)
class Cell:
    """One cell as found: the words for its row and column, its number if it has one, and its words."""

    row: str
    column: str
    value: Value | None
    words: str


def cell(claim: Claim, table: TableResult) -> Cell | None:
    """The cell that the claim names, or None where the table has no such row or column."""
    row = _row(table, claim.row)
    figure = (
        _of_total(table, row) if claim.column == OF_TOTAL else _figure(table, row, claim.column)
    )
    if row is None or figure is MISSING:
        return None
    return Cell(
        _path(table, row), _heading(table, claim.column), number(figure, claim.unit), shown(figure)
    )


OF_TOTAL = "of_total"
"""Not a column of any table: the row's participations divided by those of the total."""
MISSING = Text("")


def _row(table: TableResult, key: str) -> Row | None:
    """The row by its key, or by its label where a statement's key is only its place."""
    by_label = {row.label: row for row in table.rows}
    return {**by_label, **{row.key: row for row in table.rows}}.get(key)


def _figure(table: TableResult, row: Row | None, column: str) -> Figure:
    keys = [one.key for one in table.columns]
    if row is None or column not in keys:
        return MISSING
    return row.figures[keys.index(column)]


def _of_total(table: TableResult, row: Row | None) -> Figure:
    part = _figure(table, row, "participations")
    whole = _figure(table, table.total, "participations")
    if isinstance(part, Count) and isinstance(whole, Count):
        return Share(part.value, whole.value)
    return MISSING


def _path(table: TableResult, row: Row) -> str:
    """The row's label after those of the rows it stands under, the way one reads the table."""
    above = next((one for one in table.rows if one.key == row.parent), None)
    parent = above.label if above else row.parent
    return _("%(above)s: %(row)s") % {"above": parent, "row": row.label} if parent else row.label


def _heading(table: TableResult, column: str) -> str:
    found = (one.heading for one in table.columns if one.key == column)
    return next(found, _("Andel av totalen"))


def number(figure: Figure, unit: Unit) -> Value | None:
    """The figure as a number in the claim's unit; None for words without one."""
    if isinstance(figure, Count):
        return figure.value
    if isinstance(figure, Share):
        return _of_share(figure, unit)
    if isinstance(figure, Money):
        return figure.kronor
    if isinstance(figure, Mean):
        return round(figure.value, 1)
    return _of_words(figure.words, unit) if isinstance(figure, Text) else None


def _of_share(share: Share, unit: Unit) -> Value | None:
    if unit == "count":
        return share.numerator
    return Fraction(share.numerator, share.denominator) if share.denominator else None


def _of_words(text: str, unit: Unit) -> Value | None:
    found = LEADING_NUMBER.match(text)
    if found is None:
        return None
    value = Decimal(found[0].replace(",", "."))
    return value / 100 if unit == "share" else value


def shown(figure: Figure) -> str:
    """The figure in words; a share never without its two numbers (law 7)."""
    match figure:
        case Count(value):
            return words.number(value)
        case Share():
            return f"{words.percent(figure)} ({words.out_of(figure)})"
        case Money(kronor):
            return words.money(kronor)
        case Mean():
            return words.mean(figure)
        case Text(said):
            return said
        case Hidden():
            return words.hidden()
    return words.NOTHING


def printed(value: Value, unit: Unit) -> str:
    """A figure as the report prints it, in its unit."""
    amount = Decimal(Fraction(value).numerator) / Fraction(value).denominator
    if unit == "share":
        return percent(amount, decimals=0)
    if unit == "kronor":
        return words.money(amount)
    said = {"years": _("%(n)s år"), "months": _("%(n)s månader"), "count": "%(n)s"}[unit]
    return said % {"n": words.number(amount)}
