"""Tokens: made, shown once, limited in scope and time, and ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from stafett.accounts import actions, rules
from stafett.accounts.models import Token
from tests.accounts.getting_in import logged_in
from tests.cast import TODAY, Cast

HERE, ASK = "/konto/api/", "/api/v1/account"
SENT = {"name": "Rapport", "scope": "read", "expires_on": "2025-07-01"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


def made(cast: Cast, who: str = "karin", **facts: Any) -> str:
    """A token of somebody's."""
    known: Any = {"expires_on": TODAY, "may_write": False, "level": 1, "today": TODAY, "by": None}
    return actions.make_token(cast.user(who), "Rapport", **{**known, **facts})


def ask(
    secret: str, address: str = ASK, method: str = "get", scheme: str = "Bearer", **more: Any
) -> Any:
    """Ask the API with a token and no session; a browser's check of forms is on."""
    client = Client(enforce_csrf_checks=True)
    return getattr(client, method)(address, HTTP_AUTHORIZATION=f"{scheme} {secret}", **more)


def test_a_token_is_shown_once_and_kept_as_a_digest(cast: Cast) -> None:
    client = logged_in("karin")
    page = client.post(HERE, SENT).content.decode()
    secret = page[page.index("stafett_") :].split("<")[0]
    kept = Token.objects.get()
    assert secret not in client.get(HERE).content.decode()
    assert kept.prefix in client.get(HERE).content.decode()
    assert kept.digest == rules.digest_of(secret)
    assert secret not in str(vars(kept))
    assert len(secret) > 50
    assert str(kept) == "Rapport"


def test_a_token_is_its_owner(cast: Cast) -> None:
    assert ask(made(cast)).json()["email"] == "karin@prov.example"
    assert ask(made(cast), scheme="bearer").status_code == 200
    assert Token.objects.filter(last_used_on=TODAY).count() == 2


def test_a_token_that_is_refused_is_told_the_process_log_without_what_was_sent(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    secret, key = made(cast), cast.user("karin").pk
    assert ask("stafett_hittapa").status_code == 401
    assert ask(secret, "/api/v1/initiatives", "post").status_code == 403
    told = [one.getMessage() for one in caplog.records if one.name == "stafett.frame.process_log"]
    assert told == [
        "refused 401 GET /api/v1/account to nobody logged in: an API key that opens nothing, from 127.0.0.1",
        "refused 403 POST /api/v1/initiatives to nobody logged in: "
        f"an API key of account {key} that may only read",
    ]


def test_a_token_wins_over_a_session_and_never_falls_back_on_it(cast: Cast) -> None:
    client = logged_in("eva")
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {made(cast)}"}
    assert client.get(ASK, **bearer).json()["email"] == "karin@prov.example"
    assert client.get(ASK, HTTP_AUTHORIZATION="Bearer stafett_fel").status_code == 401
    assert client.get(ASK).json()["email"] == "eva@prov.example"


def test_a_token_opens_no_pages(cast: Cast) -> None:
    assert ask(made(cast), "/konto/").status_code == 302


@pytest.mark.parametrize("spoilt", ["", "stafett_", "x" * 99, "stafett_\x00"])
def test_what_is_no_token_is_refused(cast: Cast, spoilt: str) -> None:
    answer = ask(spoilt)
    assert answer.status_code == 401
    assert "gäller inte" in answer.json()["detail"]
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_that_has_ended_or_whose_owner_has_is_refused(cast: Cast) -> None:
    yesterday = TODAY - timedelta(days=1)
    past = made(cast, expires_on=yesterday, today=yesterday)
    revoked, closed = made(cast), made(cast, "stig")
    actions.revoke(Token.objects.get(digest=rules.digest_of(revoked)), by=None)
    actions.close_account(cast.user("stig"), by=None)
    assert [ask(secret).status_code for secret in (past, revoked, closed)] == [401, 401, 401]


def test_a_token_for_reading_writes_nothing(cast: Cast) -> None:
    sent = {"data": "{}", "content_type": "application/json"}
    address = "/api/v1/parties"
    answer = ask(made(cast, "eva"), address, "post", **sent)
    assert answer.status_code == 403
    assert "får bara läsa" in answer.json()["detail"]
    assert ask(made(cast, "eva", may_write=True), address, "post", **sent).status_code == 422


def test_a_session_still_has_to_show_that_its_own_page_sent_the_form(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.user("eva"))
    answer = client.post("/api/v1/parties", "{}", content_type="application/json")
    assert (answer.status_code, "CSRF" in answer.content.decode()) == (403, True)


def test_calls_are_counted_by_account_whatever_they_show(cast: Cast, settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 3
    first, second = made(cast), made(cast)
    assert [ask(one).status_code for one in (first, second, first, second)] == [200, 200, 200, 429]
    told = ask(second)
    assert told["Retry-After"] == "60"
    assert told.json()["faults"] == [{"field": "", "sentence": told.json()["detail"]}]
    assert logged_in("karin").get(ASK).status_code == 429
    assert ask(made(cast, "eva")).status_code == 200


def test_guesses_are_counted_by_address_and_stop_no_key_that_is_right(
    cast: Cast, settings: Any
) -> None:
    settings.WRONG_TOKENS_A_MINUTE = 2
    right = made(cast)
    assert ask(right).status_code == 200
    assert [ask("fel").status_code for _ in range(3)] == [401, 401, 429]
    assert ask(right).status_code == 200
    assert ask("fel").status_code == 429


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Fyll i det här"),
        ({"expires_on": "2025-06-01"}, "Dagen har varit"),
        ({"expires_on": "2026-06-01"}, "för långt fram"),
        ({"expires_on": "snart"}, "Det är ingen dag som finns"),
        ({"scope": "allt"}, "Vad får den göra?"),
    ],
)
def test_a_token_that_can_not_be_says_why(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    answer = logged_in("karin").post(HERE, {**SENT, **typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Token.objects.exists()


def test_no_token_lives_longer_than_the_longest(cast: Cast) -> None:
    last = rules.latest_expiry(TODAY)
    made(cast, expires_on=last)
    for day in (last + timedelta(days=1), date(2025, 6, 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            made(cast, expires_on=day)


def test_one_ends_ones_own_tokens_and_nobody_elses(cast: Cast) -> None:
    secret = made(cast)
    pk = Token.objects.get().pk
    address = f"/konto/api/{pk}/bort/"
    assert logged_in("eva").post(address).status_code == 404
    client = logged_in("karin")
    assert client.get(address).status_code == 405
    assert client.post(address)["Location"] == HERE
    page = client.get(HERE).content.decode()
    assert "indragen" in page
    assert client.post(address).status_code == 404
    assert ask(secret).status_code == 401


def test_a_token_that_has_gone_out_says_so(cast: Cast) -> None:
    early = TODAY - timedelta(days=9)
    made(cast, expires_on=early, today=early)
    made(cast, may_write=True)
    page = logged_in("karin").get(HERE).content.decode()
    assert "har gått ut" in page
    assert "läsa och skriva" in page
    assert f"stafett_{Token.objects.first().prefix}…" in page  # type: ignore[union-attr]
