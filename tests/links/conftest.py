"""The provider for identifications, and the cast's day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from stafett.casework.models import Participation
from tests.accounts.openid.running import Running, running
from tests.casework.conftest import Page
from tests.cast import TODAY, Cast
from tests.links.walking import BACK, asked, says, with_number


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


@pytest.fixture(scope="session")
def started_for_links() -> Iterator[Running]:
    """A real provider on loopback that sends back to the address of links."""
    with running([f"http://testserver{BACK}"]) as found:
        yield found


@pytest.fixture
def provider(started_for_links: Running, settings: Any) -> Running:
    """The same, in use here, and saying a number."""
    started_for_links.use(settings, number_claim="personal_number", number_scope="number")
    return started_for_links


@pytest.fixture
def one(cast: Cast, provider: Running) -> Participation:
    """A case of somebody with a number, which the provider says."""
    says(provider)
    return with_number(cast)


@pytest.fixture
def code(cast: Cast, page: Page, one: Participation) -> str:
    """The code of a link at which they are asked for a consent."""
    return asked(page("karin"), cast, one)
