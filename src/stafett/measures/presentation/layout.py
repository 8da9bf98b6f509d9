"""Which headings, lines and cells does a table have when a person reads it, whatever the form?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from django.utils.translation import gettext as _

from stafett.measures.figures import (
    Column,
    Count,
    Figure,
    Hidden,
    Kind,
    Mean,
    Money,
    Row,
    Share,
    TableResult,
    Text,
)
from stafett.measures.presentation import words

_WIDTHS: dict[Kind, int] = {"count": 1, "share": 3, "money": 1, "mean": 1, "text": 1}
"""A share fills three cells: its two numbers, the share, the interval."""


@dataclass(frozen=True)
class Heading:
    """A heading over one or more columns, one or more lines high."""

    words: str
    across: int = 1
    down: int = 1
    help: str = ""
    right: bool = True


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: words, a mark after them, and the letter of why they are hidden."""

    words: str
    mark: str = ""
    reason: str = ""
    right: bool = True

    @property
    def plain(self) -> str:
        """The words with the letter of their reason: dolt (a)."""
        return f"{self.words} ({self.reason})" if self.reason else self.words


@dataclass(frozen=True)
class Line:
    """A row with its label; `depth` says how far in, role "group" is a heading between rows."""

    label: str
    role: Literal["row", "unknown", "total", "group"]
    depth: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Layout:
    """A table ready to be drawn: headings in one or two lines, lines, and what must be said."""

    title: str
    headings: tuple[tuple[Heading, ...], ...]
    lines: tuple[Line, ...]
    reasons: tuple[tuple[str, str], ...]
    """The letter and the words of each reason to hide."""
    notes: tuple[str, ...]
    width: int
    """How many columns, the label's among them."""
    right: tuple[bool, ...]
    """For each column after the label's: do figures stand in it, to the right?"""
    groups: tuple[int, ...]
    """How many cells each column of figures fills; a table is only ever parted between these."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Everything that must be said under the table: reasons first, then notes."""
        said = (_("(%(letter)s) Dolt: %(why)s") % {"letter": a, "why": b} for a, b in self.reasons)
        return (*said, *self.notes)


def lay_out(table: TableResult) -> Layout:
    """The cells of a table as people read them: every share with both numbers and its interval.

    Raises ValueError when a row has another number of figures than the table has columns.
    """
    reasons = _reasons(table)
    groups = tuple(_WIDTHS[column.kind] for column in table.columns)
    return Layout(
        title=table.title,
        headings=_headings(table),
        lines=tuple(_lines(table, reasons)),
        reasons=tuple((letter, why) for why, letter in reasons.items()),
        notes=_notes(table),
        width=1 + sum(groups),
        right=tuple(c.kind != "text" for c in table.columns for _place in range(_WIDTHS[c.kind])),
        groups=groups,
    )


def parted(layout: Layout, most: int) -> tuple[Layout, ...]:
    """The same table in parts side by side, each at most `most` columns and with the labels.

    A column of figures is never divided, so a part may be wider when a single one is.
    """
    parts: list[list[int]] = [[]]
    for place, width in enumerate(layout.groups):
        room = most - 1 - sum(layout.groups[earlier] for earlier in parts[-1])
        if parts[-1] and width > room:
            parts.append([])
        parts[-1].append(place)
    return (
        tuple(_part(layout, places[0], places[-1] + 1) for places in parts)
        if layout.groups
        else (layout,)
    )


def _part(layout: Layout, start: int, end: int) -> Layout:
    first, last = sum(layout.groups[:start]), sum(layout.groups[:end])
    lines = tuple(replace(line, cells=line.cells[first:last]) for line in layout.lines)
    return replace(
        layout,
        headings=_part_headings(layout, (start, end), (first, last)),
        lines=lines,
        width=1 + last - first,
        right=layout.right[first:last],
        groups=layout.groups[start:end],
    )


def _part_headings(
    layout: Layout, groups: tuple[int, int], cells: tuple[int, int]
) -> tuple[tuple[Heading, ...], ...]:
    stub, *upper = layout.headings[0]
    if len(layout.headings) == 1:
        return ((stub, *upper[cells[0] : cells[1]]),)
    before = sum(width for width in layout.groups[: groups[0]] if width > 1)
    within = sum(width for width in layout.groups[groups[0] : groups[1]] if width > 1)
    lower = layout.headings[1][before : before + within]
    return (stub, *upper[groups[0] : groups[1]]), lower


def _headings(table: TableResult) -> tuple[tuple[Heading, ...], ...]:
    shares = sum(column.kind == "share" for column in table.columns)
    parts = (
        Heading(_("Antal")),
        Heading(_("Andel")),
        Heading(_("Spann, 95\N{NO-BREAK SPACE}%")),
    )
    if shares < 2:
        named = (_with_parts(column, parts[1:]) for column in table.columns)
        return ((Heading(table.stub, right=False), *chain.from_iterable(named)),)
    upper = (_over(column) for column in table.columns)
    return (Heading(table.stub, down=2, right=False), *upper), parts * shares


def _with_parts(column: Column, parts: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings of a column in a single line: a share's name stands over its two numbers."""
    named = _named(column)
    if column.kind != "share":
        return (named,)
    numbers = replace(named, words=_("Antal av")) if named.words == parts[0].words else named
    return (numbers, *parts)


def _named(column: Column) -> Heading:
    return Heading(column.heading, help=column.help, right=column.kind != "text")


def _over(column: Column) -> Heading:
    if column.kind == "share":
        return replace(_named(column), across=_WIDTHS["share"])
    return replace(_named(column), down=2)


def _lines(table: TableResult, reasons: dict[str, str]) -> Iterator[Line]:
    rows = {row.key: row for row in table.rows}
    headed: set[str] = set()
    for row in table.rows:
        if row.parent and row.parent not in rows and row.parent not in headed:
            headed.add(row.parent)
            yield Line(row.parent, "group", 0, ())
        yield Line(row.label, row.role, _depth(row, rows), _cells(row, table.columns, reasons))


def _depth(row: Row, rows: dict[str, Row]) -> int:
    depth, seen = 0, {row.key}
    while row.parent:
        depth += 1
        parent = rows.get(row.parent)
        if parent is None or parent.key in seen:
            break
        seen.add(parent.key)
        row = parent
    return depth


def _cells(row: Row, columns: tuple[Column, ...], reasons: dict[str, str]) -> tuple[Cell, ...]:
    pairs = zip(row.figures, columns, strict=True)
    return tuple(cell for figure, column in pairs for cell in _shown(figure, column.kind, reasons))


def _shown(figure: Figure, kind: Kind, reasons: dict[str, str]) -> tuple[Cell, ...]:
    right = kind != "text"
    width = _WIDTHS[kind]
    match figure:
        case Hidden(why):
            return (Cell(words.hidden(), reason=reasons[why], right=right),) * width
        case Share() if kind == "share":
            mark = words.small_group() if _few(figure) else ""
            return (
                Cell(words.out_of(figure)),
                Cell(words.percent(figure)),
                Cell(words.interval(figure), mark=mark),
            )
        case None:
            return (Cell(words.NOTHING, right=right),) * width
    rest = (Cell(words.NOTHING),) * (width - 1)
    return (Cell(_said(figure), right=right), *rest)


def _said(figure: Count | Share | Money | Mean | Text) -> str:
    match figure:
        case Count(value):
            return words.number(value)
        case Share():
            return f"{words.out_of(figure)} ({words.percent(figure)}, {words.interval(figure)})"
        case Money(kronor):
            return words.money(kronor)
        case Mean():
            return words.mean(figure)
    return figure.words or words.NOTHING


def _reasons(table: TableResult) -> dict[str, str]:
    """A letter for each reason to hide, in the order they appear."""
    reasons: dict[str, str] = {}
    for row in table.rows:
        for figure in row.figures:
            if isinstance(figure, Hidden) and figure.why not in reasons:
                reasons[figure.why] = _letter(len(reasons))
    return reasons


def _letter(place: int) -> str:
    """a, b … z, then aa, ab …"""
    rest, last = divmod(place, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("a") + last)


def _notes(table: TableResult) -> tuple[str, ...]:
    shares = [each for row in table.rows for each in row.figures if isinstance(each, Share)]
    small = any(_few(share) for share in shares)
    return (
        *((words.small_group_meaning(),) if small else ()),
        *((words.interval_meaning(),) if any(share.denominator for share in shares) else ()),
        *table.notes,
        words.as_of(table.as_of),
    )


def _few(share: Share) -> bool:
    return share.denominator > 0 and share.small
