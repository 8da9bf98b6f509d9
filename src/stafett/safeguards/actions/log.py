"""The only write of the log: who was shown or changed whom, committed before anybody is told (law 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from django.db import DatabaseError
from uuid_utils.compat import uuid7

from stafett.database.aside import run
from stafett.database.noticed import Noticed
from stafett.safeguards.access import in_circle
from stafett.safeguards.kept import Seen
from stafett.safeguards.models import Form, Member
from stafett.safeguards.roles import Permission, permissions_of
from stafett.safeguards.viewer import Viewer

OPERATOR = "operator"


class NotLogged(Exception):
    """The reading could not be written down: then nothing may be shown, and nothing is kept."""


@dataclass(frozen=True)
class Door:
    """By which way somebody came: a page's name, in what form, and what was asked for in harmless words."""

    name: str
    form: Form
    method: str = ""
    asked: str = ""
    because: str = ""


@dataclass(frozen=True)
class _Met:
    """One person met, with the member of the circle that let the viewer in, if any did."""

    controller_id: int
    person_id: UUID
    circle_id: UUID | None = None
    member_id: int | None = None
    unit_id: int | None = None
    basis: str = ""
    since: date | None = None


PEOPLE = {
    "reading_id": "uuid", "controller_id": "bigint", "person_id": "uuid", "circle_id": "uuid",
    "member_id": "bigint", "unit_id": "bigint", "basis": "text", "since": "date",
}  # fmt: skip
READINGS = {
    "id": "uuid", "controller_id": "bigint", "user_id": "bigint", "name": "text", "authority": "text",
    "unit": "text", "role": "text", "form": "text", "method": "text", "door": "text", "asked": "text",
    "because": "text", "people": "bigint",
}  # fmt: skip


def _from_columns(columns: dict[str, str], name: str) -> str:
    arrays = ", ".join(f"%({name}_{column})s::{kind}[]" for column, kind in columns.items())
    return f"({', '.join(columns)}) SELECT * FROM unnest({arrays})"


ADD = (
    f"WITH page AS (INSERT INTO safeguards_reading {_from_columns(READINGS, 'r')}) "
    f"INSERT INTO safeguards_readperson {_from_columns(PEOPLE, 'p')}"
)
"""Both tables in one statement: one way to the server and back, and whole or not at all."""


def record(met: Noticed, door: Door, *, by: Viewer) -> None:
    """Write down a reading for each controller, with its people and why the door was open to each.

    Raises NotLogged when it cannot be done; then nothing was written.
    """
    try:
        met.looked_up()
        found = list(_met(met, by))
        if found:
            run("log", ADD, _values(found, door, by))
    except (psycopg.Error, DatabaseError) as trouble:
        raise NotLogged from trouble


def _met(met: Noticed, by: Viewer) -> Iterator[_Met]:
    members = _members(met, by)
    told = set()
    for circle, (person, controller) in met.circles.items():
        told.add(person)
        yield _Met(controller, person, circle, *_otherwise(met, circle) or members.get(circle, ()))
    for person, controller in met.people.items():
        if person not in told:
            yield _Met(controller, person)


def _otherwise(met: Noticed, circle: UUID) -> tuple[Any, ...]:
    """What else let the viewer in, member or not: an assignment, or that it is their own record."""
    ground = met.let_in.get(circle)
    return (None, ground.unit_id, ground.basis, ground.since) if ground else ()


INSIDE: Seen[tuple[Any, ...]] = Seen(
    lambda viewer, circles: (
        Member.objects.filter(
            in_circle(viewer), circle_id__in=circles, controller_id__in=viewer.controllers
        )
        .order_by("basis", "-from_day", "-id")
        .values_list("giver_id", "controller_id", "circle_id", "id", "unit_id", "basis", "from_day")
    )
)


def _members(met: Noticed, by: Viewer) -> dict[UUID, tuple[int, int, str, date]]:
    """The member of each circle by which the viewer is in it: to the controller's rows before their own
    authority's, by role before anything else, the one that has been there longest."""
    if not met.circles or by.operator:
        return {}
    rows = INSIDE.by(by, circles=list(met.circles))
    gravest_last = sorted(rows, key=lambda row: row[0] == row[1])
    return {circle: tuple(rest) for _giver, _whose, circle, *rest in gravest_last}  # type: ignore[misc]


def _values(found: list[_Met], door: Door, by: Viewer) -> dict[str, list[Any]]:
    by_controller: dict[int, list[_Met]] = defaultdict(list)
    for one in found:
        by_controller[one.controller_id].append(one)
    keys = {controller: uuid7() for controller in by_controller}
    readings = [
        (key, controller, *_who(by), door.form.value, door.method, door.name[:80], door.asked,
         door.because, len({one.person_id for one in by_controller[controller]}))
        for controller, key in keys.items()
    ]  # fmt: skip
    people = [
        (keys[o.controller_id], o.controller_id, o.person_id, o.circle_id, o.member_id, o.unit_id,
         o.basis, o.since)
        for o in found
    ]  # fmt: skip
    return {**_columns("r", READINGS, readings), **_columns("p", PEOPLE, people)}


def _who(by: Viewer) -> tuple[Any, ...]:
    """Who it was, as things were called then: name, authorities, units and roles that see people."""
    if by.operator:
        return by.user_id, by.name, "", "", OPERATOR
    if by.outside:
        return None, by.name, by.organisation, "", by.outside
    posts = [p for p in by.posts if Permission.SEE_PEOPLE in permissions_of(p.role)] or by.posts
    told = [
        dict.fromkeys(getattr(p, what) for p in posts) for what in ("authority", "unit", "role")
    ]
    return by.user_id, by.name, *(", ".join(words) for words in told)


def _columns(name: str, columns: dict[str, str], rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    turned = zip(*rows, strict=True)
    return {f"{name}_{key}": list(v) for key, v in zip(columns, turned, strict=True)}
