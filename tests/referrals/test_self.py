"""Somebody comes by themselves, without logging in: what they write is added, nothing is read (D5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from uuid_utils.compat import uuid7

from stafett.people.models import Person
from stafett.referrals import actions
from stafett.referrals.models import OpenDoor, Referral
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.viewer import nobody
from tests.cast import TODAY, Cast
from tests.referrals.world import NUMBER, PHONE

Page = Callable[[str], Client]
WRITTEN = {
    "given_name": "Noor", "family_name": "Haddad", "contact": "070-174 06 05", "reason": "Jag vill jobba",
    "came": "freely",
}  # fmt: skip
PAGE = "/aktualiseringar/sok/prov/flen/"


@pytest.fixture
def door(cast: Cast) -> OpenDoor:
    """Flen's door, open."""
    cast.as_everyone()
    return actions.open_door(cast.branch(), True, "Kom hit!", PHONE, by=cast.viewer("eva"))


def _send(**told: Any) -> Any:
    return Client().post(PAGE, {**WRITTEN, **told}, follow=True)


def _too_many(monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said at the top of the page to somebody who has to wait."""
    monkeypatch.setattr("stafett.referrals.views_leading.APPLICATIONS_AN_HOUR", 0)
    answer = _send()
    assert answer.status_code == 429
    return answer.content.decode().partition('role="alert"')[2].partition("<form")[0]


def test_noor_comes_by_herself(cast: Cast, door: OpenDoor, page: Page) -> None:
    """Noor söker själv på webben. Karin ser henne i kön, och AUC håller ihop väntan från första stund."""
    assert "Kom hit!" in Client().get(PAGE).content.decode()

    assert "Tack!" in _send().content.decode()

    text = page("karin").get(reverse("queue")).content.decode()
    assert "Noor Haddad" in text
    assert "personen själv" in text
    cast.as_everyone()
    one = Referral.objects.get()
    held = one.holdings.get()
    assert (one.origin, held.unit, held.from_day) == (
        "self",
        cast.unit("AUC"),
        timezone.localdate(),
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_karin_takes_in_somebody_who_came_by_herself(
    cast: Cast, door: OpenDoor, page: Page
) -> None:
    _send()
    cast.as_everyone()
    one = Referral.objects.get()

    page("karin").post(reverse("referral_accept", args=[one.pk]), {"words": ""})

    cast.as_everyone()
    one.refresh_from_db()
    assert one.state == "accepted"
    assert one.circle.person.reached == WRITTEN["contact"]


def _plain(response: Any) -> str:
    return re.sub(r'(csrf|nonce|value)[^>]*"[^"]*"', "", response.content.decode())


@pytest.mark.parametrize("protection", [{}, {"protection": "marked"}])
def test_the_receipt_is_the_same_whether_known_or_not(
    cast: Cast, door: OpenDoor, protection: dict[str, str]
) -> None:
    unknown = _plain(_send(number="19900301-2391"))
    cast.as_everyone()
    Person.objects.filter(identity_number=NUMBER).delete() if not protection else None
    cast.person(
        identity_kind="personal", identity_number="199003012383", register_key="", **protection
    )

    assert _plain(_send(number="19900301-2383")) == unknown

    cast.as_everyone()
    kept = Person.objects.filter(identity_number="199003012383").exclude(kept_apart=None)
    assert kept.count() == 1


def test_sent_twice_it_is_received_once(cast: Cast, door: OpenDoor) -> None:
    key = str(uuid7())
    _send(key=key)
    _send(key=key)

    cast.as_everyone()
    assert Referral.objects.count() == 1


def test_a_visitor_reads_nobody_and_adds_nothing_but_by_the_function(
    cast: Cast, door: OpenDoor
) -> None:
    _send()
    set_reach(())

    assert not Referral.objects.exists()
    assert not Person.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prorettype::regtype::text FROM pg_proc WHERE proname = 'referrals_apply'"
        )
        assert cursor.fetchone() == ("void",)


def test_a_closed_door_takes_nobody_not_even_by_the_function(cast: Cast, door: OpenDoor) -> None:
    actions.open_door(cast.branch(), False, "", by=cast.viewer("eva"))
    assert _send().status_code == 404
    set_reach(())
    told = actions.Application(uuid7(), "N", "H", "070", "x", "freely")

    with pytest.raises(DatabaseError, match="nobody comes"), transaction.atomic():
        actions.apply(door, told, by=nobody(TODAY))


def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast: Cast, door: OpenDoor) -> None:
    answer = _send(contact="", number="19900301-2399")

    assert answer.status_code == 422
    assert "Jag vill jobba" in answer.content.decode()
    assert "id_number_error" in answer.content.decode()
    assert "Skriv ett personnummer eller samordningsnummer" in _send(number="abc").content.decode()
    cast.as_everyone()
    assert not Referral.objects.exists()


def test_many_from_one_place_have_to_wait(
    cast: Cast, door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.referrals.views_leading.APPLICATIONS_AN_HOUR", 1)
    _send()

    answer = _send()

    assert answer.status_code == 429
    assert "Vänta en stund" in answer.content.decode()


def test_whoever_would_rather_ring_reads_a_number_on_the_page_the_receipt_and_while_they_wait(
    door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Den som har skyddade personuppgifter ska ringa i stället för att skriva. Numret står på sidan, på
    kvittot och där det står att man får vänta, och går att ringa upp därifrån."""
    link = 'Ring AUC: <a class="nowrap" href="tel:0846500405">08-465 004 05</a>, vardagar 9–12'

    lead = Client().get(PAGE).content.decode().partition("<form")[0]

    assert "Har du skyddade personuppgifter: skriv inget här, ring i stället." in lead
    assert link in lead
    assert link in _send().content.decode()
    assert link in _too_many(monkeypatch)


def test_a_door_that_was_opened_before_a_number_was_asked_for_says_whose_switchboard_to_ring(
    cast: Cast, door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    OpenDoor.objects.update(phone="")
    said = f"Ring växeln hos {cast.branch().controller.name} och fråga efter AUC."

    shown = [Client().get(PAGE).content.decode(), _send().content.decode(), _too_many(monkeypatch)]

    assert [text.count(said) for text in shown] == [1, 1, 1]
    assert "tel:" not in "".join(shown)
    cast.as_everyone()
    assert Referral.objects.count() == 1


def test_only_those_who_lead_open_a_door(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        actions.open_door(cast.branch(), True, "", by=cast.as_("karin"))


@pytest.mark.parametrize("said", ["freely", "pushed", "unsure"])
def test_whether_they_want_to_is_asked_and_kept_as_they_say_it(
    cast: Cast, door: OpenDoor, said: str
) -> None:
    """Den som har blivit tillsagd att söka säger det, och de som tar emot läser det."""
    form = Client().get(PAGE).content.decode()
    assert "Är det du själv som vill, eller har någon sagt att du måste?" in form

    _send(came=said)

    cast.as_everyone()
    assert Referral.objects.get().came == said


@pytest.mark.parametrize("said", ["", "not_asked"])
def test_nobody_says_it_for_them(cast: Cast, door: OpenDoor, said: str) -> None:
    answer = _send(came=said)

    assert answer.status_code == 422
    assert "Noor" in answer.content.decode()
    cast.as_everyone()
    assert not Referral.objects.exists()


def test_the_function_takes_no_answer_that_nobody_gives(cast: Cast, door: OpenDoor) -> None:
    told = actions.Application(uuid7(), "N", "H", "070", "x", "not_asked")
    set_reach(())

    with pytest.raises(DatabaseError, match="nobody says that"), transaction.atomic():
        actions.apply(door, told, by=nobody(TODAY))
