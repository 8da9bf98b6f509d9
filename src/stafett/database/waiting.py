"""How long do we wait for the server, and what does the one who waits hear meanwhile?"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


def silent(_words: object) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Patience:
    """Seconds to wait at most, seconds between the words about it, and the clock to go by."""

    limit: float = 3600.0
    every: float = 5.0
    pause: float = 0.05
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    @property
    def seconds(self) -> str:
        """The limit in whole seconds, rounded up; at least one, for none is no waiting."""
        return str(max(1, math.ceil(self.limit)))

    def until(self, done: Callable[[], bool], tell: Callable[[float], None]) -> bool:
        """True once `done` is; False when the limit has passed. `tell` gets the seconds so far."""
        began = told = self.clock()
        while not done():
            now = self.clock()
            if now - began >= self.limit:
                return False
            if now - told >= self.every:
                told = now
                tell(now - began)
            self.sleep(self.pause)
        return True
