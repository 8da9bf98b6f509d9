"""Is a cell read as the number it holds, and shown with all that belongs to it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from stafett.demo.cells import Cell, cell, number, printed, shown
from stafett.demo.claims import Claim, Unit
from stafett.measures.figures import (
    Column,
    Count,
    Hidden,
    Mean,
    Money,
    Row,
    Share,
    TableResult,
    Text,
)

TABLE = TableResult(
    "outcomes", "Utfall efter kön", "prov", ("sex",), "Utfall",
    (Column("participations", "Deltaganden", "count"), Column("share", "Andel", "share")),
    (
        Row("arbete", "Arbete", (Count(3), Share(3, 8))),
        Row("arbete/woman", "Kvinnor", (Count(2), Share(2, 5)), parent="arbete"),
        Row("statement-1", "Första året", (Count(8), None), parent="Bokslut 2024"),
        Row("total", "Totalt", (Count(8), Share(8, 8)), "total"),
    ),
    date(2025, 1, 1), "alla", "antal",
)  # fmt: skip


def _claim(row: str, column: str, unit: Unit = "count") -> Claim:
    return Claim("prov", "outcomes", ("sex",), row, column, unit, "agrees", 1)


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("row", "column", "unit", "expected"),
    [
        ("arbete", "participations", "count", Cell("Arbete", "Deltaganden", 3, "3")),
        (
            "arbete/woman",
            "share",
            "share",
            Cell("Arbete: Kvinnor", "Andel", Fraction(2, 5), "40 % (2 av 5)"),
        ),
        ("Första året", "participations", "count", Cell("Bokslut 2024: Första året", "Deltaganden", 8, "8")),
        ("arbete", "of_total", "share", Cell("Arbete", "Andel av totalen", Fraction(3, 8), "38 % (3 av 8)")),
        ("statement-1", "share", "share", Cell("Bokslut 2024: Första året", "Andel", None, "–")),
    ],
)  # fmt: skip
def test_a_cell_is_found_by_its_row_and_column(
    row: str, column: str, unit: Unit, expected: Cell
) -> None:
    found = cell(_claim(row, column, unit), TABLE)
    assert found is not None
    assert Cell(found.row, found.column, found.value, _plain(found.words)) == expected


@pytest.mark.parametrize(
    ("row", "column"),
    [("studier", "share"), ("arbete", "cost"), ("studier", "of_total")],
)
def test_a_cell_that_is_not_there_is_none(row: str, column: str) -> None:
    assert cell(_claim(row, column), TABLE) is None


def test_a_share_of_the_total_needs_a_total_to_be_of() -> None:
    without = replace(TABLE, rows=TABLE.rows[:1])
    assert cell(_claim("arbete", "of_total", "share"), without) is None


@pytest.mark.parametrize(
    ("figure", "unit", "value"),
    [
        (Count(7), "count", 7),
        (Share(11, 15), "count", 11),
        (Share(11, 15), "share", Fraction(11, 15)),
        (Share(0, 0), "share", None),
        (Money(Decimal("16958.28")), "kronor", Decimal("16958.28")),
        (Text("22,4"), "years", Decimal("22.4")),
        (Mean(Decimal(2979), 133), "years", Decimal("22.4")),
        (Text("41 % (62 av 150)"), "share", Decimal("0.41")),
        (Text("inget antal utlovat"), "count", None),
        (Hidden("litet"), "count", None),
        (None, "count", None),
    ],
)
def test_a_figure_is_read_in_the_unit_that_was_claimed(figure: Any, unit: Unit, value: Any) -> None:
    assert number(figure, unit) == value


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Count(2255451), "2 255 451"),
        (Share(11, 15), "73 % (11 av 15)"),
        (Money(Decimal("16958.28")), "16 958 kr"),
        (Text("inte nått"), "inte nått"),
        (Mean(Decimal(2979), 133), "22,4"),
        (Hidden("litet"), "dolt"),
        (None, "–"),
    ],
)
def test_a_figure_is_shown_as_people_read_it(figure: Any, words: str) -> None:
    assert _plain(shown(figure)) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (133, "count", "133"),
        (Decimal("0.39"), "share", "39 %"),
        (16958, "kronor", "16 958 kr"),
        (22, "years", "22 år"),
        (10, "months", "10 månader"),
        (Fraction(1, 2), "share", "50 %"),
    ],
)
def test_a_printed_figure_is_shown_as_the_report_has_it(value: Any, unit: Unit, words: str) -> None:
    assert _plain(printed(value, unit)) == words
