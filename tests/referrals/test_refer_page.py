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

from stafett.frame.form_fields import faults
from tests.cast import Cast

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
