"""`stafett account`: the operator opens and closes accounts, and is told what is wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from stafett.accounts import actions, queries
from stafett.accounts.models import AccountEvent, User
from stafett.accounts.openid.settings import Provider
from stafett.cli.main import main
from stafett.parties import actions as parties
from stafett.safeguards.viewer import operator
from tests.accounts.getting_in import add_app, inside, logged_in
from tests.cast import TODAY, Cast

PROVIDER = Provider("kommunen", "Kommunen", "https://id.example", "x", levels={"loa3": 3})

WHERE = ["--authority", "Flens arbetsmarknadsnämnd", "--name", "Nora Ny"]


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["account", *words], catch_exceptions=False)


@pytest.fixture
def nora(cast: Cast) -> None:
    """Somebody who works at Flens arbetsmarknadsnämnd and has no account."""
    parties.add_staff(cast.unit("AUC").authority, "Nora Ny", by=operator(TODAY))


def test_an_account_is_opened_and_its_first_password_shown_once(cast: Cast, nora: None) -> None:
    result = run("open", "Nora.Ny@prov.example", *WHERE)
    assert result.exit_code == 0, result.output
    password = re.search(r"lösenordet: (\S+)", result.output)
    assert password
    assert Client().login(username="nora.ny@prov.example", password=password[1])


@pytest.mark.parametrize(
    ("email", "where", "words"),
    [
        ("nora@prov.example", [*WHERE[:3], "Ingen Alls"], "stafett post"),
        ("karin@prov.example", WHERE, "finns redan ett konto"),
        ("nora", WHERE, "ingen e-postadress"),
    ],
)
def test_what_can_not_be_opened_says_why(
    cast: Cast, nora: None, email: str, where: list[str], words: str
) -> None:
    before = User.objects.count()
    result = run("open", email, *where)
    assert result.exit_code == 1
    assert words in result.output
    assert User.objects.count() == before


def test_a_closed_account_lets_nobody_in(cast: Cast) -> None:
    assert run("close", "Karin@prov.example").exit_code == 0
    assert not cast.user("karin").is_active


def test_an_account_that_is_not_there_can_not_be_closed(cast: Cast) -> None:
    result = run("close", "ingen@prov.example")
    assert result.exit_code == 1
    assert "inget konto" in result.output


WHY = ["--because", "Tappade telefonen."]


def kinds_of(cast: Cast) -> list[str]:
    events = AccountEvent.objects.filter(user=cast.user("karin")).order_by("pk")
    return [event.kind for event in events if event.kind != "opened"]


def test_whoever_forgot_the_password_gets_a_new_one_and_is_logged_out(cast: Cast) -> None:
    client = logged_in("karin")
    result = run("password", "karin@prov.example", *WHY)
    made = re.search(r"prov.example: (\S+)", result.output)
    assert made, result.output
    assert Client().login(username="karin@prov.example", password=made[1])
    assert not inside(client)
    assert kinds_of(cast) == ["password", "logged_out"]


def test_whoever_lost_the_phone_gets_in_with_the_password_again(cast: Cast) -> None:
    client = logged_in("karin")
    add_app(client)
    result = run("reset-factors", "karin@prov.example", *WHY)
    assert "2 borttagna" in result.output
    assert not inside(client)
    assert inside(logged_in("karin"))
    event = AccountEvent.objects.get(kind="methods_reset")
    assert (event.by_name, event.because) == ("driften", "Tappade telefonen.")


def test_an_act_upon_somebody_needs_a_reason(cast: Cast) -> None:
    for command in ("password", "reset-factors", "log-out"):
        result = run(command, "karin@prov.example")
        assert result.exit_code == 2
        assert "--because" in result.output


def test_all_log_ins_and_tokens_of_somebody_are_ended(cast: Cast) -> None:
    client = logged_in("karin")
    secret = make(cast)
    result = run("log-out", "karin@prov.example", *WHY)
    assert "1 inloggningar avslutade, 1 API-nycklar indragna" in result.output
    assert not inside(client)
    assert queries.token_of(secret, TODAY) is None


def make(cast: Cast) -> str:
    facts: dict[str, Any] = {"expires_on": TODAY, "may_write": False, "level": 1, "today": TODAY}
    return actions.make_token(cast.user("karin"), "Rapport", by="prov", **facts)


def test_an_account_is_shown_with_what_it_logs_in_with_and_what_happened(
    cast: Cast, settings: Any
) -> None:
    settings.OPENID_PROVIDERS = (PROVIDER,)
    add_app(logged_in("karin"))
    make(cast)
    run("bind", "karin@prov.example", "--provider", "kommunen", "--subject", "77", *WHY)
    told = run("show", "karin@prov.example").output
    for words in ("app för koder: ja", "reservkoder kvar: 10", "kopplad: kommunen 77", "127.0.0.1",
                  "API-nyckel: Rapport, till 2025-06-02", "Tappade telefonen."):  # fmt: skip
        assert words in told
    run("close", "karin@prov.example")
    assert ", stängt" in run("show", "karin@prov.example").output


def test_an_identity_is_bound_and_unbound_by_the_operator(cast: Cast, settings: Any) -> None:
    settings.OPENID_PROVIDERS = (PROVIDER,)
    where = ["--provider", "kommunen", *WHY]
    assert run("bind", "karin@prov.example", "--subject", "77", *where).exit_code == 0
    taken = run("bind", "eva@prov.example", "--subject", "77", *where)
    assert "redan kopplad" in taken.output
    assert run("unbind", "karin@prov.example", *where).exit_code == 0
    assert "är inte kopplad" in run("unbind", "karin@prov.example", *where).output
    unknown = run("bind", "karin@prov.example", "--subject", "77", "--provider", "annan", *WHY)
    assert "Filen har: kommunen" in unknown.output
    assert kinds_of(cast) == ["bound", "unbound"]
