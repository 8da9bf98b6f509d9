"""What did it cost, who paid, and what is that per participant, with both numbers (D17)?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Max, Sum
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from stafett.economy.models import CostStatement
from stafett.frame import formats
from stafett.measures.assembly import grouped
from stafett.measures.engine import Cube
from stafett.measures.figures import Column, Count, Money, Row, Text
from stafett.measures.language import Counted, Group, Summed, Table, declare
from stafett.measures.populations import COSTS, FIRST_DAYS
from stafett.measures.question import Built, Question
from stafett.safeguards.roles import Permission


def _costs(table: Table, question: Question) -> Built:
    """The rows, standing for the last day that any amount covers."""
    built = grouped(table, question)
    lines = question.initiative.cost_lines.all()
    if question.branch:
        lines = lines.filter(branch=question.branch)
    through = lines.aggregate(last=Max("booked_through"))["last"]
    return Built(built.columns, built.rows, as_of=through)


COST = declare(
    Table(
        name="costs",
        title=_("Kostnader"),
        population=COSTS,
        measures=(
            Summed("kronor", _("Kronor"), _("summan av bokförda kronor"), of="kronor", kronor=True),
        ),
        base="none",
        own=("cost-year", "cost-kind"),
        groups=("cost-year", "cost-kind", "payer", "branch"),
        why_not=_(
            "En kostnad bokförs på år och slag, med betalare och ibland gren, aldrig på en person: på kön, "
            "ålder och startår kan den inte delas."
        ),
        empty=_("Inga kostnader är bokförda på insatsen."),
        needs=Permission.SEE_COSTS,
        stub=_("År och kostnadsslag"),
        build=_costs,
        picture="kronor",
    )
)

_PERSONS = Counted(
    "participants",
    _("Deltagare"),
    _("personer vars första deltagande börjat senast den dag som anges"),
)
_FIRST_DAY = Group(
    "first-day",
    _("första dag"),
    _("Dagen då personen först började."),
    lambda rows: rows.first_day,
    lambda question, found: [],
)


def _cost_per_participant(table: Table, question: Question) -> Built:
    """One row per stated cost: kronor through one day over people through another."""
    statements = list(question.initiative.cost_statements.order_by("costs_through", "id"))
    last = max((one.participants_through for one in statements), default=question.day)
    cube = question.cube(table.population, (_PERSONS,), (_FIRST_DAY,), day=last)
    booked = question.initiative.cost_lines.values("booked_through").annotate(kronor=Sum("kronor"))
    by_day = {row["booked_through"]: row["kronor"] for row in booked.order_by("booked_through")}
    columns = (
        Column("cost", now("Kostnad"), "money"),
        Column("costs_through", now("Kostnader till och med"), "text"),
        Column("participants", now("Deltagare"), "count"),
        Column("participants_through", now("Deltagare till och med"), "text"),
        Column("per_participant", now("Kostnad per deltagare"), "money"),
    )
    return Built(columns, tuple(_stated(one, by_day, cube) for one in statements), as_of=last)


def _stated(one: CostStatement, by_day: dict[date, Decimal], cube: Cube) -> Row:
    kronor = sum((by_day[day] for day in _until(one.costs_through, by_day)), Decimal(0))
    days = _until(one.participants_through, cube.found("first-day"))
    people = sum(int(cube.at((day,), "participants")) for day in days)
    return Row(
        f"statement-{one.pk}",
        one.label,
        (
            Money(kronor),
            Text(formats.plain_day(one.costs_through)),
            Count(people),
            Text(formats.plain_day(one.participants_through)),
            Money(kronor / people) if people else None,
        ),
    )


def _until(last: date, days: Iterable[date]) -> list[date]:
    return [day for day in days if day <= last]


COST_PER_PARTICIPANT = declare(
    Table(
        name="cost-per-participant",
        title=_("Kostnad per deltagare"),
        population=FIRST_DAYS,
        measures=(_PERSONS,),
        base="starters",
        needs=Permission.SEE_COSTS,
        why_not=_(
            "Den står bara för hela insatsen: kostnaderna är inte bokförda på personer, så ingen vet vad "
            "kvinnor och män, en ålder, en gren eller ett startår har kostat."
        ),
        empty=_("Ingen kostnad per deltagare är upplagd för insatsen."),
        stub=_("Benämning"),
        notes=(_("Kostnaderna till och med en dag, delade med personerna till och med en annan."),),
        one_branch=False,
        own_periods=True,
        build=_cost_per_participant,
        picture="per_participant",
    )
)
