"""What does an uploaded file look like: its headers, its first rows, its sheets?"""

from __future__ import annotations

from io import BytesIO
from itertools import islice
from typing import Any

from stafett.exchange.register import PAGE, Fault, RawRow, Table, Unreadable, read

FIRST_ROWS = 3
LONGEST_SAMPLE = 40


def outline_of(content: bytes, sheet: str = "") -> dict[str, Any]:
    """Headers, first rows, kind and sheets, as JSON. Raises Unreadable, also where there is no row at all."""
    table = open_table(content, sheet)
    samples, rows = [], islice(table.rows, 10 * FIRST_ROWS)
    for row in rows:
        if isinstance(row, Fault) and row.code == "no-rows":
            raise Unreadable(row.code)
        if isinstance(row, RawRow):
            samples.append([cell[:LONGEST_SAMPLE] for cell in row.cells])
        if len(samples) == FIRST_ROWS:
            break
    return {
        "kind": table.kind, "sheet": table.sheet, "sheets": list(table.sheets),
        "headers": list(table.headers), "samples": samples,
        "lines": content.count(b"\n") if table.kind == "csv" else 0,
    }  # fmt: skip


def open_table(content: bytes, sheet: str = "") -> Table:
    """The register in an uploaded file. Raises Unreadable."""
    return read(BytesIO(content), limits=PAGE, sheet=sheet)
