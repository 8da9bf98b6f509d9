"""The cast's day for every page."""

from __future__ import annotations

import pytest

from tests.cast import TODAY


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
