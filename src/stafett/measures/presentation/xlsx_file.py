"""How is a table written as an Excel file: numbers as numbers, with its definition beside it?"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from stafett.measures.figures import TableResult
from stafett.measures.presentation import words
from stafett.measures.presentation.flat import FlatColumn, Form, Value, flat_columns, flat_rows
from stafett.measures.presentation.layout import lay_out
from stafett.measures.presentation.safe import safe_cell

_NUMBERS: dict[Form, str] = {
    "words": "@",
    "count": "#,##0",
    "share": "0.0 %",
    "money": '#,##0.00 "kr"',
    "mean": "0.0",
}
_LONGEST = 40
"""The widest that a column is made, in characters."""


def as_xlsx(table: TableResult) -> bytes:
    """Two sheets: the table (`flat`, headings for people), and what it means.

    Texts are written as strings and nothing else: no formula, no link, no guessed number.
    The same table gives the same bytes.
    """
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        written = datetime.combine(table.as_of, time(12), UTC).replace(tzinfo=None)
        book.set_properties({"title": table.title, "created": written, "language": "sv-SE"})
        _table_sheet(book, table)
        _meaning_sheet(book, table)
    return out.getvalue()


def _table_sheet(book: Workbook, table: TableResult) -> None:
    sheet = book.add_worksheet(_("Tabell"))
    columns, rows = flat_columns(table), list(flat_rows(table))
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    forms = {form: book.add_format({"num_format": code}) for form, code in _NUMBERS.items()}
    for place, column in enumerate(columns):
        sheet.write_string(0, place, safe_cell(column.heading), heading)
        sheet.set_column(place, place, _width(column, (row[place] for row in rows)))
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write(sheet, (line, place), value, forms[columns[place].form])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)


def _write(sheet: Worksheet, place: tuple[int, int], value: Value, form: Format) -> None:
    if isinstance(value, str):
        sheet.write_string(*place, safe_cell(value), form)
    elif value is not None:
        sheet.write_number(*place, value, form)


def _width(column: FlatColumn, values: Iterable[Value]) -> int:
    longest = max((len(str(value)) for value in values if isinstance(value, str)), default=0)
    return min(_LONGEST, max(12, longest + 2, len(column.heading) // 2))


def _meaning_sheet(book: Workbook, table: TableResult) -> None:
    sheet = book.add_worksheet(_("Definition"))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    for line, (name, said) in enumerate(_meaning(table)):
        sheet.write_string(line, 0, name, bold)
        sheet.write_string(line, 1, safe_cell(said), wrapped)


def _meaning(table: TableResult) -> list[tuple[str, str]]:
    return [
        (_("Tabell"), table.title),
        (_("Insats"), table.initiative),
        (_("Uppdelad på"), ", ".join(table.by)),
        (_("Läget den"), words.day(table.as_of)),
        (_("Population"), table.population),
        (_("Definition"), table.definition),
        *((_("Att veta"), remark) for remark in lay_out(table).remarks),
    ]
