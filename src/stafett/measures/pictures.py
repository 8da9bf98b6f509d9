"""Which picture stands beside a table, if any says more than the table alone?"""

from __future__ import annotations

from dataclasses import replace

from django.utils.html import format_html
from django.utils.safestring import SafeString

from stafett.measures import charts
from stafett.measures.figures import TableResult
from stafett.measures.language import TABLES

MOST_PARTS = 6
"""More parts of a bar than this can't be told apart."""


def picture(table: TableResult) -> SafeString | None:
    """The table's picture as SVG with its title below, if it has one."""
    chart = chart_of(table)
    if chart is None:
        return None
    return format_html("{}<figcaption>{}</figcaption>", charts.svg(chart), chart.title)


def chart_of(table: TableResult) -> charts.Chart | None:
    """Bars for the column that the table is declared to show; parts of bars where it is divided.

    None where there is nothing to compare, or too much.
    """
    declared = TABLES.get(table.name)
    if declared is None or not declared.picture:
        return None
    rows = [row for row in table.rows if not row.parent and row.role != "total"]
    if not 2 <= len(rows) <= charts.MOST_BARS:
        return None
    count = next((column.key for column in table.columns if column.kind == "count"), "")
    if count and 2 <= _parts(table) <= MOST_PARTS:
        return charts.stacked_by_child(table, count)
    chart = charts.bars(table, declared.picture)
    return replace(chart, title=str(declared.picture_title)) if declared.picture_title else chart


def _parts(table: TableResult) -> int:
    """How many different rows there are right below the outermost."""
    outermost = {row.key for row in table.rows if not row.parent and row.role != "total"}
    return len({row.label for row in table.rows if row.parent in outermost})
