"""Makes the database that the tests run in: migrated as owner once, copied for each run, used as app."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from stafett.database.cluster import Cluster
from stafett.database.connection import parameters
from stafett.database.roles import prepare

SOURCE = Path(__file__).resolve().parent.parent / "src" / "stafett"
NAME = os.environ.get("STAFETT_TEST_DATABASE", "test_stafett") + os.environ.get(
    "PYTEST_XDIST_WORKER", ""
)
"""Each process of the tests has databases of its own, all with names that begin like this."""
ONE_AT_A_TIME = 7_305_511
"""The advisory lock under which databases are made: two processes must not prepare the roles at once."""


def provide(name: str = NAME) -> str:
    """Start the cluster and put a freshly migrated, empty database under the name; returns the name."""
    Cluster().start()
    copy(template(), name)
    return name


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else makes a database meanwhile."""
    with _superuser() as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        yield


def copy(template: str, name: str) -> None:
    """Make a database as a copy of another; one of that name is thrown away first."""
    with _alone(), _superuser() as admin:
        _run(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        _run(admin, "CREATE DATABASE {} TEMPLATE {} OWNER stafett_owner", name, template)
        # rights on the database itself are not copied with it
        prepare(Cluster().superuser(), name)


def remove(name: str = NAME) -> None:
    """Drop the database again."""
    with _superuser() as admin:
        _run(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def as_owner(name: str = NAME) -> psycopg.Connection[Any]:
    """A connection as the role that owns the tables; for arranging and cleaning, never for asserting."""
    return psycopg.connect(**parameters("owner", name), autocommit=True)


def _superuser() -> psycopg.Connection[Any]:
    return psycopg.connect(**Cluster().superuser(), autocommit=True)


def _run(admin: psycopg.Connection[Any], statement: str, *names: str) -> None:
    admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def template() -> str:
    """The migrated template for this very code, made when it is not there yet."""
    name = f"template_{_digest()}"
    with _alone(), _superuser() as admin:
        if not admin.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
            _make(admin, name)
    return name


def _make(admin: psycopg.Connection[Any], name: str) -> None:
    """Migrate an empty database, or a copy of what has been migrated by some of the same migrations.

    All from the beginning takes a minute: each step makes most of the models anew.
    """
    making, parts = f"{name}_{os.getpid()}", _parts()
    base = nearest(_known(admin), parts)
    if base:
        _run(admin, "CREATE DATABASE {} TEMPLATE {} OWNER stafett_owner", making, base)
    prepare(Cluster().superuser(), making)
    environment = {**os.environ, "STAFETT_DATABASE": making, "STAFETT_ROLE": "owner"}
    command = [sys.executable, "-W", "ignore", "-m", "stafett", "migrate"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    told = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
        sql.Identifier(making), sql.Literal(json.dumps(parts))
    )
    admin.execute(told)
    _run(admin, "ALTER DATABASE {} RENAME TO {}", making, name)


def _known(admin: psycopg.Connection[Any]) -> dict[str, dict[str, str]]:
    """Each template with what it was made of."""
    rows = admin.execute(
        "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database "
        "WHERE datname ~ '^template_[0-9a-f]{12}$' ORDER BY datname"
    ).fetchall()
    return {name: json.loads(told) for name, told in rows if told}


def nearest(known: dict[str, dict[str, str]], parts: dict[str, str]) -> str | None:
    """The template that lacks fewest migrations and is else of the very same parts; None when none is."""
    fit = {
        name: made
        for name, made in known.items()
        if made.items() <= parts.items()
        and all("/migrations/" in missing for missing in parts.keys() - made.keys())
    }
    return max(fit, key=lambda name: len(fit[name]), default=None)


def _parts() -> dict[str, str]:
    """The digest of every migration, word list and role that a template is made of."""
    paths = [*SOURCE.glob("*/migrations/*.py"), *SOURCE.glob("vocabulary/data/*.csv")]
    paths += [SOURCE / "database" / "roles.py", SOURCE / "database" / "walls.py"]
    return {
        path.relative_to(SOURCE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(paths)
    }


def _digest() -> str:
    """Changes with every part, so that an old template is never used."""
    return hashlib.sha256(json.dumps(_parts()).encode()).hexdigest()[:12]
