"""How a filled table is kept in a report, and read back as the same table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from stafett.measures.figures import (
    Column,
    Count,
    Figure,
    Hidden,
    Money,
    Row,
    Share,
    TableResult,
    Text,
)
from stafett.measures.presentation.json_shape import as_dict

SAME = ("name", "title", "initiative", "stub", "population", "definition")


def kept(table: TableResult) -> dict[str, Any]:
    """The table in its documented JSON shape."""
    return as_dict(table)


def restored(shape: dict[str, Any]) -> TableResult:
    """The table that was kept; figures, words and all."""
    columns = tuple(Column(**column) for column in shape["columns"])
    return TableResult(
        **{name: shape[name] for name in SAME},
        by=tuple(shape["by"]),
        columns=columns,
        rows=tuple(_row(row, columns) for row in shape["rows"]),
        as_of=date.fromisoformat(shape["as_of"]),
        notes=tuple(shape["notes"]),
    )


def _row(shape: dict[str, Any], columns: tuple[Column, ...]) -> Row:
    figures = tuple(_figure(shape["figures"][column.key]) for column in columns)
    return Row(shape["key"], shape["label"], figures, shape["role"], shape["parent"])


def _figure(shape: dict[str, Any] | None) -> Figure:
    if shape is None:
        return None
    match shape["kind"]:
        case "count":
            return Count(shape["value"])
        case "share":
            return Share(shape["numerator"], shape["denominator"])
        case "money":
            return Money(Decimal(shape["kronor"]))
        case "hidden":
            return Hidden(shape["why"])
        case _:
            return Text(shape["words"])
