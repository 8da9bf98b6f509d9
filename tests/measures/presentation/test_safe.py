"""Can a text from a user run in a spreadsheet, or break a file?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.measures.presentation.safe import safe_cell
from stafett.papers.safe import printable
from tests.measures.presentation.patience import patient


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+46 70",
        "-5",
        "@SUM(A1)",
        " =1+1",
        "\t=1",
        "\ttext",
        "\r\n=1",
        "\nrad",
        "＝1+1",
        "\N{NO-BREAK SPACE}=1",
        "\x00=1",
        '=HYPERLINK("https://example.org")',
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(words):
    assert safe_cell(words) == "'" + printable(words)


@pytest.mark.parametrize("words", ["Kvinnor", "16–19 år", "", "1=1", "a-b", "– streck", "'=redan"])
def test_ordinary_words_are_left_alone(words):
    assert safe_cell(words) == words


def test_control_characters_and_halves_of_pairs_are_dropped():
    assert printable("a\x00b\x0bc\ud800d\uffffe\tf\n") == "abcde\tf\n"


def test_letters_in_two_pieces_become_one():
    assert printable("A\N{COMBINING RING ABOVE}") == "Å"


@patient
@given(st.text())
def test_a_neutralised_cell_stays_as_it_is(words):
    once = safe_cell(words)
    assert safe_cell(once) == once


@patient
@given(st.text())
def test_no_cell_begins_as_a_formula(words):
    assert not safe_cell(words).lstrip().startswith(("=", "+", "-", "@"))
