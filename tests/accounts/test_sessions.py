"""When does a session end, and where is one logged in?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from stafett.accounts import actions, queries
from stafett.accounts.models import AccountEvent
from stafett.parties import actions as parties
from stafett.parties.models import Tenure
from stafett.safeguards.viewer import operator
from tests.accounts.getting_in import inside, logged_in
from tests.cast import PASSWORD, START, TODAY, Cast

HERE = "/konto/inloggad/"


def later(client: Any, **seconds: float) -> Any:
    session = client.session
    for name, number in seconds.items():
        session[name] -= number
    session.save()
    return client


def test_a_session_ends_after_its_hours_however_much_it_is_used(cast: Cast, settings: Any) -> None:
    client = logged_in("karin")
    later(client, begun_at=settings.SESSION_HOURS * 3600 - 60)
    assert inside(client)
    later(client, begun_at=120)
    assert not inside(client)
    assert client.get("/ord/")["Location"].startswith("/logga-in/")


def test_a_session_that_is_not_used_ends_and_one_that_is_goes_on(cast: Cast, settings: Any) -> None:
    client = logged_in("karin")
    key = client.session.session_key
    before = Session.objects.get(pk=key).expire_date
    client.get("/ord/")
    assert Session.objects.get(pk=key).expire_date == before
    later(client, seen_at=120)
    before = Session.objects.get(pk=key).expire_date
    client.get("/ord/")
    assert Session.objects.get(pk=key).expire_date > before
    assert before - timezone.now() < timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.filter(pk=key).update(expire_date=timezone.now())
    assert not inside(client)


def test_a_session_from_before_its_beginning_was_kept_begins_now(cast: Cast) -> None:
    client = logged_in("karin")
    session = client.session
    del session["begun_at"], session["seen_at"]
    session.save()
    assert inside(client)
    assert "begun_at" in client.session


def test_closing_an_account_ends_its_sessions_and_tokens_at_once(cast: Cast) -> None:
    client = logged_in("karin")
    user = cast.user("karin")
    secret = actions.make_token(
        user, "Rapport", expires_on=TODAY, may_write=False, level=1, today=TODAY, by=user  # type: ignore[arg-type]
    )  # fmt: skip
    key = client.session.session_key
    actions.close_account(user, by=operator(TODAY), because="Slutade.")
    assert not inside(client)
    assert not Session.objects.filter(pk=key).exists()
    assert queries.token_of(secret, TODAY) is None
    event = AccountEvent.objects.get(user=user, kind="closed")
    assert (event.by_name, event.because, str(event)) == ("driften", "Slutade.", "Kontot stängdes")


def test_a_post_that_ends_takes_its_rights_and_the_session_at_the_next_request(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    one = cast.enrolled()
    client = logged_in("karin")
    assert client.get(f"/deltagare/{one.pk}/").status_code == 200
    tenure = Tenure.objects.get(staff=cast.user("karin").staff)
    parties.leave(tenure, on=TODAY, by=operator(TODAY))
    key = client.session.session_key
    answer = client.get(f"/deltagare/{one.pk}/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/logga-in/")
    assert "En befattning som du hade har upphört" in answer.content.decode()
    assert not Session.objects.filter(pk=key).exists()
    assert not inside(client)
    assert inside(logged_in("karin"))


def test_what_was_typed_in_a_post_that_has_ended_is_shown(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    one, client = cast.enrolled(), logged_in("karin")
    address = f"/deltagare/{one.pk}/anteckningar/ny/"
    assert client.get(address).status_code == 200
    parties.leave(Tenure.objects.get(staff=cast.user("karin").staff), on=TODAY, by=operator(TODAY))
    answer = client.post(address, {"text": "Vi talade om praktik."})
    shown = answer.content.decode()
    assert "Vi talade om praktik." in shown
    assert "En befattning som du hade har upphört" in shown
    assert "annan flik" not in shown
    assert not inside(client)


def test_a_post_more_goes_on_in_the_same_session_and_ends_it_when_it_ends(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    by, staff, client = operator(TODAY), cast.user("karin").staff, logged_in("karin")
    assert inside(client)
    post = parties.open_post(cast.unit("AUC"), "caseworker", "Handläggare", from_day=START, by=by)
    more = parties.appoint(staff, post, from_day=START, by=by)  # type: ignore[arg-type]
    assert inside(client)
    parties.leave(more, on=TODAY, by=by)
    assert not inside(client)


def test_one_sees_where_one_is_logged_in_and_logs_out_there(cast: Cast) -> None:
    here, there = logged_in("karin"), logged_in("karin")
    page = here.get(HERE).content.decode()
    assert page.count("127.0.0.1") >= 2
    place = next(
        p for p in queries.places_of(cast.user("karin"), here.session.session_key) if not p.here
    )
    assert here.post(HERE, {"place": str(place.key)})["Location"] == HERE
    assert "utloggad på 1 ställe" in here.get(HERE).content.decode()
    assert not inside(there)
    assert inside(here)
    assert AccountEvent.objects.filter(user=cast.user("karin"), kind="logged_out").count() == 1


def test_one_logs_out_everywhere_else_at_once(cast: Cast) -> None:
    here, *others = (logged_in("karin") for _ in range(3))
    here.post(HERE, {"place": "others"})
    assert [inside(other) for other in others] == [False, False]
    assert inside(here)
    here.post(HERE, {"place": "others"})
    assert "redan utloggad" in here.get(HERE).content.decode()


def test_nobody_logs_out_somebody_else(cast: Cast) -> None:
    karin, eva = logged_in("karin"), logged_in("eva")
    place = queries.places_of(cast.user("eva"), None)[0]
    karin.post(HERE, {"place": str(place.key)})
    assert inside(eva)


def test_a_new_password_ends_the_other_sessions(cast: Cast) -> None:
    here, there = logged_in("karin"), logged_in("karin")
    sent = {
        "old_password": PASSWORD,
        "new_password1": "ny-lång-hemlighet",
        "new_password2": "ny-lång-hemlighet",
    }
    here.post("/konto/losenord/", sent)
    assert inside(here)
    assert not inside(there)
    assert len(queries.places_of(cast.user("karin"), None)) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130 Safari/537 Edg/130", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130) Firefox/130", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_what_people_call_it(said: str, words: str) -> None:
    assert queries.browser_in(said) == words


def test_what_happened_with_an_account_is_on_its_page_and_cannot_be_changed(cast: Cast) -> None:
    actions.record(
        [cast.user("karin")], AccountEvent.Kind.BOUND, by="driften", what="x", because="Visade leg."
    )
    page = logged_in("karin").get("/konto/").content.decode()
    assert "En e-legitimation kopplades till kontot: x. Visade leg." in page
