"""Funding shares, vacancies, lines, agreements: what must hold whatever the numbers are."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.parties import rules
from stafett.parties.rules import FundingShare, Kind, Piece, Span, Validity

DAY = date(2024, 1, 1)
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def span(first: int, until: int | None) -> Span:
    return Span(day(first), None if until is None else day(until))


days = st.integers(0, 60)
posts = st.tuples(days, st.integers(1, 40), st.booleans()).map(
    lambda t: span(t[0], None if t[2] else t[0] + t[1])
)


@st.composite
def tenures(draw: st.DrawFn) -> list[Piece]:
    """Spans that follow each other with or without gaps, as the database guarantees."""
    at, found = 0, []
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=6)):
        found.append(Piece(span(at + gap, at + gap + length), Kind.HELD, "Karin"))
        at += gap + length
    if draw(st.booleans()):
        found.append(Piece(span(at, None), Kind.STAND_IN, "Per"))
    return draw(st.permutations(found))


@given(posts, tenures())
def test_who_held_a_post_and_when_it_was_vacant_cover_its_time_exactly(
    post: Span, held: list[Piece]
) -> None:
    found = rules.pieces(post, held)
    assert found[0].span.from_day == post.from_day
    assert found[-1].span.until_day == post.until_day
    for one, following in pairwise(found):
        assert one.span.until_day == following.span.from_day


@given(posts, tenures())
def test_nobody_holds_a_post_while_it_is_vacant(post: Span, held: list[Piece]) -> None:
    for gap in rules.vacancies(post, [piece.span for piece in held]):
        assert rules.shared(post, gap) == gap
        assert not any(rules.shared(gap, piece.span) for piece in held)


def test_a_post_that_nobody_ever_held_is_one_vacancy() -> None:
    assert rules.vacancies(span(0, None), []) == [span(0, None)]


def test_a_post_that_is_held_for_good_is_never_vacant() -> None:
    assert rules.vacancies(span(0, None), [span(0, None), span(5, 9)]) == []


def test_time_held_after_the_post_has_ended_makes_no_vacancy_beyond_its_end() -> None:
    assert rules.vacancies(span(0, 10), [span(20, 30)]) == [span(0, 10)]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_shares_made_of_parts_sum_to_exactly_one(parts: list[int]) -> None:
    whole = sum(parts)
    shares = [FundingShare("p", "state", Fraction(part, whole)) for part in parts]
    assert rules.sum_of(shares) == 1


def test_half_a_quarter_and_a_quarter_are_the_laws_shares() -> None:
    shares = [
        FundingShare("Af", "state", QUARTER), FundingShare("FK", "state", QUARTER),
        FundingShare("Regionen", "region", QUARTER), FundingShare("Flen", "municipality", QUARTER),
    ]  # fmt: skip
    assert rules.departures_from_law(shares) == []


def test_each_group_that_departs_from_the_law_is_named_with_both_shares() -> None:
    shares = [FundingShare("FK", "state", QUARTER), FundingShare("Flen", "municipality", QUARTER),
              FundingShare("Regionen", "region", HALF)]  # fmt: skip
    assert rules.departures_from_law(shares) == [
        ("state", QUARTER, HALF), ("region", HALF, QUARTER),
    ]  # fmt: skip


def test_a_line_shows_the_pieces_in_proportion_and_leaves_out_what_is_outside() -> None:
    pieces = [
        Piece(span(-9, 0), Kind.HELD), Piece(span(0, 5), Kind.HELD), Piece(span(5, None), Kind.VACANT),
    ]  # fmt: skip
    drawn = rules.drawn(pieces, (day(0), day(9)))
    assert [(d.start, d.length, d.kind) for d in drawn] == [
        (0, 500, Kind.HELD), (500, 500, Kind.VACANT),
    ]  # fmt: skip


def test_a_single_day_in_a_long_line_can_still_be_seen() -> None:
    drawn = rules.drawn([Piece(span(1, 2), Kind.HELD)], (day(0), day(3000)))
    assert drawn[0].length == 1


def test_one_person_alone_in_a_coordinating_role_is_pointed_out() -> None:
    held = [("", "project_leader", 1), ("", "local_leader", 2), ("", "local_leader", 3)]
    assert rules.alone(held) == {("", "project_leader")}


def test_one_person_with_two_posts_in_the_same_role_is_still_alone() -> None:
    assert rules.alone([("", "project_leader", 1), ("", "project_leader", 1)])


def test_roles_that_do_not_hold_the_work_together_are_not_pointed_out() -> None:
    assert rules.alone([("", "caseworker", 1)]) == set()


@pytest.mark.parametrize(
    ("ends", "state"),
    [
        (None, Validity.RUNNING), (91, Validity.RUNNING), (90, Validity.ENDING), (0, Validity.ENDING),
        (-1, Validity.ENDED),
    ],
)  # fmt: skip
def test_an_agreement_is_about_to_run_out_ninety_days_before_its_last_day(
    ends: int | None, state: Validity
) -> None:
    assert rules.validity(day(-99), None if ends is None else day(ends), day(0)) == state


def test_an_agreement_that_has_not_begun_is_coming() -> None:
    assert rules.validity(day(1), None, day(0)) == Validity.COMING


def test_the_last_day_and_the_end_of_a_period_are_a_day_apart() -> None:
    assert rules.last_day(rules.until(day(3))) == day(3)
    assert rules.until(None) is None
    assert rules.last_day(None) is None
    assert span(0, 4).last_day == day(3)


def test_a_span_covers_its_first_day_and_not_its_end() -> None:
    assert span(0, 2).covers(day(0))
    assert not span(0, 2).covers(day(2))
    assert not span(1, None).covers(day(0))


def test_days_that_two_spans_share_may_be_none() -> None:
    assert rules.shared(span(0, 2), span(2, 4)) is None
    assert rules.shared(span(0, None), span(2, None)) == span(2, None)


@pytest.mark.parametrize("typed", ["212000-0142", "2120000142", "212000 0142"])
def test_an_organisation_number_is_written_in_one_way(typed: str) -> None:
    assert rules.organisation_number(typed) == "212000-0142"


@pytest.mark.parametrize("typed", ["212000-0143", "212000-014", "abcdef-ghij", "²120000142", ""])
def test_what_can_not_be_an_organisation_number_is_nothing(typed: str) -> None:
    assert rules.organisation_number(typed) == ""
