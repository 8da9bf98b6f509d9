"""The only writes to people: recording them, correcting them, linking and unlinking records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from uuid import UUID

import pghistory
from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from stafett.accounts.models import User
from stafett.database.batch import insert_many
from stafett.people.models import Person, PersonLink


@dataclass(frozen=True)
class PersonFacts:
    """What is known of a person when a controller records them; names may be missing in old registers."""

    controller_id: int
    identity_kind: str
    identity_number: str = ""
    identity_issuer: str = ""
    register_key: str = ""
    given_name: str = ""
    family_name: str = ""
    sex: str = "unknown"
    birth_date: date | None = None
    birth_year: int | None = None
    language: str = ""
    needs_interpreter: bool = False
    guardian: str = ""
    support_person: str = ""
    protection: str = ""


FACTS = [field.name for field in fields(PersonFacts)]
values_of = attrgetter(*FACTS)


@transaction.atomic
def record(people: Sequence[PersonFacts], *, by: object) -> list[UUID]:
    """Record people with their controller; returns their keys in order.

    Raises IntegrityError where a controller already has the number: look first, then correct.
    """
    keys: list[UUID] = [uuid7() for _ in people]
    rows = [(key, *values_of(person)) for key, person in zip(keys, people, strict=True)]
    insert_many(Person, ["id", *FACTS], rows)
    return keys


@transaction.atomic
def correct(changes: Sequence[tuple[Person, PersonFacts]], *, by: object, because: str) -> int:
    """Correct records that differ from the facts; the earlier version is kept. Returns how many did."""
    changed = [_apply(person, facts) for person, facts in changes if _differs(person, facts)]
    with pghistory.context(why=because):
        Person.objects.bulk_update(changed, FACTS) if changed else None
    return len(changed)


def _differs(person: Person, facts: PersonFacts) -> bool:
    return any(getattr(person, name) != getattr(facts, name) for name in FACTS)


def _apply(person: Person, facts: PersonFacts) -> Person:
    for name in FACTS:
        setattr(person, name, getattr(facts, name))
    return person


@transaction.atomic
def link(one: Person, other: Person, *, by: User, because: str) -> PersonLink:
    """Say that two records of one controller are the same human; neither row changes.

    Raises ValueError for two controllers (law 3) and for a record linked to itself.
    """
    if one.controller_id != other.controller_id:
        raise ValueError("records of two controllers are never joined")
    first, second = sorted((one, other), key=lambda person: person.pk)
    return PersonLink.objects.create(
        controller_id=one.controller_id, first=first, second=second, reason=because, linked_by=by
    )


@transaction.atomic
def unlink(made: PersonLink, *, by: User, because: str) -> None:
    """Undo a link, with who and why; the link itself stays in the history."""
    made.undone_by, made.undone_at, made.undone_because = by, timezone.now(), because
    made.save(update_fields=["undone_by", "undone_at", "undone_because"])
