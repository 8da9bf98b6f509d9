"""How does a table stand on a page: as a real table, with a picture beside it if there is one?"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from stafett.measures.figures import TableResult
from stafett.measures.presentation.layout import lay_out

TEMPLATE = "measures/table.html"


def table_context(
    table: TableResult, *, picture: SafeString | None = None, number: int | None = None,
    empty: str = "",
) -> dict[str, Any]:  # fmt: skip
    """What `measures/table.html` needs; give it under these names to `include … with`.

    `picture` is inline SVG from `charts.svg`; `number` is the table's place in a report; `empty` what
    it means that there are no rows.
    """
    layout = lay_out(table)
    place = (str(number),) if number else ()
    return {
        "table": table,
        "layout": layout,
        "anchor": slugify("-".join(("tabell", table.initiative, table.name, *table.by, *place))),
        "picture": picture,
        "number": number,
        "empty": empty or _("Det finns inget att räkna ännu."),
    }


def as_html(
    table: TableResult, *, picture: SafeString | None = None, number: int | None = None
) -> SafeString:
    """The table as an HTML fragment: caption, headings with scope, remarks, definition to unfold.

    No style and no script in it; everything from the table is escaped.
    """
    return render_to_string(TEMPLATE, table_context(table, picture=picture, number=number))
