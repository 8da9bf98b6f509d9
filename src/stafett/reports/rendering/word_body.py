"""What becomes of each block in a Word file, and what must be counted while it is written?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Emu
from lxml import etree

from stafett.measures import charts
from stafett.measures.figures import TableResult
from stafett.measures.presentation.layout import lay_out
from stafett.papers.safe import printable
from stafett.papers.word_xml import (
    BREAK as LINE_BREAK,
)
from stafett.papers.word_xml import (
    bookmarked,
    field,
    link_out,
    paragraph,
    run,
)
from stafett.reports.rendering import word_tables
from stafett.reports.rendering.blocks import (
    BREAK,
    Block,
    ChartBlock,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
    Runs,
)
from stafett.reports.rendering.word_lists import DEEPEST, INDENT, Lists

_KEEP = "<w:keepNext/>"
_EMU_PER_PIXEL = 9525
_WIDEST = 16 * 360_000
_TALLEST = 19 * 360_000
"""The largest picture, in EMU: 16 cm wide or 19 cm high."""


@dataclass(frozen=True)
class Entry:
    """A heading as the table of contents shows it."""

    level: int
    words: str
    bookmark: str


class Body:
    """The text of one Word file while it is written; gives XML, block by block, in order."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._lists = Lists(word)
        self._styles = {style.name: style.style_id for style in word.styles}
        self._tables = self._pictures = 0
        self.entries: list[Entry] = []

    def style(self, name: str) -> str:
        """The id of a style; the plain one where a template has it not."""
        return self._styles.get(name, self._styles.get("Normal", "Normal"))

    def chapter(self, title: str, properties: str = "") -> str:
        """The heading of a chapter."""
        return self._heading(1, title, run(title), properties)

    def block(self, block: Block) -> str:
        """A block of a chapter."""
        match block:
            case Heading(level, runs):
                words = "".join(each.words for each in runs)
                return self._heading(level, words, self._runs(runs))
            case Paragraph(runs):
                return paragraph(self.style("Normal"), self._runs(runs))
            case Listing():
                return "".join(self._listing(block, 0))
            case Quote(blocks):
                return "".join(self._quoted(part) for part in blocks)
            case Grid():
                return word_tables.grid(block, self._runs) + self._air()
            case ChartBlock(chart):
                return self._chart(chart)
        return self._table(block.table)

    def _heading(self, level: int, words: str, inside: str, properties: str = "") -> str:
        number = len(self.entries) + 1
        bookmark = f"_Toc{number:08}"
        self.entries.append(Entry(level, words.replace("\n", " "), bookmark))
        return paragraph(
            self.style(f"Heading {level}"), bookmarked(bookmark, number, inside), properties
        )

    def _runs(self, runs: Runs, bold: bool = False) -> str:
        return "".join(self._run(each, bold) for each in runs)

    def _run(self, each: Run, bold: bool) -> str:
        if each == BREAK:
            return LINE_BREAK
        look = self.style("Hyperlink") if each.link else ""
        written = run(each.words, bold=bold or each.strong, italic=each.emphasis, style=look)
        return link_out(self._relation(each.link), written) if each.link else written

    def _relation(self, address: str) -> str:
        kind = RELATIONSHIP_TYPE.HYPERLINK
        return self._word.part.relate_to(printable(address), kind, is_external=True)

    def _listing(self, listing: Listing, level: int) -> Iterator[str]:
        name = "List Number" if listing.ordered else "List Bullet"
        number = self._lists.begin(ordered=listing.ordered, level=level, start=listing.start)
        place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        for item in listing.items:
            properties = place
            for part in item:
                if isinstance(part, Paragraph):
                    yield paragraph(self.style(name), self._runs(part.runs), properties)
                    properties = _continued(level)
                elif isinstance(part, Listing):
                    yield from self._listing(part, min(level + 1, DEEPEST))
                else:
                    yield self.block(part)

    def _quoted(self, part: Block) -> str:
        if isinstance(part, Paragraph):
            return paragraph(self.style("Quote"), self._runs(part.runs))
        return self.block(part)

    def _table(self, table: TableResult) -> str:
        self._tables += 1
        layout = lay_out(table)
        parts = word_tables.table_parts(layout, table.population)
        caption = self._caption(_("Tabell"), self._tables, layout.title, _KEEP)
        return caption + self._air().join(parts) + self._remarks(layout.remarks) + self._air()

    def _remarks(self, remarks: tuple[str, ...]) -> str:
        style, last = self.style("Tabellanmärkning"), len(remarks) - 1
        return "".join(
            paragraph(style, run(remark), _KEEP if place < last else "")
            for place, remark in enumerate(remarks)
        )

    def _chart(self, chart: charts.Chart) -> str:
        self._pictures += 1
        picture = f"<w:r><w:drawing>{self._picture(chart)}</w:drawing></w:r>"
        caption = self._caption(_("Figur"), self._pictures, chart.title)
        return paragraph(self.style("Normal"), picture, _KEEP) + caption

    def _picture(self, chart: charts.Chart) -> str:
        width, height = (pixels * _EMU_PER_PIXEL for pixels in charts.size(chart))
        shrink = min(1.0, _WIDEST / width, _TALLEST / height)
        image = io.BytesIO(charts.png(chart))
        inline = self._word.part.new_pic_inline(image, width=Emu(round(width * shrink)))
        inline.docPr.set("id", str(self._pictures))
        inline.docPr.set("title", printable(chart.title))
        inline.docPr.set("descr", printable(chart.description))
        return etree.tostring(inline, encoding="unicode")

    def _caption(self, kind: str, number: int, title: str, properties: str = "") -> str:
        counted = field(rf"SEQ {kind} \* ARABIC", run(str(number), bold=True), "<w:b/>")
        words = run(f"{kind} ", bold=True) + counted + run(". ", bold=True) + run(title)
        return paragraph(self.style("Caption"), words, properties)

    def _air(self) -> str:
        return paragraph(self.style("Tabellanmärkning"), "")


def _continued(level: int) -> str:
    """A second paragraph of an item: where the first one's words begin, without a number."""
    left = INDENT * (level + 1)
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr><w:ind w:left="{left}"/>'
