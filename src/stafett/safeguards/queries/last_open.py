"""When could somebody last see a case that may be closed to them by now?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from stafett.safeguards.access import SEATS
from stafett.safeguards.models import OPENS_CASE


def last_open(keys: Collection[UUID], today: date, **seats: Any) -> dict[UUID, datetime]:
    """When these seats last opened each case's own page; now, of what is open still, and nothing of a case
    that they never opened."""
    told = {"circle__in": keys, "giver_id": F("controller_id"), "from_day__lte": today, **seats}
    changed = SEATS[1].objects.filter(OPENS_CASE, **told).order_by("pgh_id")
    at = {one.pgh_obj_id: one.pgh_created_at for one in changed}
    found: dict[UUID, datetime] = {}
    for one in SEATS[0].objects.filter(OPENS_CASE, **told):
        keep_latest(found, one.circle_id, seat_ended(one.until_day, at.get(one.pk)))
    for gone in changed:
        if gone.pgh_label == "delete" and gone.from_day <= _day(gone.pgh_created_at):
            keep_latest(found, gone.circle_id, gone.pgh_created_at)
    return found


def keep_latest(found: dict[UUID, datetime], key: UUID, moment: datetime) -> None:
    """Let the latest moment of a case stand."""
    found[key] = max(moment, found.get(key, moment))


def seat_ended(until: date | None, changed: datetime | None) -> datetime:
    """When a seat ended: with the change that ended it at once, else as its last day was over."""
    if until is None:
        return timezone.now()
    if changed is not None and until <= _day(changed):
        return changed
    return timezone.make_aware(datetime.combine(until, time.min))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


__all__ = ["keep_latest", "last_open", "seat_ended"]
