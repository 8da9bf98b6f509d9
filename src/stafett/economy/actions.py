"""The only writes to costs. `by` is the viewer in whose name it is done; each action checks that they may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from stafett.economy.access import check_edit
from stafett.economy.models import CostLine, CostStatement
from stafett.economy.rules import refusal_of_amount
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

    Raises Refused for an amount below zero.
    """
    check_edit(by, initiative, facts.get("branch"))
    _check_amount(kronor)
    return CostLine.objects.create(
        initiative=initiative, year=year, cost_kind=cost_kind, kronor=kronor,
        booked_through=booked_through, **facts,
    )  # fmt: skip


def correct_line(line: CostLine, *, by: Any, **values: Any) -> CostLine:
    """Correct a booked amount or what it is for; the earlier version is kept.

    Raises Refused for an amount below zero, ValueError for a column that a line does not have.
    """
    check_edit(by, line.initiative, line.branch)
    check_edit(by, line.initiative, values.get("branch", line.branch))
    _check_amount(values.get("kronor", line.kronor))
    _set(line, values, LINE)
    return line


def state_cost(
    initiative: Initiative, label: str, *, costs_through: date, participants_through: date, by: Any
) -> CostStatement:
    """State a cost per participant with its two dates (D17: 16 958 and 17 277)."""
    check_edit(by, initiative)
    return CostStatement.objects.create(
        initiative=initiative, label=label,
        costs_through=costs_through, participants_through=participants_through,
    )  # fmt: skip


def correct_statement(statement: CostStatement, *, by: Any, **values: Any) -> CostStatement:
    """Correct a statement's words or its two dates; the earlier version is kept."""
    check_edit(by, statement.initiative)
    _set(statement, values, STATEMENT)
    return statement


def _check_amount(kronor: Decimal) -> None:
    sentence = refusal_of_amount(kronor)
    if sentence:
        raise Refused(sentence, "kronor")


def _set(row: CostLine | CostStatement, values: dict[str, Any], known: frozenset[str]) -> None:
    if not known.issuperset(values):
        raise ValueError(f"no such columns: {sorted(set(values) - known)}")
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
