"""Logging in with an identity provider: who gets in, how strongly, and what is never believed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.test import Client, RequestFactory

from stafett.accounts import actions, hearing
from stafett.accounts.adapters import AccountAdapter, OpenIdAccounts
from stafett.accounts.hearing import _vouched, shown_at
from stafett.accounts.models import AccountEvent, User
from stafett.frame.stepup import PROVED
from stafett.safeguards.viewer import operator
from tests.accounts.getting_in import add_app, logged_in
from tests.accounts.openid.running import BACK, ID, Running, asked_in, log_in, sent_to, through
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.loopback
KARIN, EVA = "karin-hos-dem", "eva-hos-dem"


@pytest.fixture
def bound(cast: Cast) -> Cast:
    """Karin's identity is bound to her account by the operator."""
    actions.bind(cast.user("karin"), ID, KARIN, by=operator(TODAY), because="Visade legitimation.")
    return cast


def who(client: Client) -> str:
    """The e-mail of whoever is logged in; empty for nobody."""
    answer = client.get("/api/v1/account")
    return str(answer.json()["email"]) if answer.status_code == 200 else ""


def test_whose_identity_is_bound_gets_in_and_on_to_where_they_were_going(
    bound: Cast, provider: Running
) -> None:
    client = Client()
    answer = log_in(client, next="/insatser/")
    assert (answer.status_code, answer["Location"]) == (302, "/insatser/")
    assert who(client) == "karin@prov.example"


def test_what_is_asked_for_is_strong_and_fresh_whatever_the_address_bar_says(
    bound: Cast, provider: Running
) -> None:
    weaker = (
        "?auth_params=acr_values%3Dloa1%26nonce%3Dmin%26prompt%3Dnone&scope=email&process=connect"
    )
    asked = asked_in(sent_to(Client(), query=weaker))
    assert asked["acr_values"] == "loa3 loa2 loa1"
    assert asked["nonce"] != "min"
    assert len(asked["nonce"]) > 40
    assert (asked["scope"], asked["code_challenge_method"]) == ("openid", "S256")
    assert "prompt" not in asked
    assert asked["max_age"] == "36000", "so that the provider has to say when the user was asked"
    assert asked["nonce"] != asked_in(sent_to(Client()))["nonce"]


def test_nothing_personal_is_kept_of_what_the_provider_says(bound: Cast, provider: Running) -> None:
    log_in(Client())
    assert SocialAccount.objects.get().extra_data == {"acr": "loa3", "level": 3}


@pytest.mark.parametrize(
    ("said", "shows"),
    [("", 200), ("old session", 302), ("no moment", 302), ("a word for a moment", 302)],
)
def test_who_is_let_in_without_being_asked_has_shown_nobody_who_they_are(
    bound: Cast, provider: Running, said: str, shows: int
) -> None:
    client = Client()
    provider.says(wrong=said)
    assert log_in(client).status_code == 302
    assert who(client) == "karin@prov.example"
    assert client.get("/konto/api/").status_code == shows, "a page that asks anew"


def test_whoever_has_shown_a_second_factor_has_shown_who_they_are(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = rf.get("/")
    request.session = {PROVED: 5.0}  # type: ignore[assignment]
    shown = [{"method": "mfa", "type": "totp", "at": 1.0}]
    monkeypatch.setattr(hearing, "get_authentication_records", lambda *_who: shown)
    told = SimpleNamespace(account=SimpleNamespace(extra_data={"level": 2}))
    _vouched(request, User(), sociallogin=told)
    assert request.session[PROVED] == 5.0


def test_a_moment_that_is_not_here_yet_counts_as_now() -> None:
    assert shown_at(200.0, now=100.0) == 100.0
    assert shown_at(True, now=100.0) == 0.0


WRONG = {
    "nonce": "nonce",
    "no nonce": "nonce",
    "issuer": "InvalidIssuer",
    "audience": "InvalidAudience",
    "azp": "azp",
    "expired": "ExpiredSignature",
    "old": "made before",
    "no acr": "acr None",
    "signed by another": "InvalidSignature",
    "signature changed": "InvalidSignature",
    "another's claims": "InvalidSignature",
    "not signed": "signed with 'none'",
    "no token": "DecodeError",
    "not a token": "DecodeError",
    "another's discovery": "calls itself",
}
"""What the provider answers wrongly, with what the log then says: each is refused for its own fault."""


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_with_one_thing_wrong_lets_nobody_in(
    bound: Cast, provider: Running, wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    ready = through(sent_to(client))
    provider.says(wrong=wrong)
    answer = client.get(ready)
    assert answer.status_code == 403
    assert "Inloggningen gick inte igenom" in answer.content.decode()
    assert who(client) == ""
    assert WRONG[wrong] in caplog.text


def test_the_same_answer_is_taken_once(bound: Cast, provider: Running) -> None:
    client = Client()
    ready = through(sent_to(client))
    assert client.get(ready).status_code == 302
    client.post("/logga-ut/")
    assert client.get(ready).status_code == 403
    assert who(client) == ""


def test_an_answer_is_taken_only_in_the_browser_that_asked(bound: Cast, provider: Running) -> None:
    ready, stranger = through(sent_to(Client())), Client()
    assert stranger.get(ready).status_code == 403
    assert who(stranger) == ""


def test_an_answer_in_another_providers_name_is_refused(bound: Cast, provider: Running) -> None:
    client = Client()
    ready = through(sent_to(client))
    assert "iss=" in ready
    answer = client.get(ready.replace("iss=http", "iss=https"))
    assert answer.status_code == 403
    assert who(client) == ""


def test_whoever_stops_at_the_provider_comes_to_a_page_that_says_so(
    bound: Cast, provider: Running
) -> None:
    client = Client()
    state = asked_in(sent_to(client))["state"]
    answer = client.get(f"{BACK}?error=access_denied&state={state}")
    assert answer.status_code == 403
    assert "avbröt du där" in answer.content.decode()


@pytest.mark.parametrize(("acr", "let_in"), [("loa3", True), ("loa2", True), ("loa1", False)])
def test_a_role_that_sees_people_takes_the_level_that_the_table_says(
    bound: Cast, provider: Running, settings: Any, acr: str, let_in: bool
) -> None:
    settings.REQUIRED_LEVELS = {"sees_people": 2}
    provider.says(acr=acr)
    client = Client()
    answer = log_in(client)
    assert (answer.status_code == 302) == let_in
    assert bool(who(client)) == let_in
    if not let_in:
        assert "så säkert som din roll kräver" in answer.content.decode()


def test_a_role_that_sees_no_people_takes_less(
    cast: Cast, provider: Running, settings: Any
) -> None:
    settings.REQUIRED_LEVELS = {"sees_people": 2}
    actions.bind(cast.user("stig"), ID, KARIN, by=operator(TODAY))
    provider.says(acr="loa1")
    client = Client()
    assert log_in(client).status_code == 302
    assert who(client) == "stig@prov.example"


def test_a_level_that_the_file_does_not_name_is_worth_nothing(
    bound: Cast, provider: Running, settings: Any
) -> None:
    provider.use(settings, levels={"loa3": 3})
    provider.says(acr="loa2")
    assert log_in(Client()).status_code == 403


def test_the_same_email_is_not_the_same_person(cast: Cast, provider: Running) -> None:
    provider.says(sub=EVA)
    client = Client()
    answer = log_in(client)
    assert answer.status_code == 403
    assert "Samma e-post räcker inte" in answer.content.decode()
    assert who(client) == ""
    assert not SocialAccount.objects.exists()


def test_a_closed_account_is_not_opened_by_its_identity(bound: Cast, provider: Running) -> None:
    actions.close_account(bound.user("karin"), by=None)
    client = Client()
    assert log_in(client)["Location"] == "/logga-in/"
    assert "Kontot är stängt" in client.get("/logga-in/").content.decode()
    assert who(client) == ""


def test_one_binds_ones_own_identity_while_logged_in_and_it_is_written_down(
    cast: Cast, provider: Running, page: Any
) -> None:
    client = page("karin")
    answer = log_in(client, "connect", next="/konto/satt/")
    assert answer["Location"] == "/konto/satt/"
    assert "Kommunens inloggning" in client.get("/konto/satt/").content.decode()
    event = AccountEvent.objects.get(user=cast.user("karin"), kind="bound")
    assert (event.by_name, event.what) == ("Karin Ek", "Kommunens inloggning")
    other = Client()
    assert log_in(other).status_code == 302
    assert who(other) == "karin@prov.example"


def test_an_identity_is_one_accounts_and_no_others(
    bound: Cast, provider: Running, page: Any
) -> None:
    client = page("eva")
    log_in(client, "connect")
    assert SocialAccount.objects.get().user == bound.user("karin")
    assert who(client) == "eva@prov.example"


def test_an_identity_is_bound_only_by_whoever_has_just_shown_who_they_are(
    cast: Cast, provider: Running, page: Any
) -> None:
    client = page("karin")
    session = client.session
    session["proved_at"] -= 3600
    session.save()
    answer = client.post(f"/logga-in/med/{ID}/", {"purpose": "connect"})
    assert answer["Location"].startswith("/logga-in/igen/")


def test_one_who_is_not_logged_in_can_neither_bind_nor_show_again(
    cast: Cast, provider: Running
) -> None:
    for purpose in ("connect", "again"):
        assert Client().post(f"/logga-in/med/{ID}/", {"purpose": purpose}).status_code == 404
    assert Client().post("/logga-in/med/finns-inte/").status_code == 404
    assert Client().get("/logga-in/med/finns-inte/svar/").status_code == 404
    assert Client().get(f"/logga-in/med/{ID}/").status_code == 405


def old(client: Client) -> Client:
    """The same, an hour after the log-in."""
    session = client.session
    session["proved_at"] -= 3600
    session.save()
    return client


def test_showing_again_asks_the_provider_to_ask_anew_and_opens_the_page(
    bound: Cast, provider: Running
) -> None:
    client = Client()
    log_in(client)
    old(client)
    assert client.get("/konto/api/")["Location"] == "/logga-in/igen/?next=%2Fkonto%2Fapi%2F"
    where = client.get("/logga-in/igen/?next=/konto/api/")["Location"]
    assert where == "/logga-in/igen/e-legitimation/?next=%2Fkonto%2Fapi%2F"
    assert "Visa att det är du med Kommunens inloggning" in client.get(where).content.decode()
    address = sent_to(client, "again", next="/konto/api/")
    assert (asked_in(address)["prompt"], asked_in(address)["max_age"]) == ("login", "0")
    assert client.get(through(address))["Location"] == "/konto/api/"
    assert client.get("/konto/api/").status_code == 200


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"wrong": "old session"}, "gick inte att lita på"),
        ({"acr": "loa1"}, "så säkert som din roll kräver"),
        ({"sub": "eva-hos-dem"}, "någon annans identitet"),
    ],
)
def test_showing_again_takes_the_same_person_anew_and_strongly(
    bound: Cast, provider: Running, said: dict[str, str], words: str
) -> None:
    actions.bind(bound.user("eva"), ID, EVA, by=operator(TODAY))
    client = Client()
    log_in(client)
    old(client)
    provider.says(**said)
    answer = log_in(client, "again", next="/konto/api/")
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert client.get("/konto/api/").status_code == 302
    assert who(client) == "karin@prov.example"


def test_a_provider_that_does_not_answer_is_said_to_be_away(
    bound: Cast, provider: Running, settings: Any
) -> None:
    provider.use(settings, server_url="http://localhost:9")
    answer = Client().post(f"/logga-in/med/{ID}/", {"purpose": "login"})
    assert answer.status_code == 502
    assert "Det gick inte att nå Kommunens inloggning" in answer.content.decode()


def test_one_unbinds_ones_identity_but_not_the_only_way_in(bound: Cast, provider: Running) -> None:
    client = Client()
    log_in(client)
    address = f"/konto/satt/identitet/{SocialAccount.objects.get().pk}/bort/"
    assert "Ta bort Kommunens inloggning?" in client.get(address).content.decode()
    user = bound.user("karin")
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    client.post(address)
    assert "ditt enda sätt" in client.get("/konto/satt/").content.decode()
    assert SocialAccount.objects.exists()
    actions.bind(user, "annan", "77", by=operator(TODAY))
    assert "Används inte längre här" in client.get("/konto/satt/").content.decode()
    client.post(address)
    assert "Kommunens inloggning är bortkopplad" in client.get("/konto/satt/").content.decode()
    assert AccountEvent.objects.filter(user=user, kind="unbound").exists()


def test_a_weak_provider_does_not_spare_the_second_factor(
    bound: Cast, provider: Running, settings: Any
) -> None:
    add_app(logged_in("karin"))
    provider.says(acr="loa1")
    client = Client()
    assert log_in(client)["Location"] == "/logga-in/kod/"
    assert who(client) == ""
    provider.says(acr="loa2")
    client = Client()
    assert log_in(client)["Location"] == "/"
    assert who(client) == "karin@prov.example"


def test_other_ways_are_offered_beside_the_provider_when_showing_again(
    bound: Cast, provider: Running
) -> None:
    client = logged_in("karin")
    add_app(client)
    old(client)
    page = client.get("/logga-in/igen/e-legitimation/?next=/konto/api/").content.decode()
    assert "Skriv en kod" in page
    assert "Använd e-legitimation" in client.get("/logga-in/igen/kod/").content.decode()


def test_a_key_that_the_provider_does_not_publish_is_refused(
    bound: Cast, provider: Running
) -> None:
    client = Client()
    ready = through(sent_to(client))
    provider.says(wrong="unpublished key")
    assert client.get(ready).status_code == 403
    assert who(client) == ""


def test_allauth_is_told_that_nobody_signs_up(cast: Cast) -> None:
    request = RequestFactory().get("/")
    assert not AccountAdapter(request).is_open_for_signup(request)
    assert not OpenIdAccounts(request).is_open_for_signup(request, None)  # type: ignore[arg-type]


def test_what_is_asked_never_comes_from_the_address_bar(cast: Cast, provider: Running) -> None:
    request = RequestFactory().get("/?auth_params=acr_values%3Dloa1&scope=email")
    found = get_adapter().get_provider(request, ID)
    assert found.get_auth_params_from_request(request, None) == {}
    assert found.get_scope_from_request(request) == ["openid"]
