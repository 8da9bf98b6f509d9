"""How does a set become safe: all its tables at once, and with every set that outsiders have had before?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, product
from typing import Any

from django.utils.translation import gettext as _

from stafett.initiatives.models import Initiative
from stafett.measures.disclosure.attack import Told, told
from stafett.measures.disclosure.linked import (
    Cell,
    Linked,
    Secret,
    between,
    earlier,
    joined,
    less,
)
from stafett.measures.disclosure.protect import to_hide
from stafett.measures.figures import Hidden, Row, TableResult
from stafett.measures.models import PUBLIC
from stafett.measures.outsiders.counting import Counts
from stafett.measures.outsiders.declared import SHOWN, Shown
from stafett.measures.outsiders.placing import (
    WHERE_FOUND,
    WHERE_FOUND_BELOW,
    WITH_COUNTS_IN_NOTES,
    Figure,
    Place,
    figures,
)
from stafett.measures.queries import answer
from stafett.measures.question import Question
from stafett.safeguards.viewer import Viewer


class StillTold(Exception):
    """The audit found a secret that could be worked out: the set is not shown to anybody."""

    def __init__(self, first: Told) -> None:
        super().__init__(f"{first.secret} is told to {first.knower or 'everybody'}")


@dataclass(frozen=True)
class Before:
    """An earlier set that outsiders have seen: its day, and the counts that were kept with it."""

    day: date
    counts: Mapping[str, Any]


@dataclass(frozen=True)
class Drawn:
    """A table of the set with its counts, before anything is hidden."""

    shown: Shown
    result: TableResult
    figures: tuple[Figure, ...]
    values: Mapping[str, int]
    """What each count is in truth, by its name."""


@dataclass(frozen=True)
class Safe:
    """A whole set, protected: its tables by their keys, and the counts to keep for the next one."""

    tables: Mapping[str, TableResult]
    counts: Mapping[str, Any]
    cells: int
    hidden: int


def safe(
    viewer: Viewer, initiative: Initiative, day: date, threshold: int, before: Iterable[Before]
) -> Safe:
    """The set of an initiative counted to a day, with nothing in it that tells a small count.

    Raises CannotProtect when what was shown before leaves no way to do it, StillTold when the audit
    finds a secret that is told.
    """
    counts = Counts(viewer, initiative, day)
    drawn = [_drawn(counts, shown) for shown in SHOWN]
    own = link(counts, drawn, threshold)
    whole = together(own, day, before, threshold)
    hidden = _nested(whole, threshold)
    leaks = told(whole, hidden)
    if leaks:
        raise StillTold(leaks[0])
    own.cells = {key: replace(cell, hidden=key in hidden) for key, cell in own.cells.items()}
    tables = {one.shown.key: masked(one, hidden, threshold) for one in drawn}
    return Safe(tables, own.as_dict(), len(own.cells), len(hidden))


def _nested(whole: Linked, threshold: int) -> set[str]:
    """What to hide; with a higher threshold than the lowest there is, all that the lowest hides and more.

    So whoever tries several thresholds before they sign sees nothing that the lowest does not show.
    """
    if threshold <= PUBLIC:
        return to_hide(whole)
    secrets = {
        key: replace(one, threshold=min(one.threshold, PUBLIC))
        for key, one in whole.secrets.items()
    }
    return to_hide(whole, to_hide(replace(whole, secrets=secrets)))


def _drawn(counts: Counts, shown: Shown) -> Drawn:
    base = shown.table.base_in(counts.initiative.outcome_base)
    question = Question(
        shown.table, counts.viewer, (counts.initiative,), shown.by, counts.day, base
    )
    result = answer(question)
    found = tuple(figures(Place(counts, shown, question, base), result))
    values = {one.key: counts.linked.value(one.parts) for f in found for one in f.counts}
    return Drawn(shown, _trimmed(result, shown, found), found, values)


def _trimmed(result: TableResult, shown: Shown, found: tuple[Figure, ...]) -> TableResult:
    """Without the columns that outsiders do not get, and without costs stated for a later day."""
    kept = [place for place, c in enumerate(result.columns) if c.key not in shown.without]
    there = {figure.row for figure in found}
    rows = tuple(
        replace(row, figures=tuple(row.figures[place] for place in kept))
        for row in result.rows
        if shown.name != "cost-per-participant" or row.key in there
    )
    return replace(result, columns=tuple(result.columns[place] for place in kept), rows=rows)


def link(counts: Counts, drawn: Iterable[Drawn], threshold: int) -> Linked:
    """All that the tables show as cells over the same atoms, with what can be worked out as secrets."""
    linked = counts.linked
    for figure in (figure for one in drawn for figure in one.figures):
        for count in figure.counts:
            if count.parts and count.key not in linked.cells:
                linked.add(Cell(count.key, count.parts, count.cost), threshold)
        if figure.rest:
            linked.keep(Secret(figure.rest.key, figure.rest.parts, threshold))
    for key, cell in linked.cells.items():
        began = linked.cells.get(key.replace("people", "began", 1))
        if key.startswith("people") and began:
            name = f"{key} came back"
            linked.keep(Secret(name, less(began.parts, cell.parts), threshold))
    for family in _families(linked):
        for one, other in combinations(family, 2):
            name = f"{one.key} − {other.key}"
            linked.keep(Secret(name, less(one.parts, other.parts), threshold))
    for name, parts in counts.apart.items():
        linked.keep(Secret(name, parts, threshold))
    return linked


def _only_when_found(row: Row) -> bool:
    last = row.key.rpartition("/")[2]
    return row.role == "unknown" or last in ("other", "whole") or last.startswith("status:")


def _families(linked: Linked) -> list[list[Cell]]:
    """Counts whose differences are a few people: persons by different days, and who was open at month ends."""
    return [list(_of_people(linked)), list(_of_open(linked))]


def _of_open(linked: Linked) -> Iterator[Cell]:
    """Those open at one month's end less those at another, or less all who began, have come or left between."""
    for key, cell in linked.cells.items():
        name = key.removeprefix(linked.before)
        if name == "began" or name.startswith("open|"):
            yield cell


def _of_people(linked: Linked) -> Iterator[Cell]:
    """Persons counted over the whole initiative through different days: their differences are a few."""
    for key, cell in linked.cells.items():
        name = key.removeprefix(linked.before)
        if (
            name == "people"
            or name.startswith("people@")
            or (name.startswith("reached") and "|sex" not in name)
        ):
            yield cell


def together(own: Linked, day: date, before: Iterable[Before], threshold: int) -> Linked:
    """The set with all that outsiders have seen before, and what hangs together between any two."""
    sets = [(one.day, earlier(one.counts, f"{n}:")) for n, one in enumerate(before, start=1)]
    sets.append((day, own))
    links = [one for _day, one in sets]
    for (a_day, a), (b_day, b) in combinations(sets, 2):
        first, second = (a, b) if a_day <= b_day else (b, a)
        links.append(between(first, second, threshold, same_day=a_day == b_day))
        links.append(_few_between(first, second, threshold))
    return joined(links)


def _few_between(first: Linked, second: Linked, threshold: int) -> Linked:
    found = Linked()
    for earlier_ones, later_ones in zip(_families(first), _families(second), strict=True):
        for one, other in product(earlier_ones, later_ones):
            name = f"{other.key} − {one.key}"
            found.keep(Secret(name, less(other.parts, one.parts), threshold))
    return found


def why_hidden(threshold: int) -> str:
    """One sentence for all that is hidden: to say which count is the small one would tell too much."""
    return _(
        "Gruppen är mindre än %(threshold)s, eller så skulle en så liten grupp kunna räknas ut med "
        "hjälp av siffran. Det dolda kan också vara noll."
    ) % {"threshold": threshold}


def masked(drawn: Drawn, hidden: set[str], threshold: int) -> TableResult:
    """The table with "dolt" wherever a figure shows a count that must be hidden."""
    places = {
        (figure.row, figure.column)
        for figure in drawn.figures
        if any(count.key in hidden for count in figure.counts)
    }
    result, why = drawn.result, Hidden(why_hidden(threshold))
    kept = [row for row in result.rows if not _tells_that_it_is_there(row, drawn, places)]

    def shown(row: Row) -> Row:
        pairs = zip(result.columns, row.figures, strict=True)
        figures = (why if (row.key, c.key) in places and f is not None else f for c, f in pairs)
        return replace(row, figures=tuple(figures))

    notes = result.notes
    if places and drawn.shown.name in WITH_COUNTS_IN_NOTES:
        notes = tuple(str(note) for note in drawn.shown.table.notes)
    if len(kept) < len(result.rows):
        notes = (
            _("Rader som bara finns när någon står på dem, och där allt är dolt, är utelämnade."),
            *notes,
        )
    return replace(result, rows=tuple(shown(row) for row in kept), notes=notes)


def _tells_that_it_is_there(row: Row, drawn: Drawn, places: set[tuple[str, str]]) -> bool:
    """True for a row that is there only because somebody is in it, and shows nothing else than that."""
    if row.role == "total":
        return False
    outermost = replace(row, key=row.key.partition("/")[0])
    for one in (row, outermost):
        figures = [f for f in drawn.figures if f.row == one.key]
        unpromised = drawn.shown.name == "inflow" and len(figures) == 1
        of_a_rule = drawn.shown.name in WHERE_FOUND_BELOW and "/" in one.key
        if unpromised or of_a_rule or drawn.shown.name in WHERE_FOUND or _only_when_found(one):
            seen = [f for f in figures if (f.row, f.column) not in places]
            if figures and not any(drawn.values[f.counts[0].key] for f in seen):
                return True
    return False
