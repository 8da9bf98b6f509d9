"""How is an initiative going, in the four figures that its own page shows (ux § 4)?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from stafett.frame import formats
from stafett.initiatives.models import Initiative
from stafett.measures.access import Standing, leaves_out, standing
from stafett.measures.figures import (
    Count,
    Figure,
    Hidden,
    Money,
    Row,
    Share,
    TableResult,
    Text,
)
from stafett.measures.outsiders.reading import about
from stafett.measures.presentation import words
from stafett.measures.queries import CannotAnswer, table
from stafett.measures.tables import TABLES
from stafett.measures.tables.goals import Range
from stafett.measures.tables.promises import FAR_BELOW_WORDS
from stafett.safeguards.viewer import Viewer

Number = int | Hidden
"""How many, or that it is hidden."""


@dataclass(frozen=True)
class GoalReached:
    """One version of a goal with how much is reached, by its narrowest and widest reading."""

    heading: str
    range: Range | Hidden
    readings: tuple[Row, ...]


@dataclass(frozen=True)
class PartyInflow:
    """One referring party: how many it referred, how many cases it has, what it promised and why."""

    name: str
    referred: Number
    cases: Number | None
    promised: str
    share: str
    expected: str
    far_below: bool
    verdict: str
    reason: str


@dataclass(frozen=True)
class CostPerParticipant:
    """A stated cost per participant with both its numbers and both their days."""

    label: str
    cost: Decimal
    costs_through: str
    participants: Number
    participants_through: str
    per_participant: Decimal | Hidden | None


@dataclass(frozen=True)
class Plan:
    """A version of the plan: how much of it is reached, and how much of its period has gone by."""

    label: str
    share: str
    period: str
    elapsed: str


@dataclass(frozen=True)
class Overview:
    """Everything that the panel shows."""

    participations: Number
    people: Number
    sexes: str
    cases: Number
    goals: tuple[GoalReached, ...]
    inflow: tuple[PartyInflow, ...]
    costs: tuple[CostPerParticipant, ...]
    plans: tuple[Plan, ...]
    divides: bool
    """True when the viewer may divide the whole initiative's figures."""
    notes: tuple[str, ...]

    @property
    def shows_cases(self) -> bool:
        """True when the viewer sees how many cases each party has."""
        return any(party.cases is not None for party in self.inflow)


def overview(viewer: Viewer, initiative: Initiative) -> Overview | None:
    """The overview of an initiative, or None for who may see no totals of it.

    Raises CannotAnswer where the viewer sees frozen figures and nothing has been frozen.
    """
    at = standing(viewer, initiative)
    if not at.may(TABLES["participants"]):
        return None

    def get(name: str, *by: str) -> TableResult:
        return table(viewer, name, initiative, by, at=at)

    begun, cases = get("participants", "sex"), get("cases")
    participants = _total(begun)
    return Overview(
        participations=_number(participants.figures[0]),
        people=_number(participants.figures[1]),
        sexes=", ".join(_sexes(begun)),
        cases=_number(_total(cases).figures[0]),
        goals=tuple(_goals(get("goals"))),
        inflow=tuple(_inflow(get("inflow"), cases)),
        costs=tuple(_costs(get("cost-per-participant"))) if at.may(TABLES["costs"]) else (),
        plans=tuple(_plans(get("volume"))),
        divides=at.covers(None),
        notes=_why_not_more(at),
    )


def stated_costs(viewer: Viewer, initiative: Initiative) -> tuple[CostPerParticipant, ...]:
    """Each cost per participant that was stated; none for who may not see costs (D17)."""
    at = standing(viewer, initiative)
    if not at.may(TABLES["cost-per-participant"]):
        return ()
    try:
        return tuple(_costs(table(viewer, "cost-per-participant", initiative, at=at)))
    except CannotAnswer:
        return ()


def _why_not_more(at: Standing) -> tuple[str, ...]:
    more = () if at.covers(None) else (at.why_not_more(), about(at.latest))
    return (*more, leaves_out())


def _sexes(result: TableResult) -> Iterator[str]:
    """How many people of each sex, where the viewer may divide: 52 kvinnor, 81 män."""
    for row in result.rows:
        if row.role != "total":
            people = _number(row.figures[1])
            said = words.hidden() if isinstance(people, Hidden) else formats.whole_number(people)
            yield f"{said} {row.label[:1].lower()}{row.label[1:]}"


def _total(result: TableResult) -> Row:
    total = result.total
    assert total is not None, f"{result.name} has no total"
    return total


def _number(figure: Figure) -> Number:
    if isinstance(figure, Hidden):
        return figure
    return figure.value if isinstance(figure, Count) else 0


def _goals(result: TableResult) -> Iterator[GoalReached]:
    for heading, rows in groupby(result.rows, key=lambda row: row.parent):
        readings = tuple(rows)
        yield GoalReached(heading, _range(readings), readings)


def _range(readings: tuple[Row, ...]) -> Range | Hidden:
    """The narrowest and the widest reading; hidden when one of them is, for it may be either."""
    figures = [figure for row in readings for figure in row.figures]
    hidden = [figure for figure in figures if isinstance(figure, Hidden)]
    if hidden:
        return hidden[0]
    by_size = sorted((f for f in figures if isinstance(f, Share)), key=lambda f: f.numerator)
    return Range(by_size[0], by_size[-1])


def _inflow(result: TableResult, cases: TableResult) -> Iterator[PartyInflow]:
    """The parties that referred, promised or have cases; cases only where the viewer sees them."""
    by_party = {row.label: _number(row.figures[0]) for row in cases.rows if row.role == "row"}
    for row in result.rows:
        if row.role == "total" or row.parent:
            continue
        referred, promised, share, expected, verdict, _period, reason = row.figures
        yield PartyInflow(
            name=row.label,
            referred=_number(referred),
            cases=by_party.get(row.label),
            promised=str(promised.value) if isinstance(promised, Count) else _words(promised),
            share=_words(share),
            expected=_words(expected),
            far_below=_words(verdict) == str(FAR_BELOW_WORDS),
            verdict=_words(verdict),
            reason=_words(reason),
        )


def _costs(result: TableResult) -> Iterator[CostPerParticipant]:
    for row in result.rows:
        cost, costs_through, participants, participants_through, each = row.figures
        yield CostPerParticipant(
            row.label,
            cost.kronor if isinstance(cost, Money) else Decimal(0),
            _words(costs_through),
            _number(participants),
            _words(participants_through),
            each.kronor if isinstance(each, Money) else each if isinstance(each, Hidden) else None,
        )


def _plans(result: TableResult) -> Iterator[Plan]:
    for row in result.rows:
        _planned, _reached, share, period, elapsed, _reason = row.figures
        yield Plan(row.label, _words(share), _words(period), _words(elapsed))


def _words(figure: Figure) -> str:
    if isinstance(figure, Hidden):
        return words.hidden()
    return figure.words if isinstance(figure, Text) else ""
