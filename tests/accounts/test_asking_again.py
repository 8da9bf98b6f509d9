"""Which acts ask again who one is: the table in the docs, and each of its doors an hour after the log-in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from stafett.accounts.actions import make_token
from stafett.accounts.rules import Level
from stafett.casework.models import Participation
from stafett.casework.views.participation import FORMS
from stafett.parties.models import Tenure
from stafett.safeguards.actions import NewProvision, record_provision
from stafett.safeguards.actions.follow_up import draw, judge
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import ConsentPart, Opening, Provision, Reviewed
from tests.accounts.getting_in import an_hour_later
from tests.cast import TODAY, Cast
from tests.measures.freezing import closed
from tests.parties.places import coach

PAGE = Path(__file__).resolve().parents[2] / "docs" / "features" / "log-in.md"
BY_HAND = {"openid_connect_login"}
"""Asks within its view: the same address also lets somebody in."""
OF_THE_API = {
    "api:give_stand_in", "api:end_stand_in", "api:sign_follow_up", "api:sign_period",
    "api:add_retention_rule", "api:decide_ending",
}  # fmt: skip
SENT = {"staff": 0, "from_day": "2025-06-02", "last_day": "2025-06-03", "note": "x",
        "conclusion": "x"}  # fmt: skip
AGAIN = "/logga-in/igen/?next="


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def _asking(resolver: URLResolver) -> Iterator[str]:
    """The names of the addresses that ask; of a participation's forms those that say so."""
    for each in resolver.url_patterns:
        if not isinstance(each, URLPattern):
            yield from _asking(each)
        elif getattr(each.callback, "asks_again", False):
            name = str(each.name)
            if name not in FORMS or FORMS[name].asks_again:
                yield name


def test_the_table_names_every_door_that_asks_and_no_other() -> None:
    rows = PAGE.read_text("utf-8").partition("| doors that ask |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([^`]+)`", rows)) == {*_asking(get_resolver()), *BY_HAND, *OF_THE_API}


def late(page: Any, who: str) -> Client:
    """A browser whose owner showed who they are an hour ago."""
    return an_hour_later(page(who))


def leads_back_to(answer: Any) -> str:
    """Where one comes when one has shown who one is."""
    assert answer.status_code == 302
    assert answer["Location"].startswith(AGAIN)
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


def consent(cast: Cast) -> Participation:
    """A consent that waits for Af to accept it."""
    units = (*cast.enrolment().circle_units, cast.unit("Af Flen").pk)
    one = cast.enrolled(circle_units=units)
    cast.consented(one, "Af Flen")
    return one


def provision(cast: Cast) -> Provision:
    mine, theirs = (cast.unit(name).authority for name in ("AUC", "Af Flen"))
    told = NewProvision(mine, theirs, Opening.STANDING, ("course",), "10 kap. 28 § OSL", TODAY)
    return record_provision(told, by=cast.as_("lena"))


def test_provisions_are_read_without_it_and_recorded_or_ended_with_it(
    cast: Cast, page: Any
) -> None:
    one = provision(cast)
    lena, address = late(page, "lena"), reverse("provisions")
    text = lena.get(address).content.decode()
    assert "10 kap. 28 § OSL" in text
    assert f"{AGAIN}%2Fbestammelser%2F" in text
    assert "Avsluta" not in text
    assert "<form" not in text.partition('id="ny"')[2].partition("</section>")[0]
    sent = lena.post(address, {"paragraph": "11 kap. 4 § OSL"})
    assert sent.status_code == 403
    assert "11 kap. 4 § OSL" in sent.content.decode()
    end = reverse("provision_end", args=[one.pk])
    assert leads_back_to(lena.post(end)) == address
    cast.as_everyone()
    assert not Provision.objects.exclude(until_day=None).exists()
    assert Provision.objects.latest("pk") == one
    assert page("lena").post(end)["Location"] == address


def test_a_consent_is_accepted_by_somebody_who_has_shown_who_they_are(
    cast: Cast, page: Any
) -> None:
    one = consent(cast)
    address, received = reverse("accept_consent", args=[one.pk]), reverse("received")
    per = late(page, "per")
    assert leads_back_to(per.get(address)) == address
    assert leads_back_to(per.post(address, {"which": "1"})) == address
    text = per.get(received).content.decode()
    assert "börjar lämna uppgifter när du godtar" in text
    assert 'name="consent"' not in text
    cast.as_everyone()
    waiting = ConsentPart.objects.filter(accepted_on=None)
    key = str(waiting[0].consent_id)
    assert leads_back_to(per.post(received, {"consent": key})) == received
    assert waiting.exists()
    assert 'name="consent"' in page("per").get(received).content.decode()
    assert page("per").post(received, {"consent": key})["Location"] == received


@pytest.mark.parametrize("door", ["note_consent", "withdraw_consent", "release"])
def test_what_is_done_with_the_person_there_asks_nothing(cast: Cast, page: Any, door: str) -> None:
    one = consent(cast)
    karin = late(page, "karin")
    assert karin.get(reverse(door, args=[one.pk])).status_code == 200
    assert karin.post(reverse(door, args=[one.pk]), {"x": "y"}).status_code == 422


def test_figures_are_signed_by_somebody_who_has_shown_who_they_are(cast: Cast, page: Any) -> None:
    period = closed(cast)
    address = reverse("figures-sign", args=["prov", period.ends_on.isoformat()])
    lena = late(page, "lena")
    assert leads_back_to(lena.get(address)) == address
    assert leads_back_to(lena.post(address, {"public": "5"})) == address
    assert page("lena").get(address).status_code == 200


@pytest.mark.usefixtures("nobody_has_read_before")
def test_readings_are_judged_without_it_and_the_follow_up_signed_with_it(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    with acting(cast.viewer("eva"), "prov"):
        Participation.objects.get(pk=one.pk)
    drawn = draw(
        one.controller, TODAY.replace(year=2020), TODAY.replace(year=2100), by=cast.as_("lena")
    )
    address = reverse("log_follow_up", args=[drawn.pk])
    lena = late(page, "lena")
    text = lena.get(address).content.decode()
    assert "Spara bedömningarna" in text
    assert 'name="conclusion"' not in text
    assert lena.post(address, {"x": "y"}).status_code == 302
    sent = lena.post(address, {"conclusion": "Allt var som det ska."})
    assert sent.status_code == 403
    assert "Allt var som det ska." in sent.content.decode()
    (each,) = Reviewed.objects.filter(follow_up=drawn)
    judge(drawn, {each.key: ("fitting", "")}, by=cast.as_("lena"))
    cast.as_everyone()
    assert 'name="conclusion"' in page("lena").get(address).content.decode()


def test_a_stand_in_is_given_and_ended_by_somebody_who_has_shown_who_they_are(
    cast: Cast, page: Any
) -> None:
    lena, address = late(page, "lena"), reverse("stand_in", args=[coach().pk])
    assert leads_back_to(lena.get(address)) == address
    sent = lena.post(address, {"note": "Semester"})
    assert sent.status_code == 403
    assert "Semester" in sent.content.decode()
    assert not Tenure.objects.filter(stands_in=True).exists()


def call(client: Client, name: str, *args: Any, **headers: str) -> Any:
    address = reverse(f"api:{name}", args=args)
    return client.post(address, json.dumps(SENT), content_type="application/json", headers=headers)


@pytest.mark.parametrize("how", ["an old session", "a key", "a key beside a fresh session"])
def test_another_system_is_told_that_it_is_done_in_person(cast: Cast, page: Any, how: str) -> None:
    fresh, case = page("lena"), cast.enrolled()
    key = make_token(cast.user("lena"), "prov", expires_on=TODAY, may_write=True, level=Level.STRONG,
                     today=TODAY, by="prov")  # fmt: skip
    asks = {"an old session": an_hour_later(page("lena")), "a key": Client()}.get(how, fresh)
    headers = {} if how == "an old session" else {"Authorization": f"Bearer {key}"}
    form = f"/api/v1/forms/stand_in?pk={coach().pk}"
    answers = [
        asks.get(form, headers=headers),
        call(asks, "give_stand_in", coach().pk, **headers),
        call(asks, "end_stand_in", coach().tenures.get().pk, **headers),
        call(asks, "sign_follow_up", UUID(int=1), **headers),
        call(asks, "post_form", case.pk, "accept_consent", **headers),
    ]
    assert [one.status_code for one in answers] == [403] * 5
    assert ["visat vem den är" in one.json()["detail"] for one in answers] == [True] * 5
    assert call(asks, "post_form", case.pk, "withdraw_consent", **headers).status_code == 422
    assert fresh.get(form).status_code == 200
    assert call(fresh, "give_stand_in", coach().pk).status_code == 422


def test_ending_a_key_asks_and_leads_back_to_the_keys(cast: Cast, page: Any) -> None:
    make_token(cast.user("karin"), "prov", expires_on=TODAY, may_write=True, level=Level.STRONG,
               today=TODAY, by="prov")  # fmt: skip
    found = cast.user("karin").tokens.get()
    address = reverse("token_revoke", args=[found.pk])
    assert leads_back_to(late(page, "karin").post(address)) == reverse("tokens")
