"""Can anything that a person writes become a command in typst, Word or a page?"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from stafett.measures.charts import bars
from stafett.measures.figures import Count, Row, Text
from stafett.reports.rendering.blocks import (
    ChartBlock,
    Definition,
    Document,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
    Section,
    TableBlock,
)
from stafett.reports.rendering.markdown import parse
from stafett.reports.rendering.page import page
from stafett.reports.rendering.pdf import pdf
from stafett.reports.rendering.word import word
from tests.measures.presentation.tables import hostile
from tests.reports.rendering import pdf_reader, word_reader
from tests.reports.rendering.sample import report

WORDS = (
    '#import "/etc/passwd": *',
    '#read("/etc/passwd")',
    "#panic()",
    "$ x^2 $",
    "= Rubrik ] ) } // /* */ <label> @ref",
    "\\u{41} \\",
    "</w:t></w:r></w:p><w:p/>",
    "{{ 7 * 7 }} {% if x %} {# y #}",
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "&amp; &#x3c; ]]>",
    "*a* _b_ `c` ~d~",
    '"); #read("x',
    "TOC \\o %PDF-1.4 %s %(x)s {0}",
)


def everywhere(words: str) -> Document:
    """A report in which every text is the same hostile words, past the reader of Markdown."""
    runs = (Run(words), Run(words, strong=True, link="https://example.org/?" + words))
    counted = replace(hostile(words), rows=(Row("r", words, (Text(words), Count(3))),))
    return Document(
        title=words,
        subtitle=words,
        initiative=words,
        period=words,
        authors=(words, words),
        made_on=report().made_on,
        chapters=(
            Section(
                words,
                (
                    Heading(2, runs),
                    Paragraph(runs),
                    Listing(((Paragraph(runs),),), ordered=True, start=2),
                    Quote((Paragraph(runs),)),
                    Grid((runs,), ((runs,),), (True,)),
                    TableBlock(hostile(words)),
                    ChartBlock(bars(counted, "y")),
                    *parse(words),
                ),
            ),
        ),
        definitions=(Definition(words, words),),
    )


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\ufffe\x02-]+", "", text)


@pytest.mark.parametrize("words", WORDS)
def test_typst_sets_hostile_words_as_they_are(words):
    said = squeezed(pdf_reader.text(pdf(everywhere(words))))
    assert said.count(squeezed(words)) >= 12
    assert "root:x:0" not in said


@pytest.mark.parametrize("words", WORDS)
def test_word_holds_hostile_words_as_they_are(words):
    raw = word(everywhere(words))
    said = [text for _style, text in word_reader.styled(raw)]
    assert sum(words in text for text in said) >= 12
    body = word_reader.opened(raw).element.body
    codes = {each.text.split()[0] for each in body.iter(qn("w:instrText"))}
    assert codes == {"PAGEREF", "SEQ"}
    assert word_reader.opened(raw).core_properties.title == words


@pytest.mark.parametrize("words", WORDS)
def test_a_page_shows_hostile_words_as_they_are(words):
    shown = page(everywhere(words))
    tags = {tag.lower() for tag in re.findall(r"<([a-zA-Z:]+)", shown)}
    assert not tags & {"script", "iframe", "style", "label", "w:p", "img"}
    assert not re.search(r"<[^>]*\son[a-z]+=", re.sub(r'"[^"]*"', '""', shown))
    assert "49" not in re.sub(r"<svg.*?</svg>", "", shown, flags=re.DOTALL)


@pytest.mark.parametrize(
    "words", ["😀 中 \u202e", "a\x00b\x0c", "\ud800", "A\u0301\u0302\u0303", "\u2028"]
)
def test_characters_that_a_file_cannot_hold_never_stop_a_report(words):
    document = everywhere(words)
    assert pdf(document).startswith(b"%PDF")
    assert word(document).startswith(b"PK")
    assert "<h2>" in page(document)


def test_an_address_with_quotes_and_spaces_stays_one_address():
    document = replace(report(), chapters=(Section("A", parse('[x](<https://a.se/" y>)')),))
    relations = word_reader.opened(word(document)).part.rels.values()
    (address,) = [relation.target_ref for relation in relations if relation.is_external]
    assert address == "https://a.se/%22%20y"
    assert pdf(document).startswith(b"%PDF")


@pytest.mark.parametrize(
    "deep", [">" * 50 + " x", "- " * 50 + "x", "> - " * 25 + "x", "1. " * 50 + "x"]
)
def test_what_is_nested_without_end_is_still_a_report(deep: str) -> None:
    one = replace(report(), chapters=(Section("Djupt", parse(deep)),))
    assert "x" in pdf_reader.text(pdf(one))
    assert word(one)
    assert "x" in page(one)
