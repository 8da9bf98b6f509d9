"""What caseworkers' pages are measured on: the population with earlier times, notes, contacts and posts.

Laid on the population's own template and kept as a template of its own; what one caseworker's cases hold
beside that is written through the same actions as everybody uses.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections, transaction
from django.utils import timezone

from benchmarks import population
from benchmarks.karins import karins_cases
from stafett.database import aside
from stafett.database.cluster import Cluster
from stafett.initiatives.models import Branch
from stafett.initiatives.queries import team_units
from stafett.parties import actions as parties
from stafett.parties.models import Position, Staff, Tenure, Unit
from stafett.safeguards.actions import extend_reach
from stafett.safeguards.viewer import operator
from tests import cast, provision

FOLDER = Path(__file__).parent
BLOCK, POSTS, ONE_OF = 2_400, 10, 40
"""People of each unit, a fourth of them with an open case; its posts; each has one of so many people's."""
MEASURED = "AUC"
LOADED = (
    "safeguards_circle", "safeguards_member", "casework_participation", "casework_holding",
    "casework_involvement", "casework_listing", "casework_assignment", "casework_livelihood",
    "notes_note", "notes_contact",
)  # fmt: skip
"""Tables whose indexes are made again when all of it is there."""
PLAIN_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique AND NOT i.indisexclusion
"""
COUNTED = """
SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM casework_participation),
       (SELECT count(*) FROM notes_note), (SELECT count(*) FROM notes_contact),
       pg_size_pretty(pg_database_size(current_database()))
"""


def use(people: int) -> str:
    """Point Django at the heart with so many people; made first, and told of, when it is not there."""
    name = f"bench_heart_{_digest()}_{people}"
    if not population._there(name):
        _make(name, people)
    point_at(name)
    return name


def point_at(name: str) -> None:
    """Let Django ask that database from now on."""
    connection.close()
    connections.databases["default"]["NAME"] = name


def _digest() -> str:
    made_of = b"".join((FOLDER / f).read_bytes() for f in ("heart.sql", "heart.py", "karins.py"))
    return hashlib.sha256(made_of + population._digest().encode()).hexdigest()[:10]


def _make(name: str, people: int) -> None:
    population.use(people)
    base, making = connections.databases["default"]["NAME"], f"{name}_{os.getpid()}"
    connection.close()
    begun = time.perf_counter()
    provision.copy(base, making)
    point_at(making)
    with transaction.atomic():
        values = _place(people)
    connection.close()
    with psycopg.connect(**Cluster().superuser(making), autocommit=True) as admin:
        with _without_indexes(admin):
            for statement in (FOLDER / "heart.sql").read_text().split(";\n"):
                if statement.strip():
                    admin.execute(statement.encode(), values)
        admin.execute("VACUUM ANALYZE")
        karins_cases(timezone.localdate())
        connection.close()
        aside.close_all()
        population._check_laws(admin)
        told = admin.execute(COUNTED.encode()).fetchone()
        admin.execute("VACUUM ANALYZE")
    with psycopg.connect(**Cluster().superuser(), autocommit=True) as admin:
        provision._run(admin, "ALTER DATABASE {} RENAME TO {}", making, name)
    _tell(time.perf_counter() - begun, *(told or ()))


def _tell(seconds: float, *told: Any) -> None:
    people, cases, notes, contacts, size = told
    print(
        f"made in {seconds:.0f} s, {size}: {people:_} people, {cases:_} participations, "
        f"{notes:_} notes, {contacts:_} contacts",
        flush=True,
    )


@contextmanager
def _without_indexes(admin: psycopg.Connection[Any]) -> Iterator[None]:
    """Drop the plain indexes of what is loaded, and make them again as they were."""
    known = admin.execute(PLAIN_INDEXES.encode(), [list(LOADED)]).fetchall()
    for name, _made in known:
        admin.execute(f"DROP INDEX {name}".encode())
    yield
    for _name, made in known:
        admin.execute(made.encode())


def _place(people: int) -> dict[str, Any]:
    """The units that share the cases, the measured one first, and the posts there; Karin's is the first."""
    branch = Branch.objects.get(code="flen")
    place = population._place("prov", "flen", people)
    first, by, block = Unit.objects.get(name=MEASURED), operator(cast.TODAY), _block(people)
    more = range(2, -(-people // block) + 1)
    homes = [first, *(parties.add_unit(first.authority, f"AUC {at}", by=by) for at in more)]
    extend_reach({(one.pk, branch.controller_id) for one in homes}, by=by)
    karins = Position.objects.get(unit=first, role="coach")
    return place | {
        "block": block, "each": block // ONE_OF, "many": POSTS, "first": first.pk,
        "homes": [one.pk for one in homes], "posts_from": cast.START, "source": "activity_support",
        "others": [key for key in team_units(branch) if key != first.pk],
        "posts": [karins.pk, *_posts(homes)[1:]],
    }  # fmt: skip


def _block(people: int) -> int:
    """How many people each unit has: at least two units share them, however few they are."""
    return min(BLOCK, people // 2)


def _posts(units: list[Unit]) -> list[int]:
    """The posts of each unit in turn, all held; as many as there are of everything, so in bulk."""
    where = [(unit, at) for unit in units for at in range(1, POSTS + 1)]
    posts = Position.objects.bulk_create(
        Position(unit=unit, role="coach", title=f"coach {at}", from_day=cast.START)
        for unit, at in where
    )
    staff = Staff.objects.bulk_create(
        Staff(authority_id=unit.authority_id, name=f"Kim {unit.pk} {at}") for unit, at in where
    )
    Tenure.objects.bulk_create(
        Tenure(staff=one, position=post, from_day=cast.START)
        for one, post in zip(staff, posts, strict=True)
    )
    return [post.pk for post in posts]
