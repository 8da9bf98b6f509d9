"""What a file has become once it is read: headers, and rows one at a time, as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from stafett.exchange.register.faults import Fault

MEGABYTE = 1_000_000
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))


class RawRow(NamedTuple):
    """A row as text, with the number that a spreadsheet shows beside it (the headers are row 1)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read, in bytes, rows, cells and characters; a page and the command line differ.

    So does what to do with a file that is too large: `too_large` names the sentence.
    """

    file_bytes: int = 20 * MEGABYTE
    workbook_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 250 * MEGABYTE
    unpacked_times: int = 120
    members: int = 500
    cells: int = 6_000_000
    columns: int = 500
    row_characters: int = 100_000
    quoted_lines: int = 100
    too_large: str = "too-large"
    workbook_too_large: str = "too-large"


PAGE = Limits()
"""An upload in the browser: 20 MB."""
COMMAND = Limits(
    file_bytes=200 * MEGABYTE, too_large="divide-it", workbook_too_large="workbook-too-large"
)
"""The command line: CSV up to 200 MB. Workbooks are held in memory while read, so they stay at 20."""


@dataclass(slots=True)
class Table:
    """An opened register. `rows` can be walked once; what is wrong with a row comes in its place."""

    kind: Literal["csv", "xlsx"]
    headers: tuple[str, ...]
    header_row: int
    rows: Iterator[RawRow | Fault]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """A cell without space around it, with composed letters and without what nobody can see."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text).translate(INVISIBLE).strip()


def named(cells: Iterable[str]) -> tuple[str, ...]:
    """The headers, on one line each and without the empty ones that end the row."""
    headers = [" ".join(tidy(cell).split()) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    return tuple(headers)


def fitted(number: int, cells: list[str], width: int) -> RawRow | Fault | None:
    """The row as wide as the headers; None when it is empty, a fault when it cannot fit."""
    if not any(cells):
        return None
    found = len(cells)
    if found < width:
        return Fault(number, "", "too-few-columns", {"found": found, "expected": width})
    if any(cells[width:]):
        return Fault(number, "", "too-many-columns", {"found": found, "expected": width})
    return RawRow(number, tuple(cells[:width]))


def never_none(rows: Iterator[RawRow | Fault]) -> Iterator[RawRow | Fault]:
    """The same rows, and the fault that there were none when there were none."""
    some = False
    for row in rows:
        some = True
        yield row
    if not some:
        yield Fault(0, "", "no-rows")


__all__ = ["COMMAND", "PAGE", "Limits", "RawRow", "Table", "fitted", "named", "never_none", "tidy"]
