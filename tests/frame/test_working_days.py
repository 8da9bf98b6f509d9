"""Are Swedish working days those that offices in Sweden are open?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.frame.working_days import is_working_day, next_working_day

FREE_2026 = [
    "01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-19", "12-24", "12-25", "12-31",
]  # fmt: skip
"""The weekdays of 2026 on which offices are closed, by the almanac; 6 June and 26 December are Saturdays."""
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_a_whole_year_has_just_the_free_weekdays_of_the_almanac() -> None:
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    free = [f"{day:%m-%d}" for day in year if day.weekday() < 5 and not is_working_day(day)]
    assert free == FREE_2026


@pytest.mark.parametrize("day", [date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31)])
def test_the_eves_are_free_unless_one_asks_for_the_law_on_public_holidays_alone(day: date) -> None:
    assert not is_working_day(day)
    assert is_working_day(day, eves=False)


def test_saturdays_and_sundays_are_free() -> None:
    assert not is_working_day(date(2026, 11, 28))
    assert not is_working_day(date(2026, 11, 29))
    assert is_working_day(date(2026, 11, 30))


def test_after_the_day_before_easter_comes_the_tuesday_after_it() -> None:
    assert next_working_day(date(2026, 4, 2)) == date(2026, 4, 7)
    assert next_working_day(date(2026, 12, 30), eves=False) == date(2026, 12, 31)


@given(DAYS)
def test_between_a_day_and_the_next_working_day_there_is_none(day: date) -> None:
    after = next_working_day(day)
    assert is_working_day(after)
    between = (day + timedelta(days=number) for number in range(1, (after - day).days))
    assert not any(is_working_day(one) for one in between)
