"""A database of its own with a log in it: two controllers, several sealed batches, and some not sealed yet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.database.aside import close_all
from stafett.database.cluster import Cluster
from stafett.database.connection import parameters
from stafett.parties.models import Authority
from stafett.safeguards.actions.seal import STILL_COMING, end_readings, seal
from stafett.safeguards.log_rules import Link
from stafett.safeguards.middleware import acting, set_reach
from stafett.safeguards.models import LogRules, Reading
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.queries.verify import heads
from stafett.safeguards.viewer import Viewer
from tests import provision
from tests.cast import Cast, build

LATER = date(2060, 1, 1)
"""A day on which all of the log is old."""
THEN = datetime(2060, 1, 2, 12, tzinfo=UTC)
"""When the log is tried after that."""
NAME = f"{provision.NAME}_sealed"


@dataclass(frozen=True)
class Log:
    """What is in it."""

    flen: int
    katrineholm: int
    batches: list[list[UUID]]
    """The readings of each batch of Flen's chain, in order."""
    unsealed: list[UUID]
    """Those in Flen that no seal has yet."""


def seal_all() -> int:
    """Seal all that is there now."""
    return seal(timezone.now() + STILL_COMING)


def _read(cast: Cast, one: Participation) -> UUID:
    with acting(cast.viewer("eva"), "prov"):
        Participation.objects.select_related("person").get(pk=one.pk)
    with transaction.atomic():
        set_reach(all_controllers())
        return Reading.objects.order_by("-at").values_list("pk", flat=True)[0]


TABLES = ("reading", "readperson", "seal", "sealedreading", "logrules")


@contextmanager
def made(blocker: Any) -> Iterator[Log]:
    """The log, made once; whatever a test does to it is undone by `restore`."""
    provision.copy(provision.template(), NAME)
    ours = str(connection.settings_dict["NAME"])
    with blocker.unblock():
        _use(NAME)
        try:
            yield _fill()
        finally:
            _use(ours)
    provision.remove(NAME)


def _fill() -> Log:
    with transaction.atomic():
        build()
        cast = Cast()
        flen, elsewhere = cast.enrolled("flen"), cast.enrolled("katrineholm")
    batches = []
    for _ in range(3):
        batches.append([_read(cast, flen) for _ in range(3)])
        _read(cast, elsewhere)
        seal_all()
    rest = [_read(cast, flen) for _ in range(2)]
    with as_superuser() as admin:
        for table in TABLES:
            admin.execute(f"CREATE TABLE kept_{table} AS TABLE safeguards_{table}".encode())
    return Log(flen.controller_id, elsewhere.controller_id, batches, rest)


def restore() -> None:
    """Put the log back as it was made."""
    with as_superuser() as admin:
        for table in TABLES:
            admin.execute(f"DELETE FROM safeguards_{table}".encode())
            admin.execute(
                f"INSERT INTO safeguards_{table} OVERRIDING SYSTEM VALUE TABLE kept_{table}".encode()
            )


def tamper(*statements: str) -> None:
    """As whoever runs the server may: superuser, past every wall and grant."""
    with as_superuser() as admin:
        for statement in statements:
            assert admin.execute(statement.encode()).rowcount > 0, statement


def keep_years(controller: int, years: int) -> None:
    """Let a controller keep its log so long from now on."""
    with transaction.atomic():
        set_reach(all_controllers())
        LogRules.objects.update_or_create(controller_id=controller, defaults={"keep_years": years})


def end(controller: int, by: Viewer) -> int:
    """End what is old in a controller's log; returns how many."""
    with acting(by.reaching((controller,)), "prov"):
        whose = Authority.objects.get(pk=controller)
        return end_readings(whose, because="Plan 2024/7, beslut av nämnden.", by=by)


def add_links(*links: Link, of: Sequence[str] = ()) -> list[int]:
    """Put links last in a chain by hand, each knowing the one before, with the right digest; their numbers.

    A link's own number is how far it stands from the one before, when it is more than one; `of` are the
    digests of what is sealed.
    """
    (last,) = [head for head, _made in heads() if head.controller == links[0].controller]
    number, before = last.number, last.digest
    numbers: list[int] = []
    for link in links:
        number += max(link.number, 1)
        made = replace(link, number=number, previous=before)
        with as_superuser() as admin:
            admin.execute(
                "INSERT INTO safeguards_seal"
                " (controller_id, number, kind, closed_at, rows, said, previous, digest)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [*vars(made).values(), made.digest(of)],
            )
        before, numbers = made.digest(of), [*numbers, number]
    return numbers


def forge(there: Log, limit: datetime, said: str, rows: int) -> tuple[int, list[UUID]]:
    """An ending put last in Flen's chain by hand, and three readings gone with it."""
    (number,) = add_links(Link(there.flen, 0, "ending", limit, rows, said, ""))
    gone = there.batches[0]
    listed = f"'{{{','.join(map(str, gone))}}}'"
    tamper(
        f"UPDATE safeguards_sealedreading SET ended_by = {number} WHERE reading_id = ANY({listed})",
        f"DELETE FROM safeguards_readperson WHERE reading_id = ANY({listed})",
        f"DELETE FROM safeguards_reading WHERE id = ANY({listed})",
    )
    return number, gone


def told(before: date) -> str:
    """What a decision says of itself."""
    return json.dumps({"before": before.isoformat(), "because": "Plan 2024/7.", "by": "Lena Chef"})


def as_superuser() -> psycopg.Connection[Any]:
    """A connection past every wall and grant."""
    return psycopg.connect(**Cluster().superuser(NAME), autocommit=True)


def as_role(role: str) -> psycopg.Connection[Any]:
    """A connection as one of our own roles."""
    return psycopg.connect(**parameters(role, NAME))


def _use(name: str) -> None:
    connection.close()
    close_all()
    connection.settings_dict["NAME"] = name
