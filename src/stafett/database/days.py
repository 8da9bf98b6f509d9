"""Which rows hold on a day? Dated rows do from `from_day` until `until_day`, the latter not included."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def still_on(day: date, *, prefix: str = "") -> Q:
    """Rows that have not ended by a day, begun or not; `prefix` leads to them, as in `position__`."""
    return Q(**{f"{prefix}until_day__isnull": True}) | Q(**{f"{prefix}until_day__gt": day})


def in_force(day: date) -> Q:
    """Rows that hold on a day: begun, and not ended."""
    return Q(from_day__lte=day) & still_on(day)
