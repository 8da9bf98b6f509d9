"""What another program reads of one referral from either side, and what it says for a meeting and a door."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.referrals import actions
from stafett.referrals.actions import Decision, Meeting
from stafett.referrals.models import EligibilityRule, OpenDoor, Referral
from tests.cast import TODAY, Cast
from tests.referrals.world import PHONE, new, referred, rule, sent_of

API = "/api/v1"


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def told(client: Any, where: str, expected: int = 200) -> Any:
    answer = client.get(f"{API}/{where}")
    assert answer.status_code == expected, answer.content.decode()
    return answer.json()


def sent(client: Any, where: str, expected: int = 200, /, **body: Any) -> Any:
    answer = client.post(f"{API}/{where}", body, content_type="application/json")
    assert answer.status_code == expected, answer.content.decode()
    return answer.json()


def test_those_who_take_in_read_all_of_a_referral_and_its_sender_what_it_wrote(
    cast: Cast, page: Any
) -> None:
    rule(cast)
    one = referred(cast, days_ago=9)
    actions.invite(one, "Besök", TODAY + timedelta(days=2), by=cast.as_("karin"))
    cast.as_everyone()
    came = told(page("karin"), f"queue/{one.pk}")
    assert (came["name"], came["days"], came["state"]) == ("Noor Haddad", 9, "invited")
    assert (came["referring_unit"], came["own_words"]) == ("FK Eskilstuna", "Jag vill ut.")
    assert [each["what"] for each in came["offers"]] == ["Besök"]
    assert [each["unit"] for each in came["held"]] == ["FK Eskilstuna"]
    assert (came["suggested"], came["rules"][0]["verdict"]) == ("yes", "yes")
    assert (came["usual"], "accept" in came["steps"]) == ("answer", True)
    assert came["participation"] is None
    mine = told(page("fatima"), f"referrals/{sent_of(one).pk}")
    assert (mine["whom"], mine["reason"]) == ("Noor Haddad", one.reason)
    assert (mine["holds"], mine["steps"]) == (True, ["withdraw", "hand_over"])
    assert {"exception", "rules", "alike", "offers"} & set(mine) == set()


def test_neither_side_reads_the_others_and_nobody_else_either(cast: Cast, page: Any) -> None:
    one = referred(cast)
    told(page("fatima"), f"queue/{one.pk}", 404)
    told(page("karin"), f"referrals/{sent_of(one).pk}", 404)
    told(page("olle"), f"queue/{one.pk}", 404)


def test_who_reads_but_does_not_work_has_no_steps_on_either_side(cast: Cast, page: Any) -> None:
    mine = actions.refer(new(cast, "AUC"), by=cast.as_("karin")).pk
    cast.as_everyone()
    assert told(page("karin"), f"referrals/{mine}")["steps"] == ["withdraw", "hand_over"]
    assert told(page("lena"), f"referrals/{mine}")["steps"] == []
    assert told(page("karin"), f"queue/{mine}")["steps"]
    assert told(page("lena"), f"queue/{mine}")["steps"] == []


def test_of_somebody_who_came_by_themselves_no_unit_is_told_and_of_a_twin_why(
    cast: Cast, page: Any
) -> None:
    twin = cast.person(given_name="Noor", family_name="Haddad", birth_date=date(2001, 4, 5))
    case = cast.enrolled(person=twin)
    cast.as_everyone()
    one = referred(cast)
    Referral.objects.filter(pk=one.pk).update(
        origin="self", referring_unit=None, referring_party=None
    )
    came = told(page("karin"), f"queue/{one.pk}")
    assert came["referring_unit"] == ""
    ((words, url),) = came["alike"]
    assert words.startswith("Noor Haddad (samma namn och födelsedag) deltar i Provinsatsen")
    assert url == reverse("participation", args=[case.pk])


def test_a_selection_meeting_is_noted_and_read_back_with_its_referral(
    cast: Cast, page: Any
) -> None:
    one, karin = referred(cast), page("karin")
    where = {"initiative": "prov", "branch": "flen"}
    meeting = {"held_on": str(TODAY), "present": "Karin och Eva", "chosen": [str(one.pk)]}
    fields = {**meeting, "code": "decline"}
    faults = sent(karin, "queue/meetings", 422, **where, fields=fields)["faults"]
    assert {fault["field"] for fault in faults} >= {"because"}
    sent(karin, "queue/meetings", **where, fields={**meeting, "code": "queue", "words": "Fullt"})
    came = told(karin, f"queue/{one.pk}")
    assert came["meetings"] == [
        {"held_on": str(TODAY), "present": "Karin och Eva", "decided": "queued", "words": "Fullt"}
    ]
    sent(page("lena"), "queue/meetings", 404, **where, fields=meeting)
    sent(karin, "queue/meetings", 404, initiative="prov", branch="katrineholm", fields=meeting)


def test_what_a_meeting_ended_is_told_as_it_ended(cast: Cast, page: Any) -> None:
    one = referred(cast)
    meeting = Meeting(cast.branch("flen"), TODAY, "Karin")
    actions.select(meeting, [one], "decline", Decision("Fullt", "no_room"), by=cast.as_("karin"))
    came = told(page("karin"), f"queue/{one.pk}")
    assert [each["decided"] for each in came["meetings"]] == ["declined"]
    assert (came["because"], came["decided_by"]) == ("no_room", "Karin Ek")


def test_whom_it_is_for_and_where_one_may_come_alone_is_read_and_set_by_those_who_lead(
    cast: Cast, page: Any
) -> None:
    eva, way = page("eva"), "initiatives/prov/way-in"
    asked = {"asks": "parties", "least": 2, "meaning": "Minst två", "example": "Den som har en."}
    key = sent(eva, f"{way}/rules", fields=asked)["key"]
    door = {"is_open": True, "text": "Kom hit"}
    (fault,) = sent(eva, f"{way}/by-oneself/flen", 422, fields=door)["faults"]
    assert (fault["field"], "telefonnummer" in fault["sentence"]) == ("phone", True)
    sent(eva, f"{way}/by-oneself/flen", fields={**door, "phone": PHONE})
    referred(cast, days_ago=1)
    read = told(eva, way)
    assert [(each["meaning"], each["example"], each["party"]) for each in read["rules"]] == [
        ("Minst två", "Den som har en.", "")
    ]
    assert {
        each["branch"]: (each["open"], each["text"], each["phone"]) for each in read["by_oneself"]
    } == {"flen": (True, "Kom hit", PHONE), "katrineholm": (False, "", "")}
    assert [(each["sent"], each["waiting"]) for each in read["inflow"] if each["sent"]] == [(1, 1)]
    assert read["exceptions"] == 0
    sent(eva, f"{way}/rules/{key}/end")
    sent(eva, f"{way}/rules/{key}/end", 404)
    sent(eva, f"{way}/by-oneself/flen", fields={"is_open": True, "text": "Kom in"})
    sent(eva, f"{way}/by-oneself/flen", fields={"is_open": False})
    shut = OpenDoor.objects.get()
    assert (shut.is_open, shut.text, shut.phone) == (False, "Kom in", PHONE)
    sent(eva, f"{way}/by-oneself/flyg", 404, fields={"text": "Kom hit"})
    assert not EligibilityRule.objects.exists()


def test_those_who_see_no_figures_are_told_the_rules_alone_and_set_nothing(
    cast: Cast, page: Any
) -> None:
    rule(cast, party=cast.unit("FK Eskilstuna").authority.party)
    way = "initiatives/prov/way-in"
    read = told(page("stig"), way)
    assert read["rules"][0]["party"] == cast.unit("FK Eskilstuna").authority.party.name
    sent(page("karin"), f"{way}/by-oneself/flen", 403, fields={"is_open": True})
    told(page("olle"), way, 404)
