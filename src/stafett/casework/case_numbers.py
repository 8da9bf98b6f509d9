"""The case number that Stafett gives: drawn at random, so that none beside it, and no gap, tells anything.

A series tells whoever sees the rest of it that one is missing, and between which days: somebody protected
(law 5). Numbers that a register brings, or that somebody writes, are theirs and stay as they are.
"""

from __future__ import annotations

import secrets

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that are read as others: 0 and O, 1 and I."""
LENGTH = 9
"""35 million million: among a hundred thousand of an initiative two meet in one of 7 000 initiatives, and
then the database refuses the second."""


def new_case_number() -> str:
    """One that says neither when nor in which order: "S-7KQ2M9XTB"."""
    return "S-" + "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
