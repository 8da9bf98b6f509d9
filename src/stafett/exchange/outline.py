"""What does an uploaded file look like: its headers, its first rows, its sheets?"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from stafett.exchange.register import PAGE, RawRow, Table, read

FIRST_ROWS = 3
LONGEST_SAMPLE = 40


def outline_of(content: bytes, sheet: str = "") -> dict[str, Any]:
    """Headers, first rows, kind and sheets, as JSON. Raises Unreadable."""
    table = open_table(content, sheet)
    return {
        "kind": table.kind, "sheet": table.sheet, "sheets": list(table.sheets),
        "headers": list(table.headers), "samples": list(_samples(table)),
        "lines": content.count(b"\n") if table.kind == "csv" else 0,
    }  # fmt: skip


def open_table(content: bytes, sheet: str = "") -> Table:
    """The register in an uploaded file. Raises Unreadable."""
    return read(BytesIO(content), limits=PAGE, sheet=sheet)


def _samples(table: Table) -> Iterator[list[str]]:
    """The first rows that can be read, each cell cut short."""
    sound = (row for row in islice(table.rows, 10 * FIRST_ROWS) if isinstance(row, RawRow))
    for row in islice(sound, FIRST_ROWS):
        yield [cell[:LONGEST_SAMPLE] for cell in row.cells]
