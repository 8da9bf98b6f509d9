"""The template and every download: filled in, it comes back; nothing in it is ever alive."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
import xlsxwriter

from stafett.exchange.register import (
    FIELDS,
    Lists,
    RegisterRow,
    check,
    guess,
    guide,
    read,
    template_csv,
    template_xlsx,
)
from stafett.exchange.register.cells import WORKBOOK_OPTIONS, safe_cell
from tests.exchange.register.registers import LISTS, TODAY, words

ALIVE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\n=x",
    "  =1",
    "\u00a0=1",
    "＝1",
    "\u200b=1",
]


@pytest.mark.parametrize("text", ALIVE)
def test_text_that_could_come_alive_is_marked(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "Anna", "1-2", "a=b", -5, 1.5, None, date(2021, 3, 1)])
def test_everything_else_is_left_as_it_is(value: object) -> None:
    assert safe_cell(value) == value


@pytest.mark.parametrize("text", ALIVE)
def test_in_a_workbook_text_stays_text_unmarked(text: str) -> None:
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, WORKBOOK_OPTIONS) as book:
        book.add_worksheet().write(0, 0, text)

    cell = openpyxl.load_workbook(kept).active["A1"]

    assert cell.data_type == "s"


def _sheet(name: str, lists: Lists = LISTS) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(BytesIO(template_xlsx(lists)))
    return list(book[name].iter_rows(values_only=True))


def test_the_csv_template_has_every_header_and_opens_in_excel() -> None:
    data = template_csv()

    assert data.startswith(b"\xef\xbb\xbf")
    headers = next(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert headers == [field.name for field in FIELDS]


def test_the_workbook_template_has_the_same_headers_and_text_columns() -> None:
    assert _sheet("Register")[0] == tuple(field.name for field in FIELDS)
    register = openpyxl.load_workbook(BytesIO(template_xlsx(LISTS)))["Register"]
    assert {register.column_dimensions[letter].width > 10 for letter in "AB"} == {True}


def test_the_guide_explains_every_column() -> None:
    lines = _sheet("Så fyller du i")[1:]

    assert [line[0] for line in lines] == [field.name for field in FIELDS]
    by_name = {line[0]: line for line in lines}
    assert by_name["Startdatum"][1] == "ja"
    assert by_name["Ärendenummer"][1] == "ett av dem"
    assert by_name["Kön"][1] == "nej"
    assert by_name["Kön"][4] == "kvinna, man, okänt"
    assert "Studier" in str(by_name["Utfall"][4])


def test_the_guide_offers_another_sex_only_where_it_is_offered() -> None:
    allowed = {line[0]: line[4] for line in guide(Lists(other_sex=True))}

    assert allowed["Kön"] == "kvinna, man, annat, okänt"
    assert allowed["Förnamn"] == ""


def test_a_long_list_points_to_the_sheet_where_it_stands() -> None:
    many = Lists(outcomes=words(*(f"Utfall {n}" for n in range(30))))

    assert {line[0]: line[4] for line in guide(many)}["Utfall"].endswith("… se Listor")
    column = [line[0] for line in _sheet("Listor", many)]
    assert column == ["Utfall", *(f"Utfall {n}" for n in range(30))]


def test_small_lists_can_be_chosen_from_in_the_cell() -> None:
    register = openpyxl.load_workbook(BytesIO(template_xlsx(LISTS)))["Register"]
    offered = {rule.formula1 for rule in register.data_validations.dataValidation}

    assert len(offered) == 5
    assert all(formula.startswith("'Listor'!$") for formula in offered)


def test_a_filled_in_template_comes_back_as_sound_rows() -> None:
    book = openpyxl.load_workbook(BytesIO(template_xlsx(LISTS)))
    register = book["Register"]
    filled = {
        "Ärendenummer": "K-1",
        "Startdatum": date(2021, 3, 1),
        "Gren": "Kalmar",
        "Kommun": "0861",
    }
    for place, field in enumerate(FIELDS, start=1):
        register.cell(2, place, filled.get(field.name))
    kept = BytesIO()
    book.save(kept)

    table = read(kept)
    (row,) = check(table, guess(table.headers).mapping, LISTS, TODAY)

    assert isinstance(row, RegisterRow)
    assert (row.case_number, row.starts_on, row.municipality) == ("K-1", date(2021, 3, 1), "0861")
