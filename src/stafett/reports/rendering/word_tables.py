"""How does a table stand in a Word file: headings repeated on each page, columns that fit?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stafett.measures.presentation.layout import Cell, Heading, Layout, Line
from stafett.papers.word_xml import BREAK, attribute, paragraph, run
from stafett.reports.rendering.blocks import Grid, Runs
from stafett.reports.rendering.fitting import ANY, fit, fit_grid

STYLE = "Tabell"
TEXT_STYLE = "Tabelltext"
TEXT_POINTS = 9.0
"""The size of type in the style of table text; only others are written out."""
_TWIPS = 20
_KEPT_TOGETHER = 18
"""Tables with at most so many lines are kept on one page."""
_INDENT = 160
_EDGE = '<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="1B1B1B"/></w:tcBorders>'


@dataclass(frozen=True)
class Look:
    """What all cells of a table share: widths, a size of type if not the style's, folded marks."""

    widths: tuple[float, ...]
    size: float
    folded: bool


def table_parts(layout: Layout, description: str) -> list[str]:
    """Each part of the table as XML; one part unless it is wider than a page."""
    roomy, tight = fit(layout, face=ANY), fit(layout)
    fitted = roomy if len(roomy.parts) == len(tight.parts) else tight
    size = 0 if fitted.points == TEXT_POINTS else fitted.points
    looks = (Look(widths, size, fitted.folded) for widths in fitted.widths)
    return [_table(part, look, description) for part, look in zip(fitted.parts, looks, strict=True)]


def grid(block: Grid, written: Callable[[Runs, bool], str]) -> str:
    """A table that a person typed; `written` makes XML of runs, the second argument is bold."""
    rows = [block.header, *block.rows]
    letters = [max(_letters(row[place]) for row in rows) for place in range(len(block.header))]
    widths = fit_grid(letters, TEXT_POINTS * ANY.letter)
    drawn = (
        _row(
            [
                _cell(width, written(cell, row is block.header), _side(right))
                for cell, width, right in zip(row, widths, block.right, strict=True)
            ],
            heading=row is block.header,
        )
        for row in rows
    )
    return _opened(widths, "", "") + "".join(drawn) + "</w:tbl>"


def _letters(runs: Runs) -> int:
    return sum(len(each.words) for each in runs)


def _table(layout: Layout, look: Look, description: str) -> str:
    """Short tables stay on one page, and the last line always stays with what is said below."""
    short = len(layout.lines) <= _KEPT_TOGETHER
    lines = (
        _line(line, layout.width, look, keep=short or line is layout.lines[-1])
        for line in layout.lines
    )
    opened = _opened(look.widths, layout.title, description)
    return opened + "".join([*_heading_rows(layout, look), *lines]) + "</w:tbl>"


def _opened(widths: tuple[float, ...], title: str, description: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    heard = (
        f"<w:tblCaption w:val={attribute(title)}/><w:tblDescription w:val={attribute(description)}/>"
        if title
        else ""
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{STYLE}"/>'
        f'<w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="1"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{heard}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )


def _heading_rows(layout: Layout, look: Look) -> Iterator[str]:
    """One or two rows; a heading two lines high is a cell that goes on into the second."""
    two = len(layout.headings) > 1
    lower = iter(layout.headings[-1])
    first, second, place = [], [], 0
    for heading in layout.headings[0]:
        widths = look.widths[place : place + heading.across]
        starts = two and heading.across == 1
        first.append(_heading(heading, sum(widths), look, starts=starts, first=not place))
        if heading.across > 1:
            second += [_heading(next(lower), width, look) for width in widths]
        else:
            second.append(_cell(sum(widths), "", "left", "<w:vMerge/>", keep=True))
        place += heading.across
    yield _row(first, heading=True)
    if two:
        yield _row(second, heading=True)


def _heading(
    heading: Heading, width: float, look: Look, *, starts: bool = False, first: bool = False
) -> str:
    span = f'<w:gridSpan w:val="{heading.across}"/>' if heading.across > 1 else ""
    merge = '<w:vMerge w:val="restart"/>' if starts else ""
    words = run(heading.words, bold=True, points=look.size)
    side = "center" if heading.across > 1 else _side(heading.right)
    indent = 0 if first else _before(heading.right)
    return _cell(width, words, side, span + merge, keep=True, indent=indent)


def _line(line: Line, columns: int, look: Look, *, keep: bool) -> str:
    total = line.role == "total" and not line.depth
    label = run(line.label, bold=total or line.role == "group", points=look.size)
    if line.role == "group":
        span = f'<w:gridSpan w:val="{columns}"/>'
        return _row([_cell(sum(look.widths), label, "left", span, keep=True)])
    edge = _EDGE if total else ""
    indent = line.depth * _INDENT
    cells = [
        _cell(
            width,
            _written(cell, look, bold=total),
            _side(cell.right),
            edge,
            keep=keep,
            indent=_before(cell.right),
        )
        for cell, width in zip(line.cells, look.widths[1:], strict=True)
    ]
    return _row([_cell(look.widths[0], label, "left", edge, keep=keep, indent=indent), *cells])


def _written(cell: Cell, look: Look, *, bold: bool) -> str:
    words = run(cell.plain, bold=bold, points=look.size)
    if not cell.mark:
        return words
    between = BREAK if look.folded else run(" ")
    return run(cell.mark, points=look.size) + between + words


def _row(cells: list[str], *, heading: bool = False) -> str:
    repeated = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    width: float,
    inside: str,
    side: str,
    properties: str = "",
    *,
    keep: bool = False,
    indent: int = 0,
) -> str:
    look = "".join(
        (
            "<w:keepNext/>" if keep else "",
            f'<w:ind w:left="{indent}"/>' if indent else "",
            f'<w:jc w:val="{side}"/>',
        )
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{properties}</w:tcPr>'
        f"{paragraph(TEXT_STYLE, inside, look)}</w:tc>"
    )


def _before(right: bool) -> int:
    """Room before words, that often stand to the right of a figure."""
    return 0 if right else _INDENT


def _side(right: bool) -> str:
    return "right" if right else "left"


def _twips(points: float) -> int:
    return round(points * _TWIPS)
