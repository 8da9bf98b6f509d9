"""How recorded participations come to agree with corrected facts: what differs, and nothing else.

Part of `actions`, kept apart for its size; `actions.correct` is the door. Each table costs one read
and at most one write of each sort for the whole batch.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from stafett.casework.models import (
    Assignment,
    Holding,
    Involvement,
    Livelihood,
    Occupation,
    Participation,
    Teammate,
)
from stafett.casework.rules import Held, after, covering, within
from stafett.database.batch import insert_many
from stafett.database.history import in_history
from stafett.safeguards.rules import Refused

P = TypeVar("P", bound=models.Model)
Rows = dict[Any, tuple[object, ...]]
Pairs = Sequence[tuple[Participation, Any]]


class Difference(NamedTuple):
    """One thing that a correction changed in a participation, for those who show old and new.

    `what` is a column, "holdings" or a part's topic ("cases", "livelihoods.start" …). A part's row is
    its key and values, None where it was not there before or is not there any longer.
    """

    participation_id: UUID
    what: str
    before: Any
    after: Any


Differences = list[Difference]


class Part(NamedTuple):
    """A table of rows that hang on a participation: what tells its rows apart, and their values."""

    model: type[models.Model]
    key: tuple[str, ...]
    values: tuple[str, ...]
    topic: Callable[[tuple[Any, ...]], str]
    """Which fact a row belongs to, from its key: "cases", "livelihoods.start" and so on."""


INVOLVEMENT = Part(
    Involvement, ("party_id", "from_day"), ("unit_id", "until_day"),
    lambda _key: "cases",
)  # fmt: skip
LIVELIHOOD = Part(
    Livelihood, ("moment", "source_id"), ("on_day", "extent_percent"),
    lambda key: f"livelihoods.{key[0]}",
)  # fmt: skip
OCCUPATION = Part(
    Occupation, ("moment", "what_id"), ("on_day", "hours_a_week"),
    lambda key: f"occupations.{key[0]}",
)  # fmt: skip


def save_changed(rows: Sequence[P], names: Iterable[str]) -> None:
    """Write some columns of rows that are there, all in one statement.

    An insert that always meets its own key: ten times quicker than a CASE over every row.
    """
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=[rows[0]._meta.pk.name],  # type: ignore[union-attr]
            update_fields=[name.removesuffix("_id") for name in names],
        )  # fmt: skip


def correct_fields(pairs: Pairs, fields: Sequence[str]) -> Differences:
    """Bring the participations' own columns into agreement; returns what differed."""
    found: Differences = []
    changed = []
    for participation, facts in pairs:
        new = _tell(participation, facts, fields)
        if new:
            changed.append(participation)
            found += [Difference(participation.pk, *one) for one in new]
    if fields:
        save_changed(changed, fields)
    return found


def _tell(row: models.Model, facts: Any, names: Sequence[str]) -> list[tuple[str, Any, Any]]:
    """Give a row the facts; returns those that were new, each with the old value and the new."""
    return _set(row, names, tuple(getattr(facts, name) for name in names))


def _set(
    row: models.Model, names: Sequence[str], values: Sequence[object]
) -> list[tuple[str, Any, Any]]:
    pairs = zip(names, values, strict=True)
    new = [(n, old, v) for n, v in pairs if (old := getattr(row, n)) != v]
    for name, _old, value in new:
        setattr(row, name, value)
    return new


def correct_holdings(pairs: Pairs, *, holder: bool) -> Differences:
    """Let holdings cover their participation's days exactly; a lone holder may be another unit (law 1)."""
    held = by_participation(Holding.objects.order_by("from_day", "id"), pairs)
    found: Differences = []
    change: list[Holding] = []
    end: list[Holding] = []
    for participation, facts in pairs:
        rows = {row.pk: row for row in held[participation.pk]}
        spans = [Held(r.unit_id, r.from_day, r.until_day, r.pk) for r in rows.values()]
        kept = {h.key: h for h in covering(spans, participation.starts_on, participation.ends_on)}
        end += [row for key, row in rows.items() if key not in kept]
        for key, span in kept.items():
            unit = facts.holder_unit_id if holder and len(rows) == 1 else span.unit_id
            names = ("unit_id", "from_day", "until_day")
            new = _set(rows[key], names, (unit, span.from_day, span.until_day))  # type: ignore[index]
            if new:
                change.append(rows[key])  # type: ignore[index]
                found.append(Difference(participation.pk, "holdings", span.unit_id, unit))
    _end(end)
    save_changed(change, ["from_day", "until_day", "unit"])
    return found + [Difference(r.participation_id, "holdings", r.unit_id, None) for r in end]


def by_participation(found: models.QuerySet[P], pairs: Pairs) -> dict[UUID, list[P]]:
    """The rows of each participation, in their order."""
    rows: dict[UUID, list[P]] = {participation.pk: [] for participation, _facts in pairs}
    for row in found.filter(participation_id__in=list(rows)):
        rows[row.participation_id].append(row)  # type: ignore[attr-defined]
    return rows


def _end(rows: Sequence[models.Model]) -> None:
    if rows:
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


@dataclass(frozen=True)
class Days:
    """A participation's days as they were before the correction."""

    starts_on: date
    ends_on: date | None


def follow_days(pairs: Pairs, before: Sequence[Days]) -> Differences:
    """Let authorities' cases that ran from the old start, or to the old exit, follow to the new ones.

    One that began before the new start begins with it. Raises rules.Refused where one would be gone.
    """
    moved = [
        (participation, old)
        for (participation, _facts), old in zip(pairs, before, strict=True)
        if (participation.starts_on, participation.ends_on) != (old.starts_on, old.ends_on)
    ]
    if not moved:
        return []
    found = by_participation(Involvement.objects.order_by("from_day", "id"), moved)
    change = [row for p, old in moved for row in found[p.pk] if _within(row, p, old)]
    ours = [row for row in change if row.owner_authority_id == row.controller_id]
    save_changed(ours, ["from_day", "until_day"])
    with in_history(why=""):  # why the case ended stands in no other authority's record (law 2)
        save_changed([row for row in change if row not in ours], ["from_day", "until_day"])
    return [Difference(row.participation_id, "cases", None, None) for row in change]


def draw_out(
    row: Involvement | Assignment | Teammate, participation: Participation, old: Days
) -> object:
    """Let what ran from the old start, or to the old exit, run to the new ones; something when it changed."""
    first = participation.starts_on if row.from_day == old.starts_on else row.from_day
    ran_to_exit = row.until_day == after(old.ends_on)
    last = after(participation.ends_on) if ran_to_exit else row.until_day
    return _set(row, ("from_day", "until_day"), (first, last))


def _within(row: Involvement, participation: Participation, old: Days) -> object:
    followed = draw_out(row, participation, old)
    drawn = _set(row, ("from_day",), (max(row.from_day, participation.starts_on),))
    if row.until_day and row.until_day <= row.from_day:
        raise Refused({"starts_on": _(
            "En parts eget ärende slutade före den dagen. Ta en tidigare dag, eller rätta parternas ärenden "
            "först."
        )})  # fmt: skip
    return followed or drawn


def follow_holders(pairs: Pairs, before: Sequence[Days]) -> None:
    """Let who has the case follow the unit that holds it: drawn out and cut with it, gone where it went.

    What ran from the old start, or to the old exit, runs to the new ones. Nothing else is told of it: who
    holds the case is.
    """
    assigned = by_participation(Assignment.objects.order_by("from_day", "id"), pairs)
    if not any(assigned.values()):
        return
    held = by_participation(Holding.objects.order_by("from_day", "id"), pairs)
    change: list[Assignment] = []
    end: list[Assignment] = []
    for (participation, _facts), old in zip(pairs, before, strict=True):
        spans = [Held(h.unit_id, h.from_day, h.until_day) for h in held[participation.pk]]
        for row in assigned[participation.pk]:
            moved = draw_out(row, participation, old)
            kept = within(Held(row.unit_id, row.from_day, row.until_day), spans)
            if kept is None:
                end.append(row)
            elif _set(row, ("from_day", "until_day"), (kept.from_day, kept.until_day)) or moved:
                change.append(row)
    _end(end)
    save_changed(change, ["from_day", "until_day"])


def correct_part(
    part: Part, pairs: Pairs, wanted: Sequence[Rows], only: Collection[str] | None
) -> Differences:
    """Bring one table's rows into agreement: new ones added, others changed, those not told ended.

    `wanted` holds, for each participation, key → values. Rows of a topic outside `only` are left, and
    so is what somebody has added by hand: an authority's case that began later than the participation,
    or that the authority itself has recorded.
    """
    registers_own = part.model._default_manager.filter(owner_authority_id=F("controller_id"))
    existing = by_participation(registers_own.order_by("pk"), pairs)
    found: Differences = []
    add: list[Any] = []
    change: list[Any] = []
    end: list[Any] = []
    for (participation, _facts), rows in zip(pairs, wanted, strict=True):
        told = {k: v for k, v in rows.items() if only is None or part.topic(k) in only}
        if part is INVOLVEMENT:
            told = _not_said_by_hand(told, participation, existing[participation.pk])
        for row in _told_about(part, participation, existing[participation.pk], only):
            key, old = _values(row, part.key), _values(row, part.values)
            values = told.pop(key, None)
            if values is None:
                end.append(row)
            elif _set(row, part.values, values):
                change.append(row)
            else:
                continue
            new = None if values is None else (key, values)
            found.append(Difference(participation.pk, part.topic(key), (key, old), new))
        add += [(participation, key, values) for key, values in told.items()]
    _write(part, add, change, end)
    return found + [Difference(p.pk, part.topic(key), None, (key, new)) for p, key, new in add]


def _values(row: models.Model, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def _told_about(
    part: Part, participation: Participation, rows: Iterable[Any], only: Collection[str] | None
) -> Iterator[Any]:
    for row in rows:
        key = _values(row, part.key)
        by_hand = part is INVOLVEMENT and row.from_day != participation.starts_on
        if not by_hand and (only is None or part.topic(key) in only):
            yield row


def _not_said_by_hand(told: Rows, participation: Participation, existing: Iterable[Any]) -> Rows:
    """Without the parties' cases that somebody has recorded already, from a later day on."""
    said = {row.party_id for row in existing if row.from_day != participation.starts_on}
    return {(party, first): v for (party, first), v in told.items() if party not in said}


def _write(part: Part, add: list[Any], change: list[Any], end: list[Any]) -> None:
    spine = ["controller_id", "owner_authority_id", "kind", "participation_id"]
    kind = part.model._meta.model_name
    insert_many(part.model, [*spine, *part.key, *part.values], [
        (p.controller_id, p.controller_id, kind, p.pk, *key, *values) for p, key, values in add
    ])  # fmt: skip
    save_changed(change, part.values)
    _end(end)
