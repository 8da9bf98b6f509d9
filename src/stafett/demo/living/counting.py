"""The month ends at which the invented initiative has been counted, and the night when the server was down.

Who was open is as the register says. By which rule somebody stood between the chairs is drawn: most meetings
and contacts of the demo are of the last weeks, and the rules have nothing to read of the time before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from stafett.casework.actions.counting import begin_month_end, count_month_end
from stafett.casework.month_ends import last_days
from stafett.casework.queries.month_ends import looked_through
from stafett.initiatives.models import Initiative
from stafett.safeguards.viewer import Viewer

NIGHT = time(23, 25)
DOWN = 9
"""So many months before the last the server was down, and how it stood then nobody knows."""
MOST = 60
FOUND = {
    "nobody_has": 0.12, "contact_lapsed": 0.25, "no_next_step": 0.3, "step_overdue": 0.1,
    "decision_ends": 0.08,
}  # fmt: skip
"""By which rules, and for how many of those open."""


def count_months(initiative: Initiative, *, by: Viewer) -> int:
    """Count each month's end since the start, as the worker did in its night; how many were looked through."""
    days = last_days(initiative.starts_on, by.day - timedelta(days=1), MOST)
    return sum(_count(day) for place, day in enumerate(reversed(days)) if place != DOWN)


def _count(day: date) -> int:
    now = timezone.make_aware(datetime.combine(day, NIGHT))
    return sum(count_month_end(one, now, _drawn) for one in begin_month_end(now))


def _drawn(controller: int, initiative: int, day: date) -> Iterator[tuple[UUID, str]]:
    lot = Random(day.isoformat())
    for key in dict.fromkeys(key for key, _rule in looked_through(controller, initiative, day)):
        yield key, ""
        yield from ((key, code) for code, share in FOUND.items() if lot.random() < share)
