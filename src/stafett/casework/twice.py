"""Was the very same thing noted a moment ago? Whoever goes back and sends a form anew has a new key for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stafett.safeguards.rules import Refused

A_MOMENT = timedelta(minutes=10)
BITS_AFTER_TIME = 80
"""A key of version 7 begins with the millisecond that it was made in."""


def check_not_just_made(rows: QuerySet[Any]) -> None:
    """Raise rules.Refused when one of the rows, alike in all that was typed, was made within ten minutes."""
    if rows.filter(pk__gte=_key_of(timezone.now() - A_MOMENT)).exists():
        raise Refused(
            {
                "": _(
                    "Precis det här antecknades för en stund sedan, och står redan. Är det något nytt: skriv "
                    "något som skiljer dem åt."
                )
            }
        )


def _key_of(moment: datetime) -> UUID:
    """The lowest key that a row made then or later has."""
    return UUID(int=int(moment.timestamp() * 1_000) << BITS_AFTER_TIME)


__all__ = ["check_not_just_made"]
