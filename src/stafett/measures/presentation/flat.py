"""Which columns does a table have in a file for machines, and what stands in each?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from stafett.measures.figures import (
    Column,
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

Value = int | float | Decimal | str | None
Form = Literal["words", "count", "share", "money", "mean"]

_SHARE_PARTS: tuple[tuple[str, Form], ...] = (
    ("numerator", "count"),
    ("denominator", "count"),
    ("share", "share"),
    ("low", "share"),
    ("high", "share"),
)


@dataclass(frozen=True)
class FlatColumn:
    """A column that holds one kind of value: its key, its heading for people, its form."""

    key: str
    heading: str
    form: Form


def flat_columns(table: TableResult) -> tuple[FlatColumn, ...]:
    """row · label · group · role · one per figure, five per share · hidden_because."""
    return (
        FlatColumn("row", _("Radnyckel"), "words"),
        FlatColumn("label", table.stub, "words"),
        FlatColumn("group", _("Hör till"), "words"),
        FlatColumn("role", _("Slag av rad"), "words"),
        *(flat for column in table.columns for flat in _parts(column)),
        FlatColumn("hidden_because", _("Varför dolt"), "words"),
    )


def flat_rows(table: TableResult) -> Iterator[tuple[Value, ...]]:
    """The values of each row, in the order of `flat_columns`.

    Shares, low and high are 0–1. What is hidden is the word for it, never a number and never
    empty; what does not apply is None. Raises ValueError when a row's figures do not match.
    """
    for row in table.rows:
        pairs = zip(row.figures, table.columns, strict=True)
        yield (
            row.key,
            row.label,
            row.parent,
            row.role,
            *(value for figure, column in pairs for value in _values(figure, column)),
            _why(row),
        )


def _parts(column: Column) -> tuple[FlatColumn, ...]:
    if column.kind != "share":
        form: Form = "words" if column.kind == "text" else column.kind
        return (FlatColumn(column.key, column.heading, form),)
    named = {
        "numerator": _("%(heading)s, antal"),
        "denominator": _("%(heading)s, av"),
        "share": _("%(heading)s, andel"),
        "low": _("%(heading)s, lägst rimligt (95 %%)"),
        "high": _("%(heading)s, högst rimligt (95 %%)"),
    }
    return tuple(
        FlatColumn(f"{column.key}_{part}", named[part] % {"heading": column.heading}, form)
        for part, form in _SHARE_PARTS
    )


def _values(figure: Figure, column: Column) -> tuple[Value, ...]:
    width = len(_SHARE_PARTS) if column.kind == "share" else 1
    if isinstance(figure, Share) and column.kind == "share":
        return (
            figure.numerator,
            figure.denominator,
            figure.value,
            *(figure.interval or (None, None)),
        )
    if isinstance(figure, Hidden):
        return (words.hidden(),) * width
    return (_single(figure), *(None,) * (width - 1))


def _single(figure: Count | Share | Money | Mean | Text | None) -> Value:
    match figure:
        case Count(value):
            return value
        case Share():
            return figure.value
        case Money(kronor):
            return kronor
        case Mean():
            return figure.value
        case Text(said):
            return said
    return None


def _why(row: Row) -> str:
    reasons = dict.fromkeys(figure.why for figure in row.figures if isinstance(figure, Hidden))
    return "; ".join(reasons)
