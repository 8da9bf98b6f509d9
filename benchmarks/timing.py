"""How long something takes: medians of CPU-warm runs, and the ratio between two of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
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


def in_turn(*calls: Callable[[], object], runs: int = RUNS) -> list[float]:
    """The median of each, one of each in turn, so that all meet the same machine; as `median`."""
    taken: list[list[float]] = [[] for _ in calls]
    for run in range(runs + 2):
        for call, times in zip(calls, taken, strict=True):
            begun = time.perf_counter()
            call()
            if run >= 2:
                times.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(times) for times in taken]


def percentile(taken: Sequence[float], share: int) -> float:
    """What so many per cent of them were within."""
    return sorted(taken)[max(0, -(-len(taken) * share // 100) - 1)]
