"""Are ones own promises easy to keep from Idag, however many they are?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stafett.meetings.models import Promise
from stafett.meetings.queries import today as on_today
from tests.casework.conftest import get
from tests.cast import Cast
from tests.meetings.world import booked, held, of_post

Page = Callable[[str], Client]


def test_the_card_of_promises_folds_those_after_the_first_and_says_how_many_there_are(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = booked(cast, cast.enrolled())
    mine = [of_post(cast.viewer("karin"), what=f"Sak {number}") for number in range(9)]
    held(cast, one, *mine)
    shown = get(page("karin"), "/")
    assert "Visa 1 till" in shown
    assert "Sak 8" in shown
    assert "i allt." not in shown
    monkeypatch.setattr(on_today, "MOST_FOLDED", 8)
    shown = get(page("karin"), "/")
    assert "9 i allt." in shown
    assert "Sak 8" not in shown


def test_a_promise_kept_on_idag_leads_back_there_and_says_which(cast: Cast, page: Page) -> None:
    one = booked(cast, cast.enrolled())
    held(cast, one, of_post(cast.viewer("karin"), what="Skicka intyget."))
    client, row = page("karin"), Promise.objects.get()
    assert '<input type="hidden" name="next" value="/?namn=1">' in get(client, "/?namn=1")
    address = reverse("promise_kept", args=[row.participation_id, row.pk])
    sent = client.post(address, {"next": "/?namn=1"})
    assert sent.headers["Location"] == "/?namn=1"
    assert "Löftet är klart: Skicka intyget." in get(client, "/?namn=1")
