"""What is the stable shape of a table as JSON?

    {"format": "stafett.table/1", "name", "title", "initiative", "by": [..], "stub",
     "as_of": "2009-06-30", "population", "definition", "notes": [..],
     "columns": [{"key", "heading", "kind", "help"}],
     "rows": [{"key", "label", "role", "parent", "figures": {<column key>: <figure>}}]}

A figure is null where it does not apply, else one of
`{"kind": "count", "value": 38}`,
`{"kind": "share", "numerator": 11, "denominator": 15, "share": 0.73.., "low": 0.48..,
"high": 0.89.., "small_group": true}` (share, low and high are null when the denominator is 0),
`{"kind": "money", "kronor": "914520.00"}` (a string in whole öre, so that none are lost),
`{"kind": "mean", "total": "2979", "count": 133, "value": "22.3985"}`,
`{"kind": "hidden", "why": ".."}` and `{"kind": "text", "words": ".."}`.
Keys may be added within a format; none is removed or changes meaning without a new number.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

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

FORMAT = "stafett.table/1"
_AS_THEY_ARE = ("name", "title", "initiative", "stub", "population", "definition")


def as_dict(table: TableResult) -> dict[str, Any]:
    """The table as plain lists, dictionaries, numbers and strings, for the API."""
    return {
        "format": FORMAT,
        "name": table.name,
        "title": table.title,
        "initiative": table.initiative,
        "by": list(table.by),
        "stub": table.stub,
        "as_of": table.as_of.isoformat(),
        "population": table.population,
        "definition": table.definition,
        "notes": list(table.notes),
        "columns": [_column(column) for column in table.columns],
        "rows": [_row(row, table.columns) for row in table.rows],
    }


def as_json(table: TableResult) -> str:
    """The table as JSON text with Swedish letters as they are; ends with a line break."""
    return json.dumps(as_dict(table), ensure_ascii=False, indent=2) + "\n"


def from_dict(shape: dict[str, Any]) -> TableResult:
    """The table again from `as_dict`, as kept in a report.

    Raises ValueError for another format and KeyError for a shape with something missing.
    """
    if shape.get("format") != FORMAT:
        raise ValueError(f"{shape.get('format')!r} is not {FORMAT!r}")
    columns = tuple(Column(**column) for column in shape["columns"])
    return TableResult(
        **{name: shape[name] for name in _AS_THEY_ARE},
        by=tuple(shape["by"]),
        columns=columns,
        rows=tuple(_row_again(row, columns) for row in shape["rows"]),
        as_of=date.fromisoformat(shape["as_of"]),
        notes=tuple(shape["notes"]),
    )


def _column(column: Column) -> dict[str, str]:
    return {
        "key": column.key,
        "heading": column.heading,
        "kind": column.kind,
        "help": column.help,
    }


def _row(row: Row, columns: tuple[Column, ...]) -> dict[str, Any]:
    pairs = zip(columns, row.figures, strict=True)
    return {
        "key": row.key,
        "label": row.label,
        "role": row.role,
        "parent": row.parent,
        "figures": {column.key: _figure(figure) for column, figure in pairs},
    }


def _figure(figure: Figure) -> dict[str, Any] | None:
    match figure:
        case Count(value):
            return {"kind": "count", "value": value}
        case Share():
            return _share(figure)
        case Money(kronor):
            return {"kind": "money", "kronor": f"{kronor:.2f}"}
        case Mean(total, count):
            return {
                "kind": "mean",
                "total": str(total),
                "count": count,
                "value": f"{figure.value:.4f}",
            }
        case Hidden(why):
            return {"kind": "hidden", "why": why}
        case Text(said):
            return {"kind": "text", "words": said}
    return None


def _row_again(row: dict[str, Any], columns: tuple[Column, ...]) -> Row:
    figures = tuple(_figure_again(row["figures"][column.key]) for column in columns)
    return Row(row["key"], row["label"], figures, row["role"], row["parent"])


def _figure_again(shape: dict[str, Any] | None) -> Figure:
    match shape:
        case {"kind": "count", "value": value}:
            return Count(value)
        case {"kind": "share", "numerator": numerator, "denominator": denominator}:
            return Share(numerator, denominator)
        case {"kind": "money", "kronor": kronor}:
            return Money(Decimal(kronor))
        case {"kind": "mean", "total": total, "count": count}:
            return Mean(Decimal(total), count)
        case {"kind": "hidden", "why": why}:
            return Hidden(why)
        case {"kind": "text", "words": said}:
            return Text(said)
        case None:
            return None
    raise ValueError(f"{shape!r} is no figure")


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval or (None, None)
    return {
        "kind": "share",
        "numerator": share.numerator,
        "denominator": share.denominator,
        "share": share.value,
        "low": low,
        "high": high,
        "small_group": share.small,
    }
