"""When can a month's end be counted so that what is counted is how it stood then? Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

FROM_HOUR, BEFORE_HOUR = 22, 6
"""From the evening of the last day until people begin to work again."""
ONE_DAY = timedelta(days=1)


def due(now: datetime) -> date | None:
    """The month's last day that can be counted at a local time; None when there is none.

    The rules read what is recorded now. Once the night is over nobody can say how it stood.
    """
    last = now.date() if now.hour >= FROM_HOUR else now.date() - ONE_DAY
    night = now.hour >= FROM_HOUR or now.hour < BEFORE_HOUR
    return last if night and is_last(last) else None


def is_last(day: date) -> bool:
    """True for the last day of a month."""
    return (day + ONE_DAY).day == 1


def last_days(since: date, until: date, most: int) -> list[date]:
    """The last days of the latest months within some days, the earliest first."""
    found: list[date] = []
    day = until if is_last(until) else until.replace(day=1) - ONE_DAY
    while day >= since and len(found) < most:
        found.append(day)
        day = day.replace(day=1) - ONE_DAY
    return found[::-1]
