"""What must somebody who works with people see first: what their unit's cases lack, and what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from stafett.casework.models import Holding, Involvement, Livelihood, Moment, Participation
from stafett.casework.rules import (
    DAYS_AFTER_EXIT,
    MISSING_WORDS,
    CaseFacts,
    Missing,
    after,
    missing,
)
from stafett.safeguards.access import may_see
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

MOST_CASES = 2_000
"""The latest that the viewer's units hold; more no unit can look after from one page."""
MOST_ROWS = 20
MOST_NEW = 6
DAYS_NEW = 30


@dataclass(frozen=True)
class Lack:
    """One thing that a case lacks, since a day, and what mends it."""

    participation: Participation
    what: Missing
    since: date

    @property
    def words(self) -> str:
        """What is lacking, as the page says it."""
        return str(MISSING_WORDS[self.what])

    @property
    def shape(self) -> str:
        """The badge: a case left open after its initiative is late, the rest waits to be filled in."""
        return "late" if self.what == Missing.EXIT else "waiting"


@dataclass(frozen=True)
class Event:
    """A start or an end in the viewer's cases."""

    participation: Participation
    day: date
    ended: bool


@dataclass(frozen=True)
class Today:
    """The start page of somebody who works with people."""

    held: int
    lacks: list[Lack]
    lacking: int
    news: list[Event]
    cut: bool


def today(viewer: Viewer) -> Today:
    """What the cases held by the viewer's units lack, gravest and oldest first, and what is new there."""
    cases = _held(viewer)
    lacks = sorted(
        (lack for case in cases for lack in _lacks(case, viewer.day)),
        key=lambda lack: (list(Missing).index(lack.what), lack.since, lack.participation.pk),
    )
    news = sorted(
        (event for case in cases for event in _events(case, viewer.day)),
        key=lambda event: (event.day, event.participation.pk),
        reverse=True,
    )
    still = sum(case.ends_on is None for case in cases)
    return Today(
        still, lacks[:MOST_ROWS], len(lacks), news[:MOST_NEW], cut=len(cases) >= MOST_CASES
    )


def _held(viewer: Viewer) -> list[Participation]:
    """The cases that the viewer's units hold now, or held until an exit not long ago."""
    recently = viewer.day - timedelta(days=DAYS_AFTER_EXIT)
    still = Q(until_day__isnull=True) | Q(until_day__gt=recently)
    units = viewer.units_with(Permission.SEE_PEOPLE)
    held = Holding.objects.filter(still, unit_id__in=units)
    seen = may_see(viewer, held, circle="participation__circle_id")
    seen = seen.filter(controller_id__in=viewer.controllers).select_related(
        "participation__person", "participation__initiative", "participation__branch"
    )
    latest = seen.annotate(**_what_is_there()).order_by("-from_day", "-pk")[:MOST_CASES]
    return [_with_facts(holding) for holding in latest if _is_last(holding)]


def _what_is_there() -> dict[str, Exists]:
    case = OuterRef("participation_id")
    lived = Livelihood.objects.filter(participation_id=case)
    return {
        "lived_at_start": Exists(lived.filter(moment=Moment.START)),
        "lived_at_end": Exists(lived.filter(moment=Moment.END)),
        "involved": Exists(Involvement.objects.filter(participation_id=case)),
    }


def _is_last(holding: Holding) -> bool:
    """False for one who has handed over to another; the exit is the last holder's."""
    return holding.until_day == after(holding.participation.ends_on)


def _with_facts(holding: Holding) -> Participation:
    case = holding.participation
    case.facts = CaseFacts(  # type: ignore[attr-defined]
        case.starts_on, case.ends_on, case.initiative.ends_on,
        holding.lived_at_start, holding.lived_at_end, holding.involved,  # type: ignore[attr-defined]
    )  # fmt: skip
    return case


def _lacks(case: Participation, day: date) -> Iterator[Lack]:
    for what, since in missing(case.facts, day):  # type: ignore[attr-defined]
        yield Lack(case, what, since)


def _events(case: Participation, day: date) -> Iterator[Event]:
    recently = day - timedelta(days=DAYS_NEW)
    if recently <= case.starts_on <= day:
        yield Event(case, case.starts_on, ended=False)
    if case.ends_on and recently <= case.ends_on <= day:
        yield Event(case, case.ends_on, ended=True)
