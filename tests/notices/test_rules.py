"""When may a mail be sent? Never at a quiet hour, never before it is wanted, never later than it must."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.frame.working_days import is_working_day
from stafett.notices.rules import (
    NEXT,
    SWEDEN,
    How,
    Stands,
    Times,
    body,
    is_quiet,
    next_open,
    send_at,
    subject,
)

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
HOURS = st.integers(0, 23)
HOWS = st.sampled_from(["at_once", "daily"])
TIMES = st.tuples(HOWS, HOURS, HOURS, HOURS, st.booleans()).map(lambda told: Times(*told))


def at(text: str) -> datetime:
    """A moment in Sweden."""
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


@pytest.mark.parametrize(
    ("now", "when"),
    [
        ("2025-06-02 10:17", "2025-06-02 10:17"),
        ("2025-06-02 17:00", "2025-06-03 07:00"),
        ("2025-06-03 05:59", "2025-06-03 07:00"),
        ("2025-06-05 18:00", "2025-06-09 07:00"),
        ("2025-12-23 20:00", "2025-12-29 07:00"),
        ("2025-12-30 20:00", "2026-01-02 07:00"),
        ("2025-03-30 03:30", "2025-03-31 07:00"),
    ],
)
def test_what_happens_at_a_quiet_hour_is_mailed_the_next_working_morning(
    now: str, when: str
) -> None:
    assert send_at(at(now), Times(How.AT_ONCE)) == at(when)


@pytest.mark.parametrize(
    ("now", "when"),
    [
        ("2025-06-02 07:59", "2025-06-02 08:00"),
        ("2025-06-02 08:00", "2025-06-02 08:00"),
        ("2025-06-02 08:01", "2025-06-03 08:00"),
        ("2025-06-05 12:00", "2025-06-09 07:00"),
        ("2025-10-25 09:00", "2025-10-27 07:00"),
    ],
)
def test_once_a_day_is_at_its_hour_or_the_first_hour_that_is_not_quiet(now: str, when: str) -> None:
    assert send_at(at(now), Times(How.DAILY)) == at(when)


def test_on_free_days_only_for_whoever_wants_it() -> None:
    saturday = at("2025-06-07 11:00")
    assert is_quiet(saturday, Times())
    assert send_at(saturday, Times(How.AT_ONCE, free_days=True)) == saturday


def test_quiet_in_the_middle_of_the_day_and_never_quiet() -> None:
    lunch = Times(How.AT_ONCE, quiet_from=12, quiet_until=13)
    assert send_at(at("2025-06-02 12:30"), lunch) == at("2025-06-02 13:00")
    assert send_at(at("2025-06-02 23:30"), lunch) == at("2025-06-02 23:30")
    assert not is_quiet(at("2025-06-02 03:00"), Times(quiet_from=5, quiet_until=5))


def test_never_is_never() -> None:
    assert send_at(at("2025-06-02 10:00"), Times(How.NEVER)) is None


@given(MOMENTS, TIMES)
def test_a_mail_leaves_at_the_first_hour_that_may_be(now: datetime, times: Times) -> None:
    when = next_open(now, times)
    assert when >= now
    assert not is_quiet(when, times)
    local = when.astimezone(SWEDEN)
    assert times.free_days or is_working_day(local.date())
    hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    while hour < when:
        assert is_quiet(hour, times)
        hour += timedelta(hours=1)


@given(MOMENTS, TIMES)
def test_once_a_day_never_waits_past_the_next_day_but_for_what_is_quiet(
    now: datetime, times: Times
) -> None:
    awake = Times(How.DAILY, times.hour, 5, 5, free_days=True)
    when = send_at(now, awake)
    assert when is not None
    assert now <= when <= now + timedelta(hours=25)
    assert when.astimezone(SWEDEN).hour in (
        times.hour,
        times.hour + 1,
    )  # an hour that spring has not


def test_what_is_sent_is_over_and_only_what_failed_begins_anew() -> None:
    assert NEXT[Stands.SENT] == NEXT[Stands.NOTHING] == ()
    assert [one for one, ways in NEXT.items() if Stands.WAITING in ways] == [Stands.FAILED]
    assert set(NEXT) == set(Stands)


def test_the_pages_picture_has_the_ways_that_a_mail_can_go() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "features" / "notices.md"
    drawn = re.findall(r"^    (\w+) --> (\w+)$", page.read_text("utf-8"), re.MULTILINE)
    assert sorted(drawn) == sorted((one.value, to.value) for one in NEXT for to in NEXT[one])


def test_a_mail_says_how_many_of_which_kind_and_where() -> None:
    said = body({"Ny aktualisering": 2, "Löfte försenat": 1}, "https://stafett.example.se/notiser/")
    assert said.splitlines() == [
        "Du har 3 nya saker i Stafett:",
        "",
        "- Ny aktualisering: 2",
        "- Löfte försenat: 1",
        "",
        "Logga in och läs: https://stafett.example.se/notiser/",
        "",
        "Mejlet säger med flit inte vem det gäller. När du vill få mejl väljer du under Notiser.",
    ]
    assert subject(1) == "Du har 1 ny sak i Stafett"
