"""How strongly must one log in for one's roles, and what opens until one has?"""

from __future__ import annotations

from typing import Any

import pytest

from stafett.accounts import levels, rules
from stafett.accounts.levels import LEVEL
from stafett.accounts.models import Token
from stafett.parties.models import Tenure
from tests.accounts.getting_in import (
    CODE,
    KEY,
    add_app,
    add_key,
    browser,
    code_of,
    inside,
    logged_in,
    password,
)
from tests.accounts.test_second_factors import AJAX
from tests.cast import TODAY, Cast

TWO = {"sees_people": 2, "powerful": 2}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


@pytest.mark.parametrize(
    ("roles", "table", "level"),
    [
        ([], {}, 0),
        (["coach"], {}, 0),
        (["coach"], TWO, 2),
        (["evaluator"], TWO, 0),
        (["association_office"], {"powerful": 3}, 3),
        (["evaluator"], {"all": 1, **TWO}, 1),
        (["evaluator", "coach"], {"evaluator": 3, "coach": 1}, 3),
        (["unheard_of"], TWO, 2),
    ],
)
def test_the_highest_of_the_rows_that_a_role_falls_under_holds(
    db: None, settings: Any, roles: list[str], table: dict[str, int], level: int
) -> None:
    settings.REQUIRED_LEVELS = table
    assert levels.required_by(roles) == level


@pytest.mark.parametrize(
    ("records", "vouched", "level"),
    [
        ([], 0, 1),
        ([{"method": "password"}], 0, 1),
        ([{"method": "password"}, {"method": "mfa", "type": "totp"}], 0, 2),
        ([{"method": "mfa", "type": "webauthn", "passwordless": True}], 0, 3),
        ([{"method": "socialaccount"}], 3, 3),
        ([{"method": "socialaccount"}], 1, 1),
        ([{"method": "socialaccount"}, {"method": "mfa", "type": "totp"}], 1, 2),
    ],
)
def test_a_log_in_is_as_strong_as_what_was_shown(
    records: list[dict[str, Any]], vouched: int, level: int
) -> None:
    assert rules.level_of(records, vouched) == level


def test_the_table_is_read_from_a_line() -> None:
    assert rules.read_levels("sees_people=2, coach=3,") == {"sees_people": 2, "coach": 3}
    assert rules.read_levels("none") == {}
    for wrong in ("coach", "coach=0", "coach=4", "coach=två"):
        with pytest.raises(ValueError, match="coach=2"):
            rules.read_levels(wrong)


def test_a_password_alone_opens_nothing_but_what_mends_it(cast: Cast, settings: Any) -> None:
    settings.REQUIRED_LEVELS = TWO
    client = logged_in("karin")
    for address in ("/", "/deltagare/", "/ord/", "/konto/api/"):
        assert client.get(address)["Location"] == "/konto/satt/", address
    assert client.post("/parter/ny/", {"name": "Ny"})["Location"] == "/konto/satt/"
    for address in (
        "/konto/",
        "/konto/satt/",
        "/konto/satt/app/",
        "/konto/losenord/",
        "/konto/inloggad/",
    ):
        assert client.get(address).status_code == 200, address
    assert "Din roll kräver mer än ett lösenord" in client.get("/konto/satt/").content.decode()
    answer = client.get("/api/v1/account")
    assert (answer.status_code, "starkare inloggning" in answer.json()["detail"]) == (403, True)
    assert client.post("/logga-ut/").status_code == 302


@pytest.mark.parametrize("add", [add_app, add_key])
def test_adding_a_second_factor_opens_the_rest_at_once(cast: Cast, settings: Any, add: Any) -> None:
    settings.REQUIRED_LEVELS = TWO
    client = logged_in("karin")
    add(client)
    assert inside(client)
    assert "Din roll kräver mer" not in client.get("/konto/satt/").content.decode()


def test_the_code_at_log_in_opens_the_rest(cast: Cast, settings: Any) -> None:
    secret = add_app(logged_in("karin"))
    settings.REQUIRED_LEVELS = TWO
    client = browser()
    password(client, "karin")
    client.post(CODE, {"code": code_of(secret)})
    assert inside(client)


def test_a_session_without_the_factor_that_one_has_is_told_to_log_in_with_it(
    cast: Cast, settings: Any
) -> None:
    client = logged_in("karin")
    add_app(client)
    session = client.session
    session[LEVEL] = int(rules.Level.ONE_FACTOR)
    session.save()
    settings.REQUIRED_LEVELS = TWO
    assert not inside(client)
    assert "Logga ut och logga in igen" in client.get("/konto/satt/").content.decode()


def test_the_highest_level_takes_a_passkey_by_itself(cast: Cast, settings: Any) -> None:
    settings.REQUIRED_LEVELS = {"coach": 3}
    client = logged_in("karin")
    key = add_key(client)
    assert not inside(client)
    assert "logga in med den" in client.get("/konto/satt/").content.decode()
    client = browser()
    client.post(KEY, {"credential": key.shown(client.get(KEY, **AJAX).json())})
    assert inside(client)


def test_a_role_that_asks_nothing_opens_with_a_password(cast: Cast, settings: Any) -> None:
    settings.REQUIRED_LEVELS = TWO
    assert inside(logged_in("stig"))


def test_a_stronger_role_asks_at_the_next_request_and_a_lost_one_no_more(
    cast: Cast, settings: Any
) -> None:
    settings.REQUIRED_LEVELS = {"coach": 2}
    client = logged_in("eva")
    assert inside(client)
    karins, evas = cast.user("karin").staff, cast.user("eva").staff
    tenure = Tenure.objects.get(staff=karins)
    Tenure.objects.filter(pk=tenure.pk).update(staff=evas)
    assert not inside(client)
    Tenure.objects.filter(pk=tenure.pk).update(staff=karins)
    assert inside(logged_in("eva"))


def test_a_token_is_as_strong_as_the_log_in_that_made_it(cast: Cast, settings: Any) -> None:
    client = logged_in("karin")
    sent = {"name": "Rapport", "scope": "read", "expires_on": "2025-07-01"}
    page = client.post("/konto/api/", sent).content.decode()
    secret = page[page.index("stafett_") :].split("<")[0]
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert browser().get("/api/v1/account", **bearer).status_code == 200
    settings.REQUIRED_LEVELS = TWO
    assert browser().get("/api/v1/account", **bearer).status_code == 403
    Token.objects.update(level=2)
    assert browser().get("/api/v1/account", **bearer).status_code == 200
