"""Invented viewers for the frame, which knows nothing of accounts or roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TODAY = date(2026, 5, 3)


@dataclass(frozen=True)
class Somebody:
    """A viewer as the frame sees one; without an id nobody has logged in."""

    user_id: int | None = 7
    name: str = "Karin Ek"
    permissions: frozenset[str] = frozenset()
    day: date = TODAY

    def may(self, permission: str) -> bool:
        return permission in self.permissions


KARIN = Somebody(permissions=frozenset({"see_people"}))
STEERING = Somebody(user_id=8, name="Sture Grupp")
NOBODY = Somebody(user_id=None, name="")
