"""How do initiatives compare, and which may not be put side by side at all (G21 F16)?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame import formats
from stafett.initiatives.models import Initiative
from stafett.measures.access import check_may, standing
from stafett.measures.assembly import TOTAL, Assembly, assemble, check_sums
from stafett.measures.figures import Column, Count, Figure, Row, Share, TableResult
from stafett.measures.groups import COMMON_OUTCOME, INITIATIVE
from stafett.measures.language import ALL, Member, Table
from stafett.measures.models import FrozenSet
from stafett.measures.outsiders.reading import NothingFrozen, frozen, table_of
from stafett.measures.populations import COUNT, OF_WHOM
from stafett.measures.queries import CannotAnswer, answer
from stafett.measures.question import Built, Question
from stafett.measures.tables.outcomes import COMMON_OUTCOMES
from stafett.safeguards.viewer import Viewer

MOST = 6
"""More initiatives than this side by side can't be read."""


class NotComparable(CannotAnswer):
    """Shares of different bases can't stand in one comparison; the message says which and why."""


def compare(viewer: Viewer, initiatives: Sequence[Initiative]) -> TableResult:
    """The common outcomes of several initiatives, a share for each, all of the same base.

    Raises NotComparable for shares of different bases, CannotAnswer for too few or too many
    initiatives, and PermissionDenied where the viewer may not see the totals of one of them.
    """
    chosen = tuple(dict.fromkeys(initiatives))
    _check_number(chosen)
    places = [standing(viewer, initiative) for initiative in chosen]
    for at in places:
        check_may(at, COMPARISON, None)
    base = common_base(chosen)
    if not all(at.covers(None) for at in places):
        return _of_frozen(chosen, base)
    controllers = None if viewer.operator else viewer.controllers
    return answer(
        Question(COMPARISON, viewer, chosen, (), viewer.day, base, controllers=controllers)
    )


def _of_frozen(initiatives: tuple[Initiative, ...], base: str) -> TableResult:
    """The same from the latest frozen set of each, for who sees frozen sets of one of them at least.

    Not some frozen and some as of today: the one would be read with the other's day.
    """
    sets = [_frozen(one) for one in initiatives]
    tables = [table_of(one, COMMON_OUTCOMES.name) for one in sets]
    rows: dict[str, Row] = {row.key: row for table in tables for row in table.rows}
    order = [*(key for key in rows if key != TOTAL), TOTAL]
    return TableResult(
        name=COMPARISON.name,
        title=str(COMPARISON.title),
        initiative=",".join(one.code for one in initiatives),
        by=(),
        stub=tables[0].stub,
        columns=tuple(Column(one.code, one.name, "share") for one in initiatives),
        rows=tuple(_frozen_row(rows[key], tables) for key in order),
        as_of=max(table.as_of for table in tables),
        population=COMPARISON.population_words(base),
        definition=COMPARISON.definition,
        notes=(*_days_of(initiatives, tables), *(str(note) for note in COMPARISON.notes)),
    )


def _frozen(initiative: Initiative) -> FrozenSet:
    try:
        return frozen(initiative)
    except NothingFrozen as nothing:
        raise CannotAnswer(str(nothing)) from None


def _frozen_row(row: Row, tables: list[TableResult]) -> Row:
    """The row's share in each, or its count where it is the total; nobody where a set has no such row."""
    figures: list[Figure] = []
    for table in tables:
        found = next((one for one in table.rows if one.key == row.key), None)
        total = table.total.figures[-1] if table.total else None
        nobody = Share(0, total.value) if isinstance(total, Count) else total
        figures.append(found.figures[-1] if found else nobody)
    return Row(row.key, row.label, tuple(figures), row.role)


def _days_of(initiatives: tuple[Initiative, ...], tables: list[TableResult]) -> tuple[str, ...]:
    pairs = zip(initiatives, tables, strict=True)
    return tuple(_its_day(initiative, table.as_of) for initiative, table in pairs)


def _its_day(initiative: Initiative, day: date) -> str:
    said = {"initiative": initiative.name, "day": formats.plain_day(day)}
    return _("%(initiative)s: läget den %(day)s.") % said


def _check_number(initiatives: tuple[Initiative, ...]) -> None:
    if len(initiatives) < 2:
        raise CannotAnswer(_("Välj minst två insatser att jämföra."))
    if len(initiatives) > MOST:
        raise CannotAnswer(_("Högst %(most)s insatser kan jämföras på en gång.") % {"most": MOST})


def common_base(initiatives: Sequence[Initiative]) -> str:
    """The base that all the initiatives' shares have. Raises NotComparable when they differ."""
    by_base: dict[str, list[str]] = {}
    for initiative in initiatives:
        by_base.setdefault(COMPARISON.base_in(initiative.outcome_base), []).append(initiative.name)
    if len(by_base) > 1:
        said = [
            _("%(names)s räknar andelar av %(base)s")
            % {"names": ", ".join(names), "base": OF_WHOM[base]}
            for base, names in by_base.items()
        ]
        raise NotComparable(
            _("%(said)s. Sådana andelar kan inte stå i samma jämförelse.")
            % {"said": "; ".join(said)}
        )
    return next(iter(by_base))


def _side_by_side(table: Table, question: Question) -> Built:
    """One row per common outcome, one share per initiative."""
    cube = question.cube(table.population, (COUNT,), (COMMON_OUTCOME, INITIATIVE))
    assembly = assemble(cube, question, 1)
    check_sums(assembly, (COUNT,), table.name)
    columns = tuple(Column(one.code, one.name, "share") for one in question.initiatives)
    rows = [_row(assembly, member) for member in assembly.levels[0]]
    whole = tuple(
        Count(int(cube.at((ALL, initiative.value), COUNT.key))) for initiative in assembly.levels[1]
    )
    total = Row(TOTAL, _("Totalt"), whole, "total")
    return Built(columns, (*rows, total), _days(question))


def _row(assembly: Assembly, outcome: Member) -> Row:
    count = assembly.cube.at
    shares = tuple(
        Share(
            int(count((outcome.value, initiative.value), COUNT.key)),
            int(count((ALL, initiative.value), COUNT.key)),
        )
        for initiative in assembly.levels[1]
    )
    return Row(outcome.key, str(outcome.label), shares, outcome.role)


def _days(question: Question) -> tuple[str, ...]:
    """Each initiative counts to its own day; a figure without its day can't be compared."""
    return tuple(
        _its_day(initiative, initiative.counted_on or question.viewer.day)
        for initiative in question.initiatives
    )


COMPARISON = replace(
    COMMON_OUTCOMES,
    name="comparison",
    title=gettext_lazy("Gemensamma utfall, insatser bredvid varandra"),
    notes=(
        *COMMON_OUTCOMES.notes,
        gettext_lazy("Samma människa kan finnas i flera av insatserna."),
    ),
    build=_side_by_side,
    picture="",
)
"""Not among the tables of an initiative: it is about several."""
