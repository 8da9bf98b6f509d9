"""A cache that all processes share, in the database, on a connection of its own.

What it keeps is counted whether or not the request that asked is undone: a refused log-in rolls its
transaction back, and must be remembered all the same. Each call is one statement, so two processes
that count at once both count. Values are JSON; nothing kept here can become code.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connections

from stafett.database.connection import parameters

TABLE = "accounts_shared"
SWEEP_EVERY = 500
"""So many additions by a thread between two sweeps of what has run out."""
_SET = f"INSERT INTO {TABLE} (key, value, expires_at) VALUES (%s, %s, %s) ON CONFLICT (key) DO UPDATE SET "
REPLACE = _SET + "value = excluded.value, expires_at = excluded.expires_at RETURNING key"
ADD = REPLACE.replace(" RETURNING", f" WHERE {TABLE}.expires_at <= clock_timestamp() RETURNING")
THERE = "key = %s AND expires_at > clock_timestamp()"
GET = f"SELECT value FROM {TABLE} WHERE {THERE}"
RAISE = (
    f"UPDATE {TABLE} SET value = to_jsonb(value::text::bigint + %s) WHERE {THERE} RETURNING value"
)
TOUCH = f"UPDATE {TABLE} SET expires_at = %s WHERE {THERE} RETURNING key"
DELETE = f"DELETE FROM {TABLE} WHERE {THERE} RETURNING key"
CLEAR = f"DELETE FROM {TABLE} RETURNING key"
SWEEP = f"DELETE FROM {TABLE} WHERE expires_at <= clock_timestamp() RETURNING key"


class _Thread(threading.local):
    """A thread's own connection, the database it leads to, and how many additions it has made."""

    connection: psycopg.Connection[Any] | None = None
    database = ""
    additions = 0


_mine = _Thread()


class SharedCache(BaseCache):
    """Django's cache, kept in one unlogged table."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        """As Django makes a cache; the table is always the same."""
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is kept under the key, or the default."""
        found = _ask(GET, self._named(key, version))
        return default if found is None else found[0]

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep a value under the key, whatever was there."""
        _ask(REPLACE, self._named(key, version), json.dumps(value), self._until(timeout))

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep a value where none is; False when one was there."""
        _mine.additions += 1
        if _mine.additions % SWEEP_EVERY == 0:
            _ask(SWEEP)
        named = self._named(key, version)
        return _ask(ADD, named, json.dumps(value), self._until(timeout)) is not None

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raise a number; ValueError when there is none."""
        found = _ask(RAISE, delta, self._named(key, version))
        if found is None:
            raise ValueError(f"Key {key!r} not found")
        return int(found[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep what is there for longer; False when it is gone."""
        return _ask(TOUCH, self._until(timeout), self._named(key, version)) is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget what is under the key; False when there was nothing."""
        return _ask(DELETE, self._named(key, version)) is not None

    def clear(self) -> None:
        """Forget everything."""
        _ask(CLEAR)

    def _named(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version)

    def _until(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        return datetime.max.replace(tzinfo=UTC) if seconds is None else _moment(seconds)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def _ask(statement: str, *values: Any) -> tuple[Any, ...] | None:
    """One statement by itself; once more where the connection was lost since the last one."""
    try:
        return _connected().execute(statement.encode(), values).fetchone()
    except psycopg.OperationalError:
        _forget()
        return _connected().execute(statement.encode(), values).fetchone()


def _connected() -> psycopg.Connection[Any]:
    """This thread's own connection: never part of the request's transaction."""
    wanted = str(connections["default"].settings_dict["NAME"])
    if _mine.connection is None or _mine.database != wanted:
        _forget()
        _mine.connection = psycopg.connect(**parameters(settings.ROLE, wanted), autocommit=True)
        _mine.database = wanted
    return _mine.connection


def _forget() -> None:
    if _mine.connection is not None:
        _mine.connection.close()
    _mine.connection = None
