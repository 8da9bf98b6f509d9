"""What an identity number says, tried on numbers that Skatteverket publishes for tests."""

from __future__ import annotations

import csv
import re
from datetime import date
from importlib.resources import files
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from personnummer import personnummer

from stafett.people.rules import (
    COORDINATION,
    OTHER,
    PERSONAL,
    SENTENCES,
    Identity,
    NotANumber,
    born_too_long_ago,
    check_digit_holds,
    read_number,
    read_other,
)

TODAY = date(2026, 11, 22)


def _published() -> list[tuple[str, str]]:
    text = files("stafett.demo").joinpath("test_numbers.csv").read_text(encoding="utf-8")
    return [(row["number"], row["source"]) for row in csv.DictReader(StringIO(text))]


PUBLISHED = _published()
PERSONAL_NUMBERS = [number for number, source in PUBLISHED if "personnummer" in source]
COORDINATION_NUMBERS = [number for number, source in PUBLISHED if "samordnings" in source]
WOMAN, MAN = "196811022380", "196811022398"
UNKNOWN_MONTH = "197200652381"


def why_not(text: str, **options: str) -> str:
    with pytest.raises(NotANumber) as refused:
        read_number(text, today=TODAY, **options)
    assert refused.value.sentence
    return refused.value.code


def test_every_published_number_is_read_as_what_it_is() -> None:
    for number in PERSONAL_NUMBERS:
        assert read_number(number, today=TODAY).kind == PERSONAL, number
    for number in COORDINATION_NUMBERS:
        assert read_number(number, today=TODAY).kind == COORDINATION, number


def test_the_published_numbers_are_many_of_both_sexes_and_over_the_years() -> None:
    read = [read_number(number, today=TODAY) for number in PERSONAL_NUMBERS]

    assert len({one.number for one in read}) == len(read) >= 700
    assert {one.digit_sex for one in read} == {"woman", "man"}
    decades = {one.birth_year // 10 for one in read if one.birth_year}
    assert decades >= {195, 196, 197, 198, 199, 200}


def test_the_check_digit_agrees_with_another_library() -> None:
    for number in PERSONAL_NUMBERS:
        assert personnummer.valid(number)
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        assert check_digit_holds(number[2:])
        assert not check_digit_holds(wrong[2:])
        assert not personnummer.valid(wrong)


def _ways(number: str) -> list[str]:
    short, last = number[2:8], number[8:]
    return [
        number, f"{number[:8]}-{last}", f"{number[:8]} {last}", f"{number[:8]}–{last}",
        f"{short}-{last}", f"{short}{last}", f"{short} - {last}", f" {number[:4]} {number[4:6]} "
        f"{number[6:8]} {last} ", f"{short}\u2212{last}",
    ]  # fmt: skip


@given(st.sampled_from(PERSONAL_NUMBERS + COORDINATION_NUMBERS))
def test_every_swedish_way_of_writing_gives_the_same_number(number: str) -> None:
    assert {read_number(way, today=TODAY).number for way in _ways(number)} == {number}


@given(st.sampled_from(PERSONAL_NUMBERS), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, place: int, change: int) -> None:
    ten = number[2:]
    wrong = ten[:place] + str((int(ten[place]) + change) % 10) + ten[place + 1 :]

    assert not check_digit_holds(wrong)


def _read_or_refused(text: str) -> Identity | NotANumber:
    try:
        return read_number(text, today=TODAY)
    except NotANumber as refused:
        return refused


@given(st.text(alphabet="0123456789-+ ATFGDtf.,E", max_size=16))
def test_no_text_makes_it_do_anything_but_read_or_refuse(text: str) -> None:
    answer = _read_or_refused(text)

    assert isinstance(answer, Identity) or (answer.code in SENTENCES and answer.sentence)


def test_birth_date_and_sex_digit_are_read_and_kept_apart() -> None:
    woman, man = read_number(WOMAN, today=TODAY), read_number(MAN, today=TODAY)

    assert (woman.birth_date, woman.birth_year) == (date(1968, 11, 2), 1968)
    assert (woman.digit_sex, man.digit_sex) == ("woman", "man")
    assert woman.shown == "19681102-2380"


def test_nobody_is_more_than_a_hundred_and_twenty_years_old() -> None:
    today = date(2026, 3, 4)

    assert born_too_long_ago(date(1906, 3, 3), today)
    assert not born_too_long_ago(date(1906, 3, 4), today)
    assert (born_too_long_ago(1905, today), born_too_long_ago(1906, today)) == (True, False)
    assert not born_too_long_ago(None, today)
    assert born_too_long_ago(date(1904, 2, 28), date(2024, 2, 29))
    assert not born_too_long_ago(date(1904, 2, 29), date(2024, 2, 29))


def test_a_plus_means_that_the_person_has_turned_a_hundred() -> None:
    later = date(2068, 1, 1)

    assert read_number("681102+2380", today=later).number == WOMAN
    assert read_number("681102+2380", today=date(2067, 12, 31)).birth_year == 1868
    assert read_number("681102-2380", today=date(2067, 12, 31)).birth_year == 1968
    assert read_number("681102-2380", today=date(2068, 12, 31)).birth_year == 2068


def test_a_coordination_number_may_leave_the_month_or_the_day_open() -> None:
    one = read_number(UNKNOWN_MONTH, today=TODAY)

    assert (one.kind, one.birth_date, one.birth_year) == (COORDINATION, None, 1972)


def test_a_coordination_number_gives_the_day_minus_sixty() -> None:
    one = read_number("197012732389", today=TODAY)

    assert one.birth_date == date(1970, 12, 13)


def test_a_wrong_check_digit_says_which_and_never_the_right_one() -> None:
    with pytest.raises(NotANumber) as refused:
        read_number("19681102-2381", today=TODAY)

    assert refused.value.code == "number-check"
    assert "kontrollsiffran 1," in refused.value.sentence
    assert "0" not in refused.value.sentence
    assert "681102" not in refused.value.sentence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("19681102238", "number-length"),
        ("1968110223801", "number-length"),
        ("681102223", "number-nine"),
        ("1,96811E+11", "number-shortened"),
        ("1.96811022380E+11", "number-shortened"),
        ("Karin", "number-form"),
        ("1968-11-02", "number-length"),
        ("?", "number-form"),
        ("", "number-form"),
        ("211102-2380", "number-check"),
        ("19680002-2380", "number-unknown-day"),
        ("196811000000", "number-unknown-day"),
        ("176811022380", "number-century"),
    ],
)
def test_what_is_no_number_gets_its_own_sentence(text: str, code: str) -> None:
    assert why_not(text) == code


@pytest.mark.parametrize("code", SENTENCES)
def test_a_form_speaks_of_no_column_file_or_cell(code: str) -> None:
    told = {"digits": 5, "digit": 1, "month": 13, "day": 99, "century": 17, "most": 40}
    wrong = NotANumber(code, **told)
    for sentence in (wrong.sentence, wrong.official):
        assert not re.search("kolumn|cell|fil|Excel", sentence), sentence


@pytest.mark.parametrize(("text", "says"), [("681102223", "kolumnen till text"), ("abc", "ÅÅÅÅMM")])
def test_in_a_file_one_is_told_what_to_do_with_the_column(text: str, says: str) -> None:
    with pytest.raises(NotANumber) as refused:
        read_number(text, today=TODAY)
    assert says in refused.value.in_a_file
    assert says == "ÅÅÅÅMM" or says not in refused.value.official


def test_where_nothing_else_can_be_written_only_official_numbers_are_asked_for() -> None:
    for text in ("abc", "19680002-2380", "850505-XX12"):
        with pytest.raises(NotANumber) as refused:
            read_number(text, today=TODAY)
        assert refused.value.official == (
            "Skriv ett personnummer eller samordningsnummer: ÅÅÅÅMMDD-NNNN."
        )


def test_a_month_day_or_serial_that_cannot_be_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    # No such number is published or valid, so the check digit has to look away.
    monkeypatch.setattr("stafett.people.rules.check_digit_holds", lambda ten: True)

    assert why_not("19681302-2380") == "number-date"
    assert why_not("19680230-2380") == "number-date"
    assert why_not("19681302-2380") == "number-date"
    assert why_not("19681392-2380") == "number-date"
    assert why_not("19680092-2380") == "number-date"
    assert why_not("19681360-2380") == "number-date"
    assert why_not("19680002-2380") == "number-unknown-day"
    assert why_not("19681100-2380") == "number-unknown-day"
    assert why_not("19681102-0000") == "number-serial"
    assert why_not("20681102-2380") == "number-future"
    assert why_not("20261123-2380") == "number-future"


@pytest.mark.parametrize(
    ("text", "number", "issuer"),
    [
        ("850101-12GD", "850101-12GD", "Försäkringskassan"),
        ("19850101TF12", "19850101TF12", "SCB"),
        ("19850101tf12", "19850101TF12", "SCB"),
    ],
)
def test_reserve_numbers_with_letters_are_other_numbers(
    text: str, number: str, issuer: str
) -> None:
    one = read_number(text, today=TODAY)

    assert (one.kind, one.number, one.issuer, one.birth_date) == (OTHER, number, issuer, None)
    assert one.shown == number


def test_a_reserve_number_of_unknown_origin_needs_its_issuer() -> None:
    assert why_not("850101-T123") == "number-issuer"
    one = read_number("850101-T123", today=TODAY, issuer="Region Kalmar län")
    assert one.issuer == "Region Kalmar län"


def test_another_number_keeps_its_form_and_its_issuer() -> None:
    assert read_other("  LMA  77-1 ", "Migrationsverket").number == "LMA 77-1"


@pytest.mark.parametrize(
    ("number", "issuer", "code"),
    [("77", "", "number-issuer"), ("7" * 41, "X", "number-long"), ("7", "X" * 61, "issuer-long")],
)
def test_another_number_that_does_not_fit_is_refused(number: str, issuer: str, code: str) -> None:
    with pytest.raises(NotANumber) as refused:
        read_other(number, issuer)
    assert refused.value.code == code
    assert refused.value.sentence
