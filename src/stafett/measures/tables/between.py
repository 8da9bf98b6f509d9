"""How many stood between the chairs at each month's end, of how many, and by which rule (F10)?

What the rules found is kept in the night between two months (`casework.jobs`); a month that was not
counted is told as such, and never as nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import lazy
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from stafett.casework.between import counted_rules
from stafett.casework.models import MonthEnd
from stafett.casework.month_ends import last_days
from stafett.frame import formats
from stafett.initiatives.models import Branch, Initiative
from stafett.measures.assembly import column_of
from stafett.measures.engine import Cube
from stafett.measures.figures import Count, Figure, Row, Share, Text
from stafett.measures.language import ALL, Counted, Group, Proportion, Table, declare
from stafett.measures.populations import MONTH_ENDS
from stafett.measures.question import Built, Question

MONTHS = 12
"""So many month ends are told, the latest."""
OPEN = Counted(
    "open",
    _("Öppna"),
    _("deltaganden som var öppna när månaden var slut; den som slutade samma dag är inte med"),
    where=lambda rows: rows.rule == "",
)
STOOD = Counted(
    "stood",
    _("Mellan stolarna"),
    _("de av dem som minst en regel hittade, och under månaden de som regeln hittade"),
    where=lambda rows: rows.rule != "",
    each="id",
)
SHARE = Proportion(
    "share", _("Andel"), _("de som stod mellan stolarna, som andel av de öppna"), STOOD, OPEN
)
MONTH = Group(
    "month", _("månad"), _("Månaden."), lambda rows: rows.month, lambda question, found: []
)
RULE = Group("rule", _("regel"), _("Regeln."), lambda rows: rows.rule, lambda question, found: [])


@dataclass(frozen=True)
class Month:
    """A month's end, and whether all whose people are in the figure were counted then."""

    day: date
    counted: bool


def months_of(initiative: Initiative, day: date, branch: Branch | None = None) -> list[Month]:
    """The latest month ends through a day, the earliest first; none where not one of them was counted."""
    days = last_days(initiative.starts_on, day, MONTHS)
    ends = MonthEnd.objects.filter(initiative=initiative, on_day__in=days)
    if branch:
        ends = ends.filter(authority=branch.controller_id)
    done: dict[date, bool] = {}
    for on_day, at in ends.order_by("on_day").values_list("on_day", "done_at"):
        done[on_day] = done.get(on_day, True) and at is not None
    return [Month(one, done.get(one, False)) for one in days] if any(done.values()) else []


def not_counted() -> str:
    """What stands where nobody knows how many: a value of its own, never 0."""
    return now("inte räknad")


def _build(table: Table, question: Question) -> Built:
    """A row for each month's end, and below it one for each rule that found somebody then."""
    months = months_of(question.initiative, question.day, question.branch)
    cube = question.cube(table.population, (OPEN, STOOD), (MONTH, RULE))
    names = {rule.code: str(rule.name) for rule in counted_rules()}
    rows = tuple(row for one in months for row in _rows(one, cube, names))
    notes = () if all(one.counted for one in months) else (_why_not_counted(),)
    last = max((one.day for one in months if one.counted), default=None)
    return Built(tuple(column_of(one) for one in table.measures), rows, notes, last)


def _in_words() -> str:
    """How it is counted, and what each rule means; kept with what is frozen, as it was then."""
    said = now(
        "Räkningen görs en gång, i natten mellan två månader, och ändras aldrig. ”Inte räknad” är en "
        "månad då den inte gjordes. Reglerna:"
    )
    return " ".join((said, *(f"{rule.name}: {rule.meaning}" for rule in counted_rules())))


def _why_not_counted() -> str:
    return now(
        "”Inte räknad” är en månad då räkningen inte gjordes i tid. Hur det stod då kan inte räknas "
        "efteråt, och det är inte noll."
    )


def _rows(month: Month, cube: Cube, names: dict[str, str]) -> Iterator[Row]:
    key = month.day.isoformat()
    if not month.counted:
        yield Row(key, formats.plain_day(month.day), (Text(not_counted()),) * 3)
        return
    opened = int(cube.at((month.day, ALL), "open"))
    stood = int(cube.at((month.day, ALL), "stood"))
    yield Row(key, formats.plain_day(month.day), (Count(opened), *_of(stood, opened)))
    found = cube.found("rule") - {""}
    for code in [*(c for c in names if c in found), *sorted(found - names.keys())]:
        number = int(cube.at((month.day, code), "stood"))
        if number:
            told = (None, *_of(number, opened))
            yield Row(f"{key}/{code}", names.get(code, code), told, parent=key)


def _of(part: int, whole: int) -> tuple[Figure, Figure]:
    return Count(part), Share(part, whole)


BETWEEN = declare(
    Table(
        name="between-chairs",
        title=_("Mellan stolarna vid månadens slut"),
        population=MONTH_ENDS,
        measures=(OPEN, STOOD, SHARE),
        base="starters",
        why_not=_("Den står för hela insatsen eller en gren: grupperna blir annars för små."),
        stub=_("Månadens sista dag och regel"),
        notes=(
            _(
                "Reglerna är de på sidan Mellan stolarna, med sina gränser den dagen. Ett deltagande kan "
                "stå på flera regler och i flera månader; raderna summeras därför aldrig."
            ),
            _(
                "Räknat på det som den personuppgiftsansvarige själv har antecknat, inte på det som en "
                "annan myndighet har öppnat. Den som väntar i kö eller har avslutat är inte med."
            ),
        ),
        beside=lazy(_in_words, str)(),
        empty=_("Ingen av de senaste tolv månaderna har räknats i insatsen."),
        own_periods=True,
        build=_build,
    )
)
