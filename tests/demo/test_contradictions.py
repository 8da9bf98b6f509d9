"""Is every place where a report contradicts itself or leaves something open listed, in whole sentences?"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from stafett.demo.contradictions import Choice, choice, choices
from stafett.demo.published import CODES, at, published

PARTS = ("says", "follows", "why")


@pytest.mark.parametrize("code", CODES)
def test_every_inconsistency_that_was_noted_has_its_choice(code: str) -> None:
    figures = published(code)
    noted = {
        (key, index)
        for key in ("inconsistencies", "not_printed")
        for index in range(len(figures.get(key, ())))
    }
    assert noted <= {c.source for c in choices(code)}


@pytest.mark.parametrize("code", CODES)
def test_a_choices_source_is_there_in_the_file(code: str) -> None:
    for one in choices(code):
        assert at(published(code), one.source)


@pytest.mark.parametrize("code", CODES)
def test_contradictions_come_before_what_is_open(code: str) -> None:
    kinds = [one.kind for one in choices(code)]
    assert kinds == sorted(kinds)


def test_every_choice_has_a_code_of_its_own() -> None:
    codes = [one.code for code in CODES for one in choices(code)]
    assert len(codes) == len(set(codes))
    assert all(choice(code).code == code for code in codes)


def test_an_unknown_cohort_or_choice_is_refused() -> None:
    with pytest.raises(KeyError):
        choices("annan")
    with pytest.raises(KeyError):
        choice("annan")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_is_whole_and_every_number_in_it_is_filled_in(code: str, part: str) -> None:
    for one in choices(code):
        sentence = one.sentence(part)  # type: ignore[arg-type]
        assert "%(" not in sentence
        assert sentence.endswith(".") or (part == "why" and sentence == "")


@pytest.mark.parametrize("code", CODES)
def test_every_number_that_was_looked_up_is_used(code: str) -> None:
    for one in choices(code):
        used = set(re.findall(r"%\((\w+)\)", one.says + one.follows + one.why))
        assert used == set(one.numbers)


def test_numbers_are_written_the_swedish_way() -> None:
    says = choice("duellen-cost").sentence("says").replace("\N{NO-BREAK SPACE}", " ")
    assert "2 297 829 kr för 133 deltagare" in says
    assert "17 227" in says
    follows = choice("duellen-cost").sentence("follows").replace("\N{NO-BREAK SPACE}", " ")
    assert "17 277" in follows


def test_shares_are_written_as_whole_per_cent() -> None:
    one = Choice("x", "fsla", "open", "%(goal)s", "", numbers={"goal": ("goals", 0, "share")})
    assert at(published("fsla"), ("goals", 0, "share")) == Decimal("0.6")
    assert one.values == {"goal": "60"}


def test_access_says_that_two_women_are_left_over() -> None:
    one = choice("access-unknown")
    assert (one.values["women"], one.values["counted"]) == ("23", "21")
