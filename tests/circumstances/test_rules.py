"""What held directly before and after, and when a threshold is reached: against a plain walk over the days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.casework.rules import Source
from stafett.circumstances.rules import (
    STEPS,
    Spell,
    Step,
    directly_after,
    directly_before,
    faults_beside,
    faults_of_form,
    faults_of_hours_beside,
    faults_of_pause,
    faults_of_period,
    faults_of_return,
    faults_of_thresholds,
    has_something_next,
    meets,
    reached,
)

FIRST = date(2025, 1, 1)
DAY = timedelta(days=1)


def spell(word: str, first: int, until: int | None, amount: int | None = None) -> Spell:
    end = None if until is None else FIRST + until * DAY
    return Spell(word, FIRST + first * DAY, end, amount)


SPELLS = st.lists(
    st.builds(
        lambda word, first, length, amount: spell(
            word, first, None if length is None else first + length, amount
        ),
        st.sampled_from("abc"), st.integers(0, 60), st.none() | st.integers(1, 40),
        st.none() | st.integers(1, 20),
    ),
    max_size=6,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SPELLS, st.integers(0, 80))
def test_directly_before_and_after_are_the_nearest_day_within_a_week_that_anything_held(
    spells: list[Spell], at: int
) -> None:
    day = FIRST + at * DAY
    for found, way in ((directly_before(spells, day), -1), (directly_after(spells, day), 1)):
        walked: list[Spell] = []
        for step in range(1, 8):
            there = day + way * step * DAY
            walked = [
                one for one in spells
                if one.from_day <= there and (one.until_day is None or there < one.until_day)
            ]  # fmt: skip
            if walked:
                break
        assert found == walked


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(SPELLS, st.integers(1, 25), st.integers(1, 4), st.integers(0, 120))
def test_a_threshold_is_reached_on_the_first_day_after_so_many_whole_weeks(
    spells: list[Spell], hours: int, weeks: int, at: int
) -> None:
    today = FIRST + at * DAY
    found = [(one.since, one.on) for one in reached(spells, Decimal(hours), weeks, today)]
    walked, run = [], 0
    for number in range(at + 1):
        day = FIRST + number * DAY
        enough = sum(one.amount or 0 for one in spells if one.holds(day)) >= hours
        # so many whole weeks have been when the day before was the last of them
        if run == weeks * 7:
            walked.append((day - run * DAY, day))
        run = run + 1 if enough else 0
    assert found == walked


def test_it_is_told_whether_it_still_is_so() -> None:
    (over,) = reached([spell("a", 0, 10, 12)], Decimal(10), 1, FIRST + 20 * DAY)
    assert (over.goes_on(FIRST + 9 * DAY), over.goes_on(FIRST + 10 * DAY)) == (True, False)
    (still,) = reached([spell("a", 0, None, 12)], Decimal(10), 1, FIRST + 20 * DAY)
    assert still.goes_on(FIRST + 20 * DAY)


def test_nothing_is_directly_after_while_it_goes_on() -> None:
    assert directly_after([spell("a", 0, None)], None) == []


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ((0, 5), (5, 9), False),
        ((0, 6), (5, 9), True),
        ((0, None), (5, 9), True),
        ((5, 9), (0, None), True),
        ((9, None), (5, 9), False),
    ],
)
def test_half_open_periods_meet_when_they_share_a_day(
    one: tuple[int, int | None], other: tuple[int, int | None], together: bool
) -> None:
    def days(pair: tuple[int, int | None]) -> tuple[date, date | None]:
        return FIRST + pair[0] * DAY, None if pair[1] is None else FIRST + pair[1] * DAY

    assert meets(days(one), days(other)) is together


def test_something_is_next_when_it_began_later_and_goes_on_longer() -> None:
    ends = spell("a", 0, 30)
    assert not has_something_next(ends, [ends, spell("b", 0, 40), spell("b", 5, 30)])
    assert has_something_next(ends, [ends, spell("b", 5, 31)])
    assert has_something_next(ends, [ends, spell("b", 50, None)])
    assert has_something_next(spell("a", 0, None), [])


def test_each_refusal_says_what_to_do() -> None:
    today = FIRST + 100 * DAY
    assert faults_of_period(None, None, today) == {}
    assert "on_day" in faults_of_return(today + DAY, FIRST, today)
    assert "senare dag" in faults_of_return(FIRST, FIRST, today)["on_day"]
    assert faults_of_return(FIRST + DAY, FIRST, today) == {}
    assert set(faults_of_pause(FIRST - DAY, FIRST - DAY, FIRST, today)) == {
        "from_day",
        "expected_on",
    }
    assert set(faults_of_pause(today + DAY, None, FIRST, today)) == {"from_day"}
    assert "senast" in faults_of_form(FIRST, FIRST + DAY, FIRST, today)["from_day"]
    assert faults_of_form(FIRST + DAY, FIRST + DAY, FIRST, today) == {}
    assert set(faults_of_thresholds([Decimal(0)], 1)) == {"hours"}
    assert set(faults_of_thresholds([Decimal(81)], 1)) == {"hours"}
    assert set(faults_of_thresholds([Decimal(80)], 53)) == {"weeks"}
    assert faults_of_thresholds([Decimal(80)], 52) == {}


def test_only_what_stands_on_the_same_days_counts_beside() -> None:
    alone = Source("none", "Ingen", exclusive=True)
    period = (FIRST, FIRST + 10 * DAY)
    other = Source("wages", "Lön")
    assert faults_beside(alone, period, [(other, FIRST + 10 * DAY, None)]) == []
    assert faults_beside(alone, period, [(other, FIRST + 9 * DAY, None)])
    assert faults_beside(other, period, [(other, FIRST, FIRST + DAY)])


def test_the_diagram_in_the_docs_is_the_table() -> None:
    page = Path(__file__).parents[2] / "docs" / "features" / "circumstances.md"
    drawn = "".join(
        f"    {old} --> {new}: {step}\n" for step, (before, new) in STEPS.items() for old in before
    )
    assert f"```mermaid\nstateDiagram-v2\n{drawn}```" in page.read_text(encoding="utf-8")
    assert set(STEPS) == set(Step)


@pytest.mark.parametrize(
    ("new", "others", "hours"),
    [
        (spell("a", 0, None, 80), [], ""),
        (spell("a", 0, None), [spell("b", 0, None)], ""),
        (spell("a", 0, None, 80), [spell("b", 0, None, 80), spell("c", 0, None, 8)], ""),
        (spell("a", 0, None, 80), [spell("b", 0, None, 80), spell("c", 0, None, 9)], "169"),
        (spell("a", 5, 9, 80), [spell("b", 0, 7, 80), spell("c", 6, None, 10)], "170"),
        (spell("a", 5, 9, 80), [spell("b", 0, 7, 80), spell("c", 7, None, 10)], ""),
        (spell("a", 5, 9, 80), [spell("b", 0, 5, 80), spell("c", 9, None, 80)], ""),
        (spell("a", 0, 5, 9), [spell("b", 5, None, 80), spell("c", 5, None, 80)], ""),
        (spell("a", 0, 5, 9), [spell(word, 9, None, 80) for word in "bcd"], ""),
        (spell("a", 5, 9, 9), [spell("b", 0, 7, 80), spell("c", 0, 4, 80), spell("d", 0, 4, 80)], ""),
    ],
)  # fmt: skip
def test_nobody_does_more_on_any_day_than_a_week_has_hours_for(
    new: Spell, others: list[Spell], hours: str
) -> None:
    found = faults_of_hours_beside(new, others)
    assert len(found) == bool(hours)
    assert f"{hours} timmar" in " ".join(found) or not hours
