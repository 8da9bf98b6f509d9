"""Do the doors that matter most close when a post, a time of standing in, or a way of logging in has ended?"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from stafett.accounts.actions import make_token
from stafett.accounts.queries import token_of
from stafett.accounts.rules import Level
from stafett.casework.models import Participation
from stafett.parties import actions as parties
from stafett.parties.models import Tenure
from stafett.safeguards.actions.follow_up import draw
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import Provision
from stafett.safeguards.viewer import operator
from tests.accounts.getting_in import KEY, add_app, add_key, browser, inside, logged_in
from tests.cast import TODAY, Cast
from tests.measures.freezing import closed
from tests.parties.places import coach

UNTIL = TODAY + timedelta(days=10)
OVER = (403, 404)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`today(day)` makes it that day for every page."""

    def becomes(day: date) -> None:
        monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: day)

    becomes(TODAY)
    return becomes


@pytest.fixture
def doors(cast: Cast) -> list[str]:
    """What somebody who answers for Flen's records may open: each asks who one is again."""
    one = cast.enrolled()
    with acting(cast.viewer("eva"), "prov"):
        Participation.objects.get(pk=one.pk)
    drawn = draw(one.controller, date(2020, 1, 1), date(2100, 1, 1), by=cast.as_("lena"))
    period = closed(cast)
    return [
        reverse("provisions"),
        reverse("start", args=[one.controller_id]),
        reverse("log_follow_up", args=[drawn.pk]),
        reverse("figures-sign", args=["prov", period.ends_on.isoformat()]),
        reverse("stand_in", args=[coach().pk]),
    ]


def answers(client: Client, doors: list[str]) -> list[int]:
    return [client.get(door).status_code for door in doors]


def is_shut(answer: Any) -> bool:
    """Refused, or asked to log in: who has lost a post is logged out."""
    return answer.status_code in OVER or answer.headers.get("Location", "").startswith("/logga-in/")


def tenure_of(cast: Cast, key: str) -> Tenure:
    return Tenure.objects.get(staff=cast.user(key).staff)


def a_provision(cast: Cast) -> dict[str, Any]:
    return {"giver": cast.unit("AUC").authority_id, "receiver": cast.unit("Kansliet").authority_id,
            "opens": "standing", "information": ["course"], "paragraph": "Avtal 7",
            "from_day": TODAY, "last_day": ""}  # fmt: skip


def test_a_session_of_somebody_whose_post_has_ended_opens_none_of_them(
    cast: Cast, today: Any, page: Any, doors: list[str]
) -> None:
    lena = page("lena")
    key = make_token(cast.user("lena"), "prov", expires_on=UNTIL, may_write=True, level=Level.STRONG,
                     today=TODAY, by="prov")  # fmt: skip
    follow_ups = "/api/v1/log/follow-ups"
    headers = {"Authorization": f"Bearer {key}"}
    assert answers(lena, doors) == [200] * 5
    assert Client().get(follow_ups, headers=headers).status_code == 200
    parties.leave(tenure_of(cast, "lena"), on=TODAY, by=operator(TODAY))
    assert [is_shut(lena.get(door)) for door in doors] == [True] * 5
    before = Provision.objects.count()
    assert lena.post(reverse("provisions"), a_provision(cast)).status_code == 403
    lena = page("lena")
    assert [one in OVER for one in answers(lena, doors)] == [True] * 5
    assert lena.post(reverse("provisions"), a_provision(cast)).status_code == 403
    assert Provision.objects.count() == before
    assert Client().get(follow_ups, headers=headers).status_code == 403


def test_who_stands_in_opens_them_from_the_first_day_to_the_last_and_not_after(
    cast: Cast, today: Any, page: Any, doors: list[str]
) -> None:
    karin = page("karin")
    assert [one in OVER for one in answers(karin, doors)] == [True] * 5
    staff = cast.user("karin").staff
    assert staff
    post = tenure_of(cast, "lena").position
    parties.stand_in(staff, post, from_day=TODAY, until_day=UNTIL, because="Semester",
                     by=operator(TODAY))  # fmt: skip
    today(UNTIL - timedelta(days=1))
    assert answers(karin, doors[:4]) == [200] * 4
    today(UNTIL)
    assert [is_shut(karin.get(door)) for door in doors] == [True] * 5
    karin = page("karin")
    assert [one in OVER for one in answers(karin, doors)] == [True] * 5
    assert karin.post(reverse("provisions"), a_provision(cast)).status_code == 403


def test_a_consent_is_not_accepted_by_somebody_who_has_left(
    cast: Cast, today: Any, page: Any
) -> None:
    one = cast.enrolled(circle_units=(*cast.enrolment().circle_units, cast.unit("Af Flen").pk))
    cast.consented(one, "Af Flen")
    per, door = page("per"), reverse("accept_consent", args=[one.pk])
    assert per.get(door).status_code == 200
    parties.leave(tenure_of(cast, "per"), on=TODAY, by=operator(TODAY))
    sent = json.dumps({"fields": {}})
    api = f"/api/v1/participations/{one.pk}/forms/accept_consent"
    assert per.post(api, sent, content_type="application/json").status_code == 401
    assert per.get(door)["Location"].startswith("/logga-in/")
    per = page("per")
    assert per.get(door).status_code in OVER
    assert per.post(api, sent, content_type="application/json").status_code in OVER


def by_key(key: Any) -> Client:
    """A browser in which somebody is logged in with a passkey alone."""
    client = browser()
    asked = client.get(
        KEY, headers={"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
    )
    assert client.post(KEY, {"credential": key.shown(asked.json())}).status_code == 302
    return client


def test_a_passkey_that_is_taken_away_puts_out_whoever_is_in_with_it(
    cast: Cast, today: Any
) -> None:
    owner = logged_in("karin")
    key = add_key(owner)
    thief = by_key(key)
    assert thief.get("/konto/api/").status_code == 200
    pk = Authenticator.objects.get(user=cast.user("karin"), type="webauthn").pk
    karin, day = cast.user("karin"), TODAY
    secret = make_token(karin, "Tjuvens", expires_on=day, may_write=True, level=Level.TWO_FACTORS,
                        today=day, by=karin)  # fmt: skip
    away = f"/konto/satt/nyckel/{pk}/bort/"
    assert "Din API-nyckel slutar gälla: Tjuvens." in owner.get(away).content.decode()
    said = owner.post(away, follow=True).content.decode()
    assert "Du är utloggad överallt utom här" in said
    assert "1 API-nyckel gäller inte längre" in said
    assert token_of(secret, day) is None
    assert not inside(thief)
    assert thief.get("/konto/api/")["Location"].startswith("/logga-in/")
    assert inside(owner)


def test_without_the_last_second_factor_one_is_no_further_in_than_a_password_lets(
    cast: Cast, today: Any, settings: Any
) -> None:
    lena = logged_in("lena")
    add_key(lena)
    add_app(lena)
    settings.REQUIRED_LEVELS = {"powerful": Level.TWO_FACTORS}
    assert lena.get(reverse("provisions")).status_code == 200
    methods = Authenticator.objects.filter(user=cast.user("lena"))
    pk = methods.get(type="webauthn").pk
    lena.post(f"/konto/satt/nyckel/{pk}/bort/")
    assert lena.get(reverse("provisions")).status_code == 200
    lena.post("/konto/satt/app/bort/")
    assert lena.get(reverse("provisions"))["Location"] == "/konto/satt/"
