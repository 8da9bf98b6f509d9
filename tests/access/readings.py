"""Whom the log says that an answer showed, and whom the answer did show, by the table's names for people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from stafett.safeguards.models import Form, Reading, ReadPerson
from tests.access.world import World


@dataclass(frozen=True)
class Logged:
    """What the log has of one answer: who, by which doors, whom; and whether something was changed."""

    users: frozenset[int | None] = frozenset()
    doors: frozenset[str] = frozenset()
    people: frozenset[UUID] = frozenset()
    changed: bool = False


def logged_since(mark: UUID) -> Logged:
    """What has been written in the log after a time-ordered key was made."""
    readings = list(Reading.objects.filter(pk__gt=mark).order_by("pk"))
    people = ReadPerson.objects.filter(reading_id__gt=mark).order_by("pk")
    return Logged(
        frozenset(one.user_id for one in readings),
        frozenset(one.door for one in readings),
        frozenset(people.values_list("person_id", flat=True)),
        any(one.form == Form.CHANGE for one in readings),
    )


def shown(world: World, text: str, asked: Collection[str]) -> set[str]:
    """The people whose own words stand in an answer; what somebody asked with is no news to them."""
    told, said = text.casefold(), " ".join(asked).casefold()
    return {
        name
        for name, words in world.words.items()
        if any(word in told and word not in said for word in words)
    }


def unlogged(world: World, logged: Logged, text: str, asked: Collection[str]) -> set[str]:
    """The people whom an answer shows and the log does not have."""
    return shown(world, text, asked) - _names(world, logged)


def not_shown(world: World, logged: Logged, text: str, asked: Collection[str]) -> set[str]:
    """The people whom the log has and the answer is not about, where nothing was changed."""
    about = " ".join([text, *asked])
    return set() if logged.changed else _names(world, logged) - shown(world, about, ())


def _names(world: World, logged: Logged) -> set[str]:
    return {name for name, one in world.people.items() if one.person_id in logged.people}
