"""Times that PostgreSQL can hold and Python cannot: read as the first or last there is, never as an error."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.types.datetime import DateLoader, TimestamptzLoader

BEGINNING, NEVER = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
"""Times that have a day in every zone, and a day before and after it."""


def bounded(moment: datetime) -> datetime:
    """The moment itself, or the nearest that can be reckoned with."""
    return min(max(moment, BEGINNING), NEVER)


def before_our_time(data: Buffer) -> bool:
    """True of -infinity and of years before the first, as PostgreSQL writes them."""
    written = bytes(data)
    return written.startswith(b"-") or written.endswith(b"BC")


class AnyTime(TimestamptzLoader):
    """Reads every point of time."""

    def load(self, data: Buffer) -> datetime:
        try:
            return bounded(super().load(data))
        except psycopg.DataError:
            return BEGINNING if before_our_time(data) else NEVER


class AnyDay(DateLoader):
    """Reads every day."""

    def load(self, data: Buffer) -> date:
        try:
            return super().load(data)
        except psycopg.DataError:
            return date.min if before_our_time(data) else date.max


def read_any_time(connection: psycopg.Connection[Any]) -> None:
    """Let a connection read whatever time stands in a row, also one that somebody put there to stop it."""
    connection.adapters.register_loader("timestamptz", AnyTime)
    connection.adapters.register_loader("date", AnyDay)


__all__ = ["BEGINNING", "NEVER", "bounded", "read_any_time"]
