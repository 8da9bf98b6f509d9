"""Whoever proposes a handover sees who can be told of the case, and what is needed before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from stafett.handover.actions import Hearing
from stafett.handover.forms.receivers import receivers
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed
from tests.handover.test_pages import at, handing

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
    assert "inte antecknat: ingen kan ta över innan" in text


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
