"""A population to measure on: made once, checked against the laws, kept as a template database."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections, transaction

from stafett.database.cluster import Cluster
from stafett.initiatives.models import Branch, OutcomeChoice
from stafett.initiatives.queries import team_units
from stafett.parties.models import Party, Unit
from stafett.safeguards.actions import extend_reach
from stafett.safeguards.viewer import operator
from tests import cast, provision

FOLDER = Path(__file__).parent
FULL, SMALL, FEW = 1_000_000, 2_000, 20
"""People in the large controller, in a small-scale run, and in the controller that has few."""
GIVEN = "FK Eskilstuna"
"""The unit that sees every twentieth of the large controller's people, each by consent."""


def size() -> int:
    """How large to measure: a million, or with SCALE=small what a test can afford."""
    return SMALL if os.environ.get("SCALE") == "small" else FULL


def use(people: int) -> None:
    """Point Django at a copy-free template with so many people; made first when it is not there."""
    name = f"bench_{_digest()}_{people}"
    if not _there(name):
        _make(name, people)
    connection.close()
    connections.databases["default"]["NAME"] = name


def _digest() -> str:
    made_of = b"".join((FOLDER / f).read_bytes() for f in ("population.sql", "laws.sql"))
    return hashlib.sha256(made_of + provision._digest().encode()).hexdigest()[:10]


def _there(name: str) -> bool:
    Cluster().start()
    with psycopg.connect(**Cluster().superuser()) as admin:
        return bool(admin.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount)


def _make(name: str, people: int) -> None:
    making = provision.provide(f"{name}_{os.getpid()}")
    connection.close()
    connections.databases["default"]["NAME"] = making
    with transaction.atomic():
        cast.build()
    given = Unit.objects.get(name=GIVEN)
    extend_reach(
        {(given.pk, Branch.objects.get(code="flen").controller_id)}, by=operator(cast.TODAY)
    )
    where = [
        _place("prov", "flen", people) | {"receiving": given.pk, "receiver": given.authority_id},
        _place("annan", "annan", FEW) | {"receiving": None, "receiver": None},
    ]
    connection.close()
    with psycopg.connect(**Cluster().superuser(making), autocommit=True) as admin:
        for values in where:
            _fill(admin, values)
        admin.execute("VACUUM ANALYZE")
        _check_laws(admin)
    with psycopg.connect(**Cluster().superuser(), autocommit=True) as admin:
        provision._run(admin, "ALTER DATABASE {} RENAME TO {}", making, name)


def _place(initiative: str, branch_code: str, people: int) -> dict[str, Any]:
    branch = Branch.objects.get(initiative__code=initiative, code=branch_code)
    units = list(team_units(branch))
    extend_reach({(unit, branch.controller_id) for unit in units}, by=operator(cast.TODAY))
    outcomes = OutcomeChoice.objects.filter(initiative=branch.initiative).order_by("order", "pk")
    return {
        "size": people, "controller": branch.controller_id, "initiative": branch.initiative_id,
        "branch": branch.pk, "holder": branch.holder_id, "units": units,
        "outcomes": list(outcomes.values_list("pk", flat=True)),
        "party": Party.objects.get(short_name="Af").pk,
    }  # fmt: skip


def _fill(admin: psycopg.Connection[Any], values: dict[str, Any]) -> None:
    for statement in (FOLDER / "population.sql").read_text().split(";\n"):
        if statement.strip():
            admin.execute(statement.encode(), values)


def _check_laws(admin: psycopg.Connection[Any]) -> None:
    for statement in (FOLDER / "laws.sql").read_text().split(";\n"):
        if statement.strip():
            broken = admin.execute(statement.encode()).fetchall()
            if broken:
                raise AssertionError(f"the made population breaks a law: {broken}")


def forget() -> None:
    """Drop every population; the next run makes them anew."""
    with psycopg.connect(**Cluster().superuser(), autocommit=True) as admin:
        found = admin.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'bench_%'"
        ).fetchall()
        for (name,) in found:
            with suppress(psycopg.Error):
                provision._run(admin, "DROP DATABASE {} WITH (FORCE)", name)
