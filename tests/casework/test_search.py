"""Is what somebody writes in the search field read as the name, number or day that it is?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.casework.search import NOTHING, Sought, read

TODAY = date(2025, 6, 2)
NUMBER = "199001012385"
"""One of Skatteverket's published test numbers: nobody's."""


@pytest.mark.parametrize(
    ("text", "words"),
    [("Öberg", ("oberg",)), ("  amina   Öberg ", ("amina", "oberg")), ("Karl-Erik", ("karl", "erik")),
     ("O'Brien", ("o'brien",)), ("", ()), ("-", ())],
)  # fmt: skip
def test_letters_are_the_parts_of_a_name(text: str, words: tuple[str, ...]) -> None:
    assert read(text, TODAY) == Sought(words=words)


@pytest.mark.parametrize(
    "text", ["19900101-2385", "900101-2385", "9001012385", "19900101 2385", NUMBER]
)
def test_a_whole_number_is_read_however_it_is_written(text: str) -> None:
    assert NUMBER in read(text, TODAY).numbers


def test_a_plus_tells_the_century() -> None:
    assert "189001019802" in read("900101+9802", TODAY).numbers


@pytest.mark.parametrize("text", ["900503", "19900503", "1990-05-03"])
def test_six_or_eight_digits_are_a_birth_date(text: str) -> None:
    sought = read(text, TODAY)
    assert sought.births == (date(1990, 5, 3),)
    assert sought.prefixes == ("19900503",)


def test_a_day_in_both_centuries_is_sought_in_both_but_never_ahead() -> None:
    assert read("100503", TODAY).births == (date(1910, 5, 3), date(2010, 5, 3))
    assert read("260503", TODAY).births == (date(1926, 5, 3),)


def test_a_coordination_numbers_day_is_read() -> None:
    assert read("19900163", TODAY).births == (date(1990, 1, 3),)


def test_the_beginning_of_a_number_is_sought_as_one() -> None:
    assert read("19900101-23", TODAY).prefixes == ("1990010123",)
    assert read("9001012", TODAY).prefixes == ("199001012", "209001012")


@pytest.mark.parametrize("text", ["12345", "123456789012", "990231", "F 17", "GD12", "1"])
def test_digits_that_are_no_day_are_sought_as_they_stand(text: str) -> None:
    sought = read(text, TODAY)
    assert text in sought.numbers
    assert sought.births == ()


def test_nothing_written_seeks_nothing() -> None:
    assert not NOTHING
    assert read("Öberg", TODAY)
    assert read("12", TODAY)


@given(st.text(max_size=300))
def test_anything_can_be_written(text: str) -> None:
    sought = read(text, TODAY)
    assert all(len(word) <= 100 for word in (*sought.words, *sought.numbers))
