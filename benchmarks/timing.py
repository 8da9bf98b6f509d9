"""How long something takes: medians of CPU-warm runs, and the ratio between two of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 15


@dataclass(frozen=True)
class Ratio:
    """What was measured, against what, in milliseconds; and how large the ratio may be."""

    what: str
    ours: float
    baseline: float
    limit: float

    @property
    def ratio(self) -> float:
        """Ours over the baseline."""
        return self.ours / self.baseline

    @property
    def line(self) -> str:
        """The result as it is printed."""
        verdict = "ok" if self.ratio <= self.limit else "TOO SLOW"
        return (
            f"{self.what:58} {self.ours:9.1f} ms  baseline {self.baseline:9.1f} ms  "
            f"{self.ratio:5.2f} (≤ {self.limit})  {verdict}"
        )


def median(call: Callable[[], object], runs: int = RUNS) -> float:
    """The median of so many runs after two that only warm, in milliseconds."""
    for _ in range(2):
        call()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)
