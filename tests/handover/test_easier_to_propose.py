"""Whoever proposes a handover sees who can be told of the case, and what is needed before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stafett.handover.actions import Hearing, hear, withdraw
from stafett.handover.forms.receivers import receivers
from stafett.handover.queries.hands import hands
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed
from tests.handover.test_pages import at, handing
from tests.handover.test_told_to_others import SOCIAL, shared

Page = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages ask the clock what day it is; here it is the cast's."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def test_those_whom_the_consent_covers_stand_first_and_the_others_are_marked(cast: Cast) -> None:
    (words, can), *others = receivers(cast.as_("karin"), at_af(cast))
    assert words == "Får veta om ärendet"
    told = [name for _key, name in can]
    assert "Arbetsförmedlingen: Af Flen" in told
    assert any("Projektkontoret" in name for name in told), "the controller's own need no consent"
    left = [name for _words, units in others for _key, name in units]
    assert left
    assert all(name.endswith(": inget samtycke gäller") for name in left)
    assert not set(told) & set(left)


def test_without_consent_another_authority_is_not_first(cast: Cast) -> None:
    (_words, can), *_others = receivers(cast.as_("karin"), cast.enrolled())
    assert not any("Arbetsförmedlingen" in name for _key, name in can)


def test_the_named_team_of_somebody_protected_is_not_marked(cast: Cast) -> None:
    hidden = cast.person(given_name="", family_name="Dold", protection="marked", alias="X")
    karin = cast.viewer("karin")
    case = cast.enrolled(person=hidden, named_team=((karin.posts[0].unit_id, karin.positions[0]),))
    groups: Any = receivers(cast.as_("karin"), case)
    assert "inget samtycke" not in str(groups)


def test_the_form_leads_to_the_consents_and_calls_the_persons_words_needed(
    cast: Cast, page: Page
) -> None:
    case = at_af(cast)
    text = get(page("karin"), at(case, "ny"))
    assert f'href="/deltagare/{case.pk}/samtycke/">Samtycke</a>' in text
    assert "krävs innan någon kan ta över" in text
    hearing = text.split("Personen är hörd")[1].split("</fieldset>")[0]
    assert "(frivilligt)" not in hearing


def test_a_proposal_without_the_persons_words_says_that_nobody_can_take_over_yet(
    cast: Cast, page: Page
) -> None:
    case, client = at_af(cast), page("karin")
    send(client, at(case, "ny"), **handing(cast, heard=""))
    text = get(client, at(case))
    assert "Ingen kan ta över förrän det står vad personen säger." in text
    assert ">Anteckna vad personen säger</a>" in text


STOPS = "Ingen kan ta över än: det står inte vad personen säger om överlämningen."
ASKS = "AUC frågar personen och antecknar svaret."
CAN_TOO = "kan också göra det."


def test_the_page_says_what_stops_it_and_who_sees_to_it_until_the_person_is_heard(
    cast: Cast, page: Page
) -> None:
    case = at_af(cast)
    one = proposed(cast, case, hearing=Hearing())
    for who in ("karin", "per"):
        text = get(page(who), at(case))
        assert f"{STOPS} {ASKS} Af Flen {CAN_TOO}" in text, who
        assert text.count(f'href="{reverse("hear_handover", args=[case.pk])}"') == 1, who
        assert "inte antecknat än" in text
    told = page("karin").get(f"/api/v1/participations/{case.pk}/handovers").json()
    assert told["open"]["blocked"] == f"{STOPS} {ASKS} Af Flen {CAN_TOO}"
    hear(one, Hearing("Det är bra."), by=cast.as_("karin"))
    assert STOPS not in get(page("per"), at(case))


def test_what_is_over_is_stopped_by_nothing(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    withdraw(proposed(cast, case, hearing=Hearing()), "Fel enhet", by=cast.as_("karin"))
    text = get(page("karin"), at(case))
    assert STOPS not in text
    assert "inte antecknat" in text


def test_somebody_outside_sees_to_nothing_in_stafett(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    proposed(cast, case, outside="Komvux Flen", hearing=Hearing())
    text = get(page("karin"), at(case))
    assert f"{STOPS} {ASKS}" in text
    assert CAN_TOO not in text


def test_a_third_is_not_told_that_nobody_has_heard_the_person(cast: Cast) -> None:
    case = shared(cast)
    proposed(cast, case, SOCIAL, hearing=Hearing())
    now = hands(cast.as_("per"), case).now
    assert now
    assert (now.whole, now.blocked) == (False, "")


def test_what_was_said_of_somebody_outside_is_filled_in_when_they_have_said_yes(
    cast: Cast, page: Page
) -> None:
    case, client = cast.enrolled(), page("karin")
    proposed(cast, case, outside="Komvux Flen, Siv Rask", hearing=Hearing("Jag vill plugga."))
    form = client.get(at(case, "utanfor")).context["form"]
    shown = {name: form[name].value() for name in ("confirmed_by", "ends_on", "heard")}
    assert shown == {
        "confirmed_by": "Siv Rask", "ends_on": TODAY.isoformat(), "heard": "Jag vill plugga.",
    }  # fmt: skip
    assert 'class="acting acting--one"' in get(client, at(case, "utanfor"))
    assert 'data-opened-by="to=outside"' in get(page("karin"), at(cast.enrolled(), "ny"))
