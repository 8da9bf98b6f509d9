"""How are an assignment's rows written as files to keep? One line a participation, a heading a column."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook

from stafett.evaluation.columns import Column
from stafett.evaluation.models import EvaluationAssignment
from stafett.evaluation.queries import Row, columns_of
from stafett.evaluation.rules import stood_on, stood_words
from stafett.measures.presentation.safe import safe_cell

PSEUDONYM = "pseudonym"
PSEUDONYM_MEANS = gettext_lazy(
    "samma person har samma i hela uppdraget, och en annan i varje annat"
)


def as_dicts(columns: Sequence[Column], rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Each row as name → value; numbers as numbers, what is not known as null."""
    return [
        {PSEUDONYM: row.pseudonym}
        | {
            column.name: float(value) if isinstance(value, Decimal) else value
            for column, value in zip(columns, row.values, strict=True)
        }
        for row in rows
    ]


def _csv(columns: Sequence[Column], rows: Sequence[Row], day: date) -> bytes:
    """Semicolons, a byte order mark and decimal comma, as all files of figures are written."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(_headings(columns))
    writer.writerows([row.pseudonym, *map(_cell, row.values)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _headings(columns: Sequence[Column]) -> list[str]:
    """What people call the columns, in every file that a spreadsheet opens."""
    return [_("Pseudonym"), *(column.heading for column in columns)]


def _cell(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return "" if value is None else safe_cell(str(value))


def _xlsx(columns: Sequence[Column], rows: Sequence[Row], day: date) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Rader"))
        bold = book.add_format({"bold": True})
        for place, words in enumerate(_headings(columns)):
            sheet.write_string(0, place, words, bold)
        sheet.set_column(0, len(columns), 20)
        sheet.freeze_panes(1, 1)
        for line, row in enumerate(rows, start=1):
            for place, value in enumerate([row.pseudonym, *row.values]):
                if isinstance(value, Decimal):
                    sheet.write_number(line, place, float(value))
                elif value is not None:
                    sheet.write_string(line, place, safe_cell(str(value)))
        _explained(book, columns, bold, day)
    return out.getvalue()


def _explained(book: Workbook, columns: Sequence[Column], bold: Any, day: date) -> None:
    """A sheet that says what each column is, what it is called in JSON and over the API, and as of when."""
    sheet = book.add_worksheet(_("Kolumner"))
    sheet.set_column(0, 2, 40)
    lines = [(column.heading, column.means, column.name) for column in columns]
    sheet.write_row(0, 0, [_("Kolumn"), _("Vad den säger"), _("Namn i JSON och API")], bold)
    for line, told in enumerate([(_("Pseudonym"), PSEUDONYM_MEANS, PSEUDONYM), *lines], start=1):
        sheet.write_row(line, 0, [str(words) for words in told])
    sheet.write_string(len(lines) + 3, 0, stood_words(day))


def _json(columns: Sequence[Column], rows: Sequence[Row], day: date) -> bytes:
    return json.dumps(as_dicts(columns, rows), ensure_ascii=False, indent=1).encode()


FORMS: dict[str, tuple[Callable[[Sequence[Column], Sequence[Row], date], bytes], str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (_json, "application/json"),
}
"""Each form of file: how it is written, and what a browser is told that it is."""


def download(one: EvaluationAssignment, form: str, rows: Sequence[Row], day: date) -> HttpResponse:
    """The rows as a file, named by the initiative and the day as of which it shows the register."""
    write, kind = FORMS[form]
    response = HttpResponse(write(columns_of(one), rows, day), content_type=kind)
    response["Content-Disposition"] = (
        f'attachment; filename="{one.initiative.code}-utan-namn-{stood_on(day)}.{form}"'
    )
    return response
