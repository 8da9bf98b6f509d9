"""How is a table made to fit the width of a page: how small, and in how many parts?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from stafett.measures.presentation.layout import Cell, Layout, parted

PAGE_WIDTH = 453.5
"""The width between the margins in points: A4 less 2,5 cm on each side."""

_TRIES = ((9.0, False), (8.0, False), (8.0, True), (7.0, True))
"""Size of type, and whether a mark may stand on a line of its own; the first that fits is taken."""
_SMALLEST = _TRIES[-1][0]
_SIZES = (9.0, 8.0)
"""The sizes larger than that, for a table in parts."""


class Face(NamedTuple):
    """How wide a font is, as parts of the size of the type: a letter or figure, and one in a heading."""

    letter: float
    heading: float

    def sized(self, points: float) -> Face:
        """The same in points."""
        return Face(self.letter * points, self.heading * points)


OURS = Face(0.53, 0.53)
"""The font of the PDF, bold."""
ANY = Face(0.6, 0.74)
"""Any font that may come in place of the one asked for in a Word file, where headings are bold."""
_AIR = 9.0
"""Points of air in each cell, left and right together."""
_WIDEST_LABEL = 30
_NARROW_WORDS = 14
"""Words in a cell may be folded to this, where the table would not fit otherwise."""
_BEFORE_WORDS = 2
"""Room before words, that often stand to the right of a figure."""
_LONGEST_WORD = 14
"""Longer words than this in a heading are divided."""


@dataclass(frozen=True)
class Fitted:
    """A table that fits: its parts one below the other, the size of type, widths in points."""

    parts: tuple[Layout, ...]
    points: float
    widths: tuple[tuple[float, ...], ...]
    folded: bool
    """Does a mark stand on a line of its own, above its figure?"""


def fit(layout: Layout, page: float = PAGE_WIDTH, *, face: Face = OURS) -> Fitted:
    """The largest type in which the table fits as it is, else the smallest and several parts."""
    for points, folded in _TRIES:
        widths = _widths(layout, face.sized(points), folded)
        if sum(widths) <= page:
            widened = _widened(layout, widths, points * face.letter, page)
            return Fitted((layout,), points, (widened,), folded)
    parts, points = _largest(layout, face, page)
    shaped = tuple(_shaped(part, face.sized(points), page) for part in parts)
    return Fitted(parts, points, shaped, folded=True)


def _largest(layout: Layout, face: Face, page: float) -> tuple[tuple[Layout, ...], float]:
    """The fewest parts that fit in the smallest type, and the largest type in which as many do."""
    fewest = _few_enough(layout, face.sized(_SMALLEST), page)
    for points in _SIZES:
        parts = _few_enough(layout, face.sized(points), page)
        widest = max(sum(_widths(part, face.sized(points), True)) for part in parts)
        if len(parts) == len(fewest) and widest <= page:
            return parts, points
    return fewest, _SMALLEST


def _shaped(part: Layout, face: Face, page: float) -> tuple[float, ...]:
    """The widths of one part of a table: no wider than the page, and words have what room there is."""
    widths = _widths(part, face, True)
    return (
        _widened(part, widths, face.letter, page) if sum(widths) <= page else _pressed(widths, page)
    )


def fit_grid(letters: list[int], letter: float, page: float = PAGE_WIDTH) -> tuple[float, ...]:
    """Widths for a typed table, from the longest text of each column; never wider than the page."""
    wanted = [_AIR + max(4, count) * letter for count in letters]
    short = [width for width in wanted if width <= page / len(wanted)]
    share = (page - sum(short)) / max(1, len(wanted) - len(short))
    return tuple(round(min(width, max(share, page / len(wanted))), 1) for width in wanted)


def _widened(
    layout: Layout, widths: tuple[float, ...], letter: float, page: float
) -> tuple[float, ...]:
    """The room that is left over given to labels that would like it, and then to words in cells."""
    wanted = [
        max(0.0, _AIR + _label(layout) * letter - widths[0]),
        *_words_wanted(layout, widths, letter),
    ]
    spare = max(0.0, page - sum(widths))
    label = min(wanted[0], spare)
    share = min(1.0, (spare - label) / (sum(wanted[1:]) or 1.0))
    given = (label, *(each * share for each in wanted[1:]))
    # Rounded down, so that a sum of them is never wider than the page.
    return tuple(int(10 * (own + more)) / 10 for own, more in zip(widths, given, strict=True))


def _words_wanted(layout: Layout, widths: tuple[float, ...], letter: float) -> list[float]:
    """How much wider each column of words would be with its longest on a single line."""
    rows = [line.cells for line in layout.lines if line.cells]
    longest = [
        0 if any(cell.right for cell in cells) else max(len(cell.plain) for cell in cells)
        for cells in zip(*rows, strict=True)
    ] or [0] * (layout.width - 1)
    return [
        max(0.0, _AIR + (count + _BEFORE_WORDS) * letter - own) if count else 0.0
        for count, own in zip(longest, widths[1:], strict=True)
    ]


def _few_enough(layout: Layout, face: Face, page: float) -> tuple[Layout, ...]:
    """The fewest parts in which every one fits; a part of a single column is never divided."""
    for most in range(layout.width - 1, 1, -1):
        parts = parted(layout, most)
        if all(sum(_widths(part, face, True)) <= page for part in parts):
            return parts
    return parted(layout, 1)


def _widths(layout: Layout, face: Face, folded: bool) -> tuple[float, ...]:
    """The least width of each column, for a face in points."""
    stub = min(_WIDEST_LABEL, max(_label(layout), len(layout.headings[0][0].words)))
    lines = [[_letters(cell, folded) for cell in line.cells] for line in layout.lines if line.cells]
    cells = [max(column) for column in zip(*lines, strict=True)] or [0] * (layout.width - 1)
    needed = [
        max(letters * face.letter, heading * face.heading)
        for letters, heading in zip(cells, _headings(layout), strict=True)
    ]
    return tuple(round(_AIR + room, 1) for room in (stub * face.letter, *needed))


def _label(layout: Layout) -> int:
    """The letters of the longest label; a heading between rows has the whole width to itself."""
    own = (len(line.label) + 2 * line.depth for line in layout.lines if line.role != "group")
    return max(own, default=0)


def _letters(cell: Cell, folded: bool) -> int:
    if not cell.right:
        return min(_NARROW_WORDS if folded else _WIDEST_LABEL, len(cell.plain)) + _BEFORE_WORDS
    apart = (len(cell.plain), len(cell.mark))
    return max(apart) if folded else sum(apart)


def _headings(layout: Layout) -> list[int]:
    """The least letters that the heading of each column after the label's needs."""
    lower = iter(layout.headings[-1])
    lowest = [
        next(lower) if heading.across > 1 else heading
        for heading in layout.headings[0][1:]
        for _place in range(heading.across)
    ]
    return [
        min(_LONGEST_WORD, len(heading.words)) + (0 if heading.right else _BEFORE_WORDS)
        for heading in lowest
    ]


def _pressed(widths: tuple[float, ...], page: float) -> tuple[float, ...]:
    """The same widths in proportion, when even one column is too wide."""
    share = min(1.0, page / sum(widths))
    return tuple(round(width * share, 1) for width in widths)
