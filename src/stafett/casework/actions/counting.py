"""Counts at a month's end who stands between the chairs, so that figures of it can be frozen (F10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from stafett.casework.models import KIND_OF, LookedThrough, MonthEnd
from stafett.casework.month_ends import due
from stafett.casework.queries.month_ends import going_on, looked_through

Finding = Callable[[int, int, date], Iterable[tuple[UUID, str]]]
"""Of a controller and an initiative on a day: each open participation without a rule, and with each."""


class TooLate(ValueError):
    """The night between the months is over: how it stood can no longer be told."""


@transaction.atomic
def begin_month_end(now: datetime) -> list[int]:
    """Say, for each initiative and controller, that the month that ends is to be counted; who has still to be.

    Said before anything is counted, so that a month which only some were counted of is known to lack the rest.
    Raises TooLate at any other time than the night between two months.
    """
    day = _day_of(now)
    MonthEnd.objects.bulk_create(
        (
            MonthEnd(initiative_id=initiative, authority_id=one, on_day=day)
            for initiative, controllers in going_on(day)
            for one in controllers
        ),
        ignore_conflicts=True,
    )
    waiting = MonthEnd.objects.filter(on_day=day, done_at=None).order_by("authority_id")
    return list(waiting.values_list("authority_id", flat=True).distinct())


@transaction.atomic
def count_month_end(controller: int, now: datetime, find: Finding | None = None) -> int:
    """Look all open cases of a controller through and keep what was found, once; how many were looked through.

    `find` is who stands where, if not by the rules themselves: an invented past can be drawn. Raises TooLate
    as above.
    """
    find = find or looked_through
    day, number = _day_of(now), 0
    waiting = MonthEnd.objects.select_for_update().filter(
        authority=controller, on_day=day, done_at=None
    )
    for end in waiting.order_by("pk"):
        rows = [
            LookedThrough(
                controller_id=controller, owner_authority_id=controller,
                kind=KIND_OF[LookedThrough], participation_id=key, on_day=day, rule=rule,
            )
            for key, rule in find(controller, end.initiative_id, day)
        ]  # fmt: skip
        LookedThrough.objects.bulk_create(rows)
        end.done_at = now
        end.save(update_fields=["done_at"])
        number += sum(not row.rule for row in rows)
    return number


def _day_of(now: datetime) -> date:
    day = due(now)
    if day is None:
        raise TooLate(f"{now:%Y-%m-%d %H:%M} is not in the night between two months")
    return day
