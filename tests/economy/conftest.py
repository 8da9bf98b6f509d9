"""The pages about costs, reachable."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _mounted(settings: Any) -> None:
    """This app's pages lie under the initiatives' own."""
    settings.ROOT_URLCONF = "tests.economy.urls"
