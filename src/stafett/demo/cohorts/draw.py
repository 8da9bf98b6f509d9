"""How does the demo draw lots that come out the same on every machine and every day?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A seeded source of choices; everything rests on `Random.random`, which Python keeps stable."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def below(self, limit: int) -> int:
        """A whole number from 0 up to but not including the limit."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """One of the keys, each as likely as its weight."""
        ticket = self.below(sum(weights.values()))
        edges = zip(weights, accumulate(weights.values()), strict=True)
        return next(key for key, edge in edges if ticket < edge)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        return [item for _, _, item in sorted(self._tickets(items), key=lambda t: t[:2])]

    def _tickets(self, items: Sequence[T]) -> list[tuple[float, int, T]]:
        return [(self._random.random(), index, item) for index, item in enumerate(items)]

    def day(self, first: date, last: date) -> date:
        """A working day from first to last, both included; the first when none lies between."""
        day = first + timedelta(days=self.between(0, max(0, (last - first).days)))
        while day.weekday() > 4 and day > first:
            day -= timedelta(days=1)
        return day
