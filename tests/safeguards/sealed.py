"""A database of its own with a log in it: two controllers, several sealed batches, and some not sealed yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.database.aside import close_all
from stafett.database.cluster import Cluster
from stafett.database.connection import parameters
from stafett.safeguards.actions.seal import STILL_COMING, seal
from stafett.safeguards.middleware import acting, set_reach
from stafett.safeguards.models import Reading
from stafett.safeguards.queries import all_controllers
from tests import provision
from tests.cast import Cast, build

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
