"""Reads of costs; each takes the viewer and gives only what they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet

from stafett.economy.access import check_see, seen
from stafett.economy.models import CostLine, CostStatement
from stafett.economy.rules import Amount, ByYear, by_year, through
from stafett.initiatives.models import Branch, Initiative
from stafett.safeguards.viewer import Viewer


def lines(viewer: Viewer, initiative: Initiative) -> QuerySet[CostLine]:
    """The booked amounts that the viewer may see; those of their branches when they lead no more.

    Raises PermissionDenied when they may see none.
    """
    check_see(viewer, initiative)
    rows = initiative.cost_lines.select_related("payer__kind", "branch").order_by(
        "year", "cost_kind", F("payer__name").asc(nulls_last=True), "pk"
    )
    where = seen(viewer, initiative)
    return rows if where.whole else rows.filter(branch__in=where.branches)


def statements(viewer: Viewer, initiative: Initiative) -> QuerySet[CostStatement]:
    """The stated costs per participant, which are about the whole; none for who sees a branch only."""
    check_see(viewer, initiative)
    rows = initiative.cost_statements.order_by("costs_through", "pk")
    return rows if seen(viewer, initiative).whole else rows.none()


@dataclass(frozen=True)
class Stated:
    """A stated cost with the kronor that its first date gives."""

    statement: CostStatement
    kronor: Decimal


@dataclass(frozen=True)
class CostPage:
    """An initiative's costs as the viewer may see them."""

    initiative: Initiative
    lines: list[CostLine]
    table: ByYear
    stated: list[Stated]
    branches: Sequence[Branch]
    through: date | None

    @property
    def whole(self) -> bool:
        """True when nothing is left out."""
        return not self.branches


def cost_page(viewer: Viewer, initiative: Initiative) -> CostPage:
    """Everything on the page about an initiative's costs."""
    found = list(lines(viewer, initiative))
    amounts = [_amount(line) for line in found]
    where = seen(viewer, initiative)
    branches = initiative.branches.filter(pk__in=where.branches).order_by("name")
    return CostPage(
        initiative,
        found,
        by_year(amounts),
        [Stated(s, through(amounts, s.costs_through)) for s in statements(viewer, initiative)],
        [] if where.whole else list(branches),
        max((line.booked_through for line in found), default=None),
    )


def _amount(line: CostLine) -> Amount:
    payer = line.payer.name if line.payer else ""
    return Amount(line.year, line.cost_kind, payer, line.kronor, line.booked_through)


def kinds_used(initiative: Initiative) -> list[str]:
    """The kinds of cost booked so far, so that the same thing gets the same word."""
    rows = initiative.cost_lines.order_by("cost_kind").values_list("cost_kind", flat=True)
    return list(rows.distinct())
