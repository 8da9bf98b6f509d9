"""In which forms can a table be taken away, and what is each file called?"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.text import slugify

from stafett.measures.figures import TableResult
from stafett.measures.presentation.csv_file import as_csv
from stafett.measures.presentation.json_shape import as_json
from stafett.measures.presentation.xlsx_file import as_xlsx

FORMATS: dict[str, tuple[Callable[[TableResult], bytes | str], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
}
"""Each form with what writes it and what the browser is told."""


def download(table: TableResult, form: str) -> HttpResponse:
    """The table as a file to keep, named by initiative, table and day."""
    write, kind = FORMATS[form]
    name = slugify("-".join((table.initiative, table.name, *table.by, table.as_of.isoformat())))
    response = HttpResponse(write(table), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
