"""When something goes wrong: is it said what, why and what to do, and is nothing half-saved?"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.test import Client

from stafett.casework.queries import participation
from stafett.parties.models import Group
from stafett.web import views
from tests.casework.conftest import Page, get
from tests.cast import Cast


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the start page write something, and then go wrong in a way of one's choice."""

    def go(fault: Exception) -> None:
        def initiatives(viewer: Any) -> None:
            Group.objects.create(name="halvsparat")
            raise fault

        monkeypatch.setattr(views, "initiatives", initiatives)
        monkeypatch.setattr(views.today, "writes_when_read", "prov", raising=False)

    return go


FAULTS = [
    (PermissionDenied("Fråga Lena."), 403, "Fråga Lena."),
    (PermissionDenied(), 403, "Den hör till ett arbete som du inte har en roll i"),
    (SuspiciousOperation("x"), 400, "Det som webbläsaren skickade gick inte att läsa"),
    (RuntimeError("hemlig detalj"), 500, "Felet är vårt, inte ditt."),
]


@pytest.mark.parametrize(("fault", "status", "sentence"), FAULTS)
def test_every_fault_has_its_sentence_and_leaves_nothing_behind(
    page: Page, wrong: Any, fault: Exception, status: int, sentence: str
) -> None:
    client = page("stig")
    client.raise_request_exception = False
    wrong(fault)
    text = get(client, "/", status)
    assert sentence in text
    assert "hemlig detalj" not in text
    assert not Group.objects.filter(name="halvsparat").exists()


def test_a_page_that_is_not_there_says_what_to_do(page: Page) -> None:
    text = get(page("karin"), "/finns/inte/", 404)
    assert "Av sekretesskäl ser svaret likadant ut" in text
    assert "Idag" in text


def test_a_stranger_meets_the_same_page_without_a_menu(client: Client, db: None) -> None:
    assert "Sidan finns inte" in get(client, "/finns/inte/", 404)


def test_a_broken_database_still_gets_its_page(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    client, one = page("karin"), cast.enrolled()
    client.raise_request_exception = False
    monkeypatch.setattr(participation, "changes_of", broken)
    assert "Felet är vårt" in get(client, f"/deltagare/{one.pk}/", 500)


def test_a_form_that_has_stood_too_long_says_how_to_get_back_what_was_typed(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/logga-in/", {"username": "x"})
    assert response.status_code == 403
    assert "Formuläret hade blivit för gammalt" in response.content.decode()


def test_a_form_that_has_stood_too_long_shows_what_was_typed_but_no_password(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    sent = {
        "username": "eva@prov.example",
        "password": "zqhemligt",
        "note": "<b>Lång text</b>",
        "of": "7",
    }
    text = client.post("/logga-in/", sent).content.decode()
    assert "<li>eva@prov.example</li>" in text
    assert "&lt;b&gt;Lång text&lt;/b&gt;" in text
    assert "zqhemligt" not in text
    assert "<li>7</li>" not in text


def test_whoever_was_logged_out_meanwhile_is_shown_what_they_had_typed(cast: Cast) -> None:
    answer = Client().post(
        "/insatser/prov/gren/?a=1", {"name": "Nya grenen", "plan": "Rad ett\nRad två"}
    )
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Du är utloggad, och inget sparades" in text
    assert "Du har loggat ut i en annan flik, eller så gick tiden ut." in text
    assert "<li>Nya grenen</li><li>Rad ett<br>Rad två</li>" in text
    left = text.partition("Rad två</li>")[2]
    assert left.index('href="/logga-in/?next=/insatser/prov/gren/">Logga in') < left.index(
        "startsidan"
    )
    assert "då kommer du till samma formulär, tomt" in text


def test_whoever_had_typed_nothing_is_sent_to_log_in(cast: Cast) -> None:
    for answer in (
        Client().get("/insatser/"),
        Client().post("/insatser/prov/gren/", {"order": "3"}),
    ):
        assert answer.headers["Location"].startswith("/logga-in/?next=")


def test_a_host_that_is_not_ours_is_not_understood(db: None) -> None:
    response = Client(HTTP_HOST="annan.example").get("/")
    assert response.status_code == 400
    assert "förstod inte frågan" in response.content.decode()


def test_every_answer_carries_the_content_policy_and_is_not_kept(client: Client, db: None) -> None:
    headers = client.get("/finns/inte/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
