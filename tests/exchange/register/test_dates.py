"""Swedish ways of writing dates: read, refused with a reason, never guessed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.exchange.register import Fault, Severity
from stafett.exchange.register.dates import MONTHS, Reading, read_date
from stafett.exchange.register.values import read_birth
from tests.exchange.register.registers import codes

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
NAMES = [next(name for name, number in MONTHS.items() if number == month) for month in range(1, 13)]


def sentence(reading: Reading) -> str:
    return Fault.at(3, "Startdatum", reading.troubles[0]).sentence


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-01", "20210301", "2021/3/1", "2021.03.01", "2021 03 01", "1/3 2021", "1/3-2021",
        "1/3, 2021", "1.3.2021", "1. 3. 2021", "01.03.2021", "1 mars 2021", "1 mar 2021",
        "1 mar. 2021", "1:a mars 2021", "1a mars 2021", "1. mars 2021", "den 1 mars 2021",
        "  1  MARS  2021 ", "2021-03-01 00:00:00", "2021-03-01T12:30", "2021-03-01 08.30.00",
        "2021-03-01T00:00:00.000Z",
    ],
)  # fmt: skip
def test_every_swedish_way_of_writing_a_date_is_read(text: str) -> None:
    assert read_date(text) == Reading(date(2021, 3, 1))


@given(DAYS)
def test_what_is_written_is_read_back_in_every_way(day: date) -> None:
    ways = [
        f"{day}", f"{day:%Y%m%d}", f"{day.day}/{day.month} {day.year}",
        f"{day.day}.{day.month}.{day.year}", f"{day.day} {NAMES[day.month - 1]} {day.year}",
        f"{day.year}/{day.month}/{day.day}", f"den {day.day}:e {NAMES[day.month - 1]} {day.year}",
    ]  # fmt: skip

    assert {read_date(way).value for way in ways} == {day}


@given(DAYS)
def test_a_day_that_could_be_another_is_never_chosen(day: date) -> None:
    for mark in "/-":
        reading = read_date(f"{day.day}{mark}{day.month}{mark}{day.year}")
        if day.day > 12 or day.day == day.month:
            assert reading.value == day
        else:
            assert reading.value is None
            assert codes(reading.troubles) == ["date-ambiguous"]  # type: ignore[arg-type]


@given(st.integers(1900, 2100), st.integers(0, 99), st.integers(0, 99))
def test_a_day_that_does_not_exist_is_never_read(year: int, month: int, day: int) -> None:
    reading = read_date(f"{year}-{month:02}-{day:02}")
    exists = 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]

    assert (reading.value is not None) == exists
    assert bool(reading.troubles) != exists


@given(st.text(alphabet="0123456789-/. :tzdenmarsjuli", max_size=20))
def test_no_text_makes_it_do_anything_but_read_or_refuse(text: str) -> None:
    reading = read_date(text)

    assert reading.value is not None or reading.troubles
    assert all(sentence(reading) for _trouble in reading.troubles)


def test_a_month_that_can_only_be_a_day_tells_the_order() -> None:
    assert read_date("3/25/2021").value == date(2021, 3, 25)
    assert read_date("25/3/2021").value == date(2021, 3, 25)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("30 februari 2021", "date-no-such-day"),
        ("2021-02-29", "date-no-such-day"),
        ("31/2/2021", "date-no-such-day"),
        ("2021-13-01", "date-no-month"),
        ("2021-00-10", "date-no-month"),
        ("2021-03-00", "date-no-such-day"),
        ("1/3/2021", "date-ambiguous"),
        ("mars 2021", "date-no-day"),
        ("2021-03", "date-no-day"),
        ("2021", "date-no-day"),
        ("snart 2021", "not-a-date"),
        ("1 mars", "date-no-year"),
        ("1/3", "date-no-year"),
        ("30 februari", "date-no-year"),
        ("1 snart", "not-a-date"),
        ("1 snart 2021", "not-a-date"),
        ("210301", "date-short-year"),
        ("21-03-01", "date-short-year"),
        ("1/3 21", "date-short-year"),
        ("0021-03-01", "date-year"),
        ("1899-12-31", "date-year"),
        ("2101-01-01", "date-year"),
        ("01032021", "date-year"),
        ("v. 12 2021", "not-a-date"),
        ("99999", "not-a-date"),
        ("i våras", "not-a-date"),
    ],
)
def test_what_is_no_date_says_why(text: str, code: str) -> None:
    reading = read_date(text)

    assert (reading.value, codes(reading.troubles)) == (None, [code])  # type: ignore[arg-type]


def test_the_sentence_says_what_is_wrong_and_what_would_be_right() -> None:
    assert sentence(read_date("30 februari 2021")) == (
        "Rad 3, kolumnen Startdatum: ”30 februari 2021”: den månaden har 28 dagar, så dag 30 finns inte."
    )
    assert "2021-03-01 och 2021-01-03" in sentence(read_date("1/3/2021"))


def test_excels_day_number_is_read_and_pointed_out() -> None:
    for text in ("44256", "44256.75", "44256,5"):
        reading = read_date(text)
        assert reading.value == date(2021, 3, 1)
        assert [(t.code, t.severity) for t in reading.troubles] == [
            ("date-serial", Severity.WARNING)
        ]


def test_a_long_text_is_repeated_only_in_part() -> None:
    assert len(sentence(read_date("x" * 5000))) < 250


def test_a_birth_may_be_only_a_year() -> None:
    assert read_birth("1985") == Reading(1985)
    assert read_birth("1985-03-01") == Reading(date(1985, 3, 1))
    assert codes(read_birth("1785").troubles) == ["date-no-day"]  # type: ignore[arg-type]
