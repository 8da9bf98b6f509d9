"""Is what a person writes read as it was meant, and never as more than text?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.reports.rendering.blocks import (
    BREAK,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
)
from stafett.reports.rendering.markdown import parse
from tests.measures.presentation.patience import patient


def words(runs):
    return "".join(run.words for run in runs)


def levels(written):
    return [block.level for block in parse(written) if isinstance(block, Heading)]


def test_looks_are_kept_also_inside_each_other():
    (paragraph,) = parse("Det är **mycket *mycket* viktigt**.")
    assert paragraph == Paragraph(
        (
            Run("Det är "),
            Run("mycket ", strong=True),
            Run("mycket", strong=True, emphasis=True),
            Run(" viktigt", strong=True),
            Run("."),
        )
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# A\n\n## B\n\n### C\n\n#### D", [2, 3, 3, 3]),
        ("### A\n\n### B", [2, 2]),
        ("## A\n\n#### B\n\n## C", [2, 3, 2]),
        ("### Djup först\n\n# Sedan", [2, 2]),
    ],
)
def test_headings_stand_below_the_chapter_and_skip_no_level(written, expected):
    assert levels(written) == expected


def test_an_empty_heading_is_nothing():
    assert parse("##\n\ntext") == (Paragraph((Run("text"),)),)


def test_lists_keep_their_kind_their_start_and_what_is_inside_them():
    (numbered,) = parse("3. tre\n4. fyra\n   - a\n   - b\n\n     mer om b")
    assert (numbered.ordered, numbered.start, len(numbered.items)) == (True, 3, 2)
    inner = numbered.items[1][1]
    assert isinstance(inner, Listing)
    assert not inner.ordered
    assert [words(part.runs) for part in inner.items[1]] == ["b", "mer om b"]


def test_a_list_from_one_and_an_item_without_text():
    assert parse("-") == (Listing(((),)),)
    assert parse("1. a")[0].start == 1


def test_quotes_hold_blocks():
    assert parse("> Hej\n>\n> - du") == (
        Quote((Paragraph((Run("Hej"),)), Listing(((Paragraph((Run("du"),)),),)))),
    )


def test_a_typed_table_keeps_its_sides_and_its_empty_cells():
    (grid,) = parse("| A | B |\n|---|--:|\n| x | **1** |\n| y | |")
    assert grid == Grid(
        header=((Run("A"),), (Run("B"),)),
        rows=(((Run("x"),), (Run("1", strong=True),)), ((Run("y"),), ())),
        right=(False, True),
    )


@pytest.mark.parametrize(
    "address", ["https://a.se/?x=1", "http://a.se", "mailto:a@b.se", "HTTPS://A.se"]
)
def test_addresses_to_the_web_and_to_mail_are_links(address):
    (paragraph,) = parse(f"[här]({address})")
    assert paragraph.runs == (Run("här", link=address),)


@pytest.mark.parametrize("address", ["/sida", "ftp://a.se", "x:y", "#del", "//a.se"])
def test_other_addresses_are_only_their_text(address):
    (paragraph,) = parse(f"[här]({address})")
    assert paragraph.runs == (Run("här"),)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_addresses_that_run_are_left_as_they_were_typed(address):
    (paragraph,) = parse(f"[här]({address})")
    assert words(paragraph.runs) == f"[här]({address})"


def test_a_picture_is_its_text_and_a_mail_address_needs_no_scheme():
    (paragraph,) = parse("![logga](https://a.se/x.png) <a@b.se>")
    assert paragraph.runs == (Run("logga"), Run(" "), Run("a@b.se", link="mailto:a@b.se"))


def test_line_breaks_are_spaces_unless_they_are_meant():
    (paragraph,) = parse("ett\ntvå  \ntre")
    assert paragraph.runs == (Run("ett"), Run(" "), Run("två"), BREAK, Run("tre"))


def test_code_and_html_are_text():
    assert [words(block.runs) for block in parse("`#import` <b>x</b>\n\n<div>y</div>")] == [
        "#import <b>x</b>",
        "<div>y</div>",
    ]
    assert parse("```\na\n  b\n```") == (Paragraph((Run("a"), BREAK, Run("  b"))),)


def test_a_line_across_and_an_empty_chapter_are_nothing():
    assert parse("a\n\n---\n\nb") == (Paragraph((Run("a"),)), Paragraph((Run("b"),)))
    assert parse("  \n\t\n") == ()


def test_characters_that_no_file_may_hold_are_dropped():
    (paragraph,) = parse("a\x00\x07b\ud800")
    assert words(paragraph.runs).replace("\ufffd", "") == "ab"


@patient
@given(st.text(alphabet="# \n->*_`[](){}<>|1.a\\\"'&:!", max_size=200))
def test_anything_can_be_read_and_no_heading_skips_a_level(written):
    before = 1
    for level in levels(written):
        assert 2 <= level <= min(before + 1, 3)
        before = level
