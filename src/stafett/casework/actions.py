"""The only writes to participations and what hangs on them; each takes a batch, one is a batch of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from stafett.casework.models import Holding, Involvement, Livelihood, Occupation, Participation
from stafett.database.batch import insert_many
from stafett.safeguards.actions import NewCircle, open_circles
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class AuthorityCase:
    """A party's own case with the person; `authority_id` is whose secrecy it is."""

    party_id: int
    authority_id: int
    unit_id: int | None = None


@dataclass(frozen=True)
class Living:
    """A livelihood source at a moment (start or end), with per cent where it has an extent."""

    moment: str
    source_id: str
    extent_percent: int | None = None


@dataclass(frozen=True)
class Doing:
    """An occupation at a moment (start, end, or during with its day), with hours a week if any."""

    moment: str
    what_id: str
    hours_a_week: Decimal | None = None
    on_day: date | None = None


@dataclass(frozen=True)
class Enrolment:
    """One participation to record, from its first day, with whoever holds it from that instant."""

    controller_id: int
    initiative_id: int
    branch_id: int
    person_id: UUID
    case_number: str
    starts_on: date
    holder_unit_id: int
    circle_units: tuple[int, ...]
    ends_on: date | None = None
    status: str = "remaining"
    outcome_id: int | None = None
    next_step_id: str | None = None
    end_reason: str = ""
    municipality_id: str | None = None
    education_id: str | None = None
    referring_party_id: int | None = None
    referring_caseworker: str = ""
    named_team: tuple[tuple[int, int], ...] = ()
    cases: tuple[AuthorityCase, ...] = ()
    livelihoods: tuple[Living, ...] = field(default=())
    occupations: tuple[Doing, ...] = field(default=())


PARTICIPATION_FIELDS = [
    "initiative_id", "branch_id", "person_id", "case_number", "starts_on", "ends_on", "status",
    "outcome_id", "next_step_id", "end_reason", "municipality_id", "education_id",
    "referring_party_id", "referring_caseworker",
]  # fmt: skip
SPINE = ["controller_id", "owner_authority_id", "kind", "participation_id"]


def after(last_day: date | None) -> date | None:
    """The first day after an included last day; None stays open."""
    return last_day + timedelta(days=1) if last_day else None


@transaction.atomic
def enrol(enrolments: Sequence[Enrolment], *, by: Viewer) -> list[UUID]:
    """Record participations with circle, holder, involvements, livelihood and occupation.

    Returns their keys in order. Raises IntegrityError on overlap within one initiative, on an exit
    without outcome or what is next, and on a case number used twice (law 1, D8, D12).
    """
    circles = open_circles([_circle(one) for one in enrolments], by=by)
    keys: list[UUID] = [uuid7() for _ in enrolments]
    pairs = list(zip(keys, enrolments, strict=True))
    insert_many(
        Participation,
        ["id", "circle_id", "controller_id", "owner_authority_id", "kind", *PARTICIPATION_FIELDS],
        [
            _participation(key, circle, one)
            for (key, one), circle in zip(pairs, circles, strict=True)
        ],
    )
    _insert_parts(pairs)
    return keys


def _circle(one: Enrolment) -> NewCircle:
    units = tuple(dict.fromkeys((*one.circle_units, one.holder_unit_id)))
    return NewCircle(one.controller_id, one.person_id, one.starts_on, units, one.named_team)


def _participation(key: UUID, circle: UUID, one: Enrolment) -> tuple[object, ...]:
    values = (getattr(one, name) for name in PARTICIPATION_FIELDS)
    return (key, circle, one.controller_id, one.controller_id, "participation", *values)


def _insert_parts(pairs: Sequence[tuple[UUID, Enrolment]]) -> None:
    """Insert everything that hangs on the participations, table by table."""
    insert_many(Holding, [*SPINE, "unit_id", "from_day", "until_day"], [
        (one.controller_id, one.controller_id, "holding", key,
         one.holder_unit_id, one.starts_on, after(one.ends_on))
        for key, one in pairs
    ])  # fmt: skip
    insert_many(
        Involvement,
        [*SPINE, "party_id", "unit_id", "from_day", "until_day"],
        [row for key, one in pairs for row in _involvements(key, one)],
    )
    insert_many(
        Livelihood,
        [*SPINE, "moment", "on_day", "source_id", "extent_percent"],
        [row for key, one in pairs for row in _livelihoods(key, one)],
    )
    insert_many(
        Occupation,
        [*SPINE, "moment", "on_day", "what_id", "hours_a_week"],
        [row for key, one in pairs for row in _occupations(key, one)],
    )


def _involvements(key: UUID, one: Enrolment) -> Iterator[tuple[object, ...]]:
    for case in one.cases:
        spine = (one.controller_id, case.authority_id, "involvement", key)
        yield (*spine, case.party_id, case.unit_id, one.starts_on, after(one.ends_on))


def _on(one: Enrolment, moment: str) -> date:
    return one.ends_on if moment == "end" and one.ends_on else one.starts_on


def _livelihoods(key: UUID, one: Enrolment) -> Iterator[tuple[object, ...]]:
    for living in one.livelihoods:
        spine = (one.controller_id, one.controller_id, "livelihood", key)
        yield (
            *spine,
            living.moment,
            _on(one, living.moment),
            living.source_id,
            living.extent_percent,
        )


def _occupations(key: UUID, one: Enrolment) -> Iterator[tuple[object, ...]]:
    for doing in one.occupations:
        spine = (one.controller_id, one.controller_id, "occupation", key)
        yield (*spine, doing.moment, doing.on_day or _on(one, doing.moment), doing.what_id, doing.hours_a_week)
