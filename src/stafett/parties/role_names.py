"""What is a post's role called? The app that knows the roles tells it here when the server starts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class RoleName:
    """A role as people meet it, whether whoever holds it sees people in cases, and speaks for others.

    `powerful` is a role that keeps the register or speaks for its authority: like one that sees people,
    it is given from inside alone.
    """

    code: str
    name: str | Promise
    sees_people: bool
    powerful: bool = False


_names: dict[str, RoleName] = {}


def register(names: Iterable[RoleName]) -> None:
    """Make roles known by name; called from `AppConfig.ready`."""
    _names.update({name.code: name for name in names})


def name_of(code: str) -> str:
    """The role's name, or its code when nobody has told what it is called."""
    return str(_names[code].name) if code in _names else code


def sees_people(code: str) -> bool:
    """Whether a post in the role opens cases; a role that nobody has told about is taken to do so."""
    return code not in _names or _names[code].sees_people


def from_inside(code: str) -> bool:
    """Whether posts in the role are made and filled inside the authority alone."""
    return sees_people(code) or _names[code].powerful


def powerful(code: str) -> bool:
    """Whether a role decides over others' rights; one that nobody has told about is taken to."""
    return code not in _names or _names[code].powerful


def choices() -> list[tuple[str, str]]:
    """The roles to choose between, by name."""
    return sorted(((code, name_of(code)) for code in _names), key=lambda pair: pair[1])
