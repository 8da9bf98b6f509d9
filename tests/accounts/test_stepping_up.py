"""Showing again who one is: what asks for it, and what counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.accounts.getting_in import (
    add_app,
    add_key,
    an_hour_later,
    browser,
    code_of,
    logged_in,
    options_in,
    password,
)
from tests.cast import PASSWORD, Cast

AGAIN = "/logga-in/igen/"
NEXT = "?next=/konto/losenord/"


def led(client: Client, address: str = f"{AGAIN}{NEXT}") -> str:
    return str(client.get(address)["Location"])


@pytest.mark.parametrize(
    "address", ["/konto/losenord/", "/konto/api/", "/konto/satt/app/", "/konto/satt/nyckel/"]
)
def test_what_changes_who_gets_in_asks_again_after_a_while(cast: Cast, address: str) -> None:
    client = logged_in("karin")
    assert client.get(address).status_code == 200
    an_hour_later(client)
    assert client.get(address)["Location"].startswith(f"{AGAIN}?next=")
    assert client.get("/konto/").status_code == 200


def test_filling_posts_asks_again_after_a_while(cast: Cast) -> None:
    client = logged_in("eva")
    unit = cast.unit("Projektkontoret").pk
    address = f"/parter/enheter/{unit}/befattning/"
    assert client.get(address).status_code == 200
    assert an_hour_later(client).get(address)["Location"].startswith(f"{AGAIN}?next=")


def test_a_form_that_comes_too_late_saves_nothing_and_shows_what_was_typed(cast: Cast) -> None:
    client = an_hour_later(logged_in("eva"))
    unit = cast.unit("Projektkontoret").pk
    answer = client.post(
        f"/parter/enheter/{unit}/befattning/", {"title": "Samordnare", "role": "coach"}
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Samordnare" in page
    assert f"{AGAIN}?next=%2Fparter%2Fenheter%2F{unit}%2Fbefattning%2F" in page


def test_secrets_that_come_too_late_are_not_shown(cast: Cast) -> None:
    client = an_hour_later(logged_in("karin"))
    sent = {
        "old_password": PASSWORD,
        "new_password1": "tre gula båtar sjunger",
        "new_password2": "tre gula båtar sjunger",
    }
    answer = client.post("/konto/losenord/", sent)
    assert answer.status_code == 302
    assert Client().login(username="karin@prov.example", password=PASSWORD)


def test_the_password_opens_where_it_is_all_one_has(cast: Cast) -> None:
    client = an_hour_later(logged_in("karin"))
    assert led(client) == f"{AGAIN}losenord/?next=%2Fkonto%2Flosenord%2F"
    page = client.get(f"{AGAIN}losenord/{NEXT}").content.decode()
    assert 'value="/konto/losenord/"' in page
    assert "Andra sätt" not in page
    wrong = client.post(f"{AGAIN}losenord/", {"password": "fel", "next": "/konto/losenord/"})
    assert wrong.status_code == 422
    assert "Det är inte ditt lösenord" in wrong.content.decode()
    right = client.post(f"{AGAIN}losenord/", {"password": PASSWORD, "next": "/konto/losenord/"})
    assert right["Location"] == "/konto/losenord/"
    assert client.get("/konto/losenord/").status_code == 200


def test_the_password_is_not_enough_for_whoever_has_more(cast: Cast) -> None:
    client = logged_in("karin")
    secret = add_app(client)
    an_hour_later(client)
    assert led(client).startswith(f"{AGAIN}kod/")
    answer = client.post(f"{AGAIN}losenord/", {"password": PASSWORD})
    assert answer["Location"].startswith(f"{AGAIN}?next=")
    assert client.get("/konto/api/").status_code == 302
    assert client.post(f"{AGAIN}kod/", {"code": "000000"}).status_code == 422
    right = client.post(f"{AGAIN}kod/", {"code": code_of(secret), "next": "/konto/api/"})
    assert right["Location"] == "/konto/api/"
    assert client.get("/konto/api/").status_code == 200


def test_a_key_opens_and_a_recovery_code_where_the_key_is_not_at_hand(cast: Cast) -> None:
    client = logged_in("karin")
    key = add_key(client)
    an_hour_later(client)
    assert led(client).startswith(f"{AGAIN}nyckel/")
    page = client.get(f"{AGAIN}nyckel/{NEXT}")
    assert "Skriv en kod" in page.content.decode()
    assert client.post(f"{AGAIN}nyckel/", {"credential": "{}"}).status_code == 422
    page = client.get(f"{AGAIN}nyckel/{NEXT}")
    sent = {"credential": key.shown(options_in(page)), "next": "/konto/losenord/"}
    assert client.post(f"{AGAIN}nyckel/", sent)["Location"] == "/konto/losenord/"
    an_hour_later(client)
    assert "Använd en nyckel" in client.get(f"{AGAIN}kod/").content.decode()


@pytest.mark.parametrize("way", ["kod", "nyckel", "e-legitimation"])
def test_a_way_that_one_does_not_have_leads_to_one_that_one_has(cast: Cast, way: str) -> None:
    client = an_hour_later(logged_in("karin"))
    assert led(client, f"{AGAIN}{way}/").startswith(f"{AGAIN}?next=")


@pytest.mark.parametrize("way", ["", "losenord/", "kod/", "nyckel/", "e-legitimation/"])
def test_whoever_is_not_logged_in_has_nothing_to_show_again(db: None, way: str) -> None:
    assert Client().get(f"{AGAIN}{way}")["Location"].startswith("/logga-in/?next=")


def test_one_is_never_sent_on_to_another_site(cast: Cast) -> None:
    client = an_hour_later(logged_in("karin"))
    sent = {"password": PASSWORD, "next": "https://ond.example/"}
    assert client.post(f"{AGAIN}losenord/", sent)["Location"] == "/"


def test_whoever_has_nothing_to_show_is_told_whom_to_ask(cast: Cast) -> None:
    client, user = logged_in("karin"), cast.user("karin")
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    answer = client.get(AGAIN)
    assert answer.status_code == 403
    assert "Vänd dig till den som lade upp det" in answer.content.decode()


def test_attempts_to_show_again_are_counted_too(cast: Cast) -> None:
    client = an_hour_later(logged_in("karin"))
    for _ in range(10):
        client.post(f"{AGAIN}losenord/", {"password": "fel"})
    answer = client.post(f"{AGAIN}losenord/", {"password": PASSWORD})
    assert answer.status_code == 429
    assert "För många försök" in answer.content.decode()


def test_a_log_in_is_fresh_and_a_session_without_a_moment_is_not(cast: Cast) -> None:
    client: Any = browser()
    password(client, "karin")
    session = client.session
    del session["proved_at"]
    session.save()
    assert client.get("/konto/api/").status_code == 302
