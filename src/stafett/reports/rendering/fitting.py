"""How is a table made to fit the width of a page: how small, and in how many parts?"""

from __future__ import annotations

from dataclasses import dataclass

from stafett.measures.presentation.layout import Cell, Layout, parted

PAGE_WIDTH = 453.5
"""The width between the margins in points: A4 less 2,5 cm on each side."""

_TRIES = ((9.0, False), (8.0, False), (8.0, True), (7.0, True))
"""Size of type, and whether a mark may stand on a line of its own; the first that fits is taken."""
_SMALLEST = _TRIES[-1][0]
LETTER = 0.53
"""The width of a letter or figure in the PDF's font, bold, as a part of the size of the type."""
ANY_LETTER = 0.6
"""The same in any font that may come in place of the one asked for in a Word file."""
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


def fit(layout: Layout, page: float = PAGE_WIDTH, *, letter: float = LETTER) -> Fitted:
    """The largest type in which the table fits as it is, else the smallest and several parts."""
    for points, folded in _TRIES:
        widths = _widths(layout, points * letter, folded)
        if sum(widths) <= page:
            widened = _widened(layout, widths, points * letter, page)
            return Fitted((layout,), points, (widened,), folded)
    smallest = _SMALLEST * letter
    parts = _few_enough(layout, smallest, page)
    pressed = tuple(_pressed(_widths(part, smallest, True), page) for part in parts)
    return Fitted(parts, _SMALLEST, pressed, folded=True)


def fit_grid(letters: list[int], letter: float, page: float = PAGE_WIDTH) -> tuple[float, ...]:
    """Widths for a typed table, from the longest text of each column; never wider than the page."""
    wanted = [_AIR + max(4, count) * letter for count in letters]
    short = [width for width in wanted if width <= page / len(wanted)]
    share = (page - sum(short)) / max(1, len(wanted) - len(short))
    return tuple(round(min(width, max(share, page / len(wanted))), 1) for width in wanted)


def _widened(
    layout: Layout, widths: tuple[float, ...], letter: float, page: float
) -> tuple[float, ...]:
    """The room that is left over given to labels that would like it."""
    wanted = _AIR + _label(layout) * letter - widths[0]
    spare = page - sum(widths)
    return (round(widths[0] + max(0.0, min(wanted, spare)), 1), *widths[1:])


def _few_enough(layout: Layout, letter: float, page: float) -> tuple[Layout, ...]:
    """The fewest parts in which every one fits; a part of a single column is never divided."""
    for most in range(layout.width - 1, 1, -1):
        parts = parted(layout, most)
        if all(sum(_widths(part, letter, True)) <= page for part in parts):
            return parts
    return parted(layout, 1)


def _widths(layout: Layout, letter: float, folded: bool) -> tuple[float, ...]:
    stub = min(_WIDEST_LABEL, max(_label(layout), len(layout.headings[0][0].words)))
    cells = [[_letters(cell, folded) for cell in line.cells] for line in layout.lines if line.cells]
    letters = [stub, *map(max, zip(_headings(layout), *cells, strict=True))]
    return tuple(round(_AIR + count * letter, 1) for count in letters)


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
