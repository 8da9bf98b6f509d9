"""Connections beside Django's own: another role, in transactions that do not wait for the request's."""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.db import connection
from psycopg_pool import ConnectionPool

from stafett.database.connection import parameters
from stafett.database.roles import named

PATIENCE = 5
"""Seconds that such a connection, and what it is asked to do, may take; then it has failed."""
SETTINGS = f"-c statement_timeout={PATIENCE}s -c lock_timeout={PATIENCE}s"
MOST = 4
"""Connections of one role from one process: as many as the web has threads."""
_pools: dict[tuple[int, str, str], ConnectionPool[psycopg.Connection[Any]]] = {}


def run(role: str, statement: str, values: Mapping[str, Any]) -> None:
    """Do one thing over a connection that is kept open between uses, and commit it.

    A connection that has gone since it was last used is tried anew, once. Raises psycopg.Error when it
    cannot be done in time.
    """
    pool = _pool(role)
    with pool.connection() as given, suppress(psycopg.OperationalError):
        given.execute(statement.encode(), values)
        return
    with pool.connection() as given:
        given.execute(statement.encode(), values)


def _pool(role: str) -> ConnectionPool[psycopg.Connection[Any]]:
    key = (os.getpid(), named(role), _database())
    if key not in _pools:
        _pools[key] = ConnectionPool(
            kwargs={"autocommit": True, "options": SETTINGS, **parameters(*key[1:])},
            min_size=0, max_size=MOST, timeout=PATIENCE, reconnect_timeout=0, open=True,
            name=f"stafett {role}",
        )  # fmt: skip
    return _pools[key]


@contextmanager
def once(role: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection for one piece of work, in one transaction: all of it or nothing."""
    with psycopg.connect(**parameters(role, _database())) as opened:
        yield opened


def _database() -> str:
    return str(connection.settings_dict["NAME"])


@atexit.register
def close_all() -> None:
    """Close what is kept open."""
    while _pools:
        _pools.popitem()[1].close()
