"""What a draft leaves to be filled in is known in either language; a bracket of another sort is left alone."""

from __future__ import annotations

import pytest

from stafett.frame.unfilled import faults_of_unfilled, left_in


@pytest.mark.parametrize(("text", "left"), [
    ("Ring [fyll i: telefon] i dag.", "[fyll i: telefon]"), ("[Fylls i av er]", "[Fylls i av er]"),
    ("Till [namn, ifylls]", "[namn, ifylls]"), ("Call [Fill in: number]", "[Fill in: number]"),
    ("Ett [fyll i", "[fyll i"), ("[a] [fyll i] [fyll i: b]", "[fyll i]"),
    ("Fyll i blanketten [bilaga 1].", ""), ("[uppfyllt villkor]", ""), ("", ""),
])  # fmt: skip
def test_a_place_to_be_filled_in_is_found_as_it_stands(text: str, left: str) -> None:
    assert left_in(text) == left


def test_each_field_with_such_a_place_is_told_of_with_what_stands_there() -> None:
    assert faults_of_unfilled({"a": "Ring [fyll i]", "b": "Ring 112"}) == {
        "a": "Det står [fyll i] kvar. Skriv era egna ord i stället, eller ta bort det."
    }
