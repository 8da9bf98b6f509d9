"""What a school's file is read as, and what each fault says."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from stafett.outreach.reading import MOST_SHOWN, read_list, template
from tests.outreach.world import ALVA, HEADERS, LIAM, file

TODAY = date(2025, 6, 2)


def _faults(*lines: str, headers: str = HEADERS) -> list[tuple[int, str, str]]:
    found = read_list(file(*lines, headers=headers), TODAY)
    return [(one.row, one.column, one.what) for one in found.shown]


def test_a_sound_file_is_read_whole() -> None:
    found = read_list(file(LIAM, ALVA), TODAY)
    assert (found.faults, found.unread) == ([], [])
    assert [(one.number, one.given_name, one.contact) for one in found.rows] == [
        (2, "Liam", "070-174 06 05, liam@prov.example"), (3, "Alva", ""),
    ]  # fmt: skip


def test_a_workbook_is_read_as_well() -> None:
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, line in enumerate((HEADERS, LIAM)):
            sheet.write_row(place, 0, line.split(";"))
    assert [one.school for one in read_list(kept, TODAY).rows] == ["Flens gymnasium"]


def test_the_template_has_every_header_that_is_read() -> None:
    head = template().decode("utf-8-sig").strip()
    found = read_list(file(LIAM + ";", headers=head), TODAY)
    assert (len(found.rows), found.unread, found.faults) == (1, [], [])


def test_other_columns_are_named_and_not_read() -> None:
    found = read_list(file("Ja;" + LIAM, headers="Betyg;" + HEADERS), TODAY)
    assert (found.unread, len(found.rows)) == (["Betyg"], 1)


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        (";Liam;Lind;Skolan;;;", "Personnummer", "Cellen är tom"),
        ("hej;Liam;Lind;Skolan;;;", "Personnummer", "Skriv ett personnummer"),
        ("220101-TF99;Liam;Lind;Skolan;;;", "Personnummer", "Skriv ett personnummer"),
        ("220101-AB99;Liam;Lind;Skolan;;;", "Personnummer", "Skriv ett personnummer"),
        ("199003012391;Liam;Lind;Skolan;;;", "Personnummer", "fyllt 20"),
        ("202201012388;Liam;;Skolan;;;", "Efternamn", "Cellen är tom"),
        ("202201012388;Liam;Lind;;;;", "Skola", "Cellen är tom"),
        ("202201012388;" + "L" * 81 + ";Lind;Skolan;;;", "Förnamn", "längre än 80 tecken"),
        ("202201012388;Liam;Lind;Skolan;;;liam", "E-post", "ingen e-postadress"),
    ],
)
def test_a_fault_says_where_and_what_to_do(line: str, column: str, says: str) -> None:
    faults = _faults(ALVA, line)
    assert [(row, head) for row, head, _what in faults] == [(3, column)]
    assert says in faults[0][2]


def test_somebody_protected_is_not_read_in() -> None:
    head = HEADERS + ";Skyddade personuppgifter"
    assert _faults(LIAM + ";nej", headers=head) == []
    (row, column, what) = _faults(LIAM + ";ja", headers=head)[0]
    assert (row, column) == (2, "Skyddade personuppgifter")
    assert "följ er rutin" in what


def test_a_number_that_stands_twice_is_told_where() -> None:
    assert _faults(LIAM, ALVA, LIAM) == [
        (4, "Personnummer", "Samma nummer står på rad 2. Ta bort den ena raden.")
    ]


def test_a_column_that_is_missing_or_stands_twice_is_told() -> None:
    faults = _faults("a;b;c", headers="Personnummer;Skola;Skola")
    assert [(row, head) for row, head, _what in faults] == [
        (0, "Skola"), (0, "Förnamn"), (0, "Efternamn"),
    ]  # fmt: skip


def test_what_is_no_table_is_one_fault_and_a_broken_row_another() -> None:
    assert len(read_list(BytesIO(b""), TODAY).faults) == 1
    assert [row for row, _head, _what in _faults(LIAM, "a;b")] == [3]


def test_of_many_faults_the_first_are_shown() -> None:
    found = read_list(file(*["x;y;z;w;;;"] * (MOST_SHOWN + 1)), TODAY)
    assert (len(found.shown), found.rows) == (MOST_SHOWN, [])
    assert len(found.faults) > MOST_SHOWN


def test_a_file_that_is_too_large_is_to_be_divided() -> None:
    found = read_list(BytesIO(b"a;b\n" * 600_000), TODAY)
    assert ["samma rubriker" in one.what for one in found.faults] == [True]
