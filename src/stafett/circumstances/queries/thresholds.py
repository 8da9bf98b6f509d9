"""Who has reached how many hours a week, since when, and is it noted what comes next (A10)?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from stafett.casework.models import PART
from stafett.circumstances.models import NextAfterThreshold, OccupationPeriod, Thresholds
from stafett.circumstances.rules import USUAL_HOURS, USUAL_WEEKS, Reached, Spell, reached
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Plan:
    """At how many hours a week, for how many weeks, it is flagged; which occupations count, none is all."""

    hours: tuple[Decimal, ...] = USUAL_HOURS
    weeks: int = USUAL_WEEKS
    kinds: frozenset[str] = frozenset()


def plans_of(initiatives: Collection[int]) -> dict[int, Plan]:
    """How each initiative flags; the usual where it has not said."""
    said = Thresholds.objects.filter(initiative__in=initiatives).order_by("pk")
    told = {
        one.initiative_id: Plan(tuple(map(Decimal, one.hours)), one.weeks, frozenset(one.kinds))
        for one in said
    }
    return {key: told.get(key, Plan()) for key in initiatives}


@dataclass(frozen=True)
class Flag:
    """A threshold that somebody has reached, in one authority's record, and what is noted as next."""

    participation_id: UUID
    owner_id: int
    reached: Reached
    goes_on: bool
    next: str = ""
    unit: str = ""
    """The unit that noted the last of it."""

    @property
    def waits(self) -> bool:
        """True while it still is so and nobody has noted what is done."""
        return self.goes_on and not self.next


Key = tuple[UUID, int]


def flags(viewer: Viewer, cases: Mapping[UUID, int]) -> list[Flag]:
    """Every time that a threshold was reached in these, case → initiative, as far as the viewer may know.

    Values only: whoever has been looked at is not shown. Three queries for all, one where nobody has any.
    """
    spells, units = _spells(viewer, cases)
    if not spells:
        return []
    plans = plans_of({cases[key] for key, _owner in spells})
    noted = _noted(viewer, {key for key, _owner in spells})
    found = []
    for (key, owner), mine in spells.items():
        plan = plans[cases[key]]
        counted = [one for one in mine if not plan.kinds or one.word in plan.kinds]
        for hours in plan.hours:
            for once in reached(counted, hours, plan.weeks, viewer.day):
                text = next(_texts(noted.get((key, hours), ()), once), "")
                goes_on = once.goes_on(viewer.day)
                found.append(Flag(key, owner, once, goes_on, text, units[key, owner]))
    return sorted(found, key=lambda one: (one.reached.on, one.reached.hours, one.owner_id))


def _texts(noted: Collection[tuple[date, str]], once: Reached) -> Iterator[str]:
    """What was noted after it was reached, the latest first, while it was so."""
    for day, text in noted:
        if day >= once.on and (once.until is None or day < once.until):
            yield text


SPELLS: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, cases: may_see(
        viewer,
        OccupationPeriod.objects.filter(
            participation_id__in=cases, controller_id__in=viewer.controllers
        ).order_by("from_day", "pk"),
        PART,
    ).values_list(
        "participation_id",
        "owner_authority_id",
        "what_id",
        "from_day",
        "until_day",
        "hours_a_week",
        "unit__name",
    )
)


def _spells(
    viewer: Viewer, cases: Mapping[UUID, int]
) -> tuple[dict[Key, list[Spell]], dict[Key, str]]:
    found: dict[Key, list[Spell]] = defaultdict(list)
    units: dict[Key, str] = {}
    for key, owner, word, first, until, hours, unit in SPELLS.by(viewer, cases=list(cases)):
        found[key, owner].append(Spell(word, first, until, hours))
        units[key, owner] = unit
    return found, units


def _noted(
    viewer: Viewer, keys: Collection[UUID]
) -> dict[tuple[UUID, Decimal], list[tuple[date, str]]]:
    rows = NextAfterThreshold.objects.filter(
        participation_id__in=keys, controller_id__in=viewer.controllers
    )
    told = may_see(viewer, rows, PART).order_by("-written_on", "-pk").values_list(
        "participation_id", "hours", "written_on", "text"
    )  # fmt: skip
    found: dict[tuple[UUID, Decimal], list[tuple[date, str]]] = defaultdict(list)
    for key, hours, day, text in told:
        found[key, hours].append((day, text))
    return found
