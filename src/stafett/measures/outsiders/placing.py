"""Which counts does each figure of a table show, so that it is hidden when one of them must be?

One function per table, since a table's figures can be worked out from more than stands in them: the
words "41 % (62 av 150)" show a count as plainly as a number does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from stafett.economy.models import CostStatement
from stafett.initiatives.models import Base
from stafett.measures.disclosure.linked import less
from stafett.measures.figures import Row, TableResult
from stafett.measures.groups import NOBODY_KNOWS, STATES
from stafett.measures.language import GROUPS
from stafett.measures.outsiders.counting import Counts, Sum
from stafett.measures.outsiders.declared import Shown
from stafett.measures.question import Question
from stafett.measures.tables.goals import goals_of

WHOLE, LINE, DIVIDED = 100.0, 10.0, 1.0
"""What hiding costs the reader: a whole most, a row less, a row within a group least."""

PERSONS = 0.3
"""Where participations and persons can't both be shown, the persons are hidden."""


@dataclass(frozen=True)
class Placed:
    """A count that a figure shows: its name, which is the same in every table and period, and its sum."""

    key: str
    parts: Sum
    cost: float = LINE


@dataclass(frozen=True)
class Figure:
    """A figure by its row and column, and the counts that it shows.

    The first is a part of the last, or of `outside`: who is not in it can be worked out as well.
    """

    row: str
    column: str
    counts: tuple[Placed, ...]
    outside: Placed | None = None

    @property
    def rest(self) -> Placed | None:
        """Those of the whole who are not in the part."""
        part, whole = self.counts[0], self.outside or self.counts[-1]
        if part is whole:
            return None
        return Placed(f"{whole.key} − {part.key}", less(whole.parts, part.parts))


@dataclass(frozen=True)
class Place:
    """What the counts of a table's rows are looked up with."""

    counts: Counts
    shown: Shown
    question: Question
    base: str

    def at(self, row: Row) -> dict[str, Any]:
        """The values that a row stands for, by group: {"outcome": 7, "sex": "woman"}."""
        names, keys = (*self.shown.table.own, *self.shown.by), row.key.split("/")
        if keys[0] == "total":
            names, keys = names[1:], keys[1:]  # the first is what the total is of
        return {name: self._value(name, key) for name, key in zip(names, keys, strict=False)}

    def _value(self, name: str, key: str) -> Any:
        members = GROUPS[name].members(self.question, self._found(name))
        return next(member.value for member in members if member.key == key)

    def _found(self, name: str) -> frozenset[Any]:
        cubes = self.counts.found.values()
        return frozenset(value for cube in cubes for value in cube.get(name, ()))


def figures(place: Place, result: TableResult) -> Iterator[Figure]:
    """Every figure that shows a count; the others are about no person."""
    yield from PLACES[place.shown.name](place, result)


def _key(name: str, at: dict[str, Any]) -> str:
    return "|".join((name, *(f"{group}={value}" for group, value in sorted(at.items()))))


def _cost(at: dict[str, Any]) -> float:
    return (WHOLE, LINE, DIVIDED)[min(len(at), 2)]


def _began(place: Place, base: str, **at: Any) -> Placed:
    name = "left" if base == "leavers" else "began"
    return Placed(_key(name, at), place.counts.whole(base, **at), _cost(at))


def _participants(place: Place, result: TableResult) -> Iterator[Figure]:
    whole = _began(place, "starters")
    for row in result.rows:
        at = place.at(row)
        count = _began(place, "starters", **at)
        people = Placed(_key("people", at), place.counts.people(**at), _cost(at) * PERSONS)
        yield Figure(row.key, "participations", (count,))
        yield Figure(row.key, "people", (people,))
        yield Figure(row.key, "share", (count, whole) if at else (count,))


def _outcomes(place: Place, result: TableResult) -> Iterator[Figure]:
    for row in result.rows:
        at = place.at(row)
        outcome = at.pop("outcome", None)
        whole = _began(place, place.base, **at)
        yield from _row_of(
            row, _had(place, [outcome], "outcome", **at) if outcome else whole, whole
        )


def _common(place: Place, result: TableResult) -> Iterator[Figure]:
    whole = _began(place, place.base)
    for row in result.rows:
        common = place.at(row).get("common-outcome")
        yield from _row_of(
            row, _had(place, _own(place, common), f"common={common}") if common else whole, whole
        )


def _own(place: Place, common: str) -> list[int]:
    state = STATES.get(str(common).removeprefix("status:"))
    return [state] if state else place.counts.outcomes(common=common)


def _had(place: Place, outcomes: list[int], named: str, **at: Any) -> Placed:
    """Participations with some outcomes; one outcome alone is the same count in every table."""
    name = f"began|outcome={outcomes[0]}" if named == "outcome" else f"began|{named}"
    return Placed(_key(name, at), place.counts.began(outcomes, **at), _cost({"outcome": 0, **at}))


def _row_of(row: Row, count: Placed, whole: Placed) -> Iterator[Figure]:
    yield Figure(row.key, "participations", (count,))
    yield Figure(row.key, "share", (count,) if count is whole else (count, whole))


def _reached(place: Place, result: TableResult) -> Iterator[Figure]:
    outcomes = {
        *place.counts.outcomes(common__is_work=True),
        *place.counts.outcomes(common__is_study=True),
    }
    for row in result.rows:
        at = place.at(row)
        part = _had(place, sorted(outcomes), "work-or-studies", **at)
        yield Figure(row.key, "share", (part, _began(place, place.base, **at)))


def _goals(place: Place, result: TableResult) -> Iterator[Figure]:
    for goal in goals_of(place.question):
        whole = _began(place, "leavers" if goal.base == Base.LEAVERS else "starters")
        for number, reading in enumerate(goal.readings.all(), start=1):
            outcomes = sorted(one.pk for one in reading.outcomes.all())
            key = f"{goal.code}-v{goal.version}-{number}"
            part = _had(place, outcomes, f"goal={key}")
            yield Figure(key, "share", (part, whole))
            yield Figure(key, "met", (part, whole))


def _next_steps(place: Place, result: TableResult) -> Iterator[Figure]:
    whole = _began(place, "leavers")
    for row in result.rows:
        at = place.at(row)
        step = Placed(_key("left", at), place.counts.taken("next", **at)) if at else whole
        yield from _row_of(row, step, whole)


def _inflow(place: Place, result: TableResult) -> Iterator[Figure]:
    promises = {
        promise.pk: promise for promise in place.question.initiative.promises.order_by("pk")
    }
    whole = _began(place, "starters")
    for row in result.rows:
        party, _slash, start = row.key.partition("/")
        if row.role == "total":
            yield Figure(row.key, "referred", (whole,))
            continue
        at = place.at(Row(party, "", ()))
        of_party = [p for p in promises.values() if p.party_id == at["referrer"]]
        wanted = [p.pk for p in of_party if start in ("", p.period_start.isoformat())]
        kept = Placed(
            _key("kept", {**at, "promise": wanted}), place.counts.taken("kept", promise=wanted)
        )
        came = Placed(_key("began", at), place.counts.taken("referred", **at))
        yield Figure(row.key, "referred", (kept if start else came,))
        if wanted:
            # Both stand in one row: those who came outside of the promise's days are their difference.
            yield Figure(row.key, "share", (kept,), came)
            yield Figure(row.key, "verdict", (kept,), came)


def _volume(place: Place, result: TableResult) -> Iterator[Figure]:
    plans = place.question.initiative.volume_targets.filter(branch__isnull=True)
    by_version = dict(plans.order_by("pk").values_list("version", "pk"))
    for row in result.rows:
        version, _slash, sex = row.key.partition("/")
        plan = by_version[int(version.removeprefix("v"))]
        at = {"plan": plan} | ({"sex": sex} if sex else {})
        count = Placed(_key("reached", at), place.counts.reached(plan, sex), _cost(at))
        yield Figure(row.key, "reached", (count,))
        yield Figure(row.key, "share", (count,))


def _moments(place: Place, result: TableResult) -> Iterator[Figure]:
    name = place.shown.name
    for column, moment, base in (("before", "start", "starters"), ("after", "end", "leavers")):
        whole = _began(place, base)
        for row in result.rows:
            at = place.at(row)
            own = place.counts.taken(f"{name}-{moment}", **at)
            count = Placed(_key(f"{name}-{moment}", at), own) if at else whole
            yield Figure(row.key, column, (count, whole) if at else (count,))


def _cases(place: Place, result: TableResult) -> Iterator[Figure]:
    whole, counts = _began(place, "starters"), place.counts
    parties = [one for one in counts.found["cases"]["party"] if one != NOBODY_KNOWS]
    for row in result.rows:
        at = place.at(row)
        with_one = Placed(_key("cases", at), counts.taken("cases", **at)) if at else whole
        every = Placed("cases", counts.taken("cases", party=parties), WHOLE)
        if at.get("party") != NOBODY_KNOWS:
            yield Figure(row.key, "cases", (with_one if at else every,))
        yield Figure(row.key, "participations", (with_one, whole) if at else (whole,))


def _between(place: Place, result: TableResult) -> Iterator[Figure]:
    counts = place.counts
    counted = {day.isoformat(): day for day in counts.found["open"]["month"]}
    for row in result.rows:
        month, _slash, code = row.key.partition("/")
        if month not in counted:
            continue
        at = {"month": counted[month]}
        opened = Placed(_key("open", at), counts.taken("open", **at))
        part = stood = Placed(_key("stood", at), counts.taken("stood", **at))
        if code:
            part = Placed(
                _key("found", {**at, "rule": code}), counts.taken("found", **at, rule=code), DIVIDED
            )
        else:
            yield Figure(row.key, "open", (opened,))
        yield Figure(row.key, "stood", (part,), stood if code else opened)
        yield Figure(row.key, "share", (part, opened))


def _cost_each(place: Place, result: TableResult) -> Iterator[Figure]:
    for one in CostStatement.objects.filter(initiative=place.question.initiative).order_by("pk"):
        day = one.participants_through
        if day <= place.counts.day:
            key = "people" if day == place.counts.day else f"people@{day.isoformat()}"
            count = Placed(key, place.counts.people(day), WHOLE * PERSONS)
            yield Figure(f"statement-{one.pk}", "participants", (count,))
            yield Figure(f"statement-{one.pk}", "per_participant", (count,))


def _nothing(place: Place, result: TableResult) -> Iterator[Figure]:
    yield from ()


WHERE_FOUND = {"cases", "livelihood", "occupation"}
"""The tables whose rows stand there only when somebody is in them."""
WHERE_FOUND_BELOW = {"between-chairs"}
"""The same of the rows below others."""
WITH_COUNTS_IN_NOTES = {"cases", "goals"}
"""The tables whose notes say counts again; where something is hidden they are left out."""
PLACES: dict[str, Callable[[Place, TableResult], Iterator[Figure]]] = {
    "participants": _participants,
    "cases": _cases,
    "outcomes": _outcomes,
    "outcomes-common": _common,
    "work-or-studies": _reached,
    "next-steps": _next_steps,
    "goals": _goals,
    "inflow": _inflow,
    "volume": _volume,
    "livelihood": _moments,
    "occupation": _moments,
    "between-chairs": _between,
    "costs": _nothing,
    "cost-per-participant": _cost_each,
}
"""How the counts of each declared table are found; costs are about no person."""

__all__ = ["PLACES", "Figure", "Place", "Placed", "figures"]
