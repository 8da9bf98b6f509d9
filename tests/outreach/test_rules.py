"""The rules of the list, without a database: too long, too old, and how a period is counted."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stafett.outreach.rules import (
    PROPOSED,
    Course,
    Figures,
    figures,
    half_year_of,
    too_long_from,
    twenty_on,
)

FIRST, LAST = date(2025, 1, 1), date(2025, 6, 30)
DAYS = st.dates(date(2024, 10, 1), date(2025, 10, 1))


def test_the_weeks_are_counted_from_when_somebody_was_reached_or_came() -> None:
    came, reached = date(2025, 1, 1), date(2025, 2, 1)
    assert too_long_from(came, None, 8) == date(2025, 2, 26)
    assert too_long_from(came, reached, 8) == reached + timedelta(weeks=8)
    assert too_long_from(came, date(2024, 12, 1), 8) == date(2025, 2, 26)


def test_somebody_born_on_a_leap_day_turns_twenty_on_the_first_of_march() -> None:
    assert twenty_on(date(2005, 6, 2)) == date(2025, 6, 2)
    assert twenty_on(date(2080, 2, 29)) == date(2100, 3, 1)


def test_a_half_year_is_the_one_that_the_day_is_in() -> None:
    assert half_year_of(date(2025, 6, 30)) == (FIRST, LAST)
    assert half_year_of(date(2025, 7, 1)) == (date(2025, 7, 1), date(2025, 12, 31))


def test_each_is_counted_once_and_only_what_was_done_in_the_period() -> None:
    before = date(2024, 12, 31)
    courses = [
        Course(FIRST, None, [(FIRST, False), (LAST, True)], [LAST, LAST]),
        Course(before, LAST, [(FIRST, False), (FIRST, False), (before, True)]),
        Course(before, FIRST, [(before, True)]),
        Course(before, before),
        Course(LAST + timedelta(days=1), None),
    ]
    assert figures(courses, FIRST, LAST) == Figures(3, 1, 2, 1, 1, 1, 1)


@given(st.lists(st.tuples(DAYS, st.lists(st.tuples(DAYS, st.booleans()), max_size=4)), max_size=4))
def test_the_parts_are_together_the_whole(told: list[tuple[date, list[tuple[date, bool]]]]) -> None:
    found = figures([Course(day, None, tries) for day, tries in told], FIRST, LAST)
    assert found.reached + found.tried + found.untried == found.there


def test_something_can_be_chosen_of_every_kind_and_somebody_can_be_reached() -> None:
    assert {about for about, _label, _reaches in PROPOSED} == {"way", "result", "doing", "reason"}
    assert {about for about, _label, reaches in PROPOSED if reaches} == {"result"}
