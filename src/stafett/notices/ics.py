"""Writes a calendar feed by RFC 5545: what sort of thing, when, and which page; never whom or where."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

from stafett.notices.calendar import Entry
from stafett.notices.rules import SWEDEN

LASTS = timedelta(hours=1)
"""How long something is drawn that has only a beginning."""
REFRESH = timedelta(hours=1)


def written(entries: Iterable[Entry], *, salt: UUID, now: datetime, site: str, host: str) -> bytes:
    """The feed; `site` is what links begin with, `salt` what keeps two people's feeds from being compared."""
    found = Calendar()
    found.add("prodid", "-//Stafett//Kalender//SV")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", "Stafett")
    found.add("x-wr-timezone", SWEDEN.key)
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for one in entries:
        found.add_component(_event(one, salt, now, site, host))
    found.add_missing_timezones()
    return found.to_ical()


def _event(one: Entry, salt: UUID, now: datetime, site: str, host: str) -> Event:
    event = Event()
    event.add("uid", f"{uid_of(one.thing, salt)}@{host}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", str(one.title))
    event.add("url", site + one.link)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if one.at is None or one.cancelled else "OPAQUE")
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("sequence", int(one.cancelled))
    if one.at is None:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
    else:
        event.add("dtstart", datetime.combine(one.day, one.at, SWEDEN))
        event.add("duration", LASTS)  # an end by the clock is said twice on an autumn night
    return event


def uid_of(thing: str, salt: UUID) -> str:
    """The same for the same thing in the same feed, and nothing that can be led back to either."""
    return hmac.new(salt.bytes, thing.encode(), hashlib.sha256).hexdigest()[:32]


__all__ = ["uid_of", "written"]
