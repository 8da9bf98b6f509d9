"""Keys of rows that are made together: in their order, and at distances that say nothing."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

RANDOM = 74
"""Bits of a key that are not its time, its version or its variant."""


def new_keys(number: int) -> list[UUID]:
    """So many keys of this moment, in order, each at random among them (UUIDv7, RFC 9562 § 5.7 and 6.2).

    A counter would count: whoever sees all rows of an import but one would know that somebody hidden
    came with it, and beside whom (law 5).
    """
    moment = time.time_ns() // 1_000_000
    drawn: set[int] = set()
    while len(drawn) < number:
        drawn.add(secrets.randbits(RANDOM))
    return [_key(moment, bits) for bits in sorted(drawn)]


def _key(moment: int, bits: int) -> UUID:
    high, low = bits >> 62, bits & (1 << 62) - 1
    return UUID(int=moment << 80 | 7 << 76 | high << 64 | 2 << 62 | low)


__all__ = ["new_keys"]
