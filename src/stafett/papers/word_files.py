"""How is a Word file filled with finished XML, and the same each time?"""

from __future__ import annotations

import io

from docx import Document as open_document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from lxml import etree

from stafett.papers.still import still
from stafett.papers.word_template import TEMPLATE


def opened(template: bytes | None = None) -> WordDocument:
    """A file with the styles of `report.docx`, or of a template that has the same."""
    return open_document(io.BytesIO(template if template is not None else TEMPLATE.read_bytes()))


def filled(word: WordDocument, xml: str) -> None:
    """The finished XML before the section's properties, in place of what the template held.

    Read anew as one document: moving a thousand rows from one tree to another takes lxml forty
    times as long, for it looks up every name.
    """
    section = etree.tostring(word.element.body.sectPr, encoding="unicode")
    word.element.body.clear()
    start, end = etree.tostring(word.element, encoding="unicode").split("<w:body/>")
    word.part._element = parse_xml(f"{start}<w:body>{xml}{section}</w:body>{end}")


def saved(word: WordDocument) -> bytes:
    """The file as bytes, without a clock in it."""
    out = io.BytesIO()
    word.save(out)
    return still(out.getvalue())
