"""How is a table written as CSV that both Swedish Excel and a program read rightly?

Semicolons between cells, UTF-8 with a byte order mark, CRLF, decimal comma and no thousands
separator: what a spreadsheet set to Swedish opens by a double click without guessing. A program
reads it with `sep=";", decimal=",", encoding="utf-8-sig"`. The first line holds keys, see `flat`.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from stafett.measures.figures import TableResult
from stafett.measures.presentation.flat import Value, flat_columns, flat_rows
from stafett.measures.presentation.safe import safe_cell

_DECIMALS = 6
"""So many that a share times its denominator gives the numerator back, up to 500 000."""


def as_csv(table: TableResult) -> bytes:
    """The table as bytes, one line of keys and one line per row."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([safe_cell(column.key) for column in flat_columns(table)])
    writer.writerows([_cell(value) for value in row] for row in flat_rows(table))
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return safe_cell(value)
        case float():
            return f"{value:.{_DECIMALS}f}".replace(".", ",")
        case Decimal():
            return f"{value:.2f}".replace(".", ",")
    return str(value)
