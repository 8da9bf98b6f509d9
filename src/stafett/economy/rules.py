"""What must hold for costs, and how they are laid out by year and kind. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day

AROUND = timedelta(days=366)
"""So long before its start and after its end an initiative may have costs: preparing it, settling it."""


@dataclass(frozen=True)
class Amount:
    """Kronor of one kind in one year, from one payer, covering time through a day."""

    year: int
    kind: str
    payer: str
    kronor: Decimal
    through: date


def refusal_of_amount(kronor: Decimal) -> str:
    """Why an amount can't be booked, or nothing when it can.

    A cost is never below zero: what was booked wrong is corrected on its own line, where the
    history keeps what stood before. A line that only takes back another would leave both wrong.
    """
    if kronor >= 0:
        return ""
    return _(
        "Ett belopp kan inte vara mindre än noll. Är en tidigare rad för hög? Ändra den raden: det "
        "gamla beloppet finns kvar i historiken."
    )


def refusal_of_cost_day(day: date, starts_on: date, ends_on: date | None, today: date) -> str:
    """Why costs can't be counted through a day, or nothing when they can.

    What has not been is not booked yet, and an initiative costs nothing long before it or after it.
    """
    if day > today:
        return _("Dagen har inte varit än. Bokför kostnaden när den har varit.")
    if day < starts_on - AROUND:
        return _("Det är mer än ett år före insatsens start, %(day)s. Kontrollera året.") % {
            "day": plain_day(starts_on)
        }
    if ends_on and day > ends_on + AROUND:
        return _("Det är mer än ett år efter insatsens slut, %(day)s. Kontrollera året.") % {
            "day": plain_day(ends_on)
        }
    return ""


def refusal_of_people_day(day: date, starts_on: date, today: date) -> str:
    """Why participants can't be counted through a day: it has not been, or nobody had begun by it."""
    if day > today:
        return _("Dagen har inte varit än. Räkna deltagarna till en dag som har varit.")
    if day < starts_on:
        return _("Insatsen började först %(day)s. Till dess fanns ingen att räkna.") % {
            "day": plain_day(starts_on)
        }
    return ""


def total(amounts: Iterable[Amount]) -> Decimal:
    """The kronor of all amounts."""
    return sum((amount.kronor for amount in amounts), Decimal(0))


def through(amounts: Iterable[Amount], day: date) -> Decimal:
    """The kronor of the amounts that cover time through the day and no longer (D17)."""
    return total(amount for amount in amounts if amount.through <= day)


@dataclass(frozen=True)
class KindRow:
    """One kind of cost from one payer: kronor per year, None where nothing is booked, and the sum."""

    kind: str
    payer: str
    by_year: list[Decimal | None]
    kronor: Decimal


@dataclass(frozen=True)
class ByYear:
    """Costs by kind and payer down, by year across; each sum is the sum of what stands by it."""

    years: list[int]
    rows: list[KindRow]
    year_sums: list[Decimal]
    kronor: Decimal


def by_year(amounts: Sequence[Amount]) -> ByYear:
    """Lay the amounts out, kinds in the order that they first come."""
    years = sorted({amount.year for amount in amounts})
    kinds = dict.fromkeys((amount.kind, amount.payer) for amount in amounts)
    return ByYear(
        years,
        [_row(kind, payer, years, amounts) for kind, payer in kinds],
        [total(a for a in amounts if a.year == year) for year in years],
        total(amounts),
    )


def _row(kind: str, payer: str, years: Iterable[int], amounts: Iterable[Amount]) -> KindRow:
    own = [a for a in amounts if (a.kind, a.payer) == (kind, payer)]
    cells = [[a for a in own if a.year == year] for year in years]
    return KindRow(kind, payer, [total(cell) if cell else None for cell in cells], total(own))
