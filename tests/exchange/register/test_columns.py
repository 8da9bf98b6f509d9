"""Which column means what: guessed from real headers, saved, and found again in the next file."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from stafett.exchange.register import FIELDS, Lists, bind, guess
from stafett.exchange.register.choices import fold
from stafett.exchange.register.columns import BY_KEY, SURE_ENOUGH
from stafett.exchange.register.rows import readers_for
from tests.exchange.register.registers import codes


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Pnr", "personal_number"),
        ("Personnr", "personal_number"),
        ("PERSONNUMMER", "personal_number"),
        ("Kön", "sex"),
        ("Startdatum", "starts_on"),
        ("Inskriven", "starts_on"),
        ("Fr.o.m.", "starts_on"),
        ("Utskriven", "ends_on"),
        ("Slutdatum", "ends_on"),
        ("Avslutsorsak", "end_reason"),
        ("Avslutsanledning", "end_reason"),
        ("Anvisande myndighet", "referring_party"),
        ("Remitterande", "referring_party"),
        ("Handläggare", "referring_caseworker"),
        ("Kommun", "municipality"),
        ("Ärendenr", "case_number"),
        ("Ärende-nr", "case_number"),
        ("Försörjning vid start", "livelihood_start"),
        ("Försörjning före", "livelihood_start"),
        ("Försörjning vid avslut", "livelihood_end"),
        ("Sysselsättning före", "occupation_start"),
        ("Högsta slutförda utbildning", "education"),
        ("Födelseår", "birth_date"),
        ("Tolkbehov", "interpreter"),
        ("case_number", "case_number"),
    ],
)
def test_headers_from_real_sheets_are_known(header: str, key: str) -> None:
    assert guess([header]).mapping == {key: header}


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Startdatumm", "starts_on"),
        ("Personnumer", "personal_number"),
        ("Avslutsorsaker", "end_reason"),
        ("Anvisande myndighett", "referring_party"),
    ],
)
def test_a_header_nearly_right_is_guessed(header: str, key: str) -> None:
    assert guess([header]).mapping == {key: header}


@pytest.mark.parametrize("header", ["Anteckningar", "Telefon", "", "Datum", "Nummer"])
def test_a_header_that_is_nothing_we_know_is_left_alone(header: str) -> None:
    guessed = guess([header])

    assert guessed.mapping == {}
    assert guessed.unused == ((header,) if header else ())


def test_a_known_header_goes_before_one_that_is_only_alike() -> None:
    guessed = guess(["Startdatumm", "Inskriven"])

    assert guessed.mapping == {"starts_on": "Inskriven"}
    assert guessed.unused == ("Startdatumm",)


def test_two_headers_for_one_field_are_left_to_the_person() -> None:
    guessed = guess(["Startdatum", "Inskriven", "Pnr"])

    assert guessed.mapping == {"personal_number": "Pnr"}
    assert guessed.doubtful == {"starts_on": ("Startdatum", "Inskriven")}
    assert guessed.unused == ()


def test_two_headers_about_equally_alike_are_left_to_the_person() -> None:
    assert guess(["Personnumer", "Personnummerr"]).mapping == {}
    assert guess(["Personnumer", "Personnummr"]).doubtful == {
        "personal_number": ("Personnumer", "Personnummr")
    }
    assert guess(["Anvisande myndighett", "Anvisannde mynndighetten"]).mapping == {
        "referring_party": "Anvisande myndighett"
    }


def test_the_template_guesses_itself_whole() -> None:
    guessed = guess([field.name for field in FIELDS])

    assert guessed.mapping == {field.key: field.name for field in FIELDS}
    assert (guessed.doubtful, guessed.unused) == ({}, ())


def test_no_known_header_means_two_things() -> None:
    names = Counter(
        name
        for field in FIELDS
        for name in {fold(name) for name in (field.name, field.key, *field.aliases)}
    )

    assert [name for name, times in names.items() if times > 1] == []


def test_every_field_says_what_it_means_and_has_a_reader() -> None:
    assert {field.key for field in FIELDS} == set(readers_for(Lists()))
    for field in FIELDS:
        assert field.label
        assert field.explained.endswith(".")
        assert field.examples
        assert hasattr(Lists(), field.list_name or "parties")
    assert 80 <= SURE_ENOUGH < 100


def test_a_saved_mapping_finds_its_columns_in_the_next_file() -> None:
    headers = ["Pnr", "Anteckning", "Inskriven"]
    saved = json.loads(json.dumps(guess(headers).mapping))

    columns, faults = bind(["x", *reversed(headers)], saved)

    assert {column.field.key: column.place for column in columns} == {
        "starts_on": 1, "personal_number": 3,
    }  # fmt: skip
    assert faults == []


def test_a_column_that_has_gone_is_a_fault() -> None:
    _columns, faults = bind(["Start"], {"starts_on": "Start", "personal_number": "Pnr"})

    assert codes(faults) == ["missing-column"]
    assert "Kolumnen Pnr finns inte" in faults[0].sentence


def test_what_must_be_chosen_is_said_all_at_once() -> None:
    _columns, faults = bind(["x"], {"sex": "x", "given_name": ""})

    assert codes(faults) == ["missing-field", "missing-key"]


@pytest.mark.parametrize("key", ["case_number", "personal_number", "other_number"])
def test_any_of_three_columns_says_whom_a_row_is_about(key: str) -> None:
    assert bind(["Start", "x"], {"starts_on": "Start", key: "x"})[1] == []


def test_a_header_that_stands_twice_is_a_fault_only_when_it_is_used() -> None:
    headers = ["Start", "Pnr", "Anteckning", "Anteckning"]
    chosen = {"starts_on": "Start", "personal_number": "Pnr"}

    assert bind(headers, chosen)[1] == []
    faults = bind([*headers, "Pnr"], chosen)[1]
    assert [(f.code, f.row, f.params["times"]) for f in faults] == [("header-twice", 1, 2)]


def test_one_column_cannot_be_two_fields() -> None:
    _columns, faults = bind(["A", "B"], {"starts_on": "A", "ends_on": "A", "case_number": "B"})

    assert codes(faults) == ["column-twice"]
    assert "Startdatum och Slutdatum" in faults[0].sentence


def test_a_field_that_does_not_exist_is_a_fault_and_nothing_worse() -> None:
    chosen = {"starts_on": "A", "case_number": "B", "../x": "A"}

    assert codes(bind(["A", "B"], chosen)[1]) == ["unknown-field"]
    assert BY_KEY["starts_on"].required
