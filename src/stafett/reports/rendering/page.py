"""How does a report, or a chapter while it is being written, look on a page?

What people have written is escaped here and then cleaned by nh3 as well: two walls.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.measures import charts
from stafett.measures.pictures import wide_and_narrow
from stafett.measures.presentation.html import as_html
from stafett.papers.safe import printable
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
    TableBlock,
)
from stafett.reports.rendering.front import unwritten
from stafett.reports.rendering.markdown import parse

_CHAPTER = 2
"""A chapter is a heading of level 2 on a page; the report's title is the page's own heading."""
_TEXT = {"p", "h2", "h3", "h4", "strong", "em", "a", "br", "blockquote", "ul", "ol", "li"}
_TAGS = _TEXT | {"table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope", "class"}, "td": {"class"}}
_SCHEMES = {"http", "https", "mailto"}


def prose(written: str) -> SafeString:
    """What a person has written in Markdown, as HTML: the preview of a chapter."""
    return _cleaned("".join(_written(block) for block in parse(written)))


def page(document: Document) -> SafeString:
    """The chapters and definitions of a report as HTML, without its title."""
    tables, pictures = count(1), count(1)
    with override(document.language):
        parts = [_chapter(chapter, tables, pictures) for chapter in document.chapters]
        return mark_safe("\n".join([*parts, *_definitions(document)]))


def _chapter(chapter: Section, tables: Iterator[int], pictures: Iterator[int]) -> str:
    blocks = "\n".join(_block(block, tables, pictures) for block in chapter.blocks)
    if not chapter.blocks:
        blocks = format_html('<p class="report-unwritten">{}</p>', unwritten())
    heading = format_html("<h{0}>{1}</h{0}>", _CHAPTER, chapter.title)
    return f'<section class="report-chapter">\n{heading}\n{blocks}\n</section>'


def _definitions(document: Document) -> Iterator[str]:
    if document.definitions:
        pairs = "".join(
            format_html("<dt>{}</dt><dd>{}</dd>", each.term, each.meaning)
            for each in document.definitions
        )
        heading = format_html("<h{0}>{1}</h{0}>", _CHAPTER, _("Definitioner"))
        yield f'<section class="report-definitions">\n{heading}\n<dl>{pairs}</dl>\n</section>'


def _block(block: Block, tables: Iterator[int], pictures: Iterator[int]) -> str:
    match block:
        case TableBlock(table):
            return as_html(table, number=next(tables))
        case ChartBlock(chart):
            return _figure(chart, next(pictures))
    return _cleaned(_written(block))


def _figure(chart: charts.Chart, number: int) -> SafeString:
    return format_html(
        '<figure class="figures-picture">{}<figcaption>{} {}</figcaption></figure>',
        wide_and_narrow(chart),
        _("Figur %(number)s.") % {"number": number},
        chart.title,
    )


def _cleaned(html: str) -> SafeString:
    return mark_safe(
        nh3.clean(printable(html), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES)
    )


def _written(block: Block) -> str:
    """A block of prose as HTML; tables and pictures of the system are none and give nothing."""
    match block:
        case Heading(level, runs):
            return f"<h{level + 1}>{_runs(runs)}</h{level + 1}>\n"
        case Paragraph(runs):
            return f"<p>{_runs(runs)}</p>\n"
        case Listing():
            return _listing(block)
        case Quote(blocks):
            return f"<blockquote>{''.join(_written(part) for part in blocks)}</blockquote>\n"
        case Grid():
            return _grid(block)
    return ""


def _listing(listing: Listing) -> str:
    items = "".join(f"<li>{_item(item)}</li>\n" for item in listing.items)
    if not listing.ordered:
        return f"<ul>\n{items}</ul>\n"
    start = f' start="{listing.start}"' if listing.start != 1 else ""
    return f"<ol{start}>\n{items}</ol>\n"


def _item(item: tuple[Block, ...]) -> str:
    """An item with a single paragraph is its text alone, so that short lists stay dense."""
    match item:
        case (Paragraph(runs), *rest) if not any(isinstance(part, Paragraph) for part in rest):
            return _runs(runs) + "".join(_written(part) for part in rest)
    return "".join(_written(part) for part in item)


def _grid(grid: Grid) -> str:
    head = "".join(
        f'<th scope="col"{_side(right)}>{_runs(cell)}</th>'
        for cell, right in zip(grid.header, grid.right, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_side(right)}>{_runs(cell)}</td>"
            for cell, right in zip(row, grid.right, strict=True)
        )
        + "</tr>\n"
        for row in grid.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>\n"


def _side(right: bool) -> str:
    return ' class="is-number"' if right else ""


def _runs(runs: Runs) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run == BREAK:
        return "<br>"
    words = str(escape(run.words))
    words = f"<strong>{words}</strong>" if run.strong else words
    words = f"<em>{words}</em>" if run.emphasis else words
    return f'<a href="{escape(run.link)}">{words}</a>' if run.link else words
