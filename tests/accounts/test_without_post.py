"""What opens for whoever has an account and no post today?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from stafett.accounts.models import Token
from stafett.parties import actions as parties
from stafett.safeguards.viewer import operator
from tests.accounts.getting_in import logged_in
from tests.cast import TODAY, Cast

KEY = {"name": "Ett system", "expires_on": "2025-08-01", "scope": "read"}
WORDS = "Du har ingen befattning i dag"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


@pytest.fixture
def secret(cast: Cast) -> str:
    """An API key that Karin made while she had her post, which has ended since."""
    made = logged_in("karin").post("/konto/api/", KEY).content.decode()
    found = re.search(r'<code class="secret">([^<]+)</code>', made)
    assert found, made
    staff = cast.user("karin").staff
    assert staff
    parties.leave(staff.tenures.get(), on=TODAY, by=operator(TODAY))
    return found[1]


def test_a_page_that_is_not_their_own_says_why_it_is_closed(secret: str) -> None:
    client = logged_in("karin")
    for address in ("/parter/", "/insatser/", "/insatser/prov/", "/deltagare/", "/siffror/"):
        answer = client.get(address)
        assert (answer.status_code, WORDS in answer.content.decode()) == (403, True), address
    assert client.post("/parter/ny/", {"name": "Ny"}).status_code == 403


def test_their_own_account_the_words_and_the_way_out_are_open(secret: str) -> None:
    client = logged_in("karin")
    for address in (
        "/konto/", "/konto/satt/", "/konto/losenord/", "/konto/inloggad/", "/konto/api/", "/ord/",
        "/ord/ordlista/",
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address
    start = client.get("/").content.decode()
    assert WORDS in start
    for address in ("/parter/", "/insatser/", "/deltagare/"):
        assert f'href="{address}"' not in start
    assert client.post("/logga-ut/").status_code == 302


def test_no_key_is_made_and_the_old_one_can_be_ended(secret: str) -> None:
    client = logged_in("karin")
    refused = client.post("/konto/api/", {**KEY, "name": "En till"})
    assert (refused.status_code, WORDS in refused.content.decode()) == (403, True)
    (token,) = Token.objects.all()
    shown = client.get("/konto/api/").content.decode()
    assert "Gör nyckeln" not in shown
    assert client.post(f"/konto/api/{token.pk}/bort/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at


@pytest.mark.parametrize("by_key", [True, False])
def test_the_api_says_who_one_is_and_nothing_else(secret: str, by_key: bool) -> None:
    client = Client(HTTP_AUTHORIZATION=f"Bearer {secret}") if by_key else logged_in("karin")
    assert client.get("/api/v1/account").json()["name"] == "Karin Ek"
    for door in ("parties", "words", "participations", "initiatives"):
        answer: Any = client.get(f"/api/v1/{door}")
        assert (answer.status_code, WORDS in answer.json()["detail"]) == (403, True), door


def test_whoever_gets_a_post_again_is_let_in_at_once(cast: Cast, secret: str) -> None:
    client = logged_in("karin")
    assert client.get("/parter/").status_code == 403
    staff = cast.user("karin").staff
    assert staff
    post = staff.tenures.get().position
    parties.appoint(staff, post, from_day=TODAY, by=operator(TODAY))
    assert client.get("/parter/").status_code == 200
