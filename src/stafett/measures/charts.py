"""What picture stands beside a table, so that it can be seen, heard and printed?

`bars` and `stacked` choose what is drawn; `svg` and `png` draw it, see `presentation.drawing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from stafett.frame import formats
from stafett.measures.figures import Count, Figure, Hidden, Money, Row, Share, TableResult
from stafett.measures.presentation import words
from stafett.measures.presentation.drawing import (
    NARROW,
    PATTERNS,
    Bar,
    Chart,
    png,
    size,
    svg,
)

MOST_BARS = 40
"""More than these are a table to read, not a picture to look at."""
MOST_PARTS = len(PATTERNS)
"""More parts of a bar than these can't be told apart."""

__all__ = [
    "MOST_BARS",
    "MOST_PARTS",
    "NARROW",
    "Bar",
    "Chart",
    "across",
    "bars",
    "outermost",
    "png",
    "size",
    "stacked",
    "stacked_by_child",
    "svg",
]


def bars(table: TableResult, key: str, *, nested: bool = False, mark: str = "") -> Chart:
    """One bar per row for the column `key`; totals are left out unless nothing else is there.

    With `nested` the rows below others have theirs too. `mark` says what the rows' marks are, such as
    a goal. Shares get whiskers for their 95 % interval. A hidden figure is the word for it, no bar.
    Raises KeyError for a column that the table has not, ValueError for a column of words
    or more than `MOST_BARS` rows.
    """
    place = _place(table, key)
    column = table.columns[place]
    if column.kind == "text" or column.kind == "mean":
        raise ValueError(f"{key!r} holds words or means and can't be drawn")
    shown = [row for row in table.rows if row.role != "total"] if nested else _drawn(table)
    named = [
        (_marked(_bar(label, row.figures[place]), row, column.kind, mark), row.figures[place])
        for label, row in zip(_labels(table, shown), shown, strict=True)
    ]
    heard = "; ".join(f"{bar.label}: {_heard(bar, figure)}" for bar, figure in named)
    return Chart(
        title=f"{table.title}: {column.heading}",
        description=_("Liggande staplar. %(bars)s.") % {"bars": heard},
        measure=column.kind,
        bars=tuple(bar for bar, _figure in named),
        mark=mark,
    )


def across(table: TableResult, row: Row) -> Chart:
    """One bar for each number that a single row has, such as participations and persons.

    Raises ValueError for a row without any.
    """
    counts = [
        (column.heading, figure)
        for column, figure in zip(table.columns, row.figures, strict=True)
        if column.kind == "count" and isinstance(figure, Count)
    ]
    if not counts:
        raise ValueError(f"{row.key!r} has no numbers to draw")
    heard = "; ".join(f"{heading}: {words.number(count.value)}" for heading, count in counts)
    return Chart(
        title=table.title,
        description=_("Liggande staplar. %(bars)s.") % {"bars": heard},
        measure="count",
        bars=tuple(_bar(heading, count) for heading, count in counts),
    )


def outermost(table: TableResult) -> list[Row]:
    """The rows that are below no other row; a heading above them is none."""
    keys = {row.key for row in table.rows}
    return [row for row in table.rows if row.parent not in keys]


def _labels(table: TableResult, rows: Sequence[Row]) -> list[str]:
    """What each row is called with the rows it is below, and with its heading where there are several."""
    by_key = {row.key: row for row in table.rows}
    headings = {row.parent for row in outermost(table)}
    return [_path(row, by_key, len(headings) > 1) for row in rows]


def _path(row: Row, by_key: dict[str, Row], headed: bool) -> str:
    above = by_key.get(row.parent)
    if above:
        return f"{_path(above, by_key, headed)}: {row.label}"
    return f"{row.label}, {row.parent}" if headed and row.parent else row.label


def _marked(bar: Bar, row: Row, kind: str, mark: str) -> Bar:
    """The bar with its row's mark, also in words: "65 % (87 av 133), målet 90 %"."""
    if row.mark is None or not mark:
        return bar
    at = formats.percent(row.mark, 0) if kind == "share" else words.number(int(row.mark))
    return replace(bar, mark=row.mark, said=f"{bar.said}, {mark} {at}")


def stacked(table: TableResult, keys: Sequence[str]) -> Chart:
    """One bar per row, its parts the counts of the columns `keys`, for instance women and men.

    A hidden part has no length and is said in its words. Raises KeyError for a column that is
    missing, ValueError for one that is no count, for more parts than can be told
    apart, or more than `MOST_BARS` rows.
    """
    places = [_place(table, key) for key in keys]
    if any(table.columns[place].kind != "count" for place in places):
        raise ValueError("only counts can be stacked")
    legend = tuple(table.columns[place].heading for place in places)
    return _stacked_chart(
        table, legend, [(row.label, [row.figures[at] for at in places]) for row in _drawn(table)]
    )


def stacked_by_child(table: TableResult, key: str) -> Chart:
    """One bar per row without parent, its parts the counts of `key` in the rows below it.

    Of a share it is the numerator that is counted. Raises as `stacked` does.
    """
    place = _place(table, key)
    if table.columns[place].kind not in ("count", "share"):
        raise ValueError("only counts can be stacked")
    drawn = _drawn(table)
    above = {row.key for row in drawn}
    parts = [row for row in table.rows if row.parent in above and row.role != "total"]
    legend = tuple(dict.fromkeys(row.label for row in sorted(parts, key=_unknown)))
    below = {(row.parent, row.label): _counted(row.figures[place]) for row in parts}
    rows = [(row.label, [below.get((row.key, name)) for name in legend]) for row in drawn]
    return _stacked_chart(table, legend, rows)


def _counted(figure: Figure) -> Figure:
    return Count(figure.numerator) if isinstance(figure, Share) else figure


def _unknown(row: Row) -> bool:
    """The unknown comes last in every picture, so that the others keep their patterns."""
    return row.role == "unknown"


def _place(table: TableResult, key: str) -> int:
    keys = [column.key for column in table.columns]
    if key not in keys:
        raise KeyError(f"{table.name} has no column {key!r}, only {', '.join(keys)}")
    return keys.index(key)


def _drawn(table: TableResult) -> tuple[Row, ...]:
    """The rows worth a bar: neither below another row nor the sum of them."""
    rows = tuple(outermost(table))
    drawn = tuple(row for row in rows if row.role != "total") or rows
    if len(drawn) > MOST_BARS:
        raise ValueError(f"{len(drawn)} bars are no picture, {MOST_BARS} at most")
    return drawn


def _bar(label: str, figure: Figure) -> Bar:
    match figure:
        case Count(value):
            return Bar(label, (value,), words.number(value))
        case Money(kronor):
            return Bar(label, (float(kronor),), words.money(kronor))
        case Share() if figure.interval:
            return Bar(label, (figure.value or 0.0,), _share_said(figure), *figure.interval)
        case Hidden():
            return Bar(label, (), words.hidden())
    return Bar(label, (), words.NOTHING)


def _heard(bar: Bar, figure: Figure) -> str:
    said = bar.said
    if isinstance(figure, Share) and figure.denominator:
        return _("%(said)s, spann %(interval)s") % {
            "said": said,
            "interval": words.interval(figure),
        }
    return said


def _share_said(share: Share) -> str:
    mark = f", {words.small_group()}" if share.small else ""
    return f"{words.percent(share)} ({words.out_of(share)}{mark})"


def _stacked_chart(
    table: TableResult, legend: tuple[str, ...], rows: Sequence[tuple[str, list[Figure]]]
) -> Chart:
    if len(legend) > MOST_PARTS:
        raise ValueError(f"{len(legend)} parts can't be told apart, {MOST_PARTS} can")
    heard = "; ".join(f"{label}: {_parts_said(legend, figures)}" for label, figures in rows)
    return Chart(
        title=table.title,
        description=_("Liggande staplar, delade. %(bars)s.") % {"bars": heard},
        measure="count",
        bars=tuple(_stack(label, legend, figures) for label, figures in rows),
        legend=legend,
    )


def _stack(label: str, legend: tuple[str, ...], figures: list[Figure]) -> Bar:
    """A bar of counts; where one is hidden there is no sum to write, only what is known."""
    parts = tuple(figure.value if isinstance(figure, Count) else 0 for figure in figures)
    hidden = any(isinstance(figure, Hidden) for figure in figures)
    return Bar(label, parts, _parts_said(legend, figures) if hidden else words.number(sum(parts)))


def _parts_said(legend: tuple[str, ...], figures: list[Figure]) -> str:
    return ", ".join(
        f"{name} {words.hidden() if isinstance(figure, Hidden) else words.number(figure.value)}"
        for name, figure in zip(legend, figures, strict=True)
        if isinstance(figure, Hidden | Count)
    )
