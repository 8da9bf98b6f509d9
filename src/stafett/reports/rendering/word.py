"""How does a report become a Word file that its readers can go on writing in?

Everything is put into `report.docx` (or an association's own template with the same styles) as
finished XML: no template language ever reads what a person has written.
"""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.document import Document as WordDocument

from stafett.papers import word_files
from stafett.papers.safe import printable
from stafett.papers.word_xml import (
    NEW_PAGE,
    TAB,
    field,
    link_within,
    paragraph,
    run,
)
from stafett.reports.rendering.blocks import Document, Section
from stafett.reports.rendering.front import facts, unwritten
from stafett.reports.rendering.word_body import Body, Entry

_LISTED = 2
"""The deepest heading in the table of contents."""


def word(document: Document, template: bytes | None = None) -> bytes:
    """The report as docx; the same report gives the same bytes.

    `template` is a docx with the styles of `report.docx`. The page numbers of the table of contents
    are filled in when the file is opened.
    """
    opened = word_files.opened(template)
    with override(document.language):
        body = Body(opened)
        chapters = _chapters(document, body)
        front = _front(document, body) + _contents(body)
        _properties(opened, document)
        word_files.filled(opened, front + chapters)
    return word_files.saved(opened)


def _front(document: Document, body: Body) -> str:
    lines = [
        paragraph(body.style("Title"), run(document.title)),
        *([paragraph(body.style("Subtitle"), run(document.subtitle))] if document.subtitle else []),
        *(
            paragraph(body.style("Förstasida"), run(f"{name}: ", bold=True) + run(said))
            for name, said in facts(document)
        ),
    ]
    return "".join(lines)


def _chapters(document: Document, body: Body) -> str:
    chapters = enumerate(document.chapters)
    written = "".join(_chapter(chapter, body, first=place == 0) for place, chapter in chapters)
    if not document.definitions:
        return written
    terms = (
        paragraph(body.style("Normal"), run(f"{each.term}. ", bold=True) + run(each.meaning))
        for each in document.definitions
    )
    return written + body.chapter(_("Definitioner")) + "".join(terms)


def _chapter(chapter: Section, body: Body, *, first: bool) -> str:
    heading = body.chapter(chapter.title, NEW_PAGE if first else "")
    if not chapter.blocks:
        return heading + paragraph(body.style("Normal"), run(unwritten(), italic=True))
    return heading + "".join(body.block(block) for block in chapter.blocks)


def _contents(body: Body) -> str:
    """The table of contents: a link to each heading, and a field that tells its page.

    Only the program that lays out the pages knows the numbers. Word and LibreOffice both fill in a
    field for one page; within a single field for all of the contents LibreOffice fills in none.
    """
    entries = (
        paragraph(body.style(f"toc {entry.level}"), link_within(entry.bookmark, _entry(entry)))
        for entry in body.entries
        if entry.level <= _LISTED
    )
    return paragraph(body.style("TOC Heading"), run(_("Innehåll")), NEW_PAGE) + "".join(entries)


def _entry(entry: Entry) -> str:
    """The heading, and the page that it stands on."""
    return run(entry.words) + TAB + field(f"PAGEREF {entry.bookmark} \\h", run("–"))


def _properties(word: WordDocument, document: Document) -> None:
    core = word.core_properties
    core.title = printable(document.title)[:255]
    core.subject = printable(document.subtitle)[:255]
    core.author = printable(", ".join(document.authors))[:255]
    core.language = document.language
    core.created = core.modified = datetime.combine(document.made_on, time(12), UTC)
    for section in word.sections:
        section.header.paragraphs[0].text = printable(document.title)
