"""Apps, passkeys and recovery codes: added, used once, and taken away."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from stafett.accounts.actions import close_account
from stafett.accounts.adapters import MfaAdapter
from stafett.accounts.models import AccountEvent
from tests.accounts.getting_in import (
    ADD_APP,
    ADD_KEY,
    CODE,
    KEY,
    add_app,
    add_key,
    an_hour_later,
    browser,
    code_of,
    codes_of,
    inside,
    logged_in,
    options_in,
    password,
    secret_in,
)
from tests.accounts.soft_key import SoftKey
from tests.cast import Cast

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest", "HTTP_ACCEPT": "application/json"}


def kinds(cast: Cast, who: str = "karin") -> set[str]:
    return set(AccountEvent.objects.filter(user=cast.user(who)).values_list("kind", flat=True))


def test_an_app_is_added_by_its_first_code_and_then_asked_for(cast: Cast) -> None:
    secret = add_app(logged_in("karin"))
    client = browser()
    assert password(client, "karin", next="/ord/")["Location"] == CODE
    assert not inside(client)
    assert "Visa också en kod" in client.get(CODE).content.decode()
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == "/ord/"
    assert inside(client)
    assert "method_added" in kinds(cast)


def test_no_code_up_to_the_first_opens_once_an_app_is_added(cast: Cast) -> None:
    client = logged_in("karin")
    secret = secret_in(client.get(ADD_APP))
    before, first, after = (code_of(secret, steps) for steps in (-1, 0, 1))
    client.post(ADD_APP, {"code": first})
    for code, let_in in ((before, False), (first, False), (after, True)):
        another = browser()
        password(another, "karin")
        another.post(CODE, {"code": code})
        assert inside(another) == let_in


def test_a_wrong_first_code_adds_nothing(cast: Cast) -> None:
    client = logged_in("karin")
    client.get(ADD_APP)
    answer = client.post(ADD_APP, {"code": "000000"})
    assert answer.status_code == 422
    assert "Koden stämmer inte" in answer.content.decode()
    assert "Appen är inte tillagd än" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_the_code_that_an_app_was_added_by_opens_nothing_more(cast: Cast) -> None:
    client = logged_in("karin")
    code = code_of(secret_in(client.get(ADD_APP)))
    assert client.post(ADD_APP, {"code": code}).status_code == 302
    another = browser()
    password(another, "karin")
    assert another.post(CODE, {"code": code}).status_code == 422
    assert not inside(another)


def test_a_code_opens_once(cast: Cast) -> None:
    secret = add_app(logged_in("karin"))
    first, second = browser(), browser()
    code = code_of(secret)
    for client, let_in in ((first, True), (second, False)):
        password(client, "karin")
        client.post(CODE, {"code": code})
        assert inside(client) == let_in


def test_a_wrong_code_is_told_and_five_are_too_many(cast: Cast) -> None:
    secret = add_app(logged_in("karin"))
    client = browser()
    password(client, "karin")
    for _ in range(5):
        answer = client.post(CODE, {"code": "000000"})
        assert answer.status_code == 422
        assert "Koden stämmer inte" in answer.content.decode()
    answer = client.post(CODE, {"code": code_of(secret)})
    assert answer.status_code == 422
    assert "För många försök" in answer.content.decode()
    assert not inside(client)


def test_a_wrong_code_is_told_the_servers_log_by_account_and_place_and_never_what_was_typed(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    inside_already = logged_in("karin")
    add_app(inside_already)
    key = cast.user("karin").pk
    client = browser()
    password(client, "karin")
    client.post(CODE, {"code": "123123"})
    inside_already.post("/logga-in/igen/kod/", {"code": "123123"})
    told = [one.getMessage() for one in caplog.records if one.name == "stafett.accounts.adapters"]
    assert told == [f"second factor failed at account {key}, from 127.0.0.1"] * 2


def test_what_else_a_form_says_of_a_second_factor_is_no_wrong_code(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert MfaAdapter().validation_error("unverified_email").messages
    assert caplog.records == []


def test_a_recovery_code_opens_once_and_its_owner_is_told(cast: Cast) -> None:
    add_app(logged_in("karin"))
    code = codes_of(cast.user("karin"))[0]
    for let_in in (True, False):
        client = browser()
        password(client, "karin")
        client.post(CODE, {"code": code})
        assert inside(client) == let_in
    assert code not in codes_of(cast.user("karin"))
    assert "code_used" in kinds(cast)


def test_new_recovery_codes_end_the_old(cast: Cast) -> None:
    client = logged_in("karin")
    add_app(client)
    before = codes_of(cast.user("karin"))
    shown = client.get("/konto/satt/koder/").content.decode()
    assert all(code in shown for code in before)
    client.post("/konto/satt/koder/")
    assert not set(before) & set(codes_of(cast.user("karin")))
    assert "codes_made" in kinds(cast)


def test_there_are_no_recovery_codes_to_what_has_no_second_factor(cast: Cast) -> None:
    assert logged_in("karin").get("/konto/satt/koder/").status_code == 404


def test_when_all_codes_are_used_the_page_says_so(cast: Cast) -> None:
    client = logged_in("karin")
    add_app(client)
    Authenticator.objects.filter(type="recovery_codes").delete()
    assert "inga koder kvar" in client.get("/konto/satt/koder/").content.decode()


def test_secrets_are_of_no_use_to_whoever_reads_the_database(cast: Cast) -> None:
    secret = add_app(logged_in("karin"))
    stored = str(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))
    assert secret not in stored
    assert "gAAAA" in stored


def test_a_passkey_lets_in_by_itself_without_password(cast: Cast) -> None:
    key = add_key(logged_in("karin"))
    client = browser()
    asked = client.get(KEY, **AJAX).json()
    answer = client.post(KEY, {"credential": key.shown(asked), "next": "/ord/"})
    assert answer["Location"] == "/ord/"
    assert inside(client)


def test_the_same_answer_of_a_key_is_taken_once(cast: Cast) -> None:
    key = add_key(logged_in("karin"))
    client = browser()
    answer = key.shown(client.get(KEY, **AJAX).json())
    client.post(KEY, {"credential": answer})
    client.post("/logga-ut/")
    client.post(KEY, {"credential": answer})
    assert not inside(client)


@pytest.mark.parametrize(
    "spoilt",
    [{"origin": "https://ond.example"}, {"site": "ond.example"}, {"asks": False}, {"id": b"en annan"},
     {"owner": "eA"}],
)  # fmt: skip
def test_a_key_that_answers_wrongly_lets_nobody_in(cast: Cast, spoilt: dict[str, Any]) -> None:
    key = add_key(logged_in("karin"))
    client = browser()
    asked = client.get(KEY, **AJAX).json()
    for name, value in spoilt.items():
        setattr(key, name, value)
    assert client.post(KEY, {"credential": key.shown(asked)})["Location"] == "/logga-in/"
    assert "Nyckeln kändes inte igen" in client.get("/logga-in/").content.decode()
    assert not inside(client)


def test_a_key_of_somebody_else_does_not_open_in_ones_name(cast: Cast) -> None:
    karins, evas = add_key(logged_in("karin")), add_key(logged_in("eva"))
    evas.owner = karins.owner
    client = browser()
    client.post(KEY, {"credential": evas.shown(client.get(KEY, **AJAX).json())})
    assert not inside(client)


def test_a_passkey_does_not_open_a_closed_account(cast: Cast) -> None:
    key = add_key(logged_in("karin"))
    close_account(cast.user("karin"), by=None)
    client = browser()
    answer = client.post(KEY, {"credential": key.shown(client.get(KEY, **AJAX).json())})
    assert answer["Location"] == "/logga-in/"
    assert "Kontot är stängt" in client.get("/logga-in/").content.decode()
    assert not inside(client)


def test_a_passkey_is_a_second_factor_too(cast: Cast) -> None:
    key = add_key(logged_in("karin"))
    client = browser()
    assert password(client, "karin")["Location"] == CODE
    page = client.get(CODE)
    assert client.post(CODE, {"credential": key.shown(options_in(page))})["Location"] == "/"
    assert inside(client)


def test_a_key_that_is_not_known_is_no_second_factor(cast: Cast) -> None:
    add_key(logged_in("karin"))
    client = browser()
    password(client, "karin")
    answer = client.post(CODE, {"credential": SoftKey().shown(options_in(client.get(CODE)))})
    assert answer.status_code == 422
    assert not inside(client)


@pytest.mark.parametrize(
    "sent", [{}, {"credential": ""}, {"credential": "{"}, {"credential": "{}"}]
)
def test_a_key_that_was_not_made_is_told(cast: Cast, sent: dict[str, str]) -> None:
    client = logged_in("karin")
    client.get(ADD_KEY)
    answer = client.post(ADD_KEY, {"name": "Min", **sent})
    assert answer.status_code == 422
    assert "Nyckeln är inte tillagd än" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_keys_have_names_that_can_be_changed_and_are_ones_own(cast: Cast) -> None:
    client = logged_in("karin")
    add_key(client, "")
    add_key(client, "Telefonen")
    page = client.get("/konto/satt/").content.decode()
    assert "Nyckel 1" in page
    assert "Telefonen" in page
    first = Authenticator.objects.filter(type="webauthn").order_by("pk")[0].pk
    address = f"/konto/satt/nyckel/{first}/"
    assert client.post(address, {"name": "Datorn"})["Location"] == "/konto/satt/"
    assert "Datorn" in client.get("/konto/satt/").content.decode()
    assert client.post(address, {"name": ""}).status_code == 422
    assert logged_in("eva").get(address).status_code == 404
    assert logged_in("eva").post(f"{address}bort/").status_code == 404


def test_the_last_second_factor_takes_the_recovery_codes_with_it(cast: Cast) -> None:
    client = logged_in("karin")
    add_key(client)
    add_app(client)
    pk = Authenticator.objects.get(type="webauthn").pk
    asked = client.get(f"/konto/satt/nyckel/{pk}/bort/").content.decode()
    assert "Ta bort Arbetsdatorn?" in asked
    assert "sista andra faktor" not in asked
    client.post(f"/konto/satt/nyckel/{pk}/bort/")
    assert "sista andra faktor" in client.get("/konto/satt/app/bort/").content.decode()
    assert client.post("/konto/satt/app/bort/")["Location"] == "/konto/satt/"
    assert not Authenticator.objects.exists()
    assert inside(logged_in("karin"))
    assert "method_removed" in kinds(cast)


def test_there_is_one_app_and_the_page_for_adding_leads_to_it(cast: Cast) -> None:
    client = logged_in("karin")
    assert client.get("/konto/satt/app/bort/").status_code == 404
    add_app(client)
    assert client.get(ADD_APP)["Location"] == "/konto/satt/app/bort/"


def test_the_page_of_the_second_factor_is_for_whoever_has_shown_the_first(cast: Cast) -> None:
    assert Client().get(CODE)["Location"] == "/logga-in/"
    assert browser().get(KEY)["Location"] == "/logga-in/"


def test_changing_what_one_logs_in_with_takes_a_fresh_log_in(cast: Cast) -> None:
    client = logged_in("karin")
    add_key(client)
    pk = Authenticator.objects.get(type="webauthn").pk
    an_hour_later(client)
    for address in (
        ADD_APP,
        ADD_KEY,
        f"{ADD_KEY}{pk}/",
        f"{ADD_KEY}{pk}/bort/",
        "/konto/satt/koder/",
    ):
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            assert answer["Location"].startswith("/logga-in/igen/?next="), address


NO_ANSWERS = [
    "[]", "1", "null", '"x"', '{"id":"x"}', '{"response":{}}',
    '{"id":"eA","rawId":"eA","type":"public-key","response":[]}',
    '{"id":"eA","rawId":"eA","type":"public-key","response":{"clientDataJSON":"eA","attestationObject":"eA",'
    '"authenticatorData":"eA","signature":"eA","userHandle":"eA"}}',
    '{"id":1,"rawId":1,"type":1,"response":{"clientDataJSON":1,"attestationObject":2,"userHandle":3}}',
]  # fmt: skip
PLACES = {"alone": KEY, "second": CODE, "added": ADD_KEY, "again": "/logga-in/igen/nyckel/"}


@pytest.mark.parametrize("sent", NO_ANSWERS)
@pytest.mark.parametrize("place", PLACES)
def test_what_no_key_would_answer_is_refused_with_a_sentence(
    cast: Cast, sent: str, place: str
) -> None:
    client = logged_in("karin")
    if place != "added":
        add_key(client)
    if place in ("alone", "second"):
        client = browser()
        password(client, "karin")
    client.get(PLACES[place], **(AJAX if place == "alone" else {}))
    answer = client.post(PLACES[place], {"credential": sent, "name": "Min", "passwordless": "on"})
    assert answer.status_code == (302 if place == "alone" else 422)
    assert place in ("added", "again") or not inside(client)


@pytest.mark.parametrize("add", [add_app, add_key])
def test_the_first_second_factor_ends_what_was_got_with_the_password_alone(
    cast: Cast, add: Any
) -> None:
    elsewhere, client = logged_in("karin"), logged_in("karin")
    add(client)
    assert "Du är utloggad överallt utom här" in client.get("/konto/satt/").content.decode()
    assert inside(client)
    assert not inside(elsewhere)


def test_one_more_second_factor_ends_nothing(cast: Cast) -> None:
    client = logged_in("karin")
    key = add_key(client)
    elsewhere = browser()
    elsewhere.post(KEY, {"credential": key.shown(elsewhere.get(KEY, **AJAX).json())})
    assert inside(elsewhere)
    add_app(client)
    assert inside(elsewhere)
