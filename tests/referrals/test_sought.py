"""Is it noted that somebody was sought while they wait, and is nobody left without knowing of a no?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from stafett.parties.refusals import Refused
from stafett.referrals import actions
from stafett.referrals.actions import Application, Decision, Sought
from stafett.referrals.models import QueueContact, Referral
from stafett.safeguards.viewer import nobody
from tests.cast import TODAY, Cast
from tests.referrals.test_waiting_told import found
from tests.referrals.world import PHONE, on, referred, sent_of

Page = Callable[[str], Client]
DAY = timedelta(days=1)
TRY = {"result": "no_answer", "way": "phone", "on_day": str(TODAY), "words": "Ringde två gånger"}
UNTOLD = "self_referral_declined"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are read on the cast's day."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def came(cast: Cast, contact: str = "070-174 06 07") -> Referral:
    """Elin came by herself and waits."""
    told = Application(uuid7(), "Elin", "Ek", contact, "Jag vill jobba.", "freely")
    door = actions.open_door(cast.branch(), True, "Kom", PHONE, by=cast.as_("eva"))
    actions.apply(door, told, by=nobody(TODAY))
    cast.as_everyone()
    return Referral.objects.get(origin="self")


def declined(cast: Cast, contact: str = "070-174 06 07") -> Referral:
    """She was not taken in."""
    one = came(cast, contact)
    return actions.close(one, "decline", Decision("Fullt", "no_room"), by=cast.as_("karin"))


def sought(result: str, day: Any = TODAY) -> Sought:
    """A try by telephone."""
    return Sought(day, "phone", result)


def test_who_came_alone_and_got_a_no_is_rung_until_they_have_been_told(
    cast: Cast, page: Page
) -> None:
    """Elin sökte själv och antogs inte. Ingen myndighet berättar det för henne: hon står i Mellan stolarna
    med knappen Ring upp, tills Karin har antecknat att hon har fått tag på henne."""
    one = declined(cast)
    there = reverse("referral_sought", args=[one.pk])
    listed = page("karin").get(reverse("between")).content.decode()
    assert there in listed
    assert "Ring upp" in listed
    assert 'href="tel:0701740607"' in page("karin").get(there).content.decode()

    page("karin").post(there, TRY)
    assert [code for code, _told in found(cast, "karin")] == [UNTOLD]

    page("karin").post(there, {**TRY, "result": "reached"})
    assert found(cast, "karin") == []
    told = page("karin").get(reverse("referral", args=[one.pk])).content.decode()
    assert "fick inget svar: Ringde två gånger" in told
    assert "fick kontakt" in told
    assert "Karin Ek, AUC" in told


def test_a_message_left_is_enough_and_a_contact_before_the_no_is_not(cast: Cast) -> None:
    one = declined(cast)
    Referral.objects.filter(pk=one.pk).update(decided_on=TODAY + DAY, closed_on=TODAY + DAY)
    actions.seek(one, sought("reached"), by=cast.as_("karin"))
    assert [code for code, _told in found(cast, "karin", later=1)] == [UNTOLD]

    actions.seek(one, sought("message_left", TODAY + DAY), by=on(cast.as_("karin"), TODAY + DAY))

    assert found(cast, "karin", later=1) == found(cast, "eva", "prov", later=1) == []


def test_what_was_said_earlier_on_the_day_of_the_no_told_nobody_of_it(cast: Cast) -> None:
    one = came(cast)
    actions.seek(one, sought("reached"), by=cast.as_("karin"))
    one = actions.close(one, "decline", Decision("Fullt", "no_room"), by=cast.as_("karin"))
    assert [code for code, _told in found(cast, "karin")] == [UNTOLD]
    actions.seek(one, sought("reached"), by=cast.as_("karin"))
    assert found(cast, "karin") == []


def test_the_rule_is_asked_of_an_initiative_too(cast: Cast) -> None:
    declined(cast)

    assert [code for code, _told in found(cast, "eva", "prov")] == [UNTOLD]


def test_of_somebody_whom_an_agency_referred_the_agency_tells_it(cast: Cast, page: Page) -> None:
    one = referred(cast)
    there = reverse("referral_decline", args=[one.pk])
    said = page("karin").post(there, {"because": "no_room", "words": "Fullt"}, follow=True)

    assert "Den som aktualiserade ser det." in said.content.decode()
    assert found(cast, "karin") == []


def test_whoever_declines_somebody_who_came_alone_is_told_to_ring(cast: Cast, page: Page) -> None:
    one = declined(cast)
    Referral.objects.filter(pk=one.pk).update(
        state="received", decided_on=None, closed_on=None, decided_by="", held_until=None,
        because="", decision="",
    )  # fmt: skip
    one.holdings.update(until_day=None)
    there = reverse("referral_decline", args=[one.pk])

    said = page("karin").post(there, {"because": "no_room", "words": "Fullt"}, follow=True)

    assert "Personen sökte själv" in said.content.decode()


def test_each_side_notes_and_reads_its_own(cast: Cast, page: Page) -> None:
    """Fatima och Karin söker båda Noor under väntan. Var och en läser vad den egna myndigheten antecknat."""
    one = referred(cast)
    sent, queue = reverse("sent_sought", args=[one.pk]), reverse("referral_sought", args=[one.pk])

    page("fatima").post(sent, {**TRY, "words": "Fatimas"})
    page("karin").post(queue, {**TRY, "words": "Karins"})

    ours = page("karin").get(reverse("referral", args=[one.pk])).content.decode()
    theirs = page("fatima").get(reverse("sent_referral", args=[one.pk])).content.decode()
    assert ("Karins" in ours, "Fatimas" in ours) == (True, False)
    assert ("Karins" in theirs, "Fatimas" in theirs) == (False, True)
    cast.as_everyone()
    rows = QueueContact.objects.order_by("noted_by").values_list("noted_by", "unit__name")
    assert list(rows) == [("Fatima Kassa", "FK Eskilstuna"), ("Karin Ek", "AUC")]


def test_over_the_api_both_sides_note_it(cast: Cast, page: Page) -> None:
    one, body = referred(cast), {"fields": TRY}

    queue: Any = page("karin").post(
        f"/api/v1/queue/{one.pk}/sought", body, content_type="application/json"
    )
    sent: Any = page("fatima").post(
        f"/api/v1/referrals/{one.pk}/sought", body, content_type="application/json"
    )

    assert (queue.json(), sent.json()) == ({"state": "received"}, {"state": "received"})
    cast.as_everyone()
    assert QueueContact.objects.count() == 2


@pytest.mark.parametrize("day", [TODAY + DAY, TODAY - DAY])
def test_a_day_to_come_or_before_the_referral_is_refused(cast: Cast, day: Any) -> None:
    one = referred(cast)

    with pytest.raises(Refused, match="från aktualiseringen till i dag"):
        actions.seek(one, sought("reached", day), by=cast.as_("karin"))


def test_of_somebody_taken_in_it_is_noted_in_the_case(cast: Cast, page: Page) -> None:
    one = referred(cast)
    actions.accept(one, Decision(), by=cast.as_("karin"))

    answer = page("karin").post(reverse("referral_sought", args=[one.pk]), TRY)

    assert "Anteckna kontakten i ärendet." in answer.content.decode()
    for who, name in (("karin", "referral"), ("fatima", "sent_referral")):
        text = page(who).get(reverse(name, args=[one.pk])).content.decode()
        assert "Anteckna kontakt" not in text


def test_only_those_who_take_in_or_sent_it_note_it(cast: Cast) -> None:
    one = referred(cast)

    with pytest.raises(PermissionDenied):
        actions.seek(one, sought("reached"), by=cast.as_("lena"))
    with pytest.raises(PermissionDenied):
        actions.seek_as_sender(sent_of(one), sought("reached"), by=cast.as_("karin"))


def test_how_the_person_is_reached_is_not_said_where_it_is_not_known(
    cast: Cast, page: Page
) -> None:
    one = referred(cast)

    text = page("karin").get(reverse("referral_sought", args=[one.pk])).content.decode()

    assert "Också försök som inte gav något" in text
    assert "Personen nås så här" not in text


def test_a_form_that_was_opened_on_something_else_is_shown_again_and_notes_nothing(
    cast: Cast, page: Page
) -> None:
    one = referred(cast)
    there = reverse("referral_sought", args=[one.pk])
    answer = page("karin").post(there, {**TRY, "seen": "annat"})
    assert answer.status_code == 422
    assert "Ringde två gånger" in answer.content.decode()
    cast.as_everyone()
    assert not QueueContact.objects.exists()


def test_another_program_reads_each_sides_own_tries(cast: Cast, page: Page) -> None:
    one = referred(cast)
    actions.seek(one, sought("reached"), by=cast.as_("karin"))
    actions.seek_as_sender(sent_of(one), sought("no_answer"), by=cast.as_("fatima"))
    ours = page("karin").get(f"/api/v1/queue/{one.pk}").json()["contacts"]
    theirs = page("fatima").get(f"/api/v1/referrals/{sent_of(one).pk}").json()["contacts"]
    assert [(each["result"], each["unit"]) for each in ours] == [("reached", "AUC")]
    assert [(each["result"], each["unit"]) for each in theirs] == [("no_answer", "FK Eskilstuna")]


def test_when_the_unit_that_took_in_has_closed_all_who_take_in_there_are_told(cast: Cast) -> None:
    """Enheten som gav Elin ett nej har lagts ned. Karin och Eva, som tar emot, ser att ingen har ringt."""
    one = declined(cast)
    cast.as_everyone()
    there = cast.unit("Försörjningsstöd")
    Referral.objects.filter(pk=one.pk).update(intake_unit=there)
    assert UNTOLD not in [code for code, _told in found(cast, "karin")]
    cast.as_everyone()

    type(there).objects.filter(pk=there.pk).update(valid_to=TODAY - DAY)

    for who in ("karin", "eva"):
        assert UNTOLD in [code for code, _told in found(cast, who)]
