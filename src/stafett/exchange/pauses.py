"""How often does Python stop to look for rubbish while a register comes in? Seldom.

A row becomes some hundred small objects, nearly all of them gone without the collector's help; looking
through them every 700 took a quarter of the time that Python spent on an import.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SELDOM = 200_000
"""New objects between two looks; memory stays flat, as the benchmark of the import holds."""
_lock = Lock()
_usual: list[tuple[int, int, int]] = []
"""What held before, once for each import that is on its way."""


@contextmanager
def few_pauses() -> Iterator[None]:
    """Collect seldom for as long as this lasts; what held before holds again after the last that asked."""
    with _lock:
        _usual.append(_usual[0] if _usual else gc.get_threshold())
        gc.set_threshold(SELDOM, *_usual[0][1:])
    try:
        yield
    finally:
        with _lock:
            usual = _usual.pop()
            if not _usual:
                gc.set_threshold(*usual)
