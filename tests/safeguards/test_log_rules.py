"""What in a log should be asked about? The pure rules, with readings made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from stafett.safeguards.log_rules import (
    FIRST,
    Link,
    Read,
    Reason,
    Thresholds,
    digest_of,
    ends_before,
    outside_hours,
    reasons_of,
    time_of,
)

LIMITS = Thresholds(many_people=3, many_minutes=10, day_begins=7, day_ends=18)
MONDAY = datetime(2025, 6, 2, 9, 0)  # noqa: DTZ001 - the rules are given local time


def _read(number: int, minutes: float, *people: int, user: int = 1, part: bool = True) -> Read:
    at = MONDAY + timedelta(minutes=minutes)
    return Read(UUID(int=number), at, user, frozenset(UUID(int=p) for p in people), part)


def _reasons(*reads: Read) -> dict[int, list[Reason]]:
    return {key.int: why for key, why in reasons_of(reads, LIMITS).items()}


def test_nothing_is_asked_of_an_ordinary_reading() -> None:
    assert _reasons(_read(1, 0, 7)) == {}


def test_a_reading_without_a_part_in_the_case_is_asked_about() -> None:
    assert _reasons(_read(1, 0, 7, part=False)) == {1: [Reason.NO_PART]}


def test_many_different_people_in_a_short_time_are_asked_about_with_all_of_their_readings() -> None:
    found = _reasons(_read(1, 0, 7), _read(2, 4, 8), _read(3, 10, 9), _read(4, 60, 7))
    assert found == {1: [Reason.MANY], 2: [Reason.MANY], 3: [Reason.MANY]}


def test_the_same_person_many_times_is_not_many() -> None:
    assert _reasons(*(_read(n, n, 7) for n in range(1, 9))) == {}


def test_people_further_apart_than_the_time_are_not_many() -> None:
    assert _reasons(_read(1, 0, 7), _read(2, 10.1, 8), _read(3, 20.2, 9)) == {}


def test_two_readers_are_counted_each_by_themselves() -> None:
    assert _reasons(_read(1, 0, 7), _read(2, 1, 8, user=2), _read(3, 2, 9)) == {}


def test_one_list_of_many_is_many() -> None:
    assert _reasons(_read(1, 0, 7, 8, 9)) == {1: [Reason.MANY]}


@pytest.mark.parametrize(("at", "outside"), [
    ("2025-06-02 06:59", True), ("2025-06-02 07:00", False), ("2025-06-02 17:59", False),
    ("2025-06-02 18:00", True), ("2025-06-07 12:00", True), ("2025-06-08 12:00", True),
])  # fmt: skip
def test_evenings_nights_and_weekends_are_outside_hours(at: str, outside: bool) -> None:
    assert outside_hours(datetime.fromisoformat(at), LIMITS) is outside


def test_a_weekend_is_as_other_days_where_one_works_then() -> None:
    works = replace(LIMITS, weekends=True)
    assert not outside_hours(datetime.fromisoformat("2025-06-07 12:00"), works)
    assert outside_hours(datetime.fromisoformat("2025-06-07 19:00"), works)


def test_several_reasons_stand_in_their_order() -> None:
    assert _reasons(_read(1, 600, 7, 8, 9, part=False)) == {1: list(Reason)}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5), st.integers(1, 2)), max_size=12))
def test_many_is_what_a_plain_count_over_every_stretch_of_time_says(told: list) -> None:  # type: ignore[type-arg]
    reads = [_read(n, minutes, person, user=user) for n, (minutes, person, user) in enumerate(told)]
    expected = set()
    for last in reads:
        near = [r for r in reads if r.user_id == last.user_id
                and timedelta() <= last.at - r.at <= timedelta(minutes=LIMITS.many_minutes)]  # fmt: skip
        if len({p for r in near for p in r.people}) >= LIMITS.many_people:
            expected |= {r.key for r in near}
    assert {k for k, why in reasons_of(reads, LIMITS).items() if Reason.MANY in why} == expected


def test_a_key_tells_when_it_was_made() -> None:
    assert abs(time_of(uuid7()) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_period_of_whole_years_ends_a_leap_day_too() -> None:
    assert ends_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert ends_before(date(2025, 6, 2), 10) == date(2015, 6, 2)


def test_a_digest_is_of_all_that_a_reading_says_and_of_all_its_people() -> None:
    salt = UUID(int=1)
    digests = {
        digest_of(salt, reading, people)
        for reading in (("x", 1), ("y", 1), ("x", 2), ("x", "1"))
        for people in ([], [("a", 1)], [("a", 2)], [("a", 1), ("b", 1)])
    }
    assert len(digests) == 16


def test_what_an_earlier_version_sealed_still_has_its_digests() -> None:
    """One who tries a log years later must reach what was written then, to the letter."""
    at = datetime(2025, 6, 2, 9, 5, 0, 7, timezone(timedelta(hours=2)))
    reading = (UUID(int=1), 3, at, None, 'Åsa "Ek"', "coach", True)
    people = [(UUID(int=3), 3, None, "role", date(2024, 2, 1)), (UUID(int=2), 3, 9, "", None)]
    for zone in (timezone(timedelta(hours=2)), UTC):
        told = (*reading[:2], at.astimezone(zone), *reading[3:])
        assert digest_of(UUID(int=7), told, people) == (
            "8b5c4e3b7fe310f4523cd5a7cfcfda4349f2ad8241e99d2ac5233d75e513e84b"
        )
    assert Link(3, 2, "batch", at, 2, "Beslut å", FIRST).digest(["a" * 64, "b" * 64]) == (
        "0409e46f22203fb69faa06603bf7955d90756d94a61a2612d5f6b247f6f9f08c"
    )
    assert Link(3, 2, "batch", at, 0, "", FIRST).digest() == (
        "c7c72d98e01455039f21b891a418e8c9690a1de5025d5679571a1f87a8fc2676"
    )
