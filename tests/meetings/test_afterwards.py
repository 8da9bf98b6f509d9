"""What a promise's day and the person's paper say after a meeting: never something else than was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

from django.test import Client
from django.urls import reverse

from stafett.meetings.paper import own_copy
from tests.casework.conftest import send
from tests.cast import Cast
from tests.meetings.world import SOON, booked, held, of_person

Page = Callable[[str], Client]


def test_a_new_day_never_makes_a_promise_done(cast: Cast, page: Page) -> None:
    (promise,) = held(cast, booked(cast, cast.enrolled()), of_person())
    client = page("karin")
    there = reverse("promise_step", args=[promise.participation_id, promise.pk])
    assert client.get(there).context["form"]["how"].value() == "move"
    answer = send(client, there, 422, how="keep", to=str(SOON + timedelta(days=1)), because="Sjuk")
    assert "En ny dag hör till ett löfte som flyttas" in answer.content.decode()
    promise.refresh_from_db()
    assert promise.state == "open"


def test_the_persons_paper_names_the_meeting_after_this_one(cast: Cast) -> None:
    case = cast.enrolled()
    one = booked(cast, case)
    booked(cast, case, at=time(13))
    booked(cast, case, on=SOON)
    held(cast, one)
    one.refresh_from_db()
    told = str(own_copy(one, cast.as_("karin")).parts)
    assert "16 juni 2025" in told
    assert "13.00" not in told
