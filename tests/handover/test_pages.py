"""Can one hand over, take over, ask and say no on the pages; and is one told when not?"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from stafett.casework.actions import Exit, close
from stafett.casework.models import Participation
from stafett.frame.formats import plain_day
from stafett.handover.actions import Hearing, withdraw
from stafett.handover.models import FollowUp, Handover
from stafett.handover.queries.hands import hands
from stafett.handover.rules import Stand
from tests.casework.conftest import Page, _on_the_casts_day, faults, get, send
from tests.casework.test_odd_corrections import dead
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, held, proposed

__all__ = ["_on_the_casts_day"]


def at(case: Participation, word: str = "") -> str:
    return f"/deltagare/{case.pk}/overlamning/" + (f"{word}/" if word else "")


def handing(cast: Cast, to: str = "Af Flen", **more: Any) -> dict[str, Any]:
    known = {"to": cast.unit(to).pk, "what": "Coachning, två möten i veckan", "heard": "Känns bra"}
    return {**known, **more}


def test_a_case_is_handed_over_on_the_pages(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    assert "Lämna över" in get(page("karin"), f"/deltagare/{case.pk}/")
    alongside = (TODAY + 60 * DAY).isoformat()
    send(page("karin"), at(case, "ny"), **handing(cast, alongside_until=alongside))
    theirs = get(page("per"), at(case))
    assert "Till dess båda bekräftat håller <strong>AUC</strong> ihop." in theirs
    assert "Jag tar emot" in theirs
    assert "Känns bra" in theirs
    assert "Jag tar emot" not in get(page("karin"), at(case))
    send(page("per"), at(case, "ta-emot"))
    assert held(cast, case)[-1] == ("Af Flen", TODAY, None)
    mine = get(page("karin"), at(case))
    assert "<strong>AUC</strong> följer med till och med 1 augusti 2025." in mine
    assert "Mottagen" in mine


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    answer = send(page("karin"), at(case, "ny"), 422, **handing(cast, from_day="2025-06-01"))
    said = faults(answer)
    assert "Dagen har varit. Ingen tar över bakåt i tiden" in said
    assert "det saknas ett samtycke till att Flens arbetsmarknadsnämnd berättar" in said
    assert "Coachning, två möten i veckan" in answer.content.decode()
    assert not Handover.objects.filter(participation=case).exists()


def test_the_receiver_asks_and_the_giver_answers_on_the_pages(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    proposed(cast, case)
    send(page("per"), at(case, "fraga"), question="Har hen körkort?")
    assert "Har hen körkort?" in get(page("karin"), at(case, "svara"))
    send(page("karin"), at(case, "svara"), answer="Nej")
    assert "<dd>Nej</dd>" in get(page("per"), at(case))


def test_a_no_is_told_to_the_giver_with_why(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    proposed(cast, case)
    send(page("per"), at(case, "tacka-nej"), because="Ingen plats före hösten")
    told = get(page("karin"), at(case))
    assert "mottagaren kunde inte ta emot" in told
    assert "Ingen plats före hösten" in told


def test_the_giver_confirms_afterwards_and_the_person_is_heard_then(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    client = page("karin")
    form = client.get(at(case, "ny")).context["form"]
    client.post(at(case, "ny"), {**handing(cast, heard=""), "from_day": form.initial["from_day"]})
    assert "Ni håller ihop först när även AUC har bekräftat." in get(
        page("per"), at(case, "ta-emot")
    )
    send(page("per"), at(case, "ta-emot"))
    assert "vad personen säger" in faults(send(page("karin"), at(case, "bekrafta"), 422))
    send(page("karin"), at(case, "personen"), heard="Jag är nöjd")
    send(page("karin"), at(case, "bekrafta"))
    assert held(cast, case)[-1][0] == "Af Flen"


def test_the_giver_takes_it_back_on_the_page(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    proposed(cast, case)
    send(page("karin"), at(case, "aterkalla"), because="Personen flyttar")
    assert Handover.objects.get(participation=case).stand == Stand.WITHDRAWN
    refused = page("per").get(at(case, "ta-emot"))
    assert refused.status_code == 403
    assert "är inte öppen längre: återkallad" in refused.content.decode()


def test_a_form_opened_on_another_handover_takes_nothing(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    first = proposed(cast, case)
    client = page("per")
    old = client.get(at(case, "ta-emot")).context["form"].initial
    withdraw(first, "Fel uppgifter", by=cast.as_("karin"))
    proposed(cast, case, what="Något annat")
    answer = client.post(
        at(case, "ta-emot"), {"which": old["which"], "seen": old["seen"], "to": ""}
    )
    assert answer.status_code == 422
    assert "Det är en annan överlämning än den du öppnade" in faults(answer)


def test_a_second_click_takes_over_once(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    one = proposed(cast, case)
    client = page("per")
    sent = {"which": str(one.pk), "to": ""}
    assert client.post(at(case, "ta-emot"), sent).status_code == 302
    assert client.post(at(case, "ta-emot"), sent).status_code == 403
    assert len(held(cast, case)) == 2


def test_the_receiver_outside_is_folded_away_until_somebody_is_wanted_or_missing(
    cast: Cast, page: Page
) -> None:
    case, client = at_af(cast), page("karin")

    def folded(text: str) -> bool:
        (found,) = re.findall(r"<details[^>]*>(?=<summary>Någon utanför Stafett)", text)
        return " open" not in found

    text = get(client, at(case, "ny"))
    assert folded(text)
    assert "Till exempel: Komvux Flen, Siv Rask." in text
    sent = handing(cast) | {"to": "outside"}
    assert not folded(send(client, at(case, "ny"), 422, **sent).content.decode())
    sent |= {"outside_name": "Komvux Flen", "from_day": "2025-06-01"}
    assert not folded(send(client, at(case, "ny"), 422, **sent).content.decode())


def test_somebody_outside_is_named_and_it_ends_in_one_form(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    told = handing(cast, outside_name="Komvux Flen", outside_contact="0157-000") | {"to": "outside"}
    send(page("karin"), at(case, "ny"), **told)
    answer = send(page("karin"), at(case, "utanfor"), 422, ends_on="")
    assert "Skriv vilken dag som var den sista" in faults(answer)
    send(page("karin"), at(case, "utanfor"), confirmed_by="Siv Rektor", manner="meeting",
         ends_on=TODAY.isoformat(), outcome=cast.outcome("studier").pk)  # fmt: skip
    case.refresh_from_db()
    assert (case.status, case.next_step_id, case.next_outside) == ("ended", "holder", "Komvux Flen")
    assert "bekräftad utanför systemet" in get(page("karin"), at(case))


def test_what_is_wrong_with_a_yes_from_outside_is_said_before_anything_odd_is_asked(
    cast: Cast, page: Page
) -> None:
    case, client = cast.enrolled(), page("karin")
    proposed(cast, case, outside="Komvux Flen", hearing=Hearing())
    yes = {
        "confirmed_by": "Siv Rask", "manner": "phone", "ends_on": TODAY.isoformat(),
        "outcome": cast.outcome("arbete").pk, "source_1": "social_assistance",
        "confirmed_on": (TODAY + timedelta(days=1)).isoformat(),
    }  # fmt: skip
    answer = send(client, at(case, "utanfor"), 422, **yes)
    assert "Dagen har inte varit än." in faults(answer)
    assert "Skriv vad personen säger" in faults(answer)
    assert "Stämmer det?" not in answer.content.decode()
    yes |= {"confirmed_on": TODAY.isoformat(), "heard": "Det blir bra."}
    died = send(client, at(case, "utanfor"), 422, **{**yes, "outcome": dead(cast)})
    assert "Personen har avlidit, så ingen tar över. Återkalla överlämningen" in faults(died)
    yes |= {"ends_on": (TODAY - timedelta(days=1)).isoformat()}
    assert "Sista dagen ligger före" in faults(send(client, at(case, "utanfor"), 422, **yes))
    yes |= {"ends_on": TODAY.isoformat()}
    asked = send(client, at(case, "utanfor"), 422, **yes).content.decode()
    assert "ingen försörjning efter är lön. Stämmer det?" in asked
    send(client, at(case, "utanfor"), **yes, as_written="on")
    case.refresh_from_db()
    assert case.status == "ended"


def test_an_exit_is_refused_while_somebody_is_asked(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    proposed(cast, case)
    told = {
        "ends_on": TODAY.isoformat(),
        "outcome": cast.outcome("arbete").pk,
        "next_step": "none_needed",
    }
    answer = send(page("karin"), f"/deltagare/{case.pk}/avsluta/", 422, **told)
    assert "Överlämningen till Af Flen är inte klar" in faults(answer)


def left(cast: Cast, days: int = 95) -> Participation:
    """Somebody who left so long ago that they should have been asked once."""
    case = cast.enrolled()
    then = replace(cast.as_("karin"), day=TODAY - timedelta(days=days))
    close([(case, Exit(then.day, cast.outcome("arbete").pk, "none_needed"))], by=then)
    case.refresh_from_db()
    return case


def test_who_has_left_is_asked_and_answers(cast: Cast, page: Page) -> None:
    case = left(cast)
    assert "att fråga nu" in get(page("karin"), at(case))
    answer = send(page("karin"), at(case, "uppfoljning"), 422, answer="answered")
    assert "Svara om det som avslutet ledde till fortfarande gäller." in faults(answer)
    send(page("karin"), at(case, "uppfoljning"), answer="answered", kept="changed", source="wages",
         told="Bytte jobb")  # fmt: skip
    row = FollowUp.objects.get(participation=case, months=3)
    assert (row.answer, row.kept, row.source_id, row.settled_by) == (
        "answered",
        "changed",
        "wages",
        "Karin Ek",
    )
    shown = get(page("karin"), at(case))
    assert "Bytte jobb" in shown
    assert shown.count('data-label="Gäller det fortfarande?"') == 1, (
        "said beside the answer on a phone"
    )
    too_early = page("karin").get(at(case, "uppfoljning"))
    assert too_early.status_code == 403
    coming = FollowUp.objects.get(participation=case, months=6)
    opens = plain_day(coming.due_on - timedelta(days=30))
    said = f"Uppföljningen 6 månader efter avslutet kan antecknas från {opens}."
    text = too_early.content.decode()
    assert said in text
    assert "Uppföljningen 3 månader efter avslutet antecknades i dag, av Karin Ek." in text
    assert "Det går inte just nu" in text
    assert "Inget är sparat av det du skickade." not in text, "nothing was sent"
    later = page("karin").post(at(case, "uppfoljning"), {"answer": "declined"}).content.decode()
    assert "antecknades i dag, av Karin Ek" in later
    assert "Det har hänt något sedan du öppnade sidan" in later
    assert "Inget är sparat av det du skickade." in later
    assert "som sista dag" not in later, "that the case has ended is no news here"
    FollowUp.objects.filter(months=3).update(settled_on=TODAY - timedelta(days=1))
    another_day = page("karin").get(at(case, "uppfoljning")).content.decode()
    assert said in another_day
    assert "Du kan inte öppna den här sidan" in another_day
    for months in (6, 12):
        FollowUp.objects.filter(participation=case, months=months).delete()
    none = page("karin").get(at(case, "uppfoljning")).content.decode()
    assert "Det finns ingen uppföljning att anteckna nu." in none


def test_attempts_are_counted_until_one_gives_up(cast: Cast, page: Page) -> None:
    case = left(cast)
    send(page("karin"), at(case, "uppfoljning"), answer="due")
    answer = send(page("karin"), at(case, "uppfoljning"), 422, answer="not_reached", told="hm")
    assert "Bara ett svar berättar det" in faults(answer)
    send(page("karin"), at(case, "uppfoljning"), answer="not_reached")
    row = FollowUp.objects.get(participation=case, months=3)
    assert (row.answer, row.attempts, row.tried_on) == ("not_reached", 2, TODAY)


def test_a_follow_up_is_noted_with_the_day_when_one_asked(cast: Cast, page: Page) -> None:
    case = left(cast)
    asked = TODAY - timedelta(days=3)
    answer = send(page("karin"), at(case, "uppfoljning"), 422, answer="answered", kept="kept",
                  on_day=(TODAY + timedelta(days=1)).isoformat())  # fmt: skip
    assert "har inte varit än" in faults(answer)
    send(page("karin"), at(case, "uppfoljning"), answer="answered", kept="kept",
         on_day=asked.isoformat())  # fmt: skip
    row = FollowUp.objects.get(participation=case, months=3)
    assert (row.asked_on, row.settled_on) == (asked, TODAY)
    assert "frågad 30 maj 2025" in get(page("karin"), at(case, ""))
    found = page("karin").get(f"/api/v1/participations/{case.pk}/handovers").json()
    assert "2025-05-30" in [one["asked_on"] for one in found["follow_ups"]]


def test_a_follow_up_that_cannot_be_made_is_noted_as_that_without_a_day(
    cast: Cast, page: Page
) -> None:
    case = left(cast)
    answer = send(page("karin"), at(case, "uppfoljning"), 422, answer="lost", on_day="2025-05-30")
    assert "Ingen har frågats" in faults(answer)
    send(page("karin"), at(case, "uppfoljning"), answer="lost")
    row = FollowUp.objects.get(participation=case, months=3)
    assert (row.answer, row.asked_on, row.settled_by) == ("lost", None, "Karin Ek")
    assert "kan inte följas upp" in get(page("karin"), at(case, ""))


def test_a_follow_up_that_another_noted_meanwhile_is_not_noted_twice(
    cast: Cast, page: Page
) -> None:
    case = left(cast)
    answer = send(page("karin"), at(case, "uppfoljning"), 422, answer="declined", months=6)
    assert "Den uppföljningen är redan antecknad" in faults(answer)


def test_an_initiative_says_when_it_asks(cast: Cast, page: Page) -> None:
    address = "/insatser/prov/uppfoljning-efter-avslut/"
    assert address in get(page("eva"), "/insatser/prov/")
    assert 'value="3, 6, 12"' in get(page("eva"), address)
    for wrong in ("tre", "0, 3", "3, 99"):
        assert "Skriv hela månader" in faults(send(page("eva"), address, 422, months=wrong))
    send(page("eva"), address, months="2, 5")
    case = left(cast, days=1)
    months = FollowUp.objects.filter(participation=case).order_by("months")
    assert list(months.values_list("months", flat=True)) == [2, 5]
    assert page("karin").get(address).status_code == 403


def test_idag_says_what_waits_for_us_and_what_we_wait_for(cast: Cast, page: Page) -> None:
    proposed(cast, at_af(cast))
    assert "väntar på oss" in get(page("per"), "/")
    assert "väntar på Af Flen" in get(page("karin"), "/")
    assert "Överlämningar" not in get(page("fatima"), "/")


def test_the_initiatives_page_counts_who_was_left_to_nobody(cast: Cast, page: Page) -> None:
    cast.ended(next_step_id="nobody")
    text = get(page("lena"), "/insatser/prov/")
    assert "ingen tar emot" in text
    assert "Överlämnat, avslutat och uppföljt" not in get(page("stig"), "/insatser/prov/")
    told = json.loads(get(page("lena"), "/api/v1/initiatives/prov/handovers"))
    parts = {"holder": 0, "unasked": 0, "nobody": 1, "other": 0, "not_told": 0}
    assert told["exits"] == {"all": 1, **parts}


def test_the_api_tells_and_does_the_same(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    proposed(cast, case)
    client = page("per")
    told = json.loads(get(client, f"/api/v1/participations/{case.pk}/handovers"))
    assert told["open"]["steps"] == ["Jag tar emot", "Fråga", "Jag kan inte ta emot"]
    (waits,) = json.loads(get(client, "/api/v1/handovers"))
    assert (waits["to"], waits["who"]) == ("Af Flen", "Af Flen")
    sent = client.post(f"/api/v1/participations/{case.pk}/forms/accept_handover",
                       json.dumps({"fields": {}}), content_type="application/json")  # fmt: skip
    assert sent.status_code == 200, sent.content
    assert held(cast, case)[-1][0] == "Af Flen"


def test_the_time_line_and_the_lanes_tell_of_it(cast: Cast, page: Page) -> None:
    case = at_af(cast)
    proposed(cast, case, meeting_on=TODAY)
    text = get(page("karin"), f"/deltagare/{case.pk}/tidslinje/")
    assert "Föreslagen från AUC till Af Flen" in text
    assert "Överlämningsmöte" in text
    send(page("per"), at(case, "ta-emot"))
    assert "Till Af Flen: klar" in get(page("per"), f"/deltagare/{case.pk}/tidslinje/")


def test_a_no_is_drawn_as_an_end_and_only_others_authorities_are_named(
    cast: Cast, page: Page
) -> None:
    case = at_af(cast)
    proposed(cast, case)
    send(page("per"), at(case, "tacka-nej"), because="Vi har inte plats.")
    hands = r'<p class="baton__hands">(.*?)</p>'
    text = get(page("karin"), at(case))
    assert 'baton__place--stopped"><strong>Mottagaren kunde inte ta emot</strong>' in text
    assert "slutade här:" in text
    (karins,) = re.findall(hands, text)
    (pers,) = re.findall(hands, get(page("per"), at(case)))
    assert "Flens arbetsmarknadsnämnd" not in karins
    assert "<span>Af Flen <small>Arbetsförmedlingen</small></span>" in karins
    assert "<span>AUC <small>Flens arbetsmarknadsnämnd</small></span>" in pers


@pytest.mark.parametrize("rows", [1, 8])
def test_the_page_asks_as_much_however_many_handovers_there_were(
    cast: Cast, page: Page, rows: int, django_assert_max_num_queries: Any
) -> None:
    case = at_af(cast)
    for _number in range(rows):
        withdraw(proposed(cast, case), "igen", by=cast.as_("karin"))
    proposed(cast, case)
    viewer = cast.as_("karin")
    with django_assert_max_num_queries(6):
        hands(viewer, case)


def test_the_way_from_an_exit_to_asking_takes_the_chosen_unit_along(cast: Cast, page: Page) -> None:
    """Karin väljer i avslutet att Af tar över. Sidan säger att ingen tillfrågas, och Lämna över har Af vald."""
    case, unit = at_af(cast), cast.unit("Af Flen").pk
    there = f"/deltagare/{case.pk}/avsluta/"
    shown = get(page("karin"), there)
    assert "Ett avslut frågar ingen." in shown
    assert f'href="{at(case, "ny")}" data-follows="id_next_unit" data-follows-as="till"' in shown
    assert "Enheten tillfrågas inte och får inget veta av Stafett." in shown
    again = send(page("karin"), there, 422, next_step="holder", next_unit=unit).content.decode()
    assert f'href="{at(case, "ny")}?till={unit}"' in again
    asked = get(page("karin"), f"{at(case, 'ny')}?till={unit}")
    assert f'<option value="{unit}" selected>Arbetsförmedlingen: Af Flen</option>' in asked
    assert " selected>Af Flen" not in get(page("karin"), at(case, "ny"))


def test_an_exit_says_that_the_unit_was_not_asked(cast: Cast, page: Page) -> None:
    case, unit = at_af(cast), cast.unit("Af Flen").pk
    exit_ = {
        "ends_on": TODAY.isoformat(),
        "outcome": cast.outcome("arbete").pk,
        "next_step": "holder",
    }
    client = page("karin")
    send(client, f"/deltagare/{case.pk}/avsluta/", **exit_, next_unit=unit)
    said = get(client, f"/deltagare/{case.pk}/")
    assert "Af Flen är antecknad som den som tar över, men är inte tillfrågad: ring dem." in said
