"""How people are named without being named, and what must hold for an assignment. Pure."""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Collection
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day

BYTES = 10
"""Eighty bits: two people of a register never meet in one pseudonym."""
GROUP = 4


def pseudonym(secret: bytes, person: UUID) -> str:
    """What a person is called in one assignment: the same each time, and nothing that another one's key gives.

    A keyed digest (HMAC-SHA-256), cut and written in letters and digits that are not mistaken for each other.
    """
    digest = hmac.new(secret, person.bytes, sha256).digest()[:BYTES]
    letters = b32encode(digest).decode().lower()
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def faults_of_period(from_day: date, until_day: date, longest: date, today: date) -> dict[str, str]:
    """What is wrong with the days of an assignment, as field → sentence; `until_day` is not included."""
    if until_day <= from_day:
        return {"last_day": _("Sista dagen ligger före den första. Rätta den ena.")}
    if until_day <= today:
        return {"last_day": _("Uppdraget är redan slut den dagen. Skriv en senare dag.")}
    if until_day > longest:
        return {
            "last_day": _(
                "Ett uppdrag räcker högst två år, här till och med %(last)s. Behövs det längre beslutas "
                "det på nytt då."
            )
            % {"last": plain_day(longest)}
        }
    return {}


def unknown_columns(wanted: Collection[str], known: Collection[str]) -> list[str]:
    """What is asked for and not declared."""
    return sorted(set(wanted) - set(known))


__all__ = ["faults_of_period", "pseudonym", "unknown_columns"]
