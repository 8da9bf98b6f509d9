"""Is a report on a page clean HTML that says the same as the documents?"""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from stafett.reports.rendering.blocks import (
    ChartBlock,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
    Section,
    TableBlock,
)
from stafett.reports.rendering.page import _written, page, prose
from tests.reports.rendering.sample import report


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**a** *b*", "<p><strong>a</strong> <em>b</em></p>\n"),
        ("# A\n\n## B", "<h3>A</h3>\n<h4>B</h4>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("1. a\n\n   b", "<ol>\n<li><p>a</p>\n<p>b</p>\n</li>\n</ol>\n"),
        ("1. > a", "<ol>\n<li><blockquote><p>a</p>\n</blockquote>\n</li>\n</ol>\n"),
        ("> a", "<blockquote><p>a</p>\n</blockquote>\n"),
        ("<b>a</b> & b", "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>\n"),
        ("a  \nb", "<p>a<br>b</p>\n"),
        (
            "[a](https://b.se)",
            '<p><a href="https://b.se" rel="noopener noreferrer">a</a></p>\n',
        ),
        (
            "| A | B |\n|---|--:|\n| x | 1 |",
            '<table><thead><tr><th scope="col">A</th><th scope="col" class="is-number">B</th></tr>'
            '</thead><tbody>\n<tr><td>x</td><td class="is-number">1</td></tr>\n</tbody></table>\n',
        ),
    ],
)
def test_each_thing_that_can_be_written_has_its_tag(written, shown):
    assert prose(written) == shown


def test_pages_number_tables_and_figures_each_in_their_order():
    found = ElementTree.fromstring(f"<div>{page(report()).replace('<br>', '<br/>')}</div>")
    captions = ["".join(each.itertext()).split(".")[0].strip() for each in found.iter("caption")]
    assert captions == ["Tabell 1", "Tabell 2", "Tabell 3", "Tabell 4"]
    figures = ["".join(each.itertext()).split(".")[0] for each in found.iter("figcaption")]
    assert figures == ["Figur 1", "Figur 2"]


def test_each_chapter_is_a_section_with_a_heading_and_an_empty_one_says_so():
    shown = page(report())
    assert shown.count('<section class="report-chapter">\n<h2>') == 7
    assert "<h2>Förbundschefens kommentar</h2>\n" in shown
    assert "Kapitlet är inte skrivet." in shown


def test_a_swedish_report_is_swedish_whoever_asks_for_it():
    swedish = report()
    shown = page(swedish)
    with override("en"):
        assert page(swedish) == shown


def test_definitions_stand_last_when_there_are_any():
    assert page(report()).rstrip().endswith("</dl>\n</section>")
    assert "<dl>" not in page(replace(report(), definitions=(), chapters=()))


def test_titles_and_definitions_are_escaped():
    hostile = "<script>alert(1)</script>"
    document = replace(report(), chapters=(Section(hostile),))
    assert hostile not in page(document)
    assert "&lt;script&gt;" in page(document)


def test_a_picture_is_inline_with_its_caption():
    chart = next(block for block in report().chapters[3].blocks if isinstance(block, ChartBlock))
    shown = page(replace(report(), chapters=(Section("A", (chart,)),)))
    assert '<figure class="figures-picture"><div class="picture-wide"><svg ' in shown
    assert '<div class="picture-narrow"><svg ' in shown
    assert "<figcaption>Figur 1. Deltagare efter ålder och kön</figcaption>" in shown


def test_prose_has_no_place_for_the_systems_own_blocks():
    (table,) = [b for b in report().chapters[3].blocks if isinstance(b, TableBlock)][:1]
    assert _written(table) == ""
    runs = (Run("x"),)
    for block in (
        Heading(2, runs),
        Paragraph(runs),
        Listing(((Paragraph(runs),),)),
        Quote((Paragraph(runs),)),
        Grid((runs,), (), (False,)),
    ):
        assert "x" in _written(block)
