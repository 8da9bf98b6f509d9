"""Are figures said the Swedish way, and never truer or falser than they are?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from stafett.measures.figures import Share
from stafett.measures.presentation import words

HARD = "\N{NO-BREAK SPACE}"


def test_thousands_stand_apart_with_a_hard_space():
    assert words.number(2255451) == f"2{HARD}255{HARD}451"


def test_money_is_whole_kronor_with_halves_upwards():
    assert words.money(Decimal("16958.50")) == f"16{HARD}959{HARD}kr"


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [
        (11, 15, "73 %"),
        (1, 8, "13 %"),
        (0, 15, "0 %"),
        (15, 15, "100 %"),
        (3, 1000, "0,3 %"),
        (1, 200, "1 %"),
        (2, 401, "0,5 %"),
        (199, 200, "99,5 %"),
        (997, 1000, "99,7 %"),
        (1, 100_000, "under 0,1 %"),
        (99_999, 100_000, "över 99,9 %"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_all(numerator, denominator, said):
    assert words.percent(Share(numerator, denominator)).replace(HARD, " ") == said


def test_a_share_of_nobody_has_neither_per_cent_nor_interval():
    nobody = Share(0, 0)
    assert (words.percent(nobody), words.interval(nobody)) == ("–", "–")
    assert words.sentence(nobody, "gick till arbete") == "Det finns ingen att räkna på ännu."


def test_the_interval_of_eleven_in_fifteen_is_48_to_89():
    assert words.interval(Share(11, 15)).replace(HARD, " ") == "48–89 %"


def test_the_sentence_says_these_people_first_and_the_way_of_working_after():
    assert words.sentence(Share(11, 15), "gick till arbete") == (
        "11 av de 15 gick till arbete. "
        "För arbetssättet i stort är allt mellan 48 och 89 procent rimligt."
    )


@pytest.mark.parametrize(
    ("numerator", "denominator", "start"),
    [(0, 15, "Ingen av de 15 "), (15, 15, "Alla 15 "), (1, 1, "1 av de 1 ")],
)
def test_none_and_all_are_said_as_people_say_them(numerator, denominator, start):
    assert words.sentence(Share(numerator, denominator), "slutade").startswith(start + "slutade.")


def test_a_day_is_written_out():
    assert words.as_of(date(2024, 6, 30)) == "Avser läget den 30 juni 2024."


def test_numbers_follow_the_language_of_the_page():
    with override("en"):
        assert words.number(2255451) == "2,255,451"
    with override(None):
        assert words.number(1000) == f"1{HARD}000"
