"""How was the template of the Word report made? Run `python -m stafett.papers.word_template`.

The template `report.docx` holds styles, page, header, footer and language, and no text. An
association may open it in Word, put in its own logotype and colours, and hand it to `word`.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from docx import Document as open_document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from stafett.papers.still import still
from stafett.papers.word_xml import elements, field, run

TEMPLATE = Path(__file__).parent / "report.docx"
FONT = "Calibri"
"""On every machine that has Word; LibreOffice puts Carlito in its place, of the same widths."""
_INK = RGBColor(0x1B, 0x1B, 0x1B)
_GREY = RGBColor(0x5C, 0x5C, 0x5C)
_ACCENT = RGBColor(0x17, 0x56, 0x6B)

_STYLES: dict[str, tuple[float, bool, RGBColor, float, float]] = {
    "Normal": (11, False, _INK, 0, 8),
    "Title": (28, True, _ACCENT, 180, 6),
    "Subtitle": (15, False, _GREY, 0, 18),
    "Heading 1": (18, True, _ACCENT, 24, 8),
    "Heading 2": (14, True, _ACCENT, 16, 6),
    "Heading 3": (12, True, _ACCENT, 12, 4),
    "TOC Heading": (18, True, _ACCENT, 0, 12),
    "List Bullet": (11, False, _INK, 0, 4),
    "List Number": (11, False, _INK, 0, 4),
    "Quote": (11, False, _INK, 6, 10),
    "Caption": (10, False, _INK, 14, 4),
    "Header": (9, False, _GREY, 0, 0),
    "Footer": (9, False, _GREY, 0, 0),
    "Tabelltext": (9, False, _INK, 1.5, 1.5),
    "Tabellanmärkning": (8.5, False, _GREY, 3, 0),
    "Förstasida": (11, False, _INK, 0, 3),
    "toc 1": (11, False, _INK, 4, 2),
    "toc 2": (11, False, _INK, 0, 2),
}
"""Size of type, bold, colour, points of air before and after."""

_KEPT_WITH_NEXT = ("Heading 1", "Heading 2", "Heading 3", "TOC Heading")


def build() -> bytes:
    """The template as a file; always the same bytes."""
    word = open_document()
    _page(word)
    for name, look in _STYLES.items():
        _paragraph_style(word, name, *look)
    _other_styles(word)
    _defaults(word)
    _header_and_footer(word)
    word.settings.element[:] = elements(_SETTINGS)
    _anonymous(word)
    out = io.BytesIO()
    word.save(out)
    return still(out.getvalue())


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = Cm(2.5)
    section.bottom_margin = Cm(2.3)
    section.header_distance = section.footer_distance = Cm(1.25)
    section.different_first_page_header_footer = True


def _paragraph_style(
    word: WordDocument,
    name: str,
    points: float,
    bold: bool,
    colour: RGBColor,
    before: float,
    after: float,
) -> None:
    style = _style(word, name)
    for stray in style.element.xpath("w:pPr/w:pBdr | w:pPr/w:contextualSpacing | w:rPr/*"):
        stray.getparent().remove(stray)
    style.font.name, style.font.size = FONT, Pt(points)
    style.font.bold, style.font.italic = bold or None, None
    style.font.color.rgb = colour
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.line_spacing = 1.0 if points < 10 or bold else 1.12
    spacing.keep_with_next = name in _KEPT_WITH_NEXT
    spacing.widow_control = True


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    if name in word.styles:
        return word.styles[name]
    builtin = name.startswith("toc ")
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    style.base_style = word.styles["Normal"]
    return style


def _other_styles(word: WordDocument) -> None:
    word.styles.element.extend(elements(_LINK_STYLE + _TABLE_STYLE))
    for name, indent in (("toc 1", 0), ("toc 2", 0.6)):
        spacing = word.styles[name].paragraph_format
        spacing.left_indent = Cm(indent)
        spacing.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    quote = word.styles["Quote"]
    quote.paragraph_format.left_indent = Cm(0.6)
    quote.element.pPr.append(elements(_QUOTE_LINE)[0])
    _in_order(quote)


def _in_order(style: ParagraphStyle) -> None:
    """The schema wants the line beside a paragraph before its spacing."""
    properties = style.element.pPr
    line = properties.find(qn("w:pBdr"))
    properties.remove(line)
    properties.find(qn("w:spacing")).addprevious(line)


def _defaults(word: WordDocument) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults"))
    run_look = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    run_look[:] = elements(_DEFAULT_LOOK)


def _header_and_footer(word: WordDocument) -> None:
    section = word.sections[0]
    header = section.header.paragraphs[0]._p
    header.get_or_add_pPr().append(elements(_HEADER_LINE)[0])
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    shown = run("Sida ") + field("PAGE", run("1")) + run(" av ") + field("NUMPAGES", run("1"))
    footer._p.extend(elements(shown))


def _anonymous(word: WordDocument) -> None:
    """Nothing of the file that this one was made from."""
    core = word.core_properties
    core.author = core.comments = core.title = core.last_modified_by = core.keywords = ""
    core.language = "sv-SE"
    core.revision = 1
    core.created = core.modified = datetime(2024, 1, 1, tzinfo=UTC)
    relations = word.part.package.rels
    for key in [key for key, relation in relations.items() if "thumbnail" in relation.reltype]:
        del relations[key]


_DEFAULT_LOOK = (
    f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    '<w:sz w:val="22"/><w:szCs w:val="22"/>'
    '<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/>'
)
_LINK_STYLE = (
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:uiPriority w:val="99"/><w:unhideWhenUsed/>'
    '<w:rPr><w:color w:val="17566B"/><w:u w:val="single"/></w:rPr></w:style>'
)
_QUOTE_LINE = '<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="17566B"/></w:pBdr>'
_HEADER_LINE = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="B9B9B9"/></w:pBdr>'
_TABLE_STYLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="Tabell"><w:name w:val="Tabell"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
    "<w:tblPr><w:tblBorders>"
    '<w:top w:val="single" w:sz="8" w:space="0" w:color="1B1B1B"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1B1B1B"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="B9B9B9"/>'
    '</w:tblBorders><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
    '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1B1B1B"/>'
    "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
)
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:autoHyphenation w:val="1"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:updateFields w:val="1"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="sv-SE"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
)


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())
