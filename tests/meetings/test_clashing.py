"""Is it said when a meeting is booked at the same time as another of one's own, and of nobody else's?"""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.meetings.actions import cancel
from stafett.meetings.models import Cause, Meeting
from stafett.meetings.queries.clashing import said_of_clash
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.meetings.world import booked

CLASH = "Du har redan ett annat möte den dagen, klockan 09.00."


def another(cast: Cast, at: time | None, **told: Any) -> Meeting:
    """A meeting in another case of Karin's."""
    return booked(cast, cast.enrolled(), at=at, **told)


def said(cast: Cast, made: Meeting, who: str = "karin") -> str:
    return said_of_clash(cast.as_(who), made)


@pytest.mark.parametrize(("at", "meets"), [(time(8, 1), True), (time(9, 59), True), (time(8), False),
                                           (time(10), False), (None, False)])  # fmt: skip
def test_what_begins_within_the_hour_comes_at_the_same_time(
    cast: Cast, at: time | None, meets: bool
) -> None:
    another(cast, time(9))
    assert said(cast, another(cast, at)) == (CLASH if meets else "")


def test_another_day_one_called_off_or_somebody_elses_is_no_clash(cast: Cast) -> None:
    another(cast, time(9), on=TODAY + timedelta(days=1))
    off = another(cast, time(9), on=TODAY + timedelta(days=2))
    cancel(off, Cause.CALLED_OFF, "Sjuk", None, by=cast.as_("karin"))
    assert said(cast, another(cast, time(9))) == ""
    assert said(cast, another(cast, time(9), on=off.on_day)) == ""
    assert said(cast, another(cast, time(9), on=TODAY + timedelta(days=3)), "per") == ""


def _booking(cast: Cast, page: Any, case: Participation) -> str:
    client = page("karin")
    told = {"on_day": TODAY.isoformat(), "at": "9.30", "purpose": "Lämna över"}
    send(client, reverse("meeting_book", args=[case.pk]), **told)
    return get(client, reverse("meetings", args=[case.pk]))


def test_the_page_books_it_and_says_so(cast: Cast, page: Any) -> None:
    case = cast.enrolled()
    another(cast, time(9))
    shown = _booking(cast, page, case)
    assert f"Mötet är bokat 2 juni 2025. {CLASH}" in shown


def test_a_meeting_that_is_changed_says_so_too(cast: Cast, page: Any) -> None:
    another(cast, time(9))
    moved = another(cast, time(14))
    client = page("karin")
    there = reverse("meeting_change", args=[moved.participation_id, moved.pk])
    send(client, there, at="9.15")
    assert f"Mötet är ändrat. {CLASH}" in get(
        client, reverse("meetings", args=[moved.participation_id])
    )
