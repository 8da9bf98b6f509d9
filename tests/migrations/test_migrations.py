"""Migrations: none is missing, and on a filled database none loses a row."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from stafett.people.models import Person
from tests import provision
from tests.cast import Cast, build

FILLED = f"{provision.NAME}_filled"
LONG_AGO = date(2024, 5, 1)
"""Whoever left then has no follow-up to come."""
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

    Without provisions and follow-ups: a step back to before they were takes them along, and whom they let in.
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
        cast.ended(cases=(cast.case_at("Af"),), ends_on=LONG_AGO)
        cast.enrolled("katrineholm")
    for kind in ("marked", "registration", "assumed", "withheld"):
        _protected(cast, kind)


def _protected(cast: Cast, kind: str) -> None:
    """Somebody protected, and one of them corrected, so that there is an earlier version too."""
    bare = kind == "withheld"
    named = {"given_name": "" if bare else "Zqfor", "family_name": "" if bare else f"Zqefter{kind}"}
    key = cast.person(protection=kind, register_key=kind, birth_year=1990, **named)
    team = [(post.unit_id, post.position_id) for post in cast.viewer("karin").posts]
    cast.enrolled(person=key, named_team=tuple(team), case_number=f"skydd-{kind}")
    Person.objects.filter(pk=key).update(birth_year=1991)


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


@pytest.mark.wide
@pytest.mark.longest
def test_back_and_forward_on_a_filled_database_keeps_every_row(filled: str) -> None:
    before, known = _rows(filled), _aliases(filled)
    assert before["casework_participation"] == 10
    assert len(known) == 4

    for app, step in FIRST_TELLING.items():
        _migrate(filled, app, step)
    assert _rows(filled)["casework_participation"] == 10
    assert _told(filled, "SELECT count(*) FROM information_schema.columns"
                 " WHERE table_name = 'people_person' AND column_name = 'alias'") == [(0,)]  # fmt: skip
    _migrate(filled)

    changed = dict.fromkeys(("people_personevent", "casework_participationevent"), 4)
    assert _rows(filled) == {table: n + changed.get(table, 0) for table, n in before.items()}
    _check_protected(filled, known)


def _told(name: str, query: str) -> list[tuple[Any, ...]]:
    with provision.as_owner(name) as owner:
        return owner.execute(query.encode()).fetchall()


def _aliases(name: str) -> dict[Any, str]:
    return dict(_told(name, "SELECT id, alias FROM people_person WHERE protection <> ''"))  # type: ignore[arg-type]


def _check_protected(name: str, known: dict[Any, str]) -> None:
    """Of everybody protected: an alias of their own again, hidden, and in no order or search by name."""
    given = _aliases(name)
    assert given.keys() == known.keys()
    assert all(re.fullmatch(r"\w+ \d{4}", alias) for alias in given.values())
    assert len(set(given.values())) == 4
    assert _told(
        name, "SELECT count(*) FROM people_person WHERE alias <> '' AND protection = ''"
    ) == [(0,)]
    hidden = "SELECT count(*) FROM casework_participation WHERE hidden"
    assert _told(name, hidden) == [(4,)]
    shown = (
        "sort_name || search_family || search_given || search_family_last || search_given_second"
    )
    assert _told(name, f"SELECT count(*) FROM people_person WHERE {shown} ILIKE '%zq%'") == [(0,)]
    ordered = (
        "SELECT count(*) FROM people_person WHERE protection <> '' AND sort_name LIKE 'alias%'"
    )
    assert _told(name, ordered) == [(4,)]
    kinds = _told(name, "SELECT protection FROM people_person WHERE protection <> '' ORDER BY 1")
    assert [kind for (kind,) in kinds] == ["assumed", "marked", "registration", "withheld"]
    assert _told(name, "SELECT count(*) FROM people_person WHERE family_name LIKE 'Zqefter%'") == [
        (3,)
    ]
