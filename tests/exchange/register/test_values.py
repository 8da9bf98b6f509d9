"""One cell at a time: sex, per cent, hours, yes or no, protection, status and free text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.exchange.register import Severity
from stafett.exchange.register.cells import safe_cell
from stafett.exchange.register.dates import Reading
from stafett.exchange.register.values import (
    Reader,
    amounts_reader,
    read_hours,
    read_percent,
    read_protection,
    read_status,
    read_yes_or_no,
    sex_reader,
    text_reader,
)

SEX, WIDER_SEX = sex_reader(other=False), sex_reader(other=True)
TEXT = text_reader(40)


def refused(reader: Reader, text: str) -> list[str]:
    reading = reader(text)
    assert reading.value in (None, ())
    return [trouble.code for trouble in reading.troubles]


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("K", "woman"), ("Kvinna", "woman"), ("kv", "woman"), ("Kv.", "woman"), ("F", "woman"),
        ("woman", "woman"), ("FEMALE", "woman"), ("M", "man"), ("Man", "man"), ("m", "man"),
        ("male", "man"), ("Ej uppgift", "unknown"), ("okänt", "unknown"), ("?", "unknown"),
    ],
)  # fmt: skip
def test_sex_is_read_as_people_write_it(text: str, sex: str) -> None:
    assert SEX(text) == WIDER_SEX(text) == Reading(sex)


@pytest.mark.parametrize("text", ["annat", "Icke-binär", "icke binär", "ickebinär", "other"])
def test_another_sex_is_read_only_where_it_is_offered(text: str) -> None:
    assert WIDER_SEX(text) == Reading("other")
    assert refused(SEX, text) == ["sex-not-offered"]


@pytest.mark.parametrize("text", ["1", "2", "Karin", "-"])
def test_what_is_no_sex_is_refused(text: str) -> None:
    assert refused(SEX, text) == ["not-a-sex"]


def test_the_refusal_names_what_is_offered() -> None:
    assert SEX("x1").troubles[0].params["choices"] == "kvinna, man, okänt"
    assert WIDER_SEX("x1").troubles[0].params["choices"] == "kvinna, man, annat, okänt"


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("50", 50), ("50 %", 50), ("50%", 50), ("50,0", 50), ("50 procent", 50), ("0,5", 50),
        ("0.5", 50), ("0,75", 75), ("halvtid", 50), ("Heltid", 100), ("100", 100), ("1 %", 1),
        ("kvartstid", 25), ("0.07", 7),
    ],
)  # fmt: skip
def test_per_cent_is_read_as_people_write_it(text: str, percent: int) -> None:
    assert read_percent(text) == Reading(percent)


@given(st.integers(1, 100))
def test_a_share_and_its_per_cent_are_the_same(percent: int) -> None:
    share = str(Decimal(percent) / 100).replace(".", ",")

    assert read_percent(f"{percent} %").value == read_percent(share).value == percent


def test_one_alone_is_read_as_all_and_pointed_out() -> None:
    reading = read_percent("1")

    assert reading.value == 100
    assert [t.severity for t in reading.troubles] == [Severity.WARNING]


def test_broken_per_cent_is_rounded_and_said() -> None:
    reading = read_percent("33,3 %")

    assert (reading.value, [t.code for t in reading.troubles]) == (33, ["percent-rounded"])
    assert read_percent("0.333").value == 33
    assert read_percent("12,5").value == 13


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "percent-range"), ("101", "percent-range"), ("150 %", "percent-range"),
        ("0,3 %", "percent-range"), ("deltid", "not-a-percent"), ("50 h", "not-a-percent"),
        ("-50", "not-a-percent"), ("1/2", "not-a-percent"), ("", "not-a-percent"),
        ("100,4", "percent-range"),
    ],
)  # fmt: skip
def test_what_is_no_per_cent_is_refused(text: str, code: str) -> None:
    assert refused(read_percent, text) == [code]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("20", "20"), ("20,5", "20.5"), ("20.5", "20.5"), ("20 h", "20"), ("20h", "20"),
        ("20 tim", "20"), ("20 tim.", "20"), ("20 timmar", "20"), ("20 h/v", "20"),
        ("20 timmar i veckan", "20"), ("20 tim/vecka", "20"), ("heltid", "40"), ("halvtid", "20"),
        ("50 %", "20"), ("75 procent", "30"), ("37,5", "37.5"), ("80", "80"),
    ],
)  # fmt: skip
def test_hours_a_week_are_read_as_people_write_them(text: str, hours: str) -> None:
    assert read_hours(text) == Reading(Decimal(hours))


def test_hours_have_one_decimal() -> None:
    reading = read_hours("38,25")

    assert (reading.value, reading.troubles[0].params["read"]) == (Decimal("38.3"), "38,3")


@pytest.mark.parametrize(
    ("text", "code"),
    [("0", "hours-range"), ("81", "hours-range"), ("300 %", "hours-range"), ("0,01", "hours-range"),
     ("20 dagar", "not-hours"), ("mycket", "not-hours"), ("2021-03-01", "not-hours")],
)  # fmt: skip
def test_what_is_no_hours_is_refused(text: str, code: str) -> None:
    assert refused(read_hours, text) == [code]


def test_several_amounts_are_parted_by_semicolon() -> None:
    assert amounts_reader(read_percent)("50; 0,5 ;") == Reading((50, 50))
    assert refused(amounts_reader(read_percent), ";") == []
    assert [t.code for t in amounts_reader(read_percent)("50; x").troubles] == ["not-a-percent"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Ja", True), ("j", True), ("x", True), ("1", True), ("nej", False), ("N", False), ("0", False),
     ("-", False), ("false", False)],
)  # fmt: skip
def test_yes_and_no_are_read(text: str, answer: bool) -> None:
    assert read_yes_or_no(text) == Reading(answer)


def test_a_language_is_no_yes_or_no() -> None:
    assert refused(read_yes_or_no, "arabiska") == ["not-yes-or-no"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("nej", ""), ("Ingen", ""), ("sekretessmarkering", "marked"), ("Sekretess", "marked"),
     ("Skyddad folkbokföring", "registration"), ("kvarskrivning", "registration"),
     ("fingerade personuppgifter", "assumed")],
)  # fmt: skip
def test_protection_is_read_by_its_kind(text: str, kind: str) -> None:
    assert read_protection(text) == Reading(kind)


@pytest.mark.parametrize("text", ["ja", "Skyddad identitet", "skyddade personuppgifter"])
def test_protection_without_a_kind_protects_and_says_so(text: str) -> None:
    reading = read_protection(text)

    assert (reading.value, reading.troubles[0].severity) == ("marked", Severity.WARNING)


def test_what_is_no_protection_is_refused() -> None:
    assert refused(read_protection, "kanske") == ["not-a-choice"]


def test_status_is_read_in_the_words_people_use() -> None:
    words = ("Pågår", "paus", "utskriven", "okänd")
    assert [read_status(word).value for word in words] == [
        "remaining",
        "paused",
        "ended",
        "unknown",
    ]
    assert refused(read_status, "arbete") == ["not-a-choice"]


def test_free_text_is_set_on_one_line_and_must_fit() -> None:
    assert TEXT(" Anna\n  Karin ") == Reading("Anna Karin")
    assert refused(TEXT, "x" * 41) == ["text-long"]
    assert TEXT("a\x07b\u00ad c\u2028d") == Reading("ab c d")
    assert TEXT("👩‍🔬 Ek") == Reading("👩‍🔬 Ek")


@given(st.text(alphabet="=+-@'＝ab1 ", min_size=1, max_size=20))
def test_what_a_download_marked_is_read_back_unmarked(text: str) -> None:
    plain = " ".join(text.split())
    if plain.startswith("'"):
        return  # a text that really starts with an apostrophe is not marked, and not ours to undo

    assert TEXT(safe_cell(plain)).value == plain


def test_a_formula_in_a_cell_is_only_text() -> None:
    assert TEXT('=HYPERLINK("http://x")').value == '=HYPERLINK("http://x")'


@pytest.mark.parametrize("mark", ["\u202d", "\u202e"])
def test_a_text_that_turns_the_direction_of_writing_is_refused(mark: str) -> None:
    assert refused(TEXT, f"محمد An{mark}na") == ["text-control"]
