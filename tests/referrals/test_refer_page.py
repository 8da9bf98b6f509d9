"""What the form by which somebody is referred says: every fault at once, and what may be left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from uuid_utils.compat import uuid7

from stafett.frame.form_fields import faults
from stafett.referrals.models import SentReferral
from tests.cast import Cast
from tests.referrals.world import referred

Page = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def _form(page: Page, **told: Any) -> Any:
    answer = page("fatima").post(reverse("refer"), told)
    assert answer.status_code == 422
    return answer.context["form"]


def _marked(html: str, label: str) -> str:
    """What stands after the label of a field; nothing where it is always asked for."""
    (found,) = re.findall(rf">{re.escape(label)}(?: <span[^>]*>\(([^)]*)\)</span>)?<", html)
    return str(found)


def test_all_that_is_missing_is_told_at_once(cast: Cast, page: Page) -> None:
    found = {fault.label: fault.sentence for fault in faults(_form(page, consent_on=""))}
    assert list(found) == [
        "Vilken enhet aktualiserar?", "Till vilken insats och gren?", "Efternamn", "Kön",
        "Varför aktualiseras personen?", "Vad säger personen själv om att bli aktualiserad?",
        "Hur sa personen ja till att ni lämnar det här?", "Vilken dag sa personen ja?",
    ], "in the page's order"  # fmt: skip
    assert "Utan personens ja" in found["Hur sa personen ja till att ni lämnar det här?"]


def test_what_is_wrong_with_a_number_is_said_once(cast: Cast, page: Page) -> None:
    found = _form(page, parties_needed="-3", own_days="40000").errors
    assert [len(found[name]) for name in ("parties_needed", "own_days")] == [1, 1]


def test_a_yes_that_is_yet_to_come_is_told_with_the_other_faults(cast: Cast, page: Page) -> None:
    soon = str(timezone.localdate() + timedelta(days=1))
    form = _form(page, consent_on=soon, consent_manner="oral")
    assert "Anteckna ett ja som har getts." in str(form.errors["consent_on"])
    assert {"reason", "came"} <= set(form.errors)


def test_each_field_tells_whether_it_may_be_left_out(cast: Cast, page: Page) -> None:
    html = page("fatima").get(reverse("refer")).content.decode()
    for label in ("Förnamn", "Språk", "Hur personen nås", "Vad efterfrågas?", "Födelsedag"):
        assert _marked(html, label) == "frivilligt", label
    for label in ("Kön", "Varför aktualiseras personen?", "Vilken dag sa personen ja?",
                  "Hur sa personen ja till att ni lämnar det här?"):  # fmt: skip
        assert _marked(html, label) == "", label
    assert _marked(html, "Efternamn") == "behövs när numret saknas"
    assert _marked(html, "Personnummer eller samordningsnummer") == "behövs när namnet saknas"


def _written(cast: Cast, **told: Any) -> dict[str, Any]:
    """Noor, as the page's form is filled in."""
    return {
        "unit": cast.unit("FK Eskilstuna").pk, "branch": cast.branch("flen").pk, "given_name": "Noor",
        "family_name": "Haddad", "birth_date": "2001-04-05", "sex": "woman", "reason": "Vill prova.",
        "came": "freely", "consent_manner": "oral", "consent_on": str(timezone.localdate()), **told,
    }  # fmt: skip


def test_whoever_goes_back_and_sends_it_anew_is_asked_if_it_is_meant(
    cast: Cast, page: Page
) -> None:
    first = page("fatima").post(reverse("refer"), _written(cast))
    assert first.status_code == 302
    told = _written(cast, family_name="haddad", birth_date="")
    asked = page("fatima").post(reverse("refer"), told)
    assert asked.status_code == 422
    text = asked.content.decode()
    assert "Noor Haddad skickades" in text
    assert first["Location"] in text, "the one that waits is led to"
    assert "Ska det skickas en till?" in text
    assert "Har varit hemma" not in text
    assert SentReferral.objects.count() == 1
    assert page("fatima").post(reverse("refer"), {**told, "as_written": "on"}).status_code == 302
    assert SentReferral.objects.count() == 2


def test_nobody_is_asked_of_another_day_of_birth_another_branch_or_one_that_is_decided(
    cast: Cast, page: Page
) -> None:
    client = page("fatima")
    client.post(reverse("refer"), _written(cast))
    assert client.post(reverse("refer"), _written(cast, birth_date="2002-04-05")).status_code == 302
    other = _written(cast, branch=cast.branch("katrineholm").pk)
    assert client.post(reverse("refer"), other).status_code == 302
    SentReferral.objects.update(state="declined")
    assert client.post(reverse("refer"), _written(cast)).status_code == 302


def test_what_is_sent_twice_with_one_key_is_no_question(cast: Cast, page: Page) -> None:
    told = _written(cast, key=str(uuid7()))
    assert page("fatima").post(reverse("refer"), told).status_code == 302
    assert page("fatima").post(reverse("refer"), told).status_code == 302
    assert SentReferral.objects.count() == 1


def test_what_another_unit_has_sent_is_not_told(cast: Cast, page: Page) -> None:
    referred(cast, "per")
    assert page("fatima").post(reverse("refer"), _written(cast)).status_code == 302


def test_another_program_is_told_which_one_waits(cast: Cast, page: Page) -> None:
    client = page("fatima")
    client.post(reverse("refer"), _written(cast))
    fields = {"fields": _written(cast)}
    answer = client.post("/api/v1/referrals", fields, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["code"] == "sent_already"
    (known,) = answer.json()["known"]
    assert "inte avgjort" in known["words"]
