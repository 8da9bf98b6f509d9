"""Logging in and out: who is let in, what a refusal says, and what it never gives away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from stafett.accounts import actions, limits
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


def test_a_wrong_password_is_told_the_servers_log_by_account_and_place_and_never_what_was_typed(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    log_in(Client(), "Karin@prov.example", "fel-lösenord")
    log_in(Client(), "x@y.example", "fel-lösenord")
    assert authenticate(username="karin@prov.example", password="fel") is None
    key = cast.user("karin").pk
    told = [one.getMessage() for one in caplog.records if one.name == "stafett.accounts.hearing"]
    assert told == [
        f"log-in failed at account {key}, from 127.0.0.1",
        "log-in failed at no account, from 127.0.0.1",
        f"log-in failed at account {key}, from no page",
    ]


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


def test_five_wrong_attempts_close_the_door_from_here_also_for_the_right_password(
    cast: Cast,
) -> None:
    for _ in range(5):
        assert log_in(Client(), "karin@prov.example", "fel").status_code == 422
    answer = log_in(Client(), "Karin@prov.example", PASSWORD)
    assert answer.status_code == 429
    assert "För många försök" in summary(answer)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert log_in(elsewhere, "karin@prov.example", PASSWORD).status_code == 302


def test_the_door_closes_in_the_same_words_for_an_account_that_is_not_there(cast: Cast) -> None:
    told = []
    for email in ("karin@prov.example", "ingen@prov.example"):
        answers = [log_in(Client(), email, "fel") for _ in range(6)]
        told.append([(answer.status_code, summary(answer)) for answer in answers])
    assert told[0] == told[1]


def test_right_passwords_are_not_counted_however_many_come_from_one_office(
    cast: Cast, settings: Any
) -> None:
    settings.LOG_IN_LIMITS = {"pair": (2, 300), "account": (2, 900), "place": (3, 300)}
    for _ in range(4):
        assert log_in(Client(), "karin@prov.example", PASSWORD).status_code == 302


def test_an_account_tried_from_many_places_and_many_accounts_from_one_close_too(
    cast: Cast, settings: Any
) -> None:
    settings.LOG_IN_LIMITS = {"pair": (9, 300), "account": (3, 900), "place": (4, 300)}
    for number in range(3):
        log_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), "karin@prov.example", "fel")
    assert (
        log_in(Client(REMOTE_ADDR="192.0.2.9"), "karin@prov.example", PASSWORD).status_code == 429
    )
    for number in range(4):
        log_in(Client(), f"nagon{number}@prov.example", "fel")
    assert log_in(Client(), "eva@prov.example", PASSWORD).status_code == 429


def test_whoever_says_another_address_in_a_header_is_not_believed(
    cast: Cast, settings: Any
) -> None:
    settings.LOG_IN_LIMITS = {"pair": (9, 300), "account": (9, 900), "place": (2, 300)}
    for number in range(2):
        log_in(Client(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}"), f"n{number}@prov.example", "fel")
    answer = log_in(Client(HTTP_X_FORWARDED_FOR="192.0.2.9"), "eva@prov.example", PASSWORD)
    assert answer.status_code == 429


def test_behind_a_proxy_of_ours_its_word_is_the_address(cast: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.LOG_IN_LIMITS = {"pair": (9, 300), "account": (9, 900), "place": (2, 300)}
    for number in range(2):
        log_in(Client(HTTP_X_FORWARDED_FOR="192.0.2.1"), f"n{number}@prov.example", "fel")
    assert (
        log_in(
            Client(HTTP_X_FORWARDED_FOR="x, 192.0.2.1"), "eva@prov.example", PASSWORD
        ).status_code
        == 429
    )
    assert (
        log_in(Client(HTTP_X_FORWARDED_FOR="192.0.2.2"), "eva@prov.example", PASSWORD).status_code
        == 302
    )


def test_a_count_that_runs_out_while_it_is_raised_begins_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = limits.counted(limits.Limit("prov", 1, 60), "karin")

    def gone(*_: object) -> int:
        raise ValueError

    monkeypatch.setattr("stafett.accounts.limits.cache.incr", gone, raising=False)
    monkeypatch.setattr("stafett.accounts.limits.cache.decr", gone, raising=False)
    assert not one.reached()
    one.give_back()


def test_the_page_says_when_a_password_is_enough(cast: Cast, settings: Any) -> None:
    assert "Här räcker lösenordet" in Client().get(ADDRESS).content.decode()
    settings.REQUIRED_LEVELS = {"sees_people": 2}
    assert "Här räcker lösenordet" not in Client().get(ADDRESS).content.decode()
