"""How an Excel workbook becomes rows, after it has been weighed: no bombs, no macros, values only."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from stafett.exchange.register.faults import Fault, Unreadable
from stafett.exchange.register.tables import Limits, RawRow, Table, fitted, named, never_none, tidy

CHUNK = 65_536
LOCAL_HEADER = 30
ENCRYPTED = 0x1
SMALL = 10_000_000
"""Below this many unpacked bytes no ratio is suspicious: empty sheets pack very well."""


def read_workbook(source: BinaryIO, limits: Limits, sheet: str = "") -> Table:
    """Open an .xlsx: the named sheet, else the first visible one. Formulas are never run.

    Everything is unpacked and counted before the reader sees it, trusting no stated size. Raises
    Unreadable.
    """
    weigh(source, limits)
    source.seek(0)
    book = _guarded(lambda: load_workbook(source))
    name = _chosen(book, sheet)
    opened: CalamineSheet = _guarded(lambda: book.get_sheet_by_name(name))
    numbered = enumerate(_walked(opened), start=1)
    row, headers = _header(numbered)
    rows = never_none(_rows(numbered, len(headers)))
    return Table("xlsx", headers, row, rows, sheet=name, sheets=tuple(book.sheet_names))


def weigh(source: BinaryIO, limits: Limits) -> None:
    """Unpack every member without keeping it, and raise Unreadable for what is too much or not Excel."""
    members = _members(source, limits)
    names = {member.filename.lower() for member in members}
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise Unreadable("macros")
    if "xl/workbook.xml" not in names:
        raise Unreadable("not-excel")
    packed, unpacked = 0, 0
    for member in members:
        unpacked += _weigh_one(source, member, limits, room=limits.unpacked_bytes - unpacked)
        packed += member.compress_size
        if unpacked > SMALL and unpacked > packed * limits.unpacked_times:
            raise Unreadable("zip-bomb")


def _members(source: BinaryIO, limits: Limits) -> list[ZipInfo]:
    """The members of a plain zip, where all readers agree on what is in it."""
    try:
        with ZipFile(source) as packed:
            members, comment = packed.infolist(), packed.comment
    except (BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        raise Unreadable("damaged") from None
    if len(members) > limits.members:
        raise Unreadable("zip-bomb")
    odd = any(
        member.flag_bits & ENCRYPTED or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
        for member in members
    )
    if comment or odd or len({member.filename for member in members}) != len(members):
        raise Unreadable("damaged")
    return members


def _weigh_one(source: BinaryIO, member: ZipInfo, limits: Limits, room: int) -> int:
    """The real size of one member; its XML is looked through for cells far away and for entities."""
    size, look = 0, Look(limits) if member.filename.lower().endswith((".xml", ".rels")) else None
    for piece in _unpacked(source, member):
        size += len(piece)
        if size > room or size > member.file_size:
            raise Unreadable("zip-bomb")
        if look:
            look.feed(piece)
    if size != member.file_size:
        raise Unreadable("damaged")
    if look:
        look.feed(b"", last=True)
    return size


def _unpacked(source: BinaryIO, member: ZipInfo) -> Iterator[bytes]:
    """The member's bytes in pieces, straight from the packed stream whatever the headers claim."""
    source.seek(member.header_offset)
    head = source.read(LOCAL_HEADER)
    lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    source.seek(lengths, 1)
    left = member.compress_size
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == ZIP_DEFLATED else None
    while left > 0 and (piece := source.read(min(CHUNK, left))):
        left -= len(piece)
        if inflate is None:
            yield piece
        else:
            yield from _inflated(inflate, piece)


def _inflated(inflate: Any, piece: bytes) -> Iterator[bytes]:
    try:
        while piece:
            yield inflate.decompress(piece, CHUNK)
            piece = inflate.unconsumed_tail
    except zlib.error:
        raise Unreadable("damaged") from None


class Look:
    """Looks through one XML part: how far its cells reach, which calendar, and that it has no entities."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._row, self._column = 0, 0
        self._rows, self._columns = 0, 0
        self._parser = expat.ParserCreate()
        self._here, self._inside, self._value = "", "", False
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = _no_doctype

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Look at the next piece. Raises Unreadable."""
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, LookupError, ValueError):  # LookupError: an unknown encoding
            raise Unreadable("damaged") from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = self._inside = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes.get("r", ""))
            # An empty text is a value too, and the only one that leaves nothing between the tags.
            self._here, self._value = attributes.get("r", ""), attributes.get("t") == "str"
        elif name == "f":
            self._listen(True)
        elif name == "row":
            self._row = _number(attributes.get("r")) or self._row + 1
            self._column = 0
        elif name == "workbookPr" and attributes.get("date1904", "0") not in ("0", "false"):
            raise Unreadable("days-from-1904")

    def _listen(self, on: bool) -> None:
        """Hear of texts and of ends, or not: in the cells without a formula there is nothing to hear."""
        self._parser.EndElementHandler = self._end if on else None
        self._parser.CharacterDataHandler = self._text if on else None

    def _text(self, text: str) -> None:
        self._value = self._value or (self._inside == "v" and bool(text.strip()))

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c":
            self._listen(False)
            if not self._value:
                raise Unreadable("formula-without-value", cell=self._here)

    def _cell(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        row = _number(reference[len(letters) :]) or self._row
        self._column = _column(letters) or self._column + 1
        if row > self._rows or self._column > self._columns:
            self._rows, self._columns = max(row, self._rows), max(self._column, self._columns)
            self._refuse_too_far()

    def _refuse_too_far(self) -> None:
        many = self._rows * self._columns > self._limits.cells
        if many or self._columns > self._limits.columns:
            raise Unreadable("too-many-cells", rows=self._rows, columns=self._columns)


def as_text(value: object) -> str:
    """A cell's value as it would have been written in a CSV: dates as ÅÅÅÅ-MM-DD, whole numbers bare."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _chosen(book: CalamineWorkbook, sheet: str) -> str:
    if sheet:
        if sheet not in book.sheet_names:
            raise Unreadable("no-sheet", sheet=sheet, sheets=", ".join(book.sheet_names))
        return sheet
    fitting = [
        one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet
    ] or book.sheet_names
    visible = {one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible}
    chosen = next((name for name in fitting if name in visible), fitting[0] if fitting else "")
    if not chosen:
        raise Unreadable("empty")
    return chosen


def _header(numbered: Iterator[tuple[int, list[Any]]]) -> tuple[int, tuple[str, ...]]:
    for number, cells in numbered:
        headers = named(as_text(cell) for cell in cells)
        if headers:
            return number, headers
    raise Unreadable("empty")


def _rows(numbered: Iterator[tuple[int, list[Any]]], width: int) -> Iterator[RawRow | Fault]:
    for number, values in numbered:
        cells = [as_text(value) for value in values]
        row = fitted(number, cells, width)
        if row is not None:
            yield row


def _walked(sheet: CalamineSheet) -> Iterator[list[Any]]:
    rows = iter(_guarded(sheet.iter_rows))
    while (row := _guarded(lambda: next(rows, None))) is not None:
        yield row


def _guarded(call: Callable[[], Any]) -> Any:
    """What the reader answers; a panic inside it is no Exception, and still only a damaged file."""
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        raise Unreadable("damaged") from None


def _no_doctype(*_declaration: object) -> None:
    raise Unreadable("damaged")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:7].upper():
        number = number * 26 + ord(letter) - 64
    return number


__all__ = ["as_text", "read_workbook", "weigh"]
