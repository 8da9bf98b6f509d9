"""Is the Excel file numbers where it should be numbers, and words that never run?"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from stafett.measures.figures import Count
from stafett.measures.presentation.xlsx_file import as_xlsx
from tests.measures.presentation.tables import everything, hostile, single


def sheets(table):
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(table)))


def column(sheet, heading):
    (place,) = [cell.column for cell in sheet[1] if cell.value == heading]
    return [sheet.cell(line, place) for line in range(2, sheet.max_row + 1)]


def test_numbers_are_numbers_and_shown_as_what_they_are():
    sheet = sheets(everything())["Tabell"]
    share = column(sheet, "Till arbete, andel")[0]
    assert share.value == pytest.approx(11 / 15)
    assert share.number_format == "0.0 %"
    assert column(sheet, "Kostnad")[0].value == pytest.approx(2255451.5)
    assert column(sheet, "Till arbete, antal")[0].value == 11
    assert column(sheet, "Till arbete, av")[0].value == 15


def test_both_ends_of_the_interval_have_columns():
    sheet = sheets(everything())["Tabell"]
    low = column(sheet, "Till arbete, lägst rimligt (95 %)")[0].value
    high = column(sheet, "Till arbete, högst rimligt (95 %)")[0].value
    assert (round(low, 2), round(high, 2)) == (0.48, 0.89)


def test_hidden_is_a_word_and_nothing_is_an_empty_cell():
    sheet = sheets(everything())["Tabell"]
    assert [cell.value for cell in column(sheet, "Antal")] == [52, 1081, "dolt", 1133]
    assert column(sheet, "Kostnad")[1].value is None


def test_the_second_sheet_says_what_the_first_one_means():
    sheet = sheets(everything())["Definition"]
    said = {(row[0].value, row[1].value) for row in sheet.iter_rows()}
    assert ("Definition", "Det som gällde dagen efter.") in said
    assert ("Population", "Alla som har börjat.") in said
    assert ("Läget den", "30 juni 2024") in said
    assert ("Att veta", "Räknat i juni.") in said
    assert ("Att veta", "(a) Dolt: färre än fem personer.") in said


def test_no_cell_is_a_formula_or_a_link():
    raw = as_xlsx(hostile('=HYPERLINK("https://example.org")'))
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts.values())
    sheet = openpyxl.load_workbook(io.BytesIO(raw))["Tabell"]
    texts = {cell.value for row in sheet.iter_rows() for cell in row if cell.value}
    assert not [text for text in texts if str(text).startswith("=")]


def test_an_address_is_not_made_into_a_link():
    raw = as_xlsx(hostile("https://example.org"))
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        assert not [name for name in book.namelist() if name.endswith(".rels") and "sheet" in name]


def test_the_same_table_gives_the_same_bytes():
    assert as_xlsx(everything()) == as_xlsx(everything())


def test_its_date_is_that_of_the_figures_and_not_the_clocks():
    assert sheets(everything()).properties.created.isoformat() == "2024-06-30T12:00:00"


def test_a_table_without_rows_still_opens():
    book = sheets(replace(single(Count(1)), rows=()))
    assert book["Tabell"].max_row == 1
