"""Migrations: none is missing, and on a filled database none loses a row."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from tests import provision
from tests.cast import Cast, build

FILLED = f"{provision.NAME}_filled"
FIRST_TELLING = {"casework": "0002_walls", "safeguards": "0002_walls", "people": "0002_walls"}
"""The step after which each app could hold people at all: from there every later one is tried."""


def test_no_migration_is_missing(db: None) -> None:
    told = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=told)

    assert "No changes detected" in told.getvalue()


@pytest.fixture
def filled(
    django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A database of its own with the cast and some people in it, committed.

    Without provisions: a step back to before they were takes them along, and whom they let in.
    """
    for name in ("KEEPERS", "STANDING"):
        monkeypatch.setattr(f"tests.cast.{name}", [])
    before = connections.databases["default"]["NAME"]
    provision.copy(provision.template(), FILLED)
    with django_db_blocker.unblock():
        _use(FILLED)
        with transaction.atomic():
            build()
            _people(Cast())
        _use(before)
    yield FILLED
    provision.remove(FILLED)


def _use(name: str) -> None:
    connections["default"].close()
    connections.databases["default"]["NAME"] = name


def _people(cast: Cast) -> None:
    for _ in range(3):
        cast.ended(cases=(cast.case_at("Af"),))
        cast.enrolled("katrineholm")


def _rows(name: str) -> dict[str, int]:
    with provision.as_owner(name) as owner:
        tables = owner.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'django_mig%'"
        ).fetchall()
        return {
            table: owner.execute(f'SELECT count(*) FROM "{table}"'.encode()).fetchone()[0]  # type: ignore[index]
            for (table,) in tables
        }


def _migrate(name: str, *target: str) -> None:
    environment = {**os.environ, "STAFETT_DATABASE": name, "STAFETT_ROLE": "owner"}
    command = [sys.executable, "-W", "ignore", "-m", "stafett", "manage", "migrate", *target]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_back_and_forward_on_a_filled_database_keeps_every_row(filled: str) -> None:
    before = _rows(filled)
    assert before["casework_participation"] == 6

    for app, step in FIRST_TELLING.items():
        _migrate(filled, app, step)
    assert _rows(filled)["casework_participation"] == 6
    _migrate(filled)

    assert _rows(filled) == before
