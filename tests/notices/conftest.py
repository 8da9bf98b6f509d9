"""Notices on the cast's day, at ten in the morning, on a server that knows its address."""

from __future__ import annotations

from typing import Any

import pytest

from tests.notices.telling import NOW, SITE, TODAY


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Pages and jobs ask the clock; here it is Monday at ten."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    settings.ADDRESS = SITE
    settings.FRESH_MINUTES = 10_000_000
