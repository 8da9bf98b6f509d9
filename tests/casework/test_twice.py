"""Does somebody who goes back and sends the same form again make one thing, and not two?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.meetings.models import Meeting, Promise
from stafett.notes.models import Contact, Note
from tests.casework.conftest import Page, _on_the_casts_day, get, send
from tests.cast import Cast
from tests.meetings.world import booked, held

__all__ = ["_on_the_casts_day"]
CONTACT = {
    "result": "reached",
    "by": "phone",
    "on_day": "2025-06-02",
    "text": "Ringde",
    "again_on": "",
}
NOTE = {"text": "Vi pratade om praktik.", "on_day": "2025-06-02"}
PROMISE = {"what_1": "Skriva sitt cv", "owner_1": "person", "due_1": "2025-06-16", "outside_1": ""}
A_MINUTE = timedelta(minutes=1)
TWICE = "Precis det här antecknades för en stund sedan"


def key_at(client: Client, there: str) -> str:
    """The key that a form is drawn with."""
    found = re.search(r'name="form_key" value="([^"]+)"', get(client, there).split("<main")[1])
    assert found
    return found[1]


def back_and_again(
    client: Client, there: str, sent: dict[str, Any], count: Callable[[], int]
) -> None:
    """The drawn form is sent twice; then it is fetched and sent anew; then with something else in it."""
    drawn = {
        **sent,
        "form_key": key_at(client, there),
        "seen": client.get(there).context["form"].version,
    }
    send(client, there, **drawn)
    send(client, there, **drawn)
    assert count() == 1
    anew = {**drawn, "form_key": key_at(client, there)}
    assert TWICE in send(client, there, 422, **anew).content.decode()
    assert count() == 1
    field = "what_1" if "what_1" in sent else "text"
    send(client, there, **{**anew, field: "Något annat"})
    assert count() == 2


def test_a_contact_sent_again_after_going_back_is_noted_once(cast: Cast, page: Page) -> None:
    """Karin antecknar en kontakt, går tillbaka och skickar igen. Den står en gång."""
    there = reverse("contact_new", args=[cast.enrolled().pk])
    back_and_again(page("karin"), there, CONTACT, lambda: all_of(cast, Contact))


def test_a_note_sent_again_after_going_back_is_noted_once(cast: Cast, page: Page) -> None:
    there = reverse("note_new", args=[cast.enrolled().pk])
    back_and_again(page("karin"), there, NOTE, lambda: all_of(cast, Note))


def meeting_held(cast: Cast, case: Participation) -> Meeting:
    """A meeting with no promise yet."""
    one = booked(cast, case)
    held(cast, one)
    return one


def test_a_promise_sent_again_after_going_back_is_added_once(cast: Cast, page: Page) -> None:
    """Karin lägger till ett löfte, går tillbaka och skickar igen. Det står en gång."""
    one = meeting_held(cast, cast.enrolled())
    there = reverse("promise_add", args=[one.participation_id, one.pk])
    back_and_again(page("karin"), there, PROMISE, lambda: all_of(cast, Promise))


def test_a_meeting_noted_again_after_going_back_is_noted_once(cast: Cast, page: Page) -> None:
    one = booked(cast, cast.enrolled())
    client, there = page("karin"), reverse("meeting_note", args=[one.participation_id, one.pk])
    came = [str(key) for key in one.called.order_by("pk").values_list("pk", flat=True)]
    sent = {**PROMISE, "came": came, "agreed": "Vi börjar."}
    send(client, there, **sent, form_key=key_at(client, there))
    assert "redan antecknat" in send(client, there, 422, **sent).content.decode()
    assert all_of(cast, Promise) == 1


def test_what_was_noted_long_ago_can_be_noted_again(
    cast: Cast, page: Page, monkeypatch: Any
) -> None:
    """Två försök att ringa samma dag, med samma ord, är två försök."""
    there = reverse("contact_new", args=[cast.enrolled().pk])
    client = page("karin")
    send(client, there, **CONTACT)
    monkeypatch.setattr("stafett.casework.twice.A_MOMENT", -A_MINUTE)
    send(client, there, **CONTACT)
    assert all_of(cast, Contact) == 2


def all_of(cast: Cast, model: Any) -> int:
    """How many there are."""
    cast.as_everyone()
    return int(model.objects.count())
