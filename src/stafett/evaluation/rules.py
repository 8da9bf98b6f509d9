"""How people are named without being named, and what must hold for an assignment. Pure."""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day

BYTES = 10
"""Eighty bits: two people of a register never meet in one pseudonym."""
GROUP = 4
LEAST = 5
"""So many at least in each part of those who did not say yes, for the parts to be told."""


def pseudonym(secret: bytes, person: UUID) -> str:
    """What a person is called in one assignment: the same each time, and nothing that another one's key gives.

    A keyed digest (HMAC-SHA-256), cut and written in letters and digits that are not mistaken for each other.
    """
    digest = hmac.new(secret, person.bytes, sha256).digest()[:BYTES]
    letters = b32encode(digest).decode().lower()
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))


def stood_on(day: date) -> date:
    """The day as of which rows fetched on that day show the register: the end of the last whole month.

    The database counts so itself; here it is put into words.
    """
    return day.replace(day=1) - timedelta(days=1)


def stood_words(day: date) -> str:
    """The sentence that says so, on the page and in files."""
    return _(
        "Raderna visar registret som det stod den %(day)s. Det som har börjat eller slutat senare syns när "
        "månaden är slut, så att ingen kan läsa av vilken dag det var."
    ) % {"day": plain_day(stood_on(day))}


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


class Chance(Protocol):
    """What draws: `random.SystemRandom`, or what a test gives."""

    def sample(self, population: Sequence[str], k: int) -> list[str]:
        """So many of them, each as likely."""


def drawn(strata: Mapping[Any, Sequence[str]], number: int, chance: Chance) -> list[str]:
    """So many drawn by chance from each stratum, or all where it has no more."""
    return [
        one
        for names in strata.values()
        for one in chance.sample(sorted(names), min(number, len(names)))
    ]


def loss_shown(counts: Mapping[str, int], is_over: bool) -> bool:
    """True when it may be told how those who did not say yes are divided: no, not asked, no answer.

    The evaluator knows who said yes, so the division is about the others. It is told only when the time to
    answer is out, and when at least two of its parts have `LEAST` people and none has fewer: else
    it would say of some, or of all, that they said no.
    """
    parts = [number for number in counts.values() if number]
    return is_over and len(parts) > 1 and min(parts) >= LEAST


__all__ = [
    "LEAST", "Chance", "drawn", "faults_of_period", "loss_shown", "pseudonym", "stood_on",
    "stood_words", "unknown_columns",
]  # fmt: skip
