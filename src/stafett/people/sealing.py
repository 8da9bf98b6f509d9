"""What is taken away elsewhere in the same instant as somebody is protected (law 5).

An app that writes down how a person is reached, outside the person's own record, hangs in here from
`AppConfig.ready`: what is sealed may stand in the record alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

Seal = Callable[[Collection[UUID]], object]
_seals: dict[str, Seal] = {}


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


__all__ = ["register", "seal"]
