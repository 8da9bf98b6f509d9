"""The cast's day for every page."""

from __future__ import annotations

import pytest

from tests.cast import TODAY


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages ask the clock what day it is; here it is the cast's."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda *_a: TODAY)
