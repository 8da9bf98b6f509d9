"""How does a short paper become a Word file, with the same styles as a report?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from stafett.papers import word_files
from stafett.papers.paper import Block, Facts, Paper, Part, Points, SignOn, Under
from stafett.papers.safe import printable
from stafett.papers.word_xml import TAB, elements, field, paragraph, run

LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
KEEP = "<w:keepNext/>"
_TO_WRITE_ON = (
    KEEP + '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="1B1B1B"/></w:pBdr>'
    '<w:spacing w:before="360" w:after="0"/><w:ind w:right="3400"/>'
)


def word(paper: Paper) -> bytes:
    """The paper as docx; the same paper gives the same bytes."""
    with override(paper.language):
        opened = word_files.opened()
        styles = {style.name: style.style_id for style in opened.styles}
        title = paragraph(styles["Title"], run(paper.title, points=20), _LESS_AIR)
        after = [part.signed for part in paper.parts[1:]] + [False]
        parts = "".join(
            _part(part, styles, before_signing=next_signs)
            for part, next_signs in zip(paper.parts, after, strict=True)
        )
        _properties(opened, paper)
        word_files.filled(opened, title + parts)
        return word_files.saved(opened)


_LESS_AIR = '<w:spacing w:before="0" w:after="160"/>'
"""A report's title stands far down on a page of its own; this one begins the page."""


def _part(part: Part, styles: dict[str, str], *, before_signing: bool = False) -> str:
    """A part; lines to sign on, all before them in their part, and the last before it stand on one page."""
    heading = paragraph(styles["Heading 2"], run(part.title)) if part.title else ""
    last = len(part.blocks) - 1
    written = (
        _block(block, styles, part.signed or (before_signing and at == last))
        for at, block in enumerate(part.blocks)
    )
    return heading + "".join(line for lines in written for line in lines)


def _block(block: Block, styles: dict[str, str], keep: bool) -> Iterator[str]:
    plain, small, kept = styles["Normal"], styles["Tabellanmärkning"], KEEP if keep else ""
    match block:
        case Points(items):
            yield from (paragraph(styles["List Bullet"], run(one), kept) for one in items)
        case Facts(pairs):
            for name, said in pairs:
                yield paragraph(styles["Förstasida"], run(f"{name}: ", bold=True) + run(said), kept)
        case Under(words):
            yield paragraph(styles["Heading 2"], run(words))
        case SignOn(labels):
            for number, label in enumerate(labels, start=1):
                yield paragraph(plain, "", _TO_WRITE_ON)
                yield paragraph(small, run(label), KEEP if number < len(labels) else "")
        case _:
            yield paragraph(plain, run(block.words), kept)


def _properties(opened: WordDocument, paper: Paper) -> None:
    core = opened.core_properties
    core.title = printable(paper.title)[:255]
    core.author = printable(paper.author)[:255]
    core.language = LANGUAGES[paper.language]
    core.created = core.modified = datetime.combine(paper.made_on, time(12), UTC)
    for tongue in opened.styles.element.iter(qn("w:lang")):
        tongue.set(qn("w:val"), LANGUAGES[paper.language])
    section = opened.sections[0]
    section.different_first_page_header_footer = False
    section.header.paragraphs[0]._p.clear_content()
    _foot(opened, paper)


def _foot(opened: WordDocument, paper: Paper) -> None:
    """What compares the paper with the record, and which page of how many."""
    before, between = _("Sida {page} av {pages}").split("{page}")
    between = between.removesuffix("{pages}")
    shown = run(before) + field("PAGE", run("1")) + run(between) + field("NUMPAGES", run("1"))
    line = opened.sections[0].footer.paragraphs[0]
    for stale in list(line._p.iterchildren(qn("w:r"))):
        line._p.remove(stale)
    line._p.extend(elements((run(paper.foot) + TAB if paper.foot else "") + shown))
