"""What kind of file this is, whatever its name says, and how its rows are read one at a time."""

from __future__ import annotations

from io import SEEK_END
from typing import BinaryIO

from stafett.exchange.register.faults import Unreadable
from stafett.exchange.register.separated import read_separated
from stafett.exchange.register.tables import COMMAND, MEGABYTE, PAGE, Limits, RawRow, Table
from stafett.exchange.register.workbook import read_workbook

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(source: BinaryIO, *, limits: Limits = PAGE, sheet: str = "") -> Table:
    """Open a register: its headers at once, its rows as they are walked. Raises Unreadable.

    `source` must be seekable. `sheet` names a sheet of a workbook; without it the first visible one
    is read. The bytes decide what it is, not the file's name.
    """
    size = source.seek(0, SEEK_END)
    source.seek(0)
    refuse_size(size, limits.file_bytes, limits.too_large)
    start = source.read(8)
    source.seek(0)
    if start == OLD_OFFICE:
        raise Unreadable("old-excel")
    if start[:4] != ZIP:
        return read_separated(source, limits)
    refuse_size(size, limits.workbook_bytes, limits.workbook_too_large)
    return read_workbook(source, limits, sheet)


def refuse_size(size: int, most: int, code: str = PAGE.too_large) -> None:
    """Raise Unreadable for a file above a limit in bytes; a page calls it before it reads anything."""
    if size > most:
        megabytes = f"{size / MEGABYTE:.1f}".replace(".", ",")
        raise Unreadable(code, size=megabytes, most=most // MEGABYTE)


__all__ = ["COMMAND", "PAGE", "Limits", "RawRow", "Table", "read", "refuse_size"]
