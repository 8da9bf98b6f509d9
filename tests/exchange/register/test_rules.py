"""What only the whole file can tell: rows, cases and people that stand twice."""

from __future__ import annotations

import tracemalloc
from array import array
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stafett.exchange.register.rules import Ledger, overlapping, repeated
from tests.exchange.register.registers import checked, codes, personal_numbers

ANNA, BO = "19681102-2380", "19681102-2398"


def row(case: str, number: str = "", start: str = "2021-03-01", end: str = "") -> dict[str, str]:
    return {
        "Ärendenummer": case, "Personnummer": number, "Startdatum": start, "Slutdatum": end,
        "Utfall": "Studier" if end else "", "Vad händer härnäst": "Okänt" if end else "",
    }  # fmt: skip


def test_the_same_row_twice_is_told_once_with_the_first() -> None:
    sound, faults = checked(row("1", ANNA), row("2", BO), row("1", ANNA), row("1", ANNA))

    assert [(f.row, f.code, f.params["first"]) for f in faults] == [
        (4, "row-twice", 2), (5, "row-twice", 2),
    ]  # fmt: skip
    assert len(sound) == 4


def test_the_same_row_twice_is_told_also_when_it_is_faulty() -> None:
    faulty = row("1", start="x")

    assert codes(checked(faulty, faulty)[1]) == ["not-a-date", "not-a-date", "row-twice"]


def test_one_case_number_on_two_rows_is_told() -> None:
    faults = checked(row("1"), row("2"), row("1", start="2021-04-01"))[1]

    assert [(f.row, f.column, f.code, f.params["first"]) for f in faults] == [
        (4, "Ärendenummer", "case-twice", 2)
    ]


def test_one_person_twice_at_the_same_time_is_told_at_the_later_row() -> None:
    faults = checked(row("1", ANNA, "2021-05-01"), row("2", BO), row("3", ANNA, "2021-03-01"))[1]

    assert [(f.row, f.column, f.code, f.params["first"]) for f in faults] == [
        (4, "Startdatum", "overlap", 2)
    ]


def test_coming_back_after_the_last_day_is_a_new_participation() -> None:
    first = row("1", ANNA, "2021-03-01", "2021-03-31")

    assert checked(first, row("2", ANNA, "2021-04-01"))[1] == []
    assert codes(checked(first, row("2", ANNA, "2021-03-31"))[1]) == ["overlap"]


def test_a_long_time_is_remembered_past_a_short_one() -> None:
    faults = checked(
        row("1", ANNA, "2021-01-01", "2021-12-31"),
        row("2", ANNA, "2021-02-01", "2021-02-28"),
        row("3", ANNA, "2021-06-01"),
    )[1]

    assert [(f.row, f.params["first"]) for f in faults] == [(3, 2), (4, 2)]


def test_the_same_digits_from_two_issuers_are_two_people() -> None:
    cells = {"Annat nummer": "77", "Startdatum": "2021-03-01"}

    faults = checked(
        {**cells, "Nummer utfärdat av": "A", "Ärendenummer": "1"},
        {**cells, "Nummer utfärdat av": "B", "Ärendenummer": "2"},
    )[1]

    assert faults == []


def test_the_same_person_is_found_however_the_number_is_written() -> None:
    assert codes(checked(row("1", ANNA), row("2", "681102 2380"))[1]) == ["overlap"]


def test_an_empty_ledger_has_nothing_to_say() -> None:
    assert list(Ledger().faults()) == []


SPANS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(0, 10)), max_size=12)


@given(SPANS)
def test_overlaps_are_told_exactly_when_there_are_any(spans: list[tuple[int, int, int]]) -> None:
    people, starts = array("q", [s[0] for s in spans]), array("q", [s[1] for s in spans])
    ends = array("q", [s[1] + s[2] for s in spans])
    rows = array("q", range(2, len(spans) + 2))

    told = list(overlapping(rows, people, starts, ends))

    meet = {
        (b, a)
        for a in range(len(spans))
        for b in range(a + 1, len(spans))
        if people[a] == people[b] and starts[a] <= ends[b] and starts[b] <= ends[a]
    }
    assert {(row - 2, first - 2) for row, first in told} <= meet
    assert bool(told) == bool(meet)


@given(st.lists(st.integers(0, 4), max_size=12))
def test_every_repetition_is_told_with_the_first_of_its_kind(keys: list[int]) -> None:
    told = sorted(repeated(array("q", range(len(keys))), array("q", keys)))

    assert told == [(n, keys.index(key)) for n, key in enumerate(keys) if key in keys[:n]]


def test_a_row_costs_some_forty_bytes_to_remember() -> None:
    tracemalloc.start()
    ledger, start = Ledger(), date(2021, 1, 1)
    for number in range(20_000):
        ledger.note_row(number, (f"K-{number}", "Anna" * 20))
        ledger.note_case(number, f"K-{number}")
        ledger.note_person(number, personal_numbers()[number % 100], start, start + timedelta(1))
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert kept < 20_000 * 100
