"""Does a form that is sent twice do one thing, one after the other or both at once?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory

from stafett.casework.models import Participation
from stafett.frame.once import key_of, leading_to, where_it_led
from stafett.safeguards import once
from stafett.safeguards.actions.protecting import decide_routine
from stafett.safeguards.jobs import forget_forms
from stafett.safeguards.models import SentForm
from tests import provision
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import filled as consent_filled
from tests.casework.test_consent_pages import shared
from tests.casework.test_consent_paper import printed
from tests.cast import TODAY, Cast, build
from tests.safeguards.ending_world import as_superuser, logged_in, use

NEW, UNNAMED = "/deltagare/ny/", "/deltagare/ny/utan-identitet/"
NAME = f"{provision.NAME}_once"
FORMS = Path("src/stafett")
WITHOUT = {
    "accounts": "logging in and out, and one's own ways to do it: alike however often it is sent",
    "frame/templates/frame/account.html": "language and logging out: the same",
    "reports/templates/reports/chapter.html": "saves itself while somebody writes, and has a version",
    "referrals/templates/referrals/apply.html": "whoever comes by themselves has no account; a key of its own",
    "safeguards/templates/safeguards/link": "whoever answers a link has no account",
    "handover/templates/handover/by_link.html": "the same; a link is answered once",
}
"""Forms without a key, and why."""


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a: TODAY)


def _routine(cast: Cast) -> None:
    """Flen's controller keeps the protected out, so that somebody can be entered by year and sex alone."""
    cast.as_everyone()
    decide_routine(
        cast.unit("AUC").authority,
        contact="absent",
        kept_where="Kassaskåpet",
        by=cast.viewer("lena"),
    )


def _unnamed(cast: Cast, **facts: Any) -> dict[str, Any]:
    known = {"branch": cast.branch().pk, "starts_on": "2025-05-05", "birth_year": 1991,
             "sex": "woman", "form_key": str(uuid4())}  # fmt: skip
    return {**known, **facts}


def _count(cast: Cast) -> int:
    cast.as_everyone()
    return Participation.objects.count()


def test_the_second_is_led_to_what_the_first_made(cast: Cast, page: Page) -> None:
    _routine(cast)
    karin, sent = page("karin"), _unnamed(cast)
    first = karin.post(UNNAMED, sent)
    second = karin.post(UNNAMED, sent, follow=True)
    assert second.redirect_chain == [(first["Location"], 302)]
    assert "Formuläret skickades två gånger. Det är gjort en gång." in second.content.decode()
    assert _count(cast) == 1


def test_a_form_opened_anew_does_its_thing_again(cast: Cast, page: Page) -> None:
    _routine(cast)
    karin = page("karin")
    keys = [re.findall(r'name="form_key" value="([^"]+)"', get(karin, UNNAMED)) for _ in range(2)]
    assert keys[0] != keys[1]
    for (key,) in keys:
        send(karin, UNNAMED, **_unnamed(cast, form_key=key))
    assert _count(cast) == 2


def test_what_is_refused_can_be_corrected_and_sent_with_the_same_key(
    cast: Cast, page: Page
) -> None:
    _routine(cast)
    karin, sent = page("karin"), _unnamed(cast)
    assert "Födelseår" in faults(send(karin, UNNAMED, 422, **{**sent, "birth_year": ""}))
    assert not SentForm.objects.exists()
    send(karin, UNNAMED, **sent)
    assert _count(cast) == 1


def test_without_a_key_or_with_something_else_the_form_is_as_ever(cast: Cast, page: Page) -> None:
    _routine(cast)
    for key in ("", "inte en nyckel"):
        send(page("karin"), UNNAMED, **_unnamed(cast, form_key=key))
    assert _count(cast) == 2
    assert not SentForm.objects.exists()


def test_nobody_logged_in_leaves_no_key(cast: Cast) -> None:
    answer = Client().post(NEW, {"form_key": str(uuid4())})
    assert answer.status_code in (302, 401, 403)
    assert not SentForm.objects.exists()


def test_a_paper_that_is_printed_leaves_the_key_for_the_form_that_is_saved(
    cast: Cast, page: Page
) -> None:
    one, karin = shared(cast), page("karin")
    sent = consent_filled(cast, one, form_key=str(uuid4()))
    printed(karin, one, **sent)
    assert not SentForm.objects.exists()
    assert sent["form_key"] not in get(karin, "/")
    send(karin, f"/deltagare/{one.pk}/samtycke/nytt/", **sent)
    assert sent["form_key"] in get(karin, "/")
    assert SentForm.objects.get().led_to == f"/deltagare/{one.pk}/"


def _answered(cast: Cast, response: HttpResponse, key: str, who: str = "karin") -> Any:
    """The middleware round a view that answers so, as `process_view` and `__call__` come in a request."""
    request: Any = RequestFactory().post("/nagot/", {"form_key": key})
    request.user = cast.user(who)
    request._messages = type("Said", (), {"add": lambda *_a: None})()
    middle = once.once(lambda inner: middle.process_view(inner, None, (), {}) or response)
    return middle(request)


def test_a_page_that_shows_once_what_was_made_says_where_the_second_is_led(cast: Cast) -> None:
    key, shown = str(uuid4()), leading_to(HttpResponse("hemligt"), "/samtycken/")
    assert _answered(cast, shown, key).content == b"hemligt"
    again = _answered(cast, shown, key)
    assert (again.status_code, again["Location"]) == (302, "/samtycken/")


def test_a_key_is_the_one_who_sent_its(cast: Cast) -> None:
    key = str(uuid4())
    _answered(cast, redirect("/karins/"), key)
    assert _answered(cast, redirect("/lenas/"), key, "lena")["Location"] == "/lenas/"
    assert _answered(cast, redirect("/nytt/"), key, "lena")["Location"] == "/lenas/"


def test_a_way_to_log_in_again_has_made_nothing(cast: Cast) -> None:
    key = str(uuid4())
    _answered(cast, leading_to(redirect("/visa/"), ""), key)
    _answered(cast, HttpResponse("utskrift"), key)
    assert not SentForm.objects.exists()
    assert _answered(cast, redirect("/gjort/"), key)["Location"] == "/gjort/"
    assert SentForm.objects.get().led_to == "/gjort/"


def test_the_api_and_htmx_have_no_key(cast: Cast) -> None:
    sent, make = {"form_key": str(uuid4())}, RequestFactory()
    assert key_of(make.post("/sida/", sent)) is not None
    assert key_of(make.post("/api/v1/participations", sent)) is None
    assert key_of(make.post("/sida/", sent, headers={"HX-Request": "true"})) is None
    assert key_of(make.get("/sida/", sent)) is None
    assert where_it_led(HttpResponse()) == ""
    request: Any = make.post("/sida/", sent)
    request.user = AnonymousUser()
    assert once.once(lambda _r: HttpResponse()).process_view(request, None, (), {}) is None


def test_keys_are_forgotten_after_some_days(cast: Cast) -> None:
    user = cast.user("karin")
    kept, old = (SentForm.objects.create(user=user, key=uuid4(), led_to="/") for _ in range(2))
    long_ago = kept.sent_at - timedelta(days=once.KEPT_DAYS, minutes=1)
    SentForm.objects.filter(pk=old.pk).update(sent_at=long_ago)
    forget_forms(0)
    assert list(SentForm.objects.all()) == [kept]


def _forms() -> Iterator[tuple[str, str]]:
    for path in sorted(FORMS.rglob("*.html")):
        name = str(path.relative_to(FORMS))
        for form in re.findall(
            r"<form\b[^>]*method=.post.*?</form>", path.read_text("utf-8"), re.S
        ):
            if not any(name.startswith(without) for without in WITHOUT):
                yield name, form


def test_every_form_that_acts_carries_a_key() -> None:
    found = list(_forms())
    assert len(found) > 30
    assert [name for name, form in found if "{% csrf_token %}{% form_key %}" not in form] == []


@pytest.fixture
def apart(django_db_blocker: Any) -> Iterator[Cast]:
    """A database of its own, committed, so that two connections see each other's rows."""
    ours = str(connection.settings_dict["NAME"])
    provision.copy(provision.template(), NAME)
    with django_db_blocker.unblock():
        use(NAME)
        try:
            with transaction.atomic():
                build()
                cast = Cast()
                _routine(cast)
            yield cast
        finally:
            use(ours)
    provision.remove(NAME)


def _until_somebody_waits() -> None:
    """Come back when a connection stands and waits for another's transaction."""
    waiting = (
        "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        " AND query LIKE '%%safeguards_sentform%%'"
    )
    with as_superuser() as looking:
        while looking.execute(waiting, [NAME]).fetchone() is None:
            pass


def _sent_by_a_thread(client: Client, sent: dict[str, Any]) -> HttpResponse:
    try:
        return client.post(UNNAMED, sent)  # type: ignore[return-value]
    finally:
        connection.close()


@pytest.mark.parametrize("first_fails", [False, True])
def test_two_at_the_same_instant_make_one(
    apart: Cast, monkeypatch: pytest.MonkeyPatch, first_fails: bool
) -> None:
    with transaction.atomic():
        apart.as_everyone()
        sent = _unnamed(apart)
    clients, keep, came = [logged_in("karin") for _ in range(2)], once._keep, list[str]()

    def kept_late(form: SentForm, led_to: str) -> None:
        came.append(led_to)
        if len(came) == 1:
            _until_somebody_waits()
            if first_fails:
                raise RuntimeError("the first is undone")
        keep(form, led_to)

    monkeypatch.setattr(once, "_keep", kept_late)
    for client in clients:
        client.raise_request_exception = False
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda one: _sent_by_a_thread(one, sent), clients))
    with transaction.atomic():
        apart.as_everyone()
        (made,) = Participation.objects.all()
    led = {answer.headers.get("Location", "") for answer in answers}
    assert led == {f"/deltagare/{made.pk}/", ""} if first_fails else {f"/deltagare/{made.pk}/"}
    assert len(came) == (2 if first_fails else 1)


def test_the_pages_that_follow_say_which_forms_have_been_taken(cast: Cast, page: Page) -> None:
    one, client = cast.enrolled(), page("karin")
    there = f"/deltagare/{one.pk}/anteckningar/ny/"
    keys = [str(uuid4()) for _ in range(6)]
    for number, key in enumerate(keys):
        send(client, there, text=f"Nr {number}", form_key=key)
    refused = str(uuid4())
    send(client, there, 422, text="", form_key=refused)
    text = get(client, "/")
    assert f'<meta name="sent-forms" content="{" ".join(keys[1:])}">' in text
    assert refused not in text
