"""Does Min enhet tell who has how much, what has nobody and what has lain, and does its form move cases?"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stafett.casework.actions import reassign
from stafett.casework.models import Assignment, Participation
from stafett.casework.queries.unit import NOBODY, PAGE, UnitPage, unit_page
from stafett.notes.actions import NewContact, NewNote, retract, seek, write
from stafett.parties import actions as parties
from stafett.parties.models import Position
from tests.casework.conftest import faults, get
from tests.casework.unit_world import BY, give, karins, nils, post
from tests.cast import TODAY, Cast

DAY = timedelta(days=1)
ADDRESS = "/deltagare/min-enhet/"


def seen(cast: Cast, who: str = "lena", **asked: Any) -> UnitPage:
    return unit_page(cast.as_(who), **asked)


def loads(page: UnitPage) -> dict[str, int]:
    return {worker.name: worker.load.open for worker in page.workers}


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def enrolled(cast: Cast, name: str, **facts: Any) -> Participation:
    return cast.enrolled(person=cast.person(family_name=name), **facts)


def test_a_unit_without_cases_says_so_and_has_nothing_to_move(cast: Cast, page: Any) -> None:
    text = get(page("lena"), ADDRESS)
    assert "Enheten håller ihop 0 öppna ärenden" in words(text)
    assert "Enheten håller inte ihop något öppet ärende" in text
    assert "Flytta ärendena" not in text


def test_each_workers_cases_are_counted_and_those_of_nobody_pointed_out(cast: Cast) -> None:
    cases = [enrolled(cast, f"Ek{n}") for n in range(4)]
    cast.ended()
    enrolled(cast, "Annorstädes", holder_unit_id=cast.unit("Af Flen").pk)
    nils(cast)
    give(cast, cases[:2], karins(cast))
    give(cast, cases[2:3], Position.objects.get(title="Handläggare"))
    found = seen(cast)
    assert loads(found) == {"Nils Ny": 1, "Karin Ek": 2}
    assert (found.nobody.open, found.all.open, found.count) == (1, 4, 4)


def test_one_case_is_said_in_the_singular(cast: Cast, page: Any) -> None:
    enrolled(cast, "Ensam")
    text = get(page("lena"), ADDRESS)
    assert "Enheten håller ihop 1 öppet ärende" in words(text)
    assert "1 utan handläggare" in words(text)
    assert "Det enda ärendet i listan" in text


def test_new_are_those_that_began_this_month(cast: Cast) -> None:
    enrolled(cast, "Ny", starts_on=TODAY.replace(day=1))
    enrolled(cast, "Förra", starts_on=TODAY.replace(day=1) - DAY)
    assert (seen(cast).nobody.new, seen(cast).nobody.open) == (1, 2)


def test_only_what_was_noted_with_the_person_counts_as_noted_and_the_list_says_when_the_case_came(
    cast: Cast, page: Any
) -> None:
    """Nils flyttar ett ärende till Karin. Det är lika stilla som förut; ett samtal är det som räknas."""
    still, moved, met = (
        enrolled(cast, name, starts_on=date(2024, 2, 1)) for name in ("Stilla", "Flyttad", "Mött")
    )
    give(cast, [moved], karins(cast), replace(BY, day=date(2025, 5, 1)))
    cast.as_everyone()
    write(met, NewNote("Ses på torsdag.", date(2025, 5, 2)), by=cast.as_("karin"))
    wrong = seek(still, NewContact(date(2025, 5, 3), "phone", "reached"), by=cast.as_("karin"))
    retract(wrong, by=cast.as_("karin"), because="fel ärende")
    found = seen(cast)
    told = [(row.case.person.family_name, row.came, row.noted) for row in found.rows]
    came = date(2024, 2, 1)
    assert told == [
        ("Flyttad", came, None), ("Stilla", came, None), ("Mött", came, date(2025, 5, 2)),
    ]  # fmt: skip
    assert found.workers[0].load.stillest == found.nobody.stillest == came
    text = get(page("lena"), ADDRESS)
    assert "Kom till enheten" in text
    assert "1 februari 2024" in text
    assert "inget än" in text


def test_the_day_says_nothing_of_what_another_authority_has_noted(cast: Cast) -> None:
    """That an authority is involved at all is a secret until it is opened (law 2)."""
    case = enrolled(cast, "Delad")
    cast.consented(case, "FK Eskilstuna")
    seek(case, NewContact(TODAY, "phone", "reached"), by=cast.as_("fatima"))
    assert seen(cast).rows[0].noted is None


def test_the_list_is_narrowed_to_one_worker_or_to_nobody(cast: Cast, page: Any) -> None:
    hers, nobodys = enrolled(cast, "Hennes"), enrolled(cast, "Ingens")
    give(cast, [hers], karins(cast))
    karin = str(karins(cast).pk)
    assert [row.case for row in seen(cast, chosen=karin).rows] == [hers]
    assert [row.case for row in seen(cast, chosen=NOBODY).rows] == [nobodys]
    assert seen(cast, chosen="sjutton").chosen == ""
    client = page("lena")
    assert "Ärenden hos Karin Ek" in get(client, f"{ADDRESS}?vem={karin}")
    give(cast, [nobodys], karins(cast))
    assert "Alla ärenden har en handläggare. Bra!" in get(client, f"{ADDRESS}?vem={NOBODY}")
    other = nils(cast)
    assert "Inga öppna ärenden här." in get(client, f"{ADDRESS}?vem={other.pk}")


def test_a_post_that_became_vacant_keeps_its_cases_in_sight(cast: Cast, page: Any) -> None:
    case, leaving = enrolled(cast, "Kvar"), nils(cast)
    give(cast, [case], leaving)
    parties.leave(leaving.tenures.get(), on=TODAY, by=BY)
    parties.change_post(leaving, by=BY, until_day=TODAY)
    found = seen(cast)
    assert (loads(found)["Handläggare"], found.rows[0].vacant) == (1, True)
    assert "Handläggare vakant" in words(get(page("lena"), ADDRESS))


def test_who_is_away_and_who_stands_in_is_told(cast: Cast, page: Any) -> None:
    eva = cast.user("eva").staff
    assert eva
    parties.stand_in(eva, karins(cast), from_day=TODAY, until_day=TODAY + 30 * DAY, because="Kurs",
                     by=cast.viewer("lena"))  # fmt: skip
    text = words(get(page("lena"), ADDRESS))
    assert "borta Eva Led står in till 1 juli 2025 Avsluta för Eva Led" in text
    assert "ensam i rollen" in text
    one = parties.appoint(eva, post(cast), from_day=TODAY, by=BY, stands_in=True)
    assert "vikarie" in words(get(page("lena"), ADDRESS))
    parties.leave(one, on=TODAY + DAY, by=BY)


def test_one_who_stands_in_until_further_notice_has_no_last_day(cast: Cast, page: Any) -> None:
    eva = cast.user("eva").staff
    assert eva
    parties.appoint(eva, karins(cast), from_day=TODAY, by=BY, stands_in=True)
    assert "borta Eva Led står in Avsluta" in words(get(page("lena"), ADDRESS))


def test_whoever_shares_a_role_is_not_alone_in_it(cast: Cast) -> None:
    second = post(cast, "Coach två", role="coach")
    eva = cast.user("eva").staff
    assert eva
    parties.appoint(eva, second, from_day=TODAY, by=BY)
    assert [worker.alone for worker in seen(cast).workers] == [False, False]


def test_of_the_protected_there_is_no_trace_for_those_outside_the_team(
    cast: Cast, page: Any
) -> None:
    karin = cast.viewer("karin").posts[0]
    team = ((karin.unit_id, karin.position_id),)
    case = cast.enrolled(
        person=cast.person(family_name="Zqhemlig", protection="marked", alias="Lärka 1234"),
        named_team=team,
    )
    give(cast, [case], karins(cast), cast.as_("karin"))
    assert seen(cast).all.open == 0
    assert "Lärka 1234" not in get(page("lena"), ADDRESS)
    assert loads(seen(cast, "karin")) == {"Karin Ek": 1}
    assert "Lärka 1234" in get(page("karin"), ADDRESS)
    assert "Zqhemlig" not in get(page("karin"), ADDRESS)


def test_one_with_several_units_chooses_and_none_but_their_own(cast: Cast, page: Any) -> None:
    client, auc = page("eva"), cast.unit("AUC").pk
    assert get(client, f"{ADDRESS}?enhet={cast.unit('Projektkontoret').pk}")
    for other in (auc, 0, "sjutton"):
        get(client, f"{ADDRESS}?enhet={other}", 404)
    eva = cast.user("eva").staff
    assert eva
    parties.stand_in(
        eva, karins(cast), from_day=TODAY, until_day=TODAY + DAY, because="Kurs", by=BY
    )
    assert "Dina enheter: Projektkontoret · AUC" in words(get(client, ADDRESS))
    assert "Min enhet AUC" in words(get(client, f"{ADDRESS}?enhet={auc}"))


@pytest.mark.parametrize("key", ["ulf", "stig", "rakel"])
def test_those_who_never_see_a_person_are_told_so(key: str, page: Any) -> None:
    assert "aldrig enskilda personer" in get(page(key), ADDRESS, 403)


# Moving


def sent(client: Client, address: str = ADDRESS, expected: int = 302, /, **data: Any) -> Any:
    response = client.post(address, data)
    assert response.status_code == expected, faults(response)
    return response


def tick(case: Participation, had: object = NOBODY) -> str:
    return f"{case.pk}:{had}"


def test_ticked_cases_move_and_the_page_says_so(cast: Cast, page: Any) -> None:
    first, second, third = (enrolled(cast, name) for name in ("Ett", "Två", "Tre"))
    client, karin = page("lena"), karins(cast)
    response = client.post(
        ADDRESS, {"case": [tick(first), tick(second)], "to": karin.pk, "because": "Ny fördelning"},
        follow=True,
    )  # fmt: skip
    assert "2 ärenden är flyttade till Karin Ek, coach." in response.content.decode()
    assert {a.participation_id for a in Assignment.objects.filter(position=karin)} == {
        first.pk,
        second.pk,
    }
    one = client.post(ADDRESS, {"case": tick(third), "to": karin.pk, "because": "Ja"}, follow=True)
    assert "1 ärende är flyttat till Karin Ek, coach." in one.content.decode()


def test_all_of_the_list_moves_also_what_is_on_other_pages(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.casework.queries.unit.PAGE", 2)
    cases, other = [enrolled(cast, f"Ek{n}") for n in range(5)], nils(cast)
    give(cast, cases[:4], karins(cast))
    address = f"{ADDRESS}?vem={karins(cast).pk}"
    text = get(page("lena"), address)
    assert "Alla 4 ärenden i listan" in text
    assert text.count('name="case"') == 2
    assert "sida=2" in text
    sent(page("lena"), address, everything="on", to=other.pk, because="Karin är sjuk")
    assert loads(seen(cast)) == {"Nils Ny": 4, "Karin Ek": 0}
    assert seen(cast).nobody.open == 1


def test_what_was_chosen_and_written_stays_when_it_is_refused(cast: Cast, page: Any) -> None:
    case, other = enrolled(cast, "Kvar"), nils(cast)
    give(cast, [case], karins(cast))
    client = page("lena")
    response = sent(
        client, ADDRESS, 422, case=tick(case), to=other.pk, because="Min långa förklaring"
    )
    text = response.content.decode()
    assert "Amina Kvar har bytt handläggare sedan du öppnade sidan" in words(text)
    assert "Min långa förklaring" in text
    assert f'value="{other.pk}" selected' in text
    again = sent(client, ADDRESS, 422, case=tick(case, karins(cast).pk), to=other.pk, because="")
    assert f'value="{tick(case, karins(cast).pk)}" aria-labelledby="arende-{case.pk}" checked' in (
        again.content.decode()
    )
    assert loads(seen(cast)) == {"Nils Ny": 0, "Karin Ek": 1}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"case": []}, "Kryssa i vilka ärenden som ska flyttas"),
        ({"to": ""}, "Flytta till"),
        ({"because": ""}, "Varför?"),
        ({"to": "4711"}, "Flytta till"),
        ({"case": ["nonsens"]}, "Det gick inte att läsa vad som var ikryssat"),
        ({"case": ["00000000-0000-0000-0000-000000000007:ingen"]}, "finns inte längre i listan"),
    ],
)
def test_what_is_lacking_is_said(changed: dict[str, Any], said: str, cast: Cast, page: Any) -> None:
    case = enrolled(cast, "Kvar")
    told = {"case": [tick(case)], "to": karins(cast).pk, "because": "Ja", **changed}
    response = sent(page("lena"), ADDRESS, 422, **told)
    assert said in faults(response)
    assert not Assignment.objects.exists()


def test_a_hidden_case_answers_as_one_that_is_not_there(cast: Cast, page: Any) -> None:
    karin = cast.viewer("karin").posts[0]
    hidden = cast.enrolled(named_team=((karin.unit_id, karin.position_id),))
    enrolled(cast, "Öppen")
    told = {"to": karins(cast).pk, "because": "Ja"}
    never = f"00000000-0000-0000-0000-000000000007:{NOBODY}"
    answers = [
        faults(sent(page("lena"), ADDRESS, 422, case=key, **told)) for key in (tick(hidden), never)
    ]
    assert answers[0] == answers[1]


def test_a_worker_may_tick_their_own_and_nobodys_alone(cast: Cast, page: Any) -> None:
    hers, his, nobodys = (enrolled(cast, name) for name in ("Hennes", "Hans", "Ingens"))
    give(cast, [hers], karins(cast))
    give(cast, [his], nils(cast))
    text = get(page("karin"), ADDRESS)
    ticks = set(re.findall(r'name="case" value="([^:"]+)', text))
    assert ticks == {str(hers.pk), str(nobodys.pk)}


def test_nobody_moves_in_a_unit_that_is_not_theirs(cast: Cast, page: Any) -> None:
    af = cast.unit("Af Flen").pk
    case = enrolled(cast, "Afs", holder_unit_id=af)
    cast.consented(case, "Af Flen")
    assert "Flytta ärendena" in get(page("per"), ADDRESS)
    told = {"case": tick(case), "to": karins(cast).pk, "because": "Ja"}
    sent(page("lena"), f"{ADDRESS}?enhet={af}", 404, **told)


def test_the_case_says_who_has_it_and_lets_one_change_that(cast: Cast, page: Any) -> None:
    case, other = enrolled(cast, "Visad"), nils(cast)
    client, address = page("lena"), f"/deltagare/{case.pk}/"
    assert "Handläggare: ingen Välj handläggare" in words(get(client, address))
    form = client.get(f"{address}handlaggare/").context["form"]
    told = {"to": other.pk, "because": "Ny här", "seen": form.initial["seen"]}
    done = client.post(f"{address}handlaggare/", told, follow=True).content.decode()
    assert "Nils Ny, Handläggare har ärendet nu." in done
    assert "Handläggare: Nils Ny Byt handläggare" in words(done)
    assert client.get(f"{address}handlaggare/").context["form"].initial["to"] == str(other.pk)
    parties.leave(other.tenures.get(), on=TODAY, by=BY)
    assert "Handläggare: Handläggare vakant" in words(get(client, address))
    assert "Byt handläggare" not in words(get(page("sven"), address))
    assert page("sven").get(f"{address}handlaggare/").status_code == 403


def test_one_takes_a_case_oneself_by_the_first_choice_and_sees_how_many_each_has(
    cast: Cast, page: Any
) -> None:
    case, other = enrolled(cast, "Ny"), nils(cast)
    give(cast, [enrolled(cast, "Ett"), enrolled(cast, "Två")], other)
    give(cast, [enrolled(cast, "Min")], karins(cast))
    client, address = page("karin"), f"/deltagare/{case.pk}/handlaggare/"
    form = client.get(address).context["form"]
    offered = form.fields["to"].choices
    assert [label for _key, label in offered] == [
        "Välj vem", "Jag tar det: Karin Ek, coach · 1 ärende", "Nils Ny, Handläggare · 2 ärenden",
    ]  # fmt: skip
    told = {"to": offered[1][0], "seen": form.initial["seen"]}
    done = client.post(address, told, follow=True).content.decode()
    assert "Karin Ek, coach har ärendet nu." in done
    again = [label for _key, label in client.get(address).context["form"].fields["to"].choices]
    assert not any(label.startswith("Jag tar det") for label in again), "it is hers already"
    assert "Karin Ek, coach · 2 ärenden" in again


def test_how_many_cases_somebody_has_counts_nobody_whom_one_may_not_see(
    cast: Cast, page: Any
) -> None:
    case, other = enrolled(cast, "Ny"), nils(cast)
    give(cast, [cast.enrolled(named_team=((other.unit_id, other.pk),))], other)
    form = page("karin").get(f"/deltagare/{case.pk}/handlaggare/").context["form"]
    assert "Nils Ny, Handläggare · 0 ärenden" in dict(form.fields["to"].choices).values()


def test_a_case_that_has_ended_has_nobody_to_change(cast: Cast, page: Any) -> None:
    case = cast.ended()
    client, address = page("lena"), f"/deltagare/{case.pk}/handlaggare/"
    assert (
        "handläggare"
        not in words(get(client, f"/deltagare/{case.pk}/")).lower().split("härnäst")[0]
    )
    form = client.get(address).context["form"]
    told = {"to": karins(cast).pk, "because": "Ny", "seen": form.initial["seen"]}
    response = client.post(address, told)
    assert (response.status_code, "är avslutat" in faults(response)) == (422, True)


def test_the_reason_for_seeing_a_case_says_for_whom_one_stands_in(cast: Cast, page: Any) -> None:
    karin = cast.viewer("karin").posts[0]
    team = ((karin.unit_id, karin.position_id),)
    hidden, plain = cast.enrolled(named_team=team), enrolled(cast, "Vanlig")
    eva = cast.user("eva").staff
    assert eva
    parties.stand_in(eva, karins(cast), from_day=TODAY, until_day=TODAY + 30 * DAY, because="Kurs",
                     by=cast.viewer("lena"))  # fmt: skip
    client = page("eva")
    sentence = "Du är ställföreträdare för Karin Ek till 1 juli 2025."
    assert sentence in get(client, f"/deltagare/{hidden.pk}/")
    assert sentence not in get(client, f"/deltagare/{plain.pk}/"), "her own post lets her in"
    assert client.get(f"/api/v1/participations/{hidden.pk}").json()["why"].endswith(sentence)


# Over the API, and how much it asks


def call(client: Client, **told: Any) -> Any:
    return client.post("/api/v1/unit/moves", json.dumps(told), content_type="application/json")


def test_the_api_tells_and_moves_the_same(cast: Cast, page: Any) -> None:
    cases, karin = [enrolled(cast, f"Ek{n}") for n in range(3)], karins(cast)
    give(cast, cases[:1], karin)
    client, unit = page("lena"), cast.unit("AUC").pk
    told = client.get("/api/v1/unit").json()
    assert (told["unit"], told["nobody"]["open"], told["count"], told["pages"]) == (unit, 2, 3, 1)
    (worker,) = told["workers"]
    assert (worker["name"], worker["open"], worker["vacant"], worker["stand_in"]) == (
        "Karin Ek", 1, False, "",
    )  # fmt: skip
    assert [row["may_move"] for row in told["rows"]] == [True] * 3
    some = [str(case.pk) for case in cases[1:]]
    done = call(client, unit=unit, cases=some, to=karin.pk, because="Ja")
    assert done.json() == {"done": "2 ärenden är flyttade till Karin Ek, coach."}
    refused = call(client, unit=unit, cases=some, to=karin.pk, because="")
    assert refused.status_code == 422
    assert client.get(f"/api/v1/participations/{cases[0].pk}").json()["worker"] == "Karin Ek"
    assert call(page("sven"), unit=unit, cases=some, to=karin.pk, because="Ja").status_code == 404
    assert call(page("ulf"), unit=unit, cases=some, to=karin.pk, because="Ja").status_code == 403


@pytest.mark.parametrize("asked", [{"sida": 0}, {"sida": 99}, {"sida": "x"}, {"sida": "9" * 40}])
def test_a_page_that_is_not_there_is_the_nearest(
    asked: dict[str, Any], cast: Cast, page: Any
) -> None:
    enrolled(cast, "Ensam")
    assert "Ensam" in get(page("lena"), f"{ADDRESS}?{urlencode(asked)}")


def test_many_cases_ask_as_much_as_ten_and_stand_a_hundred_on_a_page(cast: Cast, page: Any) -> None:
    client = page("lena")
    few = [enrolled(cast, f"Ek{n:04}") for n in range(10)]
    give(cast, few, karins(cast))
    with CaptureQueriesContext(connection) as ten:
        get(client, ADDRESS)
    more = [enrolled(cast, f"Al{n:04}") for n in range(140)]
    reassign(more, karins(cast), by=BY, because="Alla")
    with CaptureQueriesContext(connection) as many:
        text = get(client, ADDRESS)
    assert len(ten) == len(many)
    assert text.count('name="case"') == PAGE
    assert seen(cast, page=2).last_page == 2
    assert len(seen(cast, page=2).rows) == 50
