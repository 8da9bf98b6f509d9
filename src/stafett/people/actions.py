"""The only writes to people: recording them, correcting them, linking and unlinking records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone

from stafett.accounts.models import User
from stafett.database.batch import insert_many
from stafett.database.history import in_history
from stafett.database.keys import new_keys
from stafett.people.aliases import new_alias
from stafett.people.models import NOBODY, Person, PersonLink, Protection
from stafett.people.sealing import seal


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
    reached: str = ""
    protection: str = ""
    alias: str = ""
    """For somebody protected; one is given where none is told, and the one they have is kept."""


FACTS = [field.name for field in fields(PersonFacts)]
values_of = attrgetter(*FACTS)


def facts_of(person: Person) -> PersonFacts:
    """What is recorded of somebody, to be corrected in some part."""
    return PersonFacts(**{name: getattr(person, name) for name in FACTS})


@transaction.atomic
def record(people: Sequence[PersonFacts], *, by: object, beside_hidden: bool = False) -> list[UUID]:
    """Record people with their controller; returns their keys in order.

    Raises IntegrityError where a controller already has the number: look first, then correct. With
    `beside_hidden` such a record is kept apart instead: for somebody who has looked, saw nobody, and
    must not learn that there is one (law 5).
    """
    people = with_aliases([(facts, "") for facts in people])
    keys = new_keys(len(people))
    there = _numbers_there(people) if beside_hidden else set()
    rows = [
        (key, key if number_of(person) in there else None, *values_of(person))
        for key, person in zip(keys, people, strict=True)
    ]
    insert_many(Person, ["id", "kept_apart", *FACTS], rows)
    return keys


def with_aliases(told: Sequence[tuple[PersonFacts, str]]) -> list[PersonFacts]:
    """The facts, each with the alias that they had before: none where nobody is protected, else always one."""
    return [replace(facts, alias=_alias(facts, had)) for facts, had in told]


def _alias(facts: PersonFacts, had: str) -> str:
    if not facts.protection:
        return ""
    return facts.alias or had or new_alias(facts.controller_id)


NUMBER = ("controller_id", "identity_kind", "identity_issuer", "identity_number")
number_of = attrgetter(*NUMBER)


def _numbers_there(people: Sequence[PersonFacts]) -> set[tuple[object, ...]]:
    """Which of the numbers their controllers already have, whoever may see them."""
    known = Person.objects.filter(
        controller_id__in={one.controller_id for one in people},
        identity_number__in={one.identity_number for one in people} - {""},
    )
    return set(known.order_by("pk").values_list(*NUMBER))


@transaction.atomic
def correct(
    changes: Sequence[tuple[Person, PersonFacts]], *, by: object, because: str,
    beside_hidden: bool = False,
) -> int:  # fmt: skip
    """Correct records that differ from the facts; the earlier version is kept. Returns how many did.

    Of those whose protection begins what others have written of how to reach them goes (`people/sealing.py`).

    `beside_hidden` as in `record`, where a correction gives a record another's number.
    """
    named = with_aliases([(facts, person.alias) for person, facts in changes])
    told = zip((person for person, _facts in changes), named, strict=True)
    differing = [(person, facts) for person, facts in told if _differs(person, facts)]
    if beside_hidden:
        _keep_apart(differing)
    begins = [p.pk for p, facts in differing if facts.protection and not p.protection]
    changed = [_apply(person, facts) for person, facts in differing]
    if changed:
        with in_history(why=because):
            Person.objects.bulk_create(
                changed, update_conflicts=True, unique_fields=["id"],
                update_fields=[*(name.removesuffix("_id") for name in FACTS), "kept_apart"],
            )  # fmt: skip
            seal(begins)
    return len(changed)


@transaction.atomic
def reach(person: UUID, how: str, *, because: str) -> bool:
    """Write how somebody is reached, where nothing stands; returns whether it was written.

    Of somebody protected nothing is, also when the protection began this very instant (law 5).
    """
    unknown = Person.objects.filter(pk=person, protection="", reached="")
    with in_history(why=because):
        return bool(how.strip() and unknown.update(reached=how.strip()))


@transaction.atomic
def withhold(people: Iterable[UUID]) -> int:
    """Take away who these people are: year of birth, sex and alias are left. Returns how many had more.

    For those who are protected already. The versions before this one are ended by a decision, not here.
    """
    named = Person.objects.filter(pk__in=list(people)).exclude(protection=Protection.WITHHELD)
    return named.exclude(protection="").update(
        **NOBODY, birth_year=Coalesce(ExtractYear("birth_date"), "birth_year"), kept_apart=None,
        register_key=F("alias"), protection=Protection.WITHHELD,
    )  # fmt: skip


def _keep_apart(changes: Sequence[tuple[Person, PersonFacts]]) -> None:
    renumbered = [(p, f) for p, f in changes if number_of(p) != number_of(f)]
    there = _numbers_there([facts for _person, facts in renumbered])
    for person, facts in renumbered:
        person.kept_apart = person.pk if number_of(facts) in there else None


def _differs(person: Person, facts: PersonFacts) -> bool:
    return any(getattr(person, name) != getattr(facts, name) for name in FACTS)


def _apply(person: Person, facts: PersonFacts) -> Person:
    for name in FACTS:
        setattr(person, name, getattr(facts, name))
    return person


@transaction.atomic
def link(one: Person, other: Person, *, by: User, because: str) -> PersonLink:
    """Say that two records of one controller are the same human; neither row changes, a link stays one.

    Raises ValueError for two controllers (law 3) and for a record linked to itself.
    """
    if one.controller_id != other.controller_id:
        raise ValueError("records of two controllers are never joined")
    if one.pk == other.pk:
        raise ValueError("a record is never linked to itself")
    first, second = sorted((one, other), key=lambda person: person.pk)
    return PersonLink.objects.get_or_create(
        first=first, second=second, undone_at=None,
        defaults={"controller_id": one.controller_id, "reason": because, "linked_by": by},
    )[0]  # fmt: skip


@transaction.atomic
def unlink(made: PersonLink, *, by: User, because: str) -> None:
    """Undo a link, with who and why; the link itself stays in the history."""
    made.undone_by, made.undone_at, made.undone_because = by, timezone.now(), because
    made.save(update_fields=["undone_by", "undone_at", "undone_because"])
