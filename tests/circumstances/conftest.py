"""The cast's day for every page, and short ways to write a period."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.circumstances import actions
from stafett.circumstances.actions import DID, LIVED, NewPeriod
from tests.cast import TODAY, Cast

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def lived(cast: Cast, one: Participation, who: str = "karin", **told: Any) -> Any:
    known = {"word": "activity_support", "from_day": TODAY - 8 * WEEK, "amount": 100, **told}
    return actions.add(one, LIVED, NewPeriod(**known), by=cast.as_(who))


def did(cast: Cast, one: Participation, who: str = "karin", **told: Any) -> Any:
    known = {"word": "practice", "from_day": TODAY - 8 * WEEK, "amount": 12, **told}
    return actions.add(one, DID, NewPeriod(**known), by=cast.as_(who))
