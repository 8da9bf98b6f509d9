"""Which picture stands beside a table, if any says more than the table alone?"""

from __future__ import annotations

from dataclasses import replace

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stafett.measures import charts
from stafett.measures.figures import Column, Count, Money, Share, TableResult
from stafett.measures.language import TABLES, Table, in_words

MOST_PARTS = 6
"""More parts of a bar than this can't be told apart."""
MOST_NESTED = 24
"""More bars than this, with all the rows below rows, are a table to read."""


def picture(table: TableResult) -> SafeString | None:
    """The table's picture as SVG with its title below, if it has one; drawn anew for a narrow screen."""
    chart = chart_of(table, alone=True)
    if chart is None:
        return None
    return format_html(
        "{}<figcaption>{}</figcaption>", wide_and_narrow(chart), chart.title
    )  # fmt: skip


def wide_and_narrow(chart: charts.Chart) -> SafeString:
    """The same picture twice, of which the style shows the one that the screen has room for."""
    return format_html(
        '<div class="picture-wide">{}</div><div class="picture-narrow">{}</div>',
        charts.svg(chart),
        charts.svg(chart, charts.NARROW),
    )


def chart_of(table: TableResult, *, alone: bool = False) -> charts.Chart | None:
    """Bars for the column that the table is declared to show; parts of bars where it is divided.

    What a picture can't divide it says in its title. None where there is nothing to draw, or too much;
    a single row, or the total of a table that has no other, only when it may stand `alone`.
    """
    declared = TABLES.get(table.name)
    if declared is None or not declared.picture:
        return None
    rows = [row for row in charts.outermost(table) if row.role != "total"]
    if not rows and alone:
        return _of_total(table, declared)
    if not (1 if alone else 2) <= len(rows) <= charts.MOST_BARS:
        return None
    chart, levels = _drawn(table, declared)
    said = _("%(picture)s. Bilden är inte uppdelad på %(groups)s.")
    left = table.by[max(levels - _own(table, declared), 0) :]
    if not left:
        return chart
    return replace(chart, title=said % {"picture": chart.title, "groups": in_words(left)})


def _drawn(table: TableResult, declared: Table) -> tuple[charts.Chart, int]:
    """The picture of rows, and how many levels of rows it shows."""
    column = _stacked(table, declared)
    if column and 2 <= _parts(table) <= MOST_PARTS:
        return _named(charts.stacked_by_child(table, column.key), table, declared, table.by), 2
    few = sum(row.role != "total" for row in table.rows) <= MOST_NESTED
    nested = not column and few and _column(table, declared).kind != "money"
    chart = charts.bars(table, declared.picture, nested=nested, mark=str(declared.mark))
    return _named(chart, table, declared, ()), 1 + len(table.by) if nested else 1


def _named(
    chart: charts.Chart, table: TableResult, declared: Table, by: tuple[str, ...]
) -> charts.Chart:
    """The picture under the title that the declaration gives it, with the groups that it shows."""
    if not declared.picture_title:
        return chart
    title = str(declared.picture_title)
    if by:
        said = _("%(title)s, efter %(groups)s")
        title = said % {"title": title, "groups": in_words(table.by)}
    return replace(chart, title=title)


def _of_total(table: TableResult, declared: Table) -> charts.Chart | None:
    total = table.total
    if total is None:
        return None
    figure = total.figures[table.columns.index(_column(table, declared))]
    if isinstance(figure, Money) or (isinstance(figure, Share) and figure.denominator):
        return charts.bars(table, declared.picture)
    counted = (column.kind == "count" for column in table.columns)
    some = any(isinstance(f, Count) for f, yes in zip(total.figures, counted, strict=True) if yes)
    return charts.across(table, total) if some else None


def _column(table: TableResult, declared: Table) -> Column:
    return next(column for column in table.columns if column.key == declared.picture)


def _stacked(table: TableResult, declared: Table) -> Column | None:
    """The numbers that the rows below a row are parts of; None where no row is the sum of those below.

    Shares of a group have no sum, but those counted in them have.
    """
    pictured = _column(table, declared)
    counts = [column for column in table.columns if column.kind == "count"]
    if table.total is None:
        return None
    first = pictured if pictured in counts else next(iter(counts), None)
    return first or (pictured if declared.own and pictured.kind == "share" else None)


def _parts(table: TableResult) -> int:
    """How many different rows there are right below the outermost."""
    above = {row.key for row in charts.outermost(table) if row.role != "total"}
    return len({row.label for row in table.rows if row.parent in above})


def _own(table: TableResult, declared: Table) -> int:
    """How many levels of rows the table has of itself: goals and plans are rows without a group."""
    if declared.own:
        return 0 if set(table.by) & set(declared.own) else len(declared.own)
    return 0 if table.total else 1
