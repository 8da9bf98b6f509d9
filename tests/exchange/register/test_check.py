"""A whole register in one pass: every fault at once, nothing held back, nothing kept in memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest

from stafett.exchange.register import (
    Fault,
    RawRow,
    RegisterRow,
    Tally,
    bind,
    check,
    guess,
    parse,
    read,
)
from stafett.exchange.register.rows import remembered
from stafett.exchange.register.values import read_percent
from tests.exchange.register.registers import (
    LISTS,
    ONE_BRANCH,
    SOUND,
    TODAY,
    as_csv,
    as_xlsx,
    codes,
    coordination_numbers,
    of,
    personal_numbers,
)

HEADERS = ("Ärendenummer", "Personnummer", "Startdatum", "Kommun")


def test_faults_of_columns_come_alone_before_any_row_is_read() -> None:
    table = read(as_csv([["Namn", "Kommun"], ["x", "Mönsters"]]))

    faults = list(check(table, guess(table.headers).mapping, ONE_BRANCH, TODAY))

    assert codes(faults) == ["missing-field", "missing-key"]  # type: ignore[arg-type]


def test_faults_of_reading_and_of_values_come_in_the_order_of_the_rows() -> None:
    data = "Ärende;Start\n1;x\n2\n3;2021-03-01\n4;\0\n".encode()
    table = read(BytesIO(data))

    items = list(check(table, guess(table.headers).mapping, ONE_BRANCH, TODAY))

    assert [getattr(item, "code", "sound") for item in items] == [
        "not-a-date", "too-few-columns", "sound", "nul-byte",
    ]  # fmt: skip


def test_forty_thousand_faulty_rows_are_all_counted() -> None:
    rows = [HEADERS, *((f"K-{n}", "19681102-2381", "30/2 2021", "Mönsters") for n in range(40_000))]
    table, tally = read(as_csv(rows)), Tally(shown=100)

    for item in check(table, guess(table.headers).mapping, ONE_BRANCH, TODAY):
        assert isinstance(item, Fault)
        tally.add(item)

    assert tally.errors == 120_000
    assert len(list(tally)) == 100
    assert sorted((code, count) for (code, _column), count in tally.by_kind.items()) == [
        ("date-no-such-day", 40_000), ("not-a-municipality", 40_000), ("number-check", 40_000),
    ]  # fmt: skip


def test_the_same_register_says_the_same_as_csv_and_as_a_workbook() -> None:
    rows: list[list[object]] = [list(HEADERS)]
    for n, number in enumerate(personal_numbers()[:50] + coordination_numbers()[:50]):
        rows.append([f"K-{n}", number, date(2021, 3, 1), "0861"])
    texts = [[str(cell) for cell in row] for row in rows]

    found = []
    for source in (as_csv(texts), as_xlsx(rows)):
        table = read(source)
        found.append(list(check(table, guess(table.headers).mapping, ONE_BRANCH, TODAY)))

    assert found[0] == found[1]
    assert len(found[0]) == 100
    assert all(isinstance(item, RegisterRow) for item in found[0])


@pytest.mark.parametrize("name", ["Kommun", "Hemkommun", "Bostadskommun"])
def test_faults_name_the_column_as_the_file_does(name: str) -> None:
    table = read(as_csv(of({**SOUND, name: "Kalmer"})))

    (fault,) = check(table, guess(table.headers).mapping, ONE_BRANCH, TODAY)

    assert isinstance(fault, Fault)
    assert (fault.column, fault.suggestion) == (name, "Kalmar")


def _many(count: int) -> Iterator[RawRow]:
    for number in range(count):
        yield RawRow(number + 2, (f"K-{number}", "", "2021-03-01", f"Mönster {number % 30}"))


def _peak(count: int) -> int:
    columns, _faults = bind(HEADERS, guess(HEADERS).mapping)
    tracemalloc.start()
    tally = Tally(shown=10)
    for item in parse(_many(count), columns, ONE_BRANCH, TODAY):
        assert isinstance(item, Fault)
        tally.add(item)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert tally.errors == count
    return peak


def test_memory_grows_by_bytes_a_row_and_not_by_rows() -> None:
    few = _peak(500)

    assert _peak(4_000) - few < 4_000 * 120


def test_a_text_is_read_once_and_the_memory_of_it_has_an_end() -> None:
    read_texts: list[str] = []

    def counting(text: str):  # type: ignore[no-untyped-def]
        read_texts.append(text)
        return read_percent(text)

    reader = remembered(counting, most=2)

    assert [reader(text).value for text in ("50", "50", "60", "70", "50")] == [50, 50, 60, 70, 50]
    assert read_texts == ["50", "60", "70", "50"]


def test_lists_with_several_branches_need_the_column() -> None:
    table = read(as_csv(of(SOUND)))

    (fault,) = check(table, guess(table.headers).mapping, LISTS, TODAY)

    assert isinstance(fault, Fault)
    assert fault.what == "Cellen är tom, men Gren måste fyllas i."
