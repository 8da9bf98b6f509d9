"""How is text written in the language of a Word file, so that what a person wrote stays text?

Everything here gives XML as a string with the prefixes `w:` and `r:`; `elements` reads it.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml.etree import _Element

from stafett.papers.safe import printable

BREAK = "<w:r><w:br/></w:r>"
TAB = "<w:r><w:tab/></w:r>"
NEW_PAGE = "<w:pageBreakBefore/>"
"""A property of the paragraph that begins the page."""


def elements(xml: str) -> list[_Element]:
    """The elements that the XML holds, as python-docx knows them."""
    return list(parse_xml(f"<w:body {nsdecls('w', 'r')}>{xml}</w:body>"))


def attribute(words: str) -> str:
    """The words as the value of an attribute, quotes included."""
    return quoteattr(printable(words))


def run(
    words: str, *, bold: bool = False, italic: bool = False, style: str = "", points: float = 0
) -> str:
    """Words in one look; `points` only where the style's own size will not do."""
    look = "".join(
        (
            f'<w:rStyle w:val="{style}"/>' if style else "",
            "<w:b/>" if bold else "",
            "<w:i/>" if italic else "",
            f'<w:sz w:val="{round(points * 2)}"/>' if points else "",
        )
    )
    text = escape(printable(words))
    return f'<w:r>{_look(look)}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(style: str, inside: str, properties: str = "") -> str:
    """A paragraph in a style, given by its id; `properties` in the order the schema wants."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inside}</w:p>'


def field(code: str, shown: str, look: str = "") -> str:
    """A field that Word fills in, and what it shows until then; `look` as inside `w:rPr`."""
    told = f'<w:instrText xml:space="preserve"> {escape(code)} </w:instrText>'
    opened = _mark("begin", look) + f"<w:r>{_look(look)}{told}</w:r>" + _mark("separate", look)
    return opened + shown + _mark("end", look)


def bookmarked(name: str, number: int, inside: str) -> str:
    """Something that others can point at by name."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'


def link_within(name: str, inside: str) -> str:
    """A link to a bookmark."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{inside}</w:hyperlink>'


def link_out(relation: str, inside: str) -> str:
    """A link to an address, by the id of its relation."""
    return f'<w:hyperlink r:id="{relation}" w:history="1">{inside}</w:hyperlink>'


def _mark(kind: str, look: str) -> str:
    return f'<w:r>{_look(look)}<w:fldChar w:fldCharType="{kind}"/></w:r>'


def _look(look: str) -> str:
    return f"<w:rPr>{look}</w:rPr>" if look else ""
