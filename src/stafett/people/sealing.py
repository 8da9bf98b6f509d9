"""What is taken away elsewhere in the same instant as somebody is protected, and who comes back after (law 5).

An app that writes down how a person is reached, outside the person's own record, hangs in here from
`AppConfig.ready`: what is sealed may stand in the record alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

Seal = Callable[[Collection[UUID]], object]
_seals: dict[str, Seal] = {}
Return = Callable[[UUID, Any], object]
_returns: dict[str, Return] = {}


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


def let_back(source: str, back: Return) -> None:
    """Let an app open a circle, by its key and the viewer, to those who have something of their own there."""
    _returns[source] = back


def open_to_their_own(circle: UUID, by: Any) -> None:
    """A protection has ended: whoever keeps something of their own in the circle is let back to it (law 2)."""
    for one in _returns.values():
        one(circle, by)


__all__ = ["let_back", "open_to_their_own", "register", "seal"]
