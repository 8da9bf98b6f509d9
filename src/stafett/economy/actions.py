"""The only writes to costs. `by` is the viewer in whose name it is done; each action checks that they may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from stafett.economy.access import check_edit
from stafett.economy.models import CostLine, CostStatement
from stafett.economy.rules import (
    refusal_of_amount,
    refusal_of_cost_day,
    refusal_of_people_day,
)
from stafett.initiatives.models import Initiative
from stafett.parties.refusals import Refused

LINE = frozenset({"year", "cost_kind", "payer", "branch", "kronor", "booked_through"})
STATEMENT = frozenset({"label", "costs_through", "participants_through"})


def book(
    initiative: Initiative,
    year: int,
    cost_kind: str,
    kronor: Decimal,
    *,
    booked_through: date,
    by: Any,
    **facts: Any,
) -> CostLine:
    """Book an amount of one kind in one year; facts are `branch` and `payer` (D17).

    Raises Refused for an amount below zero, and for a day that it can't have been booked through.
    """
    check_edit(by, initiative, facts.get("branch"))
    _check_amount(kronor)
    _check_cost_day(initiative, booked_through, by, "booked_through")
    return CostLine.objects.create(
        initiative=initiative, year=year, cost_kind=cost_kind, kronor=kronor,
        booked_through=booked_through, **facts,
    )  # fmt: skip


def correct_line(line: CostLine, *, by: Any, **values: Any) -> CostLine:
    """Correct a booked amount or what it is for; the earlier version is kept.

    Raises Refused as `book`, ValueError for a column that a line does not have.
    """
    check_edit(by, line.initiative, line.branch)
    check_edit(by, line.initiative, values.get("branch", line.branch))
    _check_amount(values.get("kronor", line.kronor))
    if values.get("booked_through", line.booked_through) != line.booked_through:
        _check_cost_day(line.initiative, values["booked_through"], by, "booked_through")
    _set(line, values, LINE)
    return line


def state_cost(
    initiative: Initiative, label: str, *, costs_through: date, participants_through: date, by: Any
) -> CostStatement:
    """State a cost per participant with its two dates (D17: 16 958 and 17 277).

    Raises Refused for days to come, and for days that are not the initiative's.
    """
    check_edit(by, initiative)
    _check_statement(initiative, costs_through, participants_through, by)
    return CostStatement.objects.create(
        initiative=initiative, label=label,
        costs_through=costs_through, participants_through=participants_through,
    )  # fmt: skip


def correct_statement(statement: CostStatement, *, by: Any, **values: Any) -> CostStatement:
    """Correct a statement's words or its two dates; the earlier version is kept."""
    check_edit(by, statement.initiative)
    before = (statement.costs_through, statement.participants_through)
    days = (
        values.get("costs_through", statement.costs_through),
        values.get("participants_through", statement.participants_through),
    )
    if days != before:
        _check_statement(statement.initiative, *days, by)
    _set(statement, values, STATEMENT)
    return statement


def _check_amount(kronor: Decimal) -> None:
    sentence = refusal_of_amount(kronor)
    if sentence:
        raise Refused(sentence, "kronor")


def _check_cost_day(initiative: Initiative, day: date, by: Any, field: str) -> None:
    sentence = refusal_of_cost_day(day, initiative.starts_on, initiative.ends_on, by.day)
    if sentence:
        raise Refused(sentence, field)


def _check_statement(
    initiative: Initiative, costs_through: date, participants_through: date, by: Any
) -> None:
    _check_cost_day(initiative, costs_through, by, "costs_through")
    sentence = refusal_of_people_day(participants_through, initiative.starts_on, by.day)
    if sentence:
        raise Refused(sentence, "participants_through")


def _set(row: CostLine | CostStatement, values: dict[str, Any], known: frozenset[str]) -> None:
    if not known.issuperset(values):
        raise ValueError(f"no such columns: {sorted(set(values) - known)}")
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
