"""Logging in and out: who is let in, what a refusal says, and what it never gives away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from stafett.accounts import actions
from stafett.accounts.models import User
from tests.cast import PASSWORD, STAFF, Cast

ADDRESS = "/logga-in/"


def log_in(client: Client, email: str, password: str, **more: str) -> Any:
    return client.post(ADDRESS, {"username": email, "password": password, **more})


def summary(response: Any) -> str:
    """What the summary of faults says."""
    page = response.content.decode()
    return re.sub(r"<[^>]+>", "", page[page.index('class="summary"') :].split("</div>")[0])


@pytest.mark.parametrize("key", [key for key, _name, _unit, _role in STAFF])
def test_everybody_of_the_cast_logs_in(cast: Cast, key: str) -> None:
    client = Client()
    response = log_in(client, f"{key}@prov.example", PASSWORD, next="/konto/")
    assert (response.status_code, response["Location"]) == (302, "/konto/")
    assert cast.user(key).name in client.get("/konto/").content.decode()


def test_capitals_in_the_address_do_not_matter(cast: Cast) -> None:
    assert log_in(Client(), "Karin@PROV.example", PASSWORD).status_code == 302


def test_a_refusal_keeps_the_address_and_never_the_password(cast: Cast) -> None:
    response = log_in(Client(), "karin@prov.example", "fel-lösenord-här")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="karin@prov.example"' in page
    assert "fel-lösenord-här" not in page
    assert "hör inte ihop" in summary(response)
    assert "Din e-post finns kvar" in summary(response)


def test_a_refusal_is_the_same_whoever_it_is_about(cast: Cast) -> None:
    actions.close_account(cast.user("stig"), by=None)
    actions.open_account("utan@prov.example", "Utan", by=None)
    told = {
        summary(log_in(Client(), email, "fel-lösenord"))
        for email in ("karin@prov.example", "stig@prov.example", "utan@prov.example", "x@y.example")
    }
    assert len(told) == 1


def test_a_closed_account_is_not_let_in_with_its_password(cast: Cast) -> None:
    actions.close_account(cast.user("stig"), by=None)
    assert log_in(Client(), "stig@prov.example", PASSWORD).status_code == 422


def test_what_is_left_empty_or_is_no_address_is_pointed_out(cast: Cast) -> None:
    told = summary(log_in(Client(), "", ""))
    assert "E-post: Fyll i det här." in told
    assert "Lösenord: Fyll i det här." in told
    assert "hela adressen" in summary(log_in(Client(), "karin", PASSWORD))


def test_the_page_says_that_it_leads_on_to_where_one_was_going(cast: Cast) -> None:
    page = Client().get(f"{ADDRESS}?next=/insatser/").content.decode()
    assert "kräver att du är inloggad" in page
    assert "kräver att du är inloggad" not in Client().get(ADDRESS).content.decode()


def test_one_is_never_sent_on_to_another_site(cast: Cast) -> None:
    response = log_in(Client(), "karin@prov.example", PASSWORD, next="https://ond.example/")
    assert response["Location"] == "/"


def test_whoever_is_logged_in_has_no_business_on_the_page(cast: Cast, page: Any) -> None:
    assert page("karin").get(ADDRESS).status_code == 302


def test_logging_out_closes_the_door(cast: Cast, page: Any) -> None:
    client = page("karin")
    assert 'action="/logga-ut/"' in client.get("/konto/").content.decode()
    assert client.get("/logga-ut/").status_code == 405
    assert client.post("/logga-ut/")["Location"] == ADDRESS
    assert client.get("/konto/").status_code == 302


def test_an_account_is_called_by_its_name(cast: Cast) -> None:
    assert str(cast.user("karin")) == "Karin Ek"


def test_accounts_opened_together_share_the_first_password(cast: Cast) -> None:
    made = actions.open_accounts(
        [("Ny@prov.example", "Ny", None), ("annan@prov.example", "Annan", None)], by=None,
        password="ett-första-lösenord",
    )  # fmt: skip
    assert [user.email for user in made] == ["ny@prov.example", "annan@prov.example"]
    assert log_in(Client(), "ny@prov.example", "ett-första-lösenord").status_code == 302
    assert User.objects.get(email="annan@prov.example").check_password("ett-första-lösenord")
