"""How a CSV file becomes rows: which delimiter, which encoding, and what each broken line is."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from itertools import chain
from typing import BinaryIO, TypeAlias

from stafett.exchange.register.faults import Fault, Trouble, Unreadable
from stafett.exchange.register.tables import Limits, RawRow, Table, fitted, named, never_none, tidy

SAMPLE = 1_000_000
DELIMITERS = ";\t,|"
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
BOM = b"\xef\xbb\xbf"
UTF8, WINDOWS = "UTF-8", "Windows-1252"

UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]|\xc2\xa0")
"""A letter such as å in UTF-8. In Windows-1252 it would be Ã and a sign, which Swedish never has."""
UTF8_SURELY = re.compile(rb"\xc3[\x80-\xbf]|[\xe2-\xf4][\x80-\xbf]{2}")
"""A letter, a dash or a quotation mark that can hardly be anything but UTF-8."""
GARBLED = re.compile("\ufffd|Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â\u00a0")
"""The same letter after somebody has saved it wrongly: the damage is in the file already."""

Line: TypeAlias = str | Trouble


def read_separated(source: BinaryIO, limits: Limits) -> Table:
    """Open a CSV file with ; , tab or | in UTF-8 or Windows-1252; memory stays flat whatever its size.

    Raises Unreadable for what is not text or has no columns; other faults come with the rows.
    """
    sample = source.read(SAMPLE)
    source.seek(len(BOM) if sample.startswith(BOM) else 0)
    refuse_what_is_no_text(sample)
    decoder = Decoder(settle(sample))
    records = Records(decoded(source, decoder, limits), limits)
    numbered = iter(records)
    row, header, delimiter = _header(numbered)
    records.opening = delimiter
    headers = named(split(header, delimiter))
    if len(headers) < 2:
        raise Unreadable("one-column", row=row)
    rows = never_none(_rows(numbered, delimiter, len(headers)))
    return Table("csv", headers, row, rows, encoding=decoder.name, delimiter=delimiter)


def refuse_what_is_no_text(sample: bytes) -> None:
    """Raise Unreadable for what only pretends to be a register."""
    if not sample.removeprefix(BOM).strip(b" \t\r\n;,|"):
        raise Unreadable("empty")
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff") and _is_utf16(sample):
        raise Unreadable("utf-16")
    control = len(sample) - len(sample.translate(None, CONTROL))
    many = control > max(FEW, len(sample) / 50) or control > max(1, len(sample) / 20)
    if many or sample.startswith(b"%PDF"):
        raise Unreadable("rubbish")
    if sample.removeprefix(BOM).lstrip()[:1] == b"<":
        raise Unreadable("markup")


def settle(sample: bytes) -> str:
    """The encoding that most lines with å, ä or ö are written in; empty when none has any."""
    if sample.startswith(BOM):
        return UTF8
    whole = sample if len(sample) < SAMPLE else sample[: sample.rfind(b"\n") + 1]
    telling = [line for line in re.split(rb"[\r\n]+", whole) if not line.isascii()]
    agreeing = sum(bool(UTF8_SURELY.search(line)) and _is_utf8(line) for line in telling)
    against = sum(not _is_utf8(line) for line in telling)
    if not telling:
        return ""
    return UTF8 if agreeing >= against else WINDOWS


class Decoder:
    """Turns a line's bytes into text; a line that disagrees with the file is a trouble, never garbage."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, raw: bytes) -> Line:
        """The text of a line, or what is wrong with it."""
        if b"\0" in raw:
            return Trouble("nul-byte")
        if raw.isascii():
            return raw.decode("ascii")
        self.name = self.name or (UTF8 if _is_utf8(raw) else WINDOWS)
        text = self._utf8(raw) if self.name == UTF8 else self._windows(raw)
        if isinstance(text, str) and (seen := GARBLED.search(text)):
            return Trouble("lost-characters", {"seen": seen[0]})
        return text

    def _utf8(self, raw: bytes) -> Line:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return Trouble("mixed-encoding", {"encoding": UTF8})

    def _windows(self, raw: bytes) -> Line:
        if UTF8_LETTER.search(raw):
            return Trouble("mixed-encoding", {"encoding": WINDOWS})
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError:
            return Trouble("unreadable-character", {"encoding": WINDOWS})


def decoded(source: BinaryIO, decoder: Decoder, limits: Limits) -> Iterator[Line]:
    """The lines of the file, whatever ends them; never more than one line in memory."""
    # Latin-1 gives each byte a letter of its own, so that Python finds the line ends for us.
    letters = io.TextIOWrapper(source, encoding="latin-1", newline=None)
    try:
        while line := letters.readline(limits.row_characters):
            if line[-1] != "\n" and len(line) == limits.row_characters:
                _skip_the_rest(letters, limits)
                yield Trouble("row-too-long", {"most": limits.row_characters})
                continue
            yield decoder(line.removesuffix("\n").encode("latin-1"))
    finally:
        with suppress(ValueError):  # the source may have been closed before us
            letters.detach()


class Records:
    """Whole records with the row a spreadsheet gives them; a cell in quotes may hold line breaks.

    `opening` is what may stand before a quote that opens; it narrows once the delimiter is known.
    """

    def __init__(self, lines: Iterator[Line], limits: Limits) -> None:
        self._lines = lines
        self._limits = limits
        self._waiting: deque[Line] = deque()
        self.opening = DELIMITERS

    def __iter__(self) -> Iterator[tuple[int, Line]]:
        number = 0
        while (line := self._next()) is not None:
            number += 1
            if isinstance(line, str) and '"' in line:
                line = self._quoted(line)
            yield number, line

    def _next(self) -> Line | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _quoted(self, line: str) -> Line:
        state = quotes(line, self.opening)
        if state is Quotes.OPEN:
            return self._completed(line)
        return line if state is Quotes.CLOSED else Trouble("quote-in-text")

    def _completed(self, first: str) -> Line:
        """The record with the lines that close its quote; else they become rows of their own again."""
        taken: list[Line] = []
        size = len(first)
        while len(taken) < self._limits.quoted_lines and size <= self._limits.row_characters:
            line = self._next()
            if line is None:
                break
            taken.append(line)
            state = _inside(line, self.opening)
            if state is Quotes.CLOSED:
                return "\n".join([first, *map(str, taken)])
            if state is Quotes.BROKEN:
                break
            size += len(str(line))
        self._waiting.extendleft(reversed(taken))
        return Trouble("quote-never-closed")


class Quotes(Enum):
    """How a line leaves its quotes."""

    CLOSED = "closed"
    OPEN = "open"
    BROKEN = "broken"


def quotes(line: str, opening: str, *, inside: bool = False) -> Quotes:
    """Whether the line leaves a quote open, or has one that ends in the middle of a cell."""
    place = 0
    while (place := line.find('"', place)) >= 0:
        after = line[place + 1 : place + 2]
        if inside and after == '"':
            place += 1
        elif inside and after and after not in opening:
            return Quotes.BROKEN
        else:
            inside = not inside and (place == 0 or line[place - 1] in opening)
        place += 1
    return Quotes.OPEN if inside else Quotes.CLOSED


def _inside(line: Line, opening: str) -> Quotes:
    return quotes(line, opening, inside=True) if isinstance(line, str) else Quotes.BROKEN


def split(record: str, delimiter: str) -> list[str]:
    """The cells of a record."""
    if '"' not in record:
        return record.split(delimiter)
    return next(csv.reader([record], delimiter=delimiter), [])


def _header(lines: Iterator[tuple[int, Line]]) -> tuple[int, str, str]:
    """The row, the text and the delimiter of the headers; Excel's "sep=;" line is honoured."""
    told = ""
    for number, line in lines:
        if isinstance(line, Trouble):
            raise Unreadable(line.code, row=number, **line.params)
        separator = SEPARATOR_LINE.fullmatch(line.strip())
        if separator:
            told = separator[1]
        elif line.strip(" \t;,|"):
            return number, line, told or _delimiter(line)
    raise Unreadable("empty")


def _delimiter(header: str) -> str:
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=bare.count)


def _rows(
    lines: Iterator[tuple[int, Line]], delimiter: str, width: int
) -> Iterator[RawRow | Fault]:
    for number, line in lines:
        if isinstance(line, Trouble):
            yield Fault.at(number, "", line)
            continue
        row = fitted(number, [tidy(cell) for cell in split(line, delimiter)], width)
        if row is not None:
            yield row


def _skip_the_rest(letters: io.TextIOWrapper, limits: Limits) -> None:
    while (more := letters.readline(limits.row_characters)) and more[-1] != "\n":
        pass


def _is_utf16(sample: bytes) -> bool:
    """True when most of it is letters that Swedish has; any bytes at all are some UTF-16."""
    text = sample[: len(sample) // 2 * 2].decode("utf-16", errors="replace")
    return 2 * sum(letter < "\u0250" for letter in text) > len(text)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


FEW = 8
"""So many control characters are a damaged line; more than that, and over 2 per cent, no text at all.

Nor is a small file where one byte in twenty is such a character.
"""
CONTROL = bytes(chain(range(9), (11, 12), range(14, 32)))

__all__ = ["Decoder", "Line", "read_separated", "settle"]
