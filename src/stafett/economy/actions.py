"""The only writes to costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from stafett.economy.models import CostLine, CostStatement
from stafett.initiatives.models import Initiative


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
    """Book an amount of one kind in one year; facts are `branch` and `payer` (D17)."""
    return CostLine.objects.create(
        initiative=initiative, year=year, cost_kind=cost_kind, kronor=kronor,
        booked_through=booked_through, **facts,
    )  # fmt: skip


def state_cost(
    initiative: Initiative, label: str, *, costs_through: date, participants_through: date, by: Any
) -> CostStatement:
    """State a cost per participant with its two dates (D17: 16 958 and 17 277)."""
    return CostStatement.objects.create(
        initiative=initiative, label=label,
        costs_through=costs_through, participants_through=participants_through,
    )  # fmt: skip
