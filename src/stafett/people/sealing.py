"""What is taken away elsewhere in the same instant as somebody is protected, and who comes back after (law 5).

An app that writes down how a person is reached, outside the person's own record, hangs in here from
`AppConfig.ready`: what is sealed may stand in the record alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

Seal = Callable[[Collection[UUID]], object]
_seals: dict[str, Seal] = {}
Senders = Callable[[UUID], Collection[int]]
_senders: dict[str, Senders] = {}


def register(source: str, seal: Seal) -> None:
    """Let an app take away what it has of the people who are protected from now on."""
    if source in _seals:
        raise ValueError(f"{source!r} seals already")
    _seals[source] = seal


def seal(people: Collection[UUID]) -> None:
    """These people are protected from now on."""
    if people:
        for one in _seals.values():
            one(people)


def let_back(source: str, senders: Senders) -> None:
    """Let an app say which units keep a record of their own in a circle, beside those that work there."""
    _senders[source] = senders


def keeping_their_own(circle: UUID) -> list[int]:
    """The units that are let back to what is their own in a circle, when a protection ends."""
    return [unit for one in _senders.values() for unit in one(circle)]


__all__ = ["keeping_their_own", "let_back", "register", "seal"]
