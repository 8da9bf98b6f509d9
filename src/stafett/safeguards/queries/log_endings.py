"""The endings in a log's chain: what each says, and whether it can be a decision that Stafett carried out.

Whoever is superuser can add a link to a chain. What cannot be made up without writing the chain anew is
when the links round it were made, and in which batch a reading was closed: each ending is held against that.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from stafett.database.any_time import BEGINNING, NEVER
from stafett.safeguards.actions.seal import STILL_COMING
from stafett.safeguards.log_rules import SHORTEST_YEARS, Link, ends_before
from stafett.safeguards.models import LogRules, SealKind
from stafett.safeguards.queries.viewers import all_controllers
from stafett.safeguards.reach import set_reach

Periods = Sequence[tuple[datetime, int]]
"""How many years a controller kept its log, each with until when that held; the last holds still."""


@dataclass(frozen=True)
class Ending:
    """An ending as its link tells it, and the time within which the links round it say that it was made."""

    link: Link
    first: datetime
    last: datetime
    shortest: int
    """The shortest period that the controller kept its log in that time."""

    @property
    def said(self) -> dict[str, Any]:
        """The decision's own words; empty where there are none that can be read."""
        try:
            told = json.loads(self.link.said)
        except (ValueError, RecursionError):
            return {}
        return told if isinstance(told, dict) else {}

    @property
    def on(self) -> str:
        """The day of the decision; the last day that it can be of when it does not say."""
        return str(self.said.get("on") or _day(self.last).isoformat())

    @property
    def says_all(self) -> bool:
        """True when it says by whom, why, and the day and limit that the chain says as well."""
        said, limit = self.said, timezone.localtime(self.link.closed_at)
        words = all(str(said.get(name) or "").strip() for name in ("by", "because"))
        exact = said.get("before") == limit.date().isoformat() and limit.time() == time()
        on = str(said.get("on") or "")
        in_time = not on or _day(self.first).isoformat() <= on <= _day(self.last).isoformat()
        return words and exact and in_time

    @property
    def old_enough(self) -> bool:
        """True when all before its limit had been kept for as long as the controller kept its log."""
        years = max(self.shortest, SHORTEST_YEARS)
        return _day(self.link.closed_at) <= ends_before(_day(self.last), years)

    def ends(self, closed_at: datetime) -> bool:
        """True of what was sealed in a batch that was closed by then, when the ending itself holds."""
        return self.says_all and self.old_enough and closed_at <= self.link.closed_at


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def endings_of(links: Sequence[Link], periods: Periods, now: datetime) -> dict[int, Ending]:
    """The endings of a chain by their numbers; none was made later than now, whatever stands round it."""
    found: dict[int, Ending] = {}
    for place, link in enumerate(links):
        if link.kind == SealKind.ENDING:
            first = min([now, max(_closed(links[:place]), default=BEGINNING)])
            last = max(first, min([now, *(at + STILL_COMING for at in _closed(links[place:]))]))
            found[link.number] = Ending(link, first, last, shortest(periods, first, last))
    return found


def _closed(links: Iterable[Link]) -> list[datetime]:
    return [link.closed_at for link in links if link.kind == SealKind.BATCH]


def shortest(periods: Periods, first: datetime, last: datetime) -> int:
    """The shortest of the periods that held at some time between the two."""
    begun, held = BEGINNING, []
    for until, years in periods:
        if until >= first and begun <= last:
            held.append(years)
        begun = until
    return min(held)


@transaction.atomic
def kept_for() -> dict[int, Periods]:
    """How long each controller has kept its log, by its own decisions and their earlier versions."""
    set_reach(all_controllers())
    found: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    until = Greatest(Least(F("pgh_created_at"), Value(NEVER)), Value(BEGINNING))
    earlier = LogRules.pgh_event_model.objects.order_by("pgh_created_at", "pgh_id")  # type: ignore[attr-defined]
    for controller, held_until, years in earlier.values_list("controller_id", until, "keep_years"):
        found[controller].append((held_until, years))
    now = dict(LogRules.objects.values_list("controller_id", "keep_years"))
    return {
        one: [*found[one], (NEVER, now.get(one, USUAL[0][1]))] for one in sorted({*found, *now})
    }


USUAL: Periods = [(NEVER, LogRules().keep_years)]
"""What holds for a controller that has decided nothing."""

__all__ = ["USUAL", "Ending", "Periods", "endings_of", "kept_for", "shortest"]
