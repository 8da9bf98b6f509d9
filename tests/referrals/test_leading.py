"""What those who lead decide: at a meeting, about whom it is for; and what each party has sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.frame.formats import plain_day
from stafett.parties.refusals import Refused
from stafett.referrals import actions, queries
from stafett.referrals.actions import Decision, Meeting, NewRule
from stafett.referrals.models import EligibilityRule, OpenDoor, Referral, SelectionMeeting
from tests.cast import TODAY, Cast
from tests.referrals.world import PHONE, facts, on, referred, rule, sent_of

Page = Callable[[str], Client]
DOOR = "/aktualiseringar/insats/prov/sjalv/flen/"


def _meeting(cast: Cast, **told: Any) -> Meeting:
    return Meeting(**{"branch": cast.branch(), "held_on": TODAY, "present": "Karin, Eva", **told})


def test_the_group_goes_through_the_queue(cast: Cast, page: Page) -> None:
    """Beredningsgruppen antar två av tre. Den tredje står kvar, och på var och en står vilket möte det var."""
    ones = [
        referred(cast, facts=facts(cast.branch(), given_name=name, birth_date=date(2001, 4, day)))
        for day, name in enumerate(("Noor", "Sol", "Ali"), 1)
    ]
    address = reverse("selection", args=[cast.branch().pk])
    unknown = facts(cast.branch(), given_name="Tea", birth_date=None, birth_year=None)
    referred(cast, facts=unknown)
    shown = page("karin").get(address).content.decode()
    assert "Noor Haddad (född 2001), inkommen, från FK Eskilstuna, har väntat" in shown
    assert "Tea Haddad, inkommen, från FK Eskilstuna, har väntat" in shown

    karin = page("karin")
    answer = karin.post(address, {
        "held_on": str(timezone.localdate()), "present": "Karin och Eva", "code": "accept",
        "chosen": [str(one.pk) for one in ones[:2]],
    })  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    cast.as_everyone()
    assert Referral.objects.filter(state="accepted", meeting__present="Karin och Eva").count() == 2
    meeting = SelectionMeeting.objects.get()
    assert str(meeting) == f"urvalsmöte {plain_day(meeting.held_on)}"
    assert Referral.objects.get(pk=ones[2].pk).state == "received"
    said = karin.get(reverse("queue")).content.decode()
    assert "Antecknat från mötet: Antas, från i dag. Gäller Noor Haddad, Sol Haddad." in said
    told = page("karin").get(reverse("referral", args=[ones[0].pk])).content.decode()
    assert f"{plain_day(meeting.held_on)}: antagen (Karin och Eva)" in told


def test_whoever_another_decided_of_meanwhile_is_named_and_the_others_stay_ticked(
    cast: Cast, page: Page
) -> None:
    gone, here = referred(cast), referred(cast, facts=facts(cast.branch(), given_name="Sol"))
    address, today = reverse("selection", args=[cast.branch().pk]), timezone.localdate()
    actions.close(gone, "decline", Decision("Fullt", "no_room"), by=on(cast.as_("eva"), today))
    told = {"held_on": str(today), "present": "Karin och Eva", "code": "queue"}

    both = [str(gone.pk), str(here.pk)]
    answer = page("karin").post(address, {**told, "chosen": [*both, "no key"]})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert f"Noor Haddad: inte antagen {plain_day(today)}, av Eva Led, medan du skrev." in text
    assert "De andra är fortfarande ikryssade: spara igen för dem." in text
    alone = page("karin").post(address, {**told, "chosen": [str(gone.pk)]}).content.decode()
    assert "medan du skrev." in alone
    assert "De andra" not in alone
    assert "Valet finns inte längre" not in text
    assert re.findall(r'value="([^"]+)"[^>]* checked', text)[0] == str(here.pk)
    cast.as_everyone()
    assert not SelectionMeeting.objects.exists()
    unknown = page("karin").post(address, {**told, "chosen": ["no key"]})
    assert "Valet finns inte längre" in unknown.content.decode()


def test_if_one_cannot_be_nobody_is(cast: Cast) -> None:
    rule(cast)
    young = referred(cast)
    old = referred(
        cast, facts=facts(cast.branch(), given_name="Sol", birth_year=1970, birth_date=None)
    )

    with pytest.raises(Refused, match="Sol Haddad: En regel säger nej"):
        actions.select(_meeting(cast), [young, old], "accept", Decision(), by=cast.as_("karin"))

    cast.as_everyone()
    assert not SelectionMeeting.objects.exists()
    assert set(Referral.objects.values_list("state", flat=True).order_by("pk")) == {"received"}


@pytest.mark.parametrize(
    ("code", "told", "state"),
    [("queue", Decision(), "queued"), ("decline", Decision("Fullt", "no_room"), "declined")],
)
def test_a_meeting_can_also_say_wait_or_no(
    cast: Cast, code: str, told: Decision, state: str
) -> None:
    one = referred(cast)

    actions.select(_meeting(cast), [one], code, told, by=cast.as_("karin"))

    cast.as_everyone()
    one.refresh_from_db()
    assert one.state == state


def test_a_meeting_to_come_has_decided_nothing(cast: Cast) -> None:
    meeting = _meeting(cast, held_on=TODAY + timedelta(days=1))

    with pytest.raises(Refused, match="inte varit än"):
        actions.select(meeting, [], "queue", Decision(), by=cast.as_("karin"))


def test_only_those_who_take_in_note_a_meeting(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        actions.select(_meeting(cast), [], "queue", Decision(), by=cast.as_("fatima"))


def test_eva_writes_a_rule_and_ends_it(cast: Cast, page: Page) -> None:
    """Eva skriver regeln 18–29 år med ett exempel. Alla i insatsen ser den, tills hon avslutar den."""
    eva = page("eva")
    sent = {
        "asks": "age",
        "least": 18,
        "most": 29,
        "meaning": "18–29 år",
        "example": "Den som är 31",
    }
    eva.post(reverse("rule_new", args=["prov"]), sent)
    there = reverse("referral_rules", args=["prov"])
    assert "Den som är 31" in page("karin").get(there).content.decode()

    eva.post(reverse("rule_end", args=["prov", EligibilityRule.objects.get().pk]))

    assert "Den som är 31" not in page("karin").get(there).content.decode()


def test_a_rule_that_was_asked_stays_in_the_history(cast: Cast) -> None:
    old = rule(cast)

    actions.end_rule(old, by=cast.as_("eva"))

    old.refresh_from_db()
    assert old.until_day == TODAY
    with pytest.raises(Refused, match="redan avslutad"):
        actions.end_rule(old, by=cast.as_("eva"))


@pytest.mark.parametrize(
    ("least", "most", "says"), [(None, None, "minst, högst"), (30, 18, "mer än högst")]
)
def test_a_rule_without_limits_or_backwards_is_refused(
    cast: Cast, least: int | None, most: int | None, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        actions.add_rule(cast.initiative, NewRule("age", "x", "y", least, most), by=cast.as_("eva"))


def test_only_those_who_lead_say_whom_it_is_for(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        actions.add_rule(cast.initiative, NewRule("age", "x", "y", 1), by=cast.as_("karin"))


def test_what_each_party_sent_stands_beside_what_it_promised(cast: Cast, page: Page) -> None:
    rule(cast, most=20)
    one = referred(cast)
    referred(cast)
    referred(cast, "per")
    actions.accept(one, Decision(exception="Behöver det nu"), by=cast.as_("karin"))

    by_party = {each.party: each for each in queries.inflow(cast.as_("eva"), cast.initiative)}

    fk, af = by_party["Försäkringskassan"], by_party["Arbetsförmedlingen"]
    assert (fk.promised, fk.sent, fk.waiting, fk.taken_in, fk.others) == (10, 2, 1, 1, 0)
    assert (af.promised, af.sent) == (None, 1)
    assert queries.exceptions(cast.as_("eva"), cast.initiative) == 1
    text = page("eva").get(reverse("referral_rules", args=["prov"])).content.decode()
    assert "1 undantag" in text
    assert "Utlovat" in text
    assert (
        "Utlovat"
        not in page("karin").get(reverse("referral_rules", args=["prov"])).content.decode()
    )


def test_what_the_referrer_takes_back_is_counted_apart_from_the_persons_no(
    cast: Cast, page: Page
) -> None:
    back, twice, no, declined = (referred(cast) for _each in range(4))
    for one in (back, twice):
        actions.withdraw(sent_of(one), "Blev fel", by=cast.as_("fatima"))
    actions.close(no, "step_back", Decision("Vill inte"), by=cast.as_("karin"))
    actions.close(declined, "decline", Decision("Fullt", "no_room"), by=cast.as_("karin"))

    (fk,) = [
        each for each in queries.inflow(cast.as_("eva"), cast.initiative) if each.party.startswith("Förs")
    ]  # fmt: skip

    assert (fk.sent, fk.waiting, fk.taken_in) == (4, 0, 0)
    assert (fk.taken_back, fk.stepped_back, fk.others) == (2, 1, 1)
    rows = page("eva").get("/api/v1/initiatives/prov/way-in").json()["inflow"]
    (told,) = [each for each in rows if each["party"].startswith("Förs")]
    ways = ("waiting", "taken_in", "stepped_back", "taken_back", "others")
    assert [told[way] for way in ways] == [0, 0, 1, 2, 1]
    assert told["sent"] == sum(told[way] for way in ways)
    text = page("eva").get(reverse("referral_rules", args=["prov"])).content.decode()
    assert "Tillbakatagna av den som aktualiserade" in text
    cast.as_everyone()
    back.refresh_from_db()
    assert (back.state, sent_of(back).state, back.closed_on) == ("taken_back", "taken_back", TODAY)


def test_the_initiatives_page_leads_there(cast: Cast, page: Page) -> None:
    text = page("karin").get(reverse("initiative", args=["prov"])).content.decode()

    assert reverse("referral_rules", args=["prov"]) in text


def test_eva_opens_the_door(cast: Cast, page: Page) -> None:
    page("eva").post(DOOR, {"is_open": "on", "text": "Välkommen", "phone": f" {PHONE} "})

    assert "Välkommen" in Client().get(reverse("apply", args=["prov", "flen"])).content.decode()
    assert OpenDoor.objects.get().phone == PHONE


@pytest.mark.parametrize("phone", ["", "Ring växeln", "1" * 61])
def test_no_door_is_opened_without_a_number_to_ring(cast: Cast, page: Page, phone: str) -> None:
    """Eva öppnar för den som söker själv utan att skriva vart man ringer. Sidan frågar efter numret, det hon
    har skrivit står kvar, och dörren är stängd så länge."""
    shown = page("eva").get(DOOR).content.decode()
    assert "Telefon för den som hellre ringer" in shown
    assert "behövs när sidan är öppen" in shown

    answer = page("eva").post(DOOR, {"is_open": "on", "text": "Välkommen", "phone": phone})

    assert answer.status_code == 422
    (fault,) = answer.context["form"].errors["phone"]
    assert ("telefonnummer med riktnummer" in fault) == (len(phone) < 61)
    assert "Välkommen</textarea>" in answer.content.decode()
    both = page("eva").post(DOOR, {"is_open": "on", "text": "x" * 1001, "phone": phone})
    assert set(both.context["form"].errors) == {"text", "phone"}
    assert not OpenDoor.objects.exists()
    with pytest.raises(Refused, match="telefonnummer med riktnummer"):
        actions.open_door(cast.branch(), True, "Välkommen", phone, by=cast.as_("eva"))
    cast.as_everyone()
    assert not OpenDoor.objects.exists()


def test_those_who_lead_are_told_which_open_door_lacks_a_number_and_mend_or_close_it(
    cast: Cast, page: Page
) -> None:
    cast.as_everyone()
    actions.open_door(cast.branch(), True, "Kom", PHONE, by=cast.viewer("eva"))
    way, lacks = reverse("referral_rules", args=["prov"]), "telefonnummer saknas"
    assert lacks not in page("eva").get(way).content.decode()
    OpenDoor.objects.update(phone="")

    assert page("eva").get(way).content.decode().count(lacks) == 1
    assert lacks not in page("karin").get(way).content.decode()
    assert page("eva").post(DOOR, {"is_open": "on", "text": "Nytt"}).status_code == 422
    assert OpenDoor.objects.get().text == "Kom"
    assert page("eva").post(DOOR, {"text": "Nytt"}).status_code == 302
    assert not OpenDoor.objects.get().is_open
