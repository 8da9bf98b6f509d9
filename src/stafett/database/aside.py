"""Connections beside Django's own: another role, in transactions that do not wait for the request's."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg_pool import ConnectionPool

PATIENCE = 5
"""Seconds that such a connection, and what it is asked to do, may take; then it has failed."""
SETTINGS = f"-c statement_timeout={PATIENCE}s -c lock_timeout={PATIENCE}s"
MOST = 4
"""Connections of one role from one process: as many as the web has threads."""
_opening = threading.Lock()
_pools: dict[tuple[int, str, str], ConnectionPool[psycopg.Connection[Any]]] = {}


def run(role: str, statement: str, values: Mapping[str, Any]) -> None:
    """Do one thing over a connection that is kept open between uses, and commit it.

    When the connection has gone since it was last used, all that have gone are thrown away and it is tried
    once more. Raises psycopg.Error when it cannot be done in time.
    """
    pool = _pool(role)
    with suppress(psycopg.OperationalError), pool.connection() as given:
        given.execute(statement.encode(), values)
        return
    pool.check()
    with pool.connection() as given:
        given.execute(statement.encode(), values)


def _pool(role: str) -> ConnectionPool[psycopg.Connection[Any]]:
    key = (os.getpid(), role, str(connection.settings_dict["NAME"]))
    with _opening:
        if key not in _pools:
            _pools[key] = ConnectionPool(
                kwargs={"autocommit": True, "options": SETTINGS, **_parameters(role)},
                min_size=0, max_size=MOST, timeout=PATIENCE, reconnect_timeout=0, open=True,
                name=f"stafett {role}",
            )  # fmt: skip
        return _pools[key]


@contextmanager
def once(role: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection for one piece of work, in one transaction: all of it or nothing."""
    with psycopg.connect(**_parameters(role)) as opened:
        yield opened


def _parameters(role: str) -> dict[str, Any]:
    return {**settings.ASIDE[role], "dbname": str(connection.settings_dict["NAME"])}


@atexit.register
def close_all() -> None:
    """Close what is kept open."""
    while _pools:
        _pools.popitem()[1].close()
