"""A contact while somebody waited, noted wrongly, is put right: what stood is kept, and it counts as now."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from stafett.parties.refusals import Refused
from stafett.referrals import actions
from stafett.referrals.actions import Decision, Sought
from stafett.referrals.models import QueueContact, Referral
from stafett.referrals.sought import lines
from tests.cast import TODAY, Cast
from tests.referrals.test_sought import declined
from tests.referrals.test_waiting_told import found
from tests.referrals.world import referred, sent_of

Page = Callable[[str], Client]
DAY = timedelta(days=1)
RIGHT = Sought(TODAY, "letter", "no_answer", "skrev")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are read on the cast's day."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def noted(cast: Cast, one: Referral) -> QueueContact:
    """Karin has noted that she reached them."""
    made = actions.seek(
        one, Sought(TODAY, "phone", "reached", "Ska höra av sig"), by=cast.as_("karin")
    )
    cast.as_everyone()
    return made


def sent_noted(cast: Cast, one: Referral) -> QueueContact:
    """Fatima has noted the same, for her own."""
    told = Sought(TODAY, "phone", "reached", "Pratade")
    made = actions.seek_as_sender(sent_of(one), told, by=cast.as_("fatima"))
    cast.as_everyone()
    return made


def test_karin_corrects_a_contact_with_the_wrong_result(cast: Cast, page: Page) -> None:
    """Karin valde "nådd", men ingen svarade. Hon rättar, och sidan säger hur det stod och varför."""
    one = referred(cast, days_ago=5)
    made = noted(cast, one)
    here = reverse("referral", args=[one.pk])
    there = reverse("sought_correct", args=[one.pk, made.pk])
    assert there in page("karin").get(here).content.decode()
    assert 'value="Ska höra av sig"' in page("karin").get(there).content.decode()

    told = {
        "result": "no_answer",
        "way": "phone",
        "on_day": str(TODAY),
        "words": "",
        "because": "valde fel",
    }
    text = page("karin").post(there, told, follow=True).content.decode()

    assert "Kontakten med Noor Haddad är rättad." in text
    assert "av AUC: valde fel" in text
    assert "Ska höra av sig" in text
    cast.as_everyone()
    (line,) = lines(cast.as_("karin"), one)
    assert (line.one.result, line.one.words, line.retracted) == ("no_answer", "", "")
    assert [each.text.split(": ")[1] for each in line.earlier] == ["Ska höra av sig"]


def test_karin_takes_back_a_contact_with_somebody_else(cast: Cast, page: Page) -> None:
    """Samtalet var med någon annan. Karin drar tillbaka det: orden försvinner, och det står när och av vem."""
    one = referred(cast)
    made = noted(cast, one)
    there = reverse("sought_retract", args=[one.pk, made.pk])
    assert "Ska höra av sig" in page("karin").get(there).content.decode()

    text = page("karin").post(there, {"because": "fel rad"}, follow=True).content.decode()

    assert "tillbakadragen 2 juni 2025, antecknad av misstag (Karin Ek)" in text
    assert "Ska höra av sig" not in text
    assert page("karin").get(there).status_code == 302


def test_fatima_puts_her_own_right_and_karin_sees_nothing_of_it(cast: Cast, page: Page) -> None:
    one = referred(cast)
    made = sent_noted(cast, one)
    here = reverse("sent_referral", args=[one.pk])
    there = reverse("sent_sought_correct", args=[one.pk, made.pk])
    assert there in page("fatima").get(here).content.decode()

    told = {
        "result": "no_answer",
        "way": "phone",
        "on_day": str(TODAY),
        "words": "",
        "because": "fel",
    }
    assert page("fatima").post(there, told).status_code == 302

    assert "Pratade" in page("fatima").get(here).content.decode()
    hidden = reverse("sought_correct", args=[one.pk, made.pk])
    assert page("karin").get(hidden).status_code == 404
    assert lines(cast.as_("karin"), one) == []


def test_of_a_contact_that_was_taken_back_nobody_has_been_told_of_the_no(cast: Cast) -> None:
    one = declined(cast)
    made = noted(cast, one)
    assert found(cast, "karin") == []

    actions.retract_sought(made, by=cast.as_("karin"), because="med någon annan")

    assert len(found(cast, "karin")) == 1


def test_it_is_put_right_also_when_the_person_has_been_taken_in(cast: Cast) -> None:
    one = referred(cast)
    made = noted(cast, one)
    actions.accept(one, Decision(), by=cast.as_("karin"))

    now = actions.correct_sought(made, RIGHT, by=cast.as_("karin"), because="fel")

    assert (now.way, now.result, now.words) == ("letter", "no_answer", "skrev")


@pytest.mark.parametrize(
    ("told", "because", "field", "match"),
    [
        (Sought(TODAY + DAY, "phone", "reached"), "x", "on_day", "från aktualiseringen till i dag"),
        (Sought(TODAY - 6 * DAY, "phone", "reached"), "x", "on_day", "från aktualiseringen"),
        (Sought(TODAY, "phone", "reached", "Ska höra av sig"), "x", "", "Så står det redan"),
        (RIGHT, " ", "because", "Skriv varför"),
    ],
)  # fmt: skip
def test_what_cannot_be_or_says_nothing_new_is_refused(
    cast: Cast, told: Sought, because: str, field: str, match: str
) -> None:
    made = noted(cast, referred(cast, days_ago=5))

    with pytest.raises(Refused, match=match) as refused:
        actions.correct_sought(made, told, by=cast.as_("karin"), because=because)

    assert (refused.value.field or "") == field
    with pytest.raises(Refused, match="Skriv varför"):
        actions.retract_sought(made, by=cast.as_("karin"), because="")


def test_others_put_nothing_right(cast: Cast) -> None:
    one = referred(cast)
    ours, theirs = noted(cast, one), sent_noted(cast, one)

    for who, made in (("fatima", ours), ("karin", theirs), ("lena", ours), ("per", theirs)):
        with pytest.raises(PermissionDenied):
            actions.correct_sought(made, RIGHT, by=cast.as_(who), because="fel")
        with pytest.raises(PermissionDenied):
            actions.retract_sought(made, by=cast.as_(who), because="fel")


def test_one_taken_back_meanwhile_says_so_and_nothing_typed_is_lost(cast: Cast, page: Page) -> None:
    one = referred(cast)
    made = noted(cast, one)
    there = reverse("sought_correct", args=[one.pk, made.pk])
    seen = re.search(r'name="seen" value="(\w+)"', page("karin").get(there).content.decode())
    assert seen
    cast.as_everyone()
    actions.retract_sought(made, by=cast.as_("karin"), because="fel")

    told = {"result": "no_answer", "way": "letter", "on_day": str(TODAY), "because": "mitt skäl"}
    stale = page("karin").post(there, {**told, "seen": seen[1]})
    again = page("karin").post(there, told)

    assert (stale.status_code, again.status_code) == (422, 422)
    assert "har ändrats sedan du öppnade sidan" in stale.content.decode()
    assert "mitt skäl" in stale.content.decode()
    assert "tillbakadragen 2 juni 2025" in again.content.decode()


@pytest.mark.parametrize(("who", "side"), [("karin", "queue"), ("fatima", "referrals")])
def test_another_program_reads_it_first_and_then_puts_it_right(
    cast: Cast, page: Page, who: str, side: str
) -> None:
    one = referred(cast)
    made = noted(cast, one) if who == "karin" else sent_noted(cast, one)
    rows, client = f"/api/v1/{side}/{one.pk}", page(who)

    def step(name: str, **fields: Any) -> Any:
        body = {"fields": fields}
        return client.post(f"{rows}/contacts/{made.pk}/{name}", body, "application/json")

    read = client.get(f"{rows}/contacts/{made.pk}/correct").json()["fields"]
    assert read["result"] == "reached"
    told = {"result": "no_answer", "way": "letter", "on_day": str(TODAY), "because": "fel"}
    assert step("correct", **told).json()["faults"][0]["field"] == "seen"
    assert step("correct", **told, seen=read["seen"]).json() == {"key": str(made.pk)}
    assert step("retract", because="fel", seen=read["seen"]).status_code == 422
    (row,) = client.get(rows).json()["contacts"]
    assert (row["way"], row["result"]) == ("letter", "no_answer")
    assert row["words"] == read["words"] != "", "what is not sent stands"
    assert row["corrected_on"]
    now = client.get(f"{rows}/contacts/{made.pk}/retract").json()["fields"]["seen"]
    assert step("retract", because="fel", seen=now).status_code == 200
    (row,) = client.get(rows).json()["contacts"]
    assert (row["way"], row["result"], row["words"]) == ("", "", "")
    assert row["retracted_on"] == str(TODAY)
    assert client.get(f"{rows}/contacts/{made.pk}/retract").status_code == 410
    assert step("dans").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"retracted_on": TODAY, "retracted_by": "K"}, {"retracted_on": TODAY, "words": ""},
        {"retracted_by": "K"},
    ],
)  # fmt: skip
def test_the_database_lets_none_that_was_taken_back_say_anything(
    cast: Cast, wrong: dict[str, Any]
) -> None:
    made = noted(cast, referred(cast))

    with pytest.raises(IntegrityError, match="what_was_sought"), transaction.atomic():
        QueueContact.objects.filter(pk=made.pk).update(**wrong)
