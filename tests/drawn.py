"""A random draw of planted faults, as large a share of each file's, that says something of them all.

The draw is written down before the first is tried, and with each its first answer: what is noticed later,
with more time or by a test that was written for it, is not taken for the same.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from math import sqrt
from pathlib import Path

NOTICED = (1, 3, 36)
"""mutmut's codes of what a test failed for, or hung for."""
NORMAL = 1.959964
"""So many standard deviations to each side hold 95 % of a normal distribution."""


class Draw:
    """What has been drawn with one seed, and what the first trial of each said; None before it."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.first: dict[str, int | None] = {}
        if path.exists():
            self.first = json.loads(path.read_text())

    def save(self) -> None:
        """Write down the draw with the answers so far."""
        self.path.write_text(json.dumps(self.first, indent=0))

    def make(self, files: Mapping[str, Mapping[str, int | None]], share: float, seed: int) -> None:
        """Draw a share, in per cent, of each file's; what is known to be noticed keeps its answer.

        What another draw in the same folder has is left out, so that each says something new.
        """
        others = {
            name for other in self.path.parent.glob("draw-*.json") for name in Draw(other).first
        }
        for path, codes in files.items():
            among = sorted(set(codes) - others)
            many = min(len(among), max(1, round(share * len(codes) / 100)))
            for name in random.Random(f"{seed} {path}").sample(among, many):
                self.first[name] = codes[name] if codes[name] in NOTICED else None
        self.save()

    def waiting(self) -> list[str]:
        """What has not been tried, in an order that is drawn too: broken off, it is still a draw."""
        names = sorted(name for name, code in self.first.items() if code is None)
        random.Random(0).shuffle(names)
        return names


def wilson(noticed: int, of: int) -> tuple[float, float]:
    """Between which shares the true one lies, 95 times of a hundred (Wilson's score interval)."""
    share, more = noticed / of, NORMAL**2 / of
    middle, wide = share + more / 2, NORMAL * sqrt(share * (1 - share) / of + more / (4 * of))
    return (middle - wide) / (1 + more), (middle + wide) / (1 + more)


def row(codes: Iterable[tuple[int | None, int | None]]) -> tuple[int, int, int, int]:
    """Of (first, last) answers: how many tried, noticed at once, noticed since, and not noticed."""
    tried = [(first, last) for first, last in codes if first is not None]
    at_once = sum(first in NOTICED for first, _last in tried)
    since = sum(first not in NOTICED and last in NOTICED for first, last in tried)
    return len(tried), at_once, since, len(tried) - at_once - since
