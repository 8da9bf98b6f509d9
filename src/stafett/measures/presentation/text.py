"""How does a table look in a terminal?"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from django.utils.translation import gettext as _

from stafett.measures.figures import TableResult
from stafett.measures.presentation.layout import Layout, Line, lay_out

_WIDTH = 88
_GAP = "  "


def as_text(table: TableResult) -> str:
    """The table with its columns aligned, its remarks, its population and its definition.

    Only ordinary spaces, so that it can be searched and pasted; ends with a line break.
    """
    layout = lay_out(table)
    parts = [
        [table.title, "=" * len(table.title), f"{_('Insats')}: {table.initiative}"],
        _grid(layout),
        [line for remark in layout.remarks for line in wrap(remark, _WIDTH)],
        wrap(f"{_('Population')}: {table.population}", _WIDTH),
        wrap(f"{_('Definition')}: {table.definition}", _WIDTH),
    ]
    return _plain("\n\n".join("\n".join(part) for part in parts) + "\n")


def _grid(layout: Layout) -> list[str]:
    lowest = _lowest_headings(layout)
    body = [_texts(line, layout.width) for line in layout.lines]
    measured = [lowest, *(row for row, line in zip(body, layout.lines, strict=True) if line.cells)]
    widths = [max(len(row[place]) for row in measured) for place in range(layout.width)]
    spans = _spans(layout)
    for words, first, across in spans:
        room = sum(widths[first : first + across]) + len(_GAP) * (across - 1)
        widths[first] += max(0, len(words) - room)
    right = (False, *layout.right)
    rule = _GAP.join("-" * width for width in widths)
    drawn = [_aligned(row, widths, right) for row in body] or [_("(inga rader)")]
    total = _place_of_total(layout)
    if total:
        drawn.insert(total, rule)
    above = [_over(spans, widths)] if spans else []
    return [*above, _aligned(lowest, widths, right), rule, *drawn]


def _place_of_total(layout: Layout) -> int:
    """Which line is what everything sums to; 0 when there is none, or nothing before it."""
    totals = (at for at, line in enumerate(layout.lines) if line.role == "total" and not line.depth)
    return next(totals, 0)


def _lowest_headings(layout: Layout) -> list[str]:
    """One text per column: where a heading is two lines high, it stands on the lower one."""
    if len(layout.headings) == 1:
        return [heading.words for heading in layout.headings[0]]
    parts = iter(layout.headings[1])
    return [
        next(parts).words if heading.across > 1 else heading.words
        for heading in layout.headings[0]
        for _place in range(heading.across)
    ]


def _spans(layout: Layout) -> list[tuple[str, int, int]]:
    """Each heading over several columns: its words, its first column and how many."""
    spans, first = [], 0
    for heading in layout.headings[0]:
        if heading.across > 1:
            spans.append((heading.words, first, heading.across))
        first += heading.across
    return spans


def _over(spans: list[tuple[str, int, int]], widths: Sequence[int]) -> str:
    line = ""
    for words, first, across in spans:
        start = sum(widths[:first]) + len(_GAP) * first
        room = sum(widths[first : first + across]) + len(_GAP) * (across - 1)
        line = line.ljust(start) + words.center(room)
    return line.rstrip()


def _texts(line: Line, width: int) -> list[str]:
    """The line's cells, a mark before its figure so that the figures stay aligned."""
    cells = [f"{cell.mark} {cell.plain}".lstrip() for cell in line.cells]
    return [_GAP * line.depth + line.label, *cells, *[""] * (width - 1 - len(cells))]


def _aligned(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = (
        text.rjust(width) if to_the_right else text.ljust(width)
        for text, width, to_the_right in zip(row, widths, right, strict=False)
    )
    return _GAP.join(cells).rstrip()


def _plain(text: str) -> str:
    """Hard and thin spaces are for print."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
