"""The provider, started once for all these tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.accounts.openid.running import BACK, Running, running


@pytest.fixture(scope="session")
def started() -> Iterator[Running]:
    """A real provider on loopback."""
    with running([f"http://testserver{BACK}"]) as found:
        yield found


@pytest.fixture
def provider(started: Running, settings: Any) -> Running:
    """The same, in use here, and telling the truth."""
    started.use(settings)
    started.says()
    return started
