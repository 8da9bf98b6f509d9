"""The page about one's own account, and changing the password."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stafett.accounts import actions, queries
from stafett.accounts.models import User
from tests.accounts import roles_page
from tests.cast import PASSWORD, STAFF, Cast

ADDRESS = "/konto/losenord/"
NEW = "ett-nytt-långt-lösenord"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> Any:
    return client.post(ADDRESS, {"old_password": old, "new_password1": new, "new_password2": again})


def told(response: Any) -> str:
    """What the summary of faults says; the page must have been refused."""
    assert response.status_code == 422
    page = response.content.decode()
    return re.sub(r"<[^>]+>", "", page[page.index('class="summary"') :].split("</div>")[0])


@pytest.mark.parametrize("address", ["/konto/", ADDRESS])
def test_whoever_is_not_logged_in_is_sent_to_the_log_in_page(db: None, address: str) -> None:
    for method in ("get", "post"):
        response = getattr(Client(), method)(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/logga-in/")


@pytest.mark.parametrize("key", [key for key, _name, _unit, _role in STAFF])
def test_everybody_reads_about_their_own_account_alone(cast: Cast, page: Any, key: str) -> None:
    text = page(key).get("/konto/").content.decode()
    staff = cast.user(key).staff
    assert staff
    assert f"{key}@prov.example" in text
    assert staff.authority.name in text
    others = [other for other, *_rest in STAFF if other != key]
    assert not [other for other in others if f"{other}@prov.example" in text]


def test_an_account_of_no_authority_says_so(cast: Cast) -> None:
    actions.open_account("system@prov.example", "Systemet", by=None, password=PASSWORD)
    client = Client()
    assert client.login(username="system@prov.example", password=PASSWORD)
    text = client.get("/konto/").content.decode()
    assert "ingen myndighet" in text
    client.force_login(User.objects.get(email="system@prov.example"))
    User.objects.update(last_login=None)
    assert "Loggade in senast" not in client.get("/konto/").content.decode()


def test_a_new_password_holds_and_the_old_one_does_not(cast: Cast, page: Any) -> None:
    client = page("karin")
    response = change(client)
    assert response["Location"] == "/konto/"
    assert "Lösenordet är bytt" in client.get("/konto/").content.decode()
    assert not Client().login(username="karin@prov.example", password=PASSWORD)
    assert Client().login(username="karin@prov.example", password=NEW)


def test_a_new_password_that_is_ones_own_address_is_refused(cast: Cast, page: Any) -> None:
    own = "karin@prov.example"
    assert "alltför likt e-post" in told(change(page("karin"), new=own, again=own))


def test_a_new_password_ends_the_keys_of_other_programs_and_says_so(cast: Cast, page: Any) -> None:
    karin, today = cast.user("karin"), timezone.localdate()
    client = page("karin")
    assert "API-nyckel" not in client.get(ADDRESS).content.decode()
    told = {"may_write": False, "level": 1, "today": today, "by": karin}
    secrets = [
        actions.make_token(karin, name, expires_on=today, **told) for name in ("Rapport", "Resa")
    ]  # type: ignore[arg-type]
    asked = client.get(ADDRESS).content.decode()
    assert "Dina 2 API-nycklar slutar gälla: Rapport, Resa." in asked
    change(client)
    said = client.get("/konto/").content.decode()
    assert "2 API-nycklar gäller inte längre" in said
    assert [queries.token_of(secret, today) for secret in secrets] == [None, None]


def test_a_new_password_logs_out_everywhere_else(cast: Cast, page: Any) -> None:
    here, elsewhere = page("karin"), page("karin")
    change(here)
    assert here.get("/konto/").status_code == 200
    assert elsewhere.get("/konto/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"old": "fel"}, "Det är inte lösenordet du har nu"),
        ({"again": "ett-annat-långt-lösenord"}, "De två lösenorden är inte lika"),
        ({"new": "kort", "again": "kort"}, "12 tecken"),
        ({"new": "password1234", "again": "password1234"}, "för vanligt"),
        ({"new": "", "again": ""}, "Fyll i det här"),
    ],
)
def test_a_password_that_can_not_be_says_why(
    cast: Cast, page: Any, typed: dict[str, str], sentence: str
) -> None:
    response = change(page("karin"), **typed)
    assert sentence in told(response)
    assert "Lösenord visas aldrig igen" in told(response)
    assert NEW not in response.content.decode()
    assert Client().login(username="karin@prov.example", password=PASSWORD)


def test_the_api_says_who_one_is(cast: Cast, page: Any) -> None:
    assert page("karin").get("/api/v1/account").json() == {
        "name": "Karin Ek", "email": "karin@prov.example", "authority": "Flens arbetsmarknadsnämnd",
    }  # fmt: skip
    assert Client().get("/api/v1/account").status_code == 401


def test_the_api_says_so_when_one_works_nowhere(cast: Cast) -> None:
    actions.open_account("system@prov.example", "Systemet", by=None, password=PASSWORD)
    client = Client()
    client.login(username="system@prov.example", password=PASSWORD)
    assert client.get("/api/v1/account").json()["authority"] is None


def test_the_page_of_roles_in_the_docs_is_the_table_of_roles() -> None:
    assert roles_page.PAGE.read_text(encoding="utf-8") == roles_page.as_markdown()


def test_the_password_is_not_guessed_by_whoever_is_logged_in_without_limit(
    cast: Cast, page: Any, settings: Any
) -> None:
    settings.WRONG_PASSWORDS_A_MINUTE = 3
    client, elsewhere = page("karin"), page("karin")
    assert change(client, new="kort", again="kort").status_code == 422, (
        "the right one is given back"
    )
    for one in (client, elsewhere, client):
        assert change(one, old="gissning").status_code == 422
    for old in ("gissning", PASSWORD):
        late = change(client, old=old)
        assert late.status_code == 429
        assert "För många försök" in late.content.decode()
    assert change(page("eva"), old="gissning").status_code == 422, "counted for each by themselves"
    assert cast.user("karin").check_password(PASSWORD)
