"""Closing the log in sealed batches, and ending what has been kept long enough, in one chain (law 4)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stafett.database.aside import once
from stafett.parties.models import Authority
from stafett.safeguards.log_rules import FIRST, Link, digest_of, ends_before
from stafett.safeguards.models import SealKind
from stafett.safeguards.queries.log import rules_of
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer

STILL_COMING = timedelta(minutes=2)
"""A reading gets its time as it is written and is there within seconds; older than this, none comes late."""
READING = (
    "id", "controller_id", "at", "user_id", "name", "authority", "unit", "role", "form", "method",
    "door", "asked", "because", "people",
)  # fmt: skip
PERSON = ("person_id", "controller_id", "circle_id", "member_id", "unit_id", "basis", "since")
LINK = ("controller_id", "number", "kind", "closed_at", "rows", "said", "previous", "digest")
AT_ONCE = 1_000
LOCK = 7_421_107
"""The advisory lock, with the controller, under which one at a time adds to a chain."""

Aside = psycopg.Connection[Any]


def seal(now: datetime, controllers: Sequence[int] | None = None) -> int:
    """Close all readings until a while ago into a new link of each controller's chain; returns how many."""
    closed_at = now - STILL_COMING
    with once("seal") as aside:
        chosen = _with_readings(aside) if controllers is None else controllers
        return sum(_seal(aside, controller, closed_at) for controller in chosen)


def _with_readings(aside: Aside) -> list[int]:
    rows = aside.execute("SELECT DISTINCT controller_id FROM safeguards_reading ORDER BY 1")
    return [controller for (controller,) in rows]


def _seal(aside: Aside, controller: int, closed_at: datetime) -> int:
    last = _last(aside, controller)
    since = last_closed(aside, controller)
    wanted = aside.execute(
        f"SELECT salt, {', '.join(READING)} FROM safeguards_reading"
        " WHERE controller_id = %s AND at > %s AND at <= %s ORDER BY at, id",
        [controller, since, closed_at],
    ).fetchall()
    if not wanted:
        return 0
    digests = [(row[1], digest) for row, digest in digested(aside, wanted)]
    number = _link(aside, last, controller, SealKind.BATCH, closed_at, "", [d for _k, d in digests])
    aside.execute(
        "INSERT INTO safeguards_sealedreading (reading_id, controller_id, seal_number, place, digest)"
        " SELECT key, %s, %s, place, digest FROM unnest(%s::uuid[], %s::text[])"
        " WITH ORDINALITY AS one (key, digest, place)",
        [controller, number, *map(list, zip(*digests, strict=True))],
    )
    return len(digests)


def last_closed(aside: Aside, controller: int) -> datetime:
    """Until when the controller's readings are closed; all of time before the first batch is open."""
    row = aside.execute(
        "SELECT max(closed_at) FROM safeguards_seal WHERE controller_id = %s AND kind = %s",
        [controller, SealKind.BATCH],
    ).fetchone()
    return row[0] if row and row[0] else datetime.min.replace(tzinfo=UTC)


def digested(
    aside: Aside, readings: Sequence[Sequence[Any]]
) -> Iterator[tuple[Sequence[Any], str]]:
    """Each reading (its salt first, then the columns of READING) with its digest over itself and its people."""
    for start in range(0, len(readings), AT_ONCE):
        some = readings[start : start + AT_ONCE]
        people = _people(aside, [row[1] for row in some])
        for row in some:
            yield row, digest_of(row[0], row[1:], people[row[1]])


def _people(aside: Aside, readings: list[UUID]) -> dict[UUID, list[Sequence[Any]]]:
    rows = aside.execute(
        f"SELECT reading_id, {', '.join(PERSON)} FROM safeguards_readperson"
        " WHERE reading_id = ANY(%s)",
        [readings],
    )
    found: dict[UUID, list[Sequence[Any]]] = defaultdict(list)
    for reading, *person in rows:
        found[reading].append(person)
    return found


def _last(aside: Aside, controller: int) -> tuple[int, str]:
    """The number and digest of the chain's last link; nobody else adds one until this transaction ends."""
    aside.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, controller])
    row = aside.execute(
        "SELECT number, digest FROM safeguards_seal WHERE controller_id = %s"
        " ORDER BY number DESC LIMIT 1",
        [controller],
    ).fetchone()
    return (row[0], row[1]) if row else (0, FIRST)


def _link(
    aside: Aside, last: tuple[int, str], controller: int, kind: SealKind, closed_at: datetime,
    said: str, digests: Sequence[str], rows: int | None = None,
) -> int:  # fmt: skip
    count = len(digests) if rows is None else rows
    link = Link(controller, last[0] + 1, kind.value, closed_at, count, said, last[1])
    aside.execute(
        f"INSERT INTO safeguards_seal ({', '.join(LINK)}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        [controller, link.number, link.kind, closed_at, count, said, last[1], link.digest(digests)],
    )
    return link.number


def end_readings(controller: Authority, *, because: str, by: Viewer) -> int:
    """End the sealed readings older than the controller keeps its log, by a decision in the chain.

    Returns how many. They end by whole batches, so that the chain itself says how old they were: what was
    closed later than the limit waits for the next ending. Nobody can end younger ones: the period is the
    controller's own (`LogRules`).
    What is left of each is its digest, whose key went with the row: nothing can be read out of it, and
    the chain still holds. Raises PermissionDenied for others than those who answer for the records, and
    Refused without a reason: nobody could tell the ending from a forged one.
    """
    if not by.operator and controller.pk not in by.speaks_for:
        raise PermissionDenied(
            _("Gallring av loggen beslutas av den som svarar för personuppgifterna.")
        )
    because = because.strip()
    if not because:
        raise Refused(
            {"because": _("Skriv vem som har beslutat om gallringen, när och enligt vilken plan.")}
        )
    before = ends_before(by.day, rules_of(controller.pk).keep_years)
    limit = datetime.combine(before, time(), ZoneInfo(settings.TIME_ZONE))
    said = {
        "before": before.isoformat(), "because": because, "by": by.name, "user": by.user_id,
        "on": by.day.isoformat(),
    }  # fmt: skip
    with once("retention") as aside:
        last = _last(aside, controller.pk)
        old = _ended_by(aside, controller.pk, limit, last[0] + 1)
        if old:
            _link(aside, last, controller.pk, SealKind.ENDING, limit,
                  json.dumps(said, ensure_ascii=False), [], rows=len(old))  # fmt: skip
            for table, key in (("readperson", "reading_id"), ("reading", "id")):
                aside.execute(f"DELETE FROM safeguards_{table} WHERE {key} = ANY(%s)", [old])
    return len(old)


def _ended_by(aside: Aside, controller: int, limit: datetime, number: int) -> list[UUID]:
    """The readings of the batches that were closed by the limit, marked as ended by that link."""
    rows = aside.execute(
        "UPDATE safeguards_sealedreading s SET ended_by = %s FROM safeguards_seal b, safeguards_reading r"
        " WHERE b.controller_id = %s AND b.kind = %s AND b.closed_at <= %s"
        " AND s.controller_id = b.controller_id AND s.seal_number = b.number"
        " AND r.id = s.reading_id AND r.controller_id = s.controller_id"
        " AND s.ended_by IS NULL RETURNING s.reading_id",
        [number, controller, SealKind.BATCH, limit],
    )
    return [key for (key,) in rows]


__all__ = [
    "AT_ONCE", "PERSON", "READING", "STILL_COMING", "digested", "end_readings", "last_closed", "seal",
]  # fmt: skip
