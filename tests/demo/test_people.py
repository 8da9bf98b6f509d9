"""Are the invented people's ages, days, livelihoods and lots what they are said to be?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.demo.cohorts import people, states
from stafett.demo.cohorts import rows as parts
from stafett.demo.cohorts.aktsam.register import Course, livelihood_after, occupation_after
from stafett.demo.cohorts.days import age_on, months_between
from stafett.demo.cohorts.draw import Draw
from stafett.demo.cohorts.marginals import MarginalError
from stafett.safeguards.ending_rules import add_months

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


def test_the_same_seed_draws_the_same_lots() -> None:
    one, other = Draw("x"), Draw("x")
    assert [one.below(1000) for _ in range(9)] == [other.below(1000) for _ in range(9)]
    assert [Draw("x").below(10**9)] != [Draw("y").below(10**9)]


@given(st.text(max_size=5), st.integers(-5, 5), st.integers(0, 9))
def test_a_lot_lies_within_its_bounds(seed: str, low: int, more: int) -> None:
    draw = Draw(seed)
    assert low <= draw.between(low, low + more) <= low + more
    assert draw.pick("abc") in "abc"
    assert sorted(draw.shuffled("cab")) == ["a", "b", "c"]


def test_a_weight_of_nothing_is_never_drawn() -> None:
    draw = Draw("weights")
    assert {draw.weighted({"a": 0, "b": 2, "c": 1}) for _ in range(50)} == {"b", "c"}


@given(st.text(max_size=5), DAYS, st.integers(0, 40))
def test_a_drawn_day_is_a_working_day_or_the_first(seed: str, first: date, more: int) -> None:
    last = date.fromordinal(first.toordinal() + more)
    day = Draw(seed).day(first, last)
    assert first <= day <= last
    assert day.weekday() < 5 or day == first


def test_a_day_between_two_that_lie_backwards_is_the_first() -> None:
    assert Draw("x").day(date(2008, 5, 5), date(2008, 5, 1)) == date(2008, 5, 5)


def test_months_later_keeps_to_the_months_last_day() -> None:
    assert add_months(date(2008, 1, 31), 1) == date(2008, 2, 29)
    assert add_months(date(2008, 2, 29), -12) == date(2007, 2, 28)


@given(DAYS, st.integers(0, 40))
def test_so_many_months_later_is_so_many_months_between(day: date, months: int) -> None:
    assert months_between(day, add_months(day, months)) == months


def test_a_month_is_not_over_before_its_day() -> None:
    assert months_between(date(2008, 1, 15), date(2008, 3, 14)) == 1


@given(st.text(max_size=5), DAYS, st.integers(16, 64))
def test_a_birth_date_gives_the_age(seed: str, day: date, age: int) -> None:
    assert age_on(people.birth_date(Draw(seed), day, age), day) == age


@given(st.text(max_size=5), st.integers(1, 60), st.integers(16, 30))
def test_ages_have_exactly_the_mean_that_was_asked_for(seed: str, count: int, mean: int) -> None:
    ages = people.ages(Draw(seed), count, 16, 30, mean)
    assert sum(ages) == mean * count
    assert all(16 <= age <= 30 for age in ages)


def test_a_mean_outside_the_bounds_is_refused() -> None:
    with pytest.raises(MarginalError):
        people.ages(Draw("x"), 3, 16, 30, 31)


def test_a_name_that_is_taken_is_drawn_again() -> None:
    everybody = len(people.GIVEN["woman"]) * len(people.FAMILY)
    few = everybody // 4
    names = list(people.names(Draw("names"), ["woman"] * few))
    assert len(set(names)) == few


def test_a_coordination_number_adds_sixty_to_the_day() -> None:
    number = next(n for n in people.published_numbers() if n[6:8] == "61")
    assert people.is_coordination(number)
    assert people.born(number) == date(int(number[:4]), int(number[4:6]), 1)


def test_aktivitetsersattning_is_only_drawn_for_ages_19_to_29() -> None:
    weights = {"activity_compensation": 1, "social_assistance": 1}
    draw = Draw("ages")
    drawn = {
        age: {states.livelihood_start(draw, age, weights)[0][0] for _ in range(30)}
        for age in (18, 19, 29, 30)
    }
    assert drawn[18] == drawn[30] == {"social_assistance"}
    assert drawn[19] == drawn[29] == set(weights)


def test_some_work_half_time_beside_half_of_what_they_had() -> None:
    draw, before = Draw("half"), (("activity_support", 100),)
    after = {states.after(draw, "work_unsupported", before) for _ in range(40)}
    assert after == {
        ((("wages", 100),), (("work_unsupported", 40),)),
        ((("wages", 50), ("activity_support", 50)), (("work_unsupported", 20),)),
    }


def test_an_outcome_without_a_livelihood_of_its_own_keeps_what_was() -> None:
    before: states.Livelihood = (("social_assistance", None),)
    assert states.after(Draw("x"), "job_seeking", before) == (before, (("job_seeking", None),))


def test_leaving_three_quarters_of_the_benefit_keeps_a_quarter() -> None:
    course = Course(("studies",), 5, 75, "studier")
    before: states.Livelihood = (("activity_compensation", 100),)
    after = livelihood_after(course, before)
    assert after == (("student_aid", 75), ("activity_compensation", 25))
    assert occupation_after(course, (("studies", 40),), False) == (("studies", 30),)


def test_beside_a_whole_benefit_there_is_room_for_ten_hours() -> None:
    course = Course(("practice",), None, None, "praktik")
    assert occupation_after(course, (("practice", 30),), False) == (("practice", 10),)
    assert occupation_after(course, (("practice", 30),), True) == (("practice", 30),)


def test_a_row_without_one_of_its_columns_is_refused() -> None:
    with pytest.raises(MarginalError, match="columns of a register"):
        parts.register_row(parts.remaining())
