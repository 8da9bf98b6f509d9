"""What must somebody who works with people see first: what their unit's cases lack, and what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from stafett.casework.access import shows_life
from stafett.casework.models import PART, Holding, Involvement, Livelihood, Moment, Participation
from stafett.casework.queries.ended_kinds import livelihood_ended
from stafett.casework.queries.participants import rows_of
from stafett.casework.rules import (
    DAYS_AFTER_EXIT,
    MISSING_WORDS,
    CaseFacts,
    Missing,
    after,
    missing,
)
from stafett.database.days import still_on
from stafett.safeguards.access import may_see
from stafett.safeguards.kept import Seen, StandIn
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
    held = _held(viewer)
    lacking = sorted(
        (list(Missing).index(what), since, key)
        for key, facts in held.items()
        for what, since in missing(facts, viewer.day)
    )
    news = sorted(_news(held, viewer.day), reverse=True)[:MOST_NEW]
    shown = {key for _order, _since, key in lacking[:MOST_ROWS]} | {key for _day, key, _end in news}
    rows = {row.pk: row for row in rows_of(viewer, sorted(shown))}
    return Today(
        held=sum(facts.ends_on is None for facts in held.values()),
        lacks=[Lack(rows[k], list(Missing)[order], s) for order, s, k in lacking[:MOST_ROWS]],
        lacking=len(lacking),
        news=[Event(rows[key], day, ended) for day, key, ended in news],
        cut=len(held) >= MOST_CASES,
    )


FACTS = (
    "participation_id", "until_day", "participation__starts_on", "participation__ends_on",
    "participation__initiative__ends_on", "lived_at_start", "lived_at_end", "involved",
)  # fmt: skip


def _held(viewer: Viewer) -> dict[UUID, CaseFacts]:
    """Facts of the cases that the viewer's units hold now, or held until an exit not long ago."""
    latest = LATEST.by(viewer, recently=viewer.day - timedelta(days=DAYS_AFTER_EXIT))
    # One who has handed over is not the last holder: the exit, and what it lacks, is the last one's.
    return {
        key: CaseFacts(starts_on, ends_on, *rest)
        for key, until_day, starts_on, ends_on, *rest in latest
        if until_day == after(ends_on)
    }


def _latest(viewer: StandIn, recently: date) -> QuerySet[Holding, tuple[Any, ...]]:
    units = viewer.units_with(Permission.SEE_PEOPLE)
    held = Holding.objects.filter(
        still_on(recently), unit_id__in=units, controller_id__in=viewer.controllers
    )
    seen = may_see(viewer, held, PART).annotate(**_what_is_there(viewer))
    return seen.order_by("-from_day", "-pk").values_list(*FACTS)[:MOST_CASES]


LATEST: Seen[tuple[Any, ...]] = Seen(_latest)


def _what_is_there(viewer: StandIn) -> dict[str, Any]:
    """What there is as far as the viewer may know: a case that is hidden from them is none here (law 2).

    Livelihood lacks nothing for those who may not see it: they could neither tell nor fill it in. Nor does
    what a decision has ended (law 6).
    """
    case, circle = OuterRef("participation_id"), OuterRef("participation__circle_id")
    lived = may_see(viewer, Livelihood.objects.filter(participation_id=case), PART)
    involved = may_see(viewer, Involvement.objects.filter(participation_id=case), PART)
    at_end = lived.filter(moment=Moment.END)
    hidden = ~Exists(shows_life(viewer, Participation.objects.filter(pk=case)))
    return {
        "lived_at_start": _either(
            Exists(lived.filter(moment=Moment.START)), hidden, livelihood_ended(circle, "starts_on")
        ),
        # of what goes on nobody asks how it ended: not looked for, in hundreds of cases
        "lived_at_end": _either(
            Q(participation__ends_on=None),
            Exists(at_end),
            hidden,
            livelihood_ended(circle, "ends_on"),
        ),
        "involved": Exists(involved),
    }


def _either(*some: Any) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(reduce(or_, map(Q, some)), output_field=BooleanField())


def _news(held: dict[UUID, CaseFacts], today: date) -> Iterator[tuple[date, UUID, bool]]:
    recently = today - timedelta(days=DAYS_NEW)
    for key, facts in held.items():
        if recently <= facts.starts_on <= today:
            yield facts.starts_on, key, False
        if facts.ends_on and recently <= facts.ends_on <= today:
            yield facts.ends_on, key, True
