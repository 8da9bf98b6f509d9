"""How does a report become a PDF that can be archived and heard: PDF/A-2a and PDF/UA-1 in one?

The whole report goes to typst as data (JSON). The look is in `report.typ`, and nothing that a
person has written is ever part of a program.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from string import whitespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.measures import charts
from stafett.measures.presentation.layout import Cell, Layout, Line, lay_out
from stafett.measures.presentation.words import NOTHING
from stafett.papers.characters import drawable, replace_missing
from stafett.papers.safe import printable
from stafett.papers.typesetting import compiled
from stafett.reports.rendering.blocks import (
    BREAK,
    Block,
    ChartBlock,
    Document,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
    Runs,
    Section,
)
from stafett.reports.rendering.fitting import PAGE_WIDTH, fit
from stafett.reports.rendering.front import facts, unwritten

_LOOK = Path(__file__).parent / "report.typ"
_POINTS_PER_PIXEL = 0.75
_TALLEST = 560.0
"""The tallest picture in points, so that its caption stays on the page."""
_LONG = 18
"""Tables with more lines than this may be divided between pages."""


def pdf(document: Document) -> bytes:
    """The report as PDF; the same report gives the same bytes.

    A character that the font has not becomes an empty square: see `characters.missing`.
    """
    with override(document.language):
        return compiled(_LOOK, _report(document), document.made_on)


def _report(document: Document) -> dict[str, Any]:
    made = document.made_on
    return {
        "title": _heading(document.title),
        "subtitle": drawable(document.subtitle),
        "authors": [drawable(author) for author in document.authors],
        "language": document.language,
        "made_on": [made.year, made.month, made.day],
        "facts": [[name, drawable(said)] for name, said in facts(document)],
        "words": _words(),
        "chapters": [_chapter(chapter) for chapter in document.chapters],
        "definitions": [[drawable(d.term), drawable(d.meaning)] for d in document.definitions],
    }


def _words() -> dict[str, str]:
    return {
        "contents": _("Innehåll"),
        "definitions": _("Definitioner"),
        "table": _("Tabell"),
        "figure": _("Figur"),
        "unwritten": unwritten(),
        "page": _("Sida {page} av {pages}"),
    }


def _heading(words: str) -> str:
    """A heading is never empty: PDF/UA-1 refuses it."""
    said = drawable(words)
    return (
        said
        if said.strip("\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}" + whitespace + "\N{NO-BREAK SPACE}")
        else NOTHING
    )


def _chapter(chapter: Section) -> dict[str, Any]:
    return {
        "title": _heading(chapter.title),
        "blocks": [_block(block) for block in chapter.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level, runs):
            words = "".join(run.words for run in runs)
            shown = runs if _heading(words) != NOTHING else (Run(NOTHING),)
            return {"kind": "heading", "level": level, "runs": _runs(shown)}
        case Paragraph(runs):
            return {"kind": "paragraph", "runs": _runs(runs)}
        case Listing(items, ordered, start):
            inner = [[_block(part) for part in item] for item in items]
            return {"kind": "listing", "items": inner, "ordered": ordered, "start": start}
        case Quote(blocks):
            return {"kind": "quote", "blocks": [_block(part) for part in blocks]}
        case Grid():
            return _grid(block)
        case ChartBlock(chart):
            return _chart(chart)
    return _table(lay_out(block.table))


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [
        {
            "words": run.words if run == BREAK else drawable(run.words),
            "strong": run.strong,
            "emphasis": run.emphasis,
            "link": printable(run.link),
        }
        for run in runs
    ]


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "kind": "grid",
        "header": [_runs(cell) for cell in grid.header],
        "rows": [[{"runs": _runs(cell)} for cell in row] for row in grid.rows],
        "right": grid.right,
    }


def _table(layout: Layout) -> dict[str, Any]:
    fitted = fit(layout)
    return {
        "kind": "table",
        "title": drawable(layout.title),
        "points": fitted.points,
        "long": len(layout.lines) > _LONG,
        "remarks": [drawable(remark) for remark in layout.remarks],
        "parts": [
            _part(part, widths) for part, widths in zip(fitted.parts, fitted.widths, strict=True)
        ],
    }


def _part(part: Layout, widths: tuple[float, ...]) -> dict[str, Any]:
    return {
        "widths": widths,
        "right": part.right,
        "headings": _headings(part),
        "lines": [_line(line) for line in part.lines],
    }


def _headings(part: Layout) -> list[dict[str, Any]]:
    return [
        {
            "words": drawable(heading.words),
            "across": heading.across,
            "down": heading.down,
            "right": heading.right,
            "first": place == 0,
        }
        for place, heading in enumerate(chain.from_iterable(part.headings))
    ]


def _line(line: Line) -> dict[str, Any]:
    return {
        "label": drawable(line.label),
        "role": line.role,
        "depth": line.depth,
        "cells": [_cell(cell) for cell in line.cells],
    }


def _cell(cell: Cell) -> list[Any]:
    return [drawable(cell.plain), drawable(cell.mark), cell.right]


def _chart(chart: charts.Chart) -> dict[str, Any]:
    width, height = (pixels * _POINTS_PER_PIXEL for pixels in charts.size(chart))
    shrink = min(1.0, PAGE_WIDTH / width, _TALLEST / height)
    return {
        "kind": "chart",
        "title": drawable(chart.title),
        "alt": drawable(chart.description),
        "svg": replace_missing(charts.svg(chart)),
        "width": width * shrink,
    }
