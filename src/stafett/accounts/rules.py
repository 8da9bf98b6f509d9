"""How sure is Stafett of who this is, is that enough, and is it fresh? Pure: no database, no clock."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

LONGEST_DAYS = 180
"""The longest that a token may live."""
TOKEN_MARK = "stafett_"
PREFIX = 8


class Level(IntEnum):
    """How sure a log-in makes us of who it is; more is better."""

    NOTHING = 0
    ONE_FACTOR = 1
    """A password, or an identity provider that says no more than that."""
    TWO_FACTORS = 2
    """A password and something one has; or an identity provider that vouches for as much."""
    STRONG = 3
    """What cannot be phished: a passkey that asked for finger or code; an e-ID of level 3 or 4."""


EVERYBODY, SEES_PEOPLE, POWERFUL = "all", "sees_people", "powerful"
"""The words of the table of required levels that stand for more than one role."""


def required_level(
    roles: Iterable[str], table: Mapping[str, int], kinds: Callable[[str], Iterable[str]]
) -> Level:
    """The level that somebody with these roles must log in with: the highest that any row asks.

    `kinds` tells which of the table's words a role falls under.
    """
    words = {EVERYBODY}
    for role in roles:
        words |= {role, *kinds(role)}
    return Level(max((table[word] for word in words if word in table), default=Level.NOTHING))


def level_of(records: Iterable[Mapping[str, Any]], vouched: int = 0) -> Level:
    """The level of a log-in, by what was shown in it; `vouched` is what an identity provider said."""
    used = [(record.get("method"), record) for record in records]
    if any(method == "mfa" and record.get("passwordless") for method, record in used):
        return Level.STRONG
    if any(method == "mfa" for method, _ in used):
        return Level(max(Level.TWO_FACTORS, vouched))
    return Level(max(Level.ONE_FACTOR, vouched))


def read_levels(text: str) -> dict[str, int]:
    """The table of required levels, written "sees_people=2,evaluator=1"; "none" asks nothing.

    Raises ValueError, saying what is wrong, for what cannot be read.
    """
    if text.strip() == "none":
        return {}
    table = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        word, _, number = part.partition("=")
        if number not in ("1", "2", "3"):
            raise ValueError(f"{part!r}: write a role and a level from 1 to 3, as in coach=2")
        table[word.strip()] = int(number)
    return table


def has_lasted(begun: float, now: float, hours: int) -> bool:
    """True when a session that began then has come to its end, however much it was used."""
    return now - begun >= hours * 3600


def new_secret() -> str:
    """A token as its owner sees it, once: a mark that scanners for leaked keys know, and 256 bits."""
    return f"{TOKEN_MARK}{secrets.token_hex(PREFIX // 2)}_{secrets.token_urlsafe(32)}"


def prefix_of(secret: str) -> str:
    """The part of a token that is shown in lists; it opens nothing."""
    return secret.removeprefix(TOKEN_MARK)[:PREFIX]


def digest_of(secret: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def latest_expiry(today: date) -> date:
    """The latest last day of a token made today."""
    return today + timedelta(days=LONGEST_DAYS)
