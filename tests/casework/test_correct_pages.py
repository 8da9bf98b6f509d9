"""Can one correct facts of a person and a participation; are two who do it at once both heard?"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from stafett.casework.actions import correct
from stafett.casework.actions.correcting import as_told
from stafett.casework.actions.persons import change_team
from stafett.casework.models import Listing, Participation
from stafett.people.models import Person
from stafett.safeguards.rules import Refused
from tests.casework.conftest import Page, faults, get, names, send
from tests.cast import TODAY, Cast

NUMBER = "199001032391"
"""One of Skatteverket's published test numbers: nobody's. A man's, by its last digit but one."""


def at(one: Participation, word: str) -> str:
    return f"/deltagare/{one.pk}/{word}/"


def test_a_name_is_corrected_everywhere_and_the_earlier_one_kept(cast: Cast, page: Page) -> None:
    one, client = cast.enrolled(), page("karin")
    cast.enrolled(person=cast.person(given_name="Bo", family_name="Ek"))
    send(client, at(one, "person"), family_name="Aberg", because="felstavat")
    text = get(client, f"/deltagare/{one.pk}/")
    assert "<del>Öberg</del>" in text
    assert "<ins>Aberg</ins>" in text
    assert "Skäl: felstavat" in " ".join(text.split())
    assert "Karin Ek" in text
    assert names(get(client, "/deltagare/")) == ["Amina Aberg", "Bo Ek"]
    cast.as_everyone()
    assert set(Listing.objects.filter(participation=one).values_list("sort_name", flat=True)) == {
        "aberg amina"
    }


@pytest.mark.parametrize("word", ["person", "ratta"])
def test_correcting_nothing_saves_nothing_and_says_so(cast: Cast, page: Page, word: str) -> None:
    one, client = cast.enrolled(), page("karin")
    send(client, at(one, word), because="prov")
    assert "Inget var ändrat" in get(client, f"/deltagare/{one.pk}/")
    assert not one.person.events.exists()
    assert not one.events.exists()


def test_a_correction_asks_why(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    for word in ("person", "ratta"):
        assert "Varför ändras det?" in faults(send(page("karin"), at(one, word), 422))


def test_a_number_is_added_and_shown(cast: Cast, page: Page) -> None:
    one, client = cast.enrolled(), page("karin")
    send(
        client, at(one, "person"), number="19900103-2391", sex="man", birth_year="", because="visat"
    )
    one.person.refresh_from_db()
    assert one.person.identity_number == NUMBER
    assert one.person.birth_date == date(1990, 1, 3)
    assert "19900103-2391" in get(client, f"/deltagare/{one.pk}/")


def test_a_number_that_another_visible_record_has_is_refused(cast: Cast, page: Page) -> None:
    cast.enrolled(person=cast.person(given_name="Bo", family_name="Ek", identity_kind="personal",
                                     identity_number=NUMBER))  # fmt: skip
    answer = send(page("karin"), at(cast.enrolled(), "person"), 422, number=NUMBER, sex="man",
                  because="prov")  # fmt: skip
    assert "Numret står redan på Bo Ek" in faults(answer)


def test_a_number_that_a_hidden_record_has_gets_the_very_same_answer(
    cast: Cast, page: Page
) -> None:
    hidden = cast.enrolled(person=cast.person(identity_kind="personal", identity_number=NUMBER))
    hidden.circle.members.all().delete()
    one = cast.enrolled()
    send(page("karin"), at(one, "person"), number=NUMBER, sex="man", because="prov")
    one.person.refresh_from_db()
    assert one.person.identity_number == NUMBER


def test_the_number_can_go_when_it_was_wrong(cast: Cast, page: Page) -> None:
    one = cast.enrolled(person=cast.person(identity_kind="personal", identity_number=NUMBER,
                                           register_key="", sex="man"))  # fmt: skip
    send(page("karin"), at(one, "person"), number="", because="någon annans")
    one.person.refresh_from_db()
    assert (one.person.identity_kind, one.person.register_key) == ("none", one.case_number)


def test_two_at_once_see_both_versions_and_nothing_typed_is_lost(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    karin, eva = page("karin"), page("eva")
    address = at(one, "person")
    opened = karin.get(address).context["form"]
    before = {name: value for name, value in opened.initial.items() if value not in (None, False)}
    send(eva, address, language="somaliska", because="sagt")
    stale = {**before, "language": "arabiska", "given_name": "Aminah", "because": "sagt till mig"}
    answer = karin.post(address, stale)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Det här har ändrats sedan du öppnade" in faults(answer)
    assert "<td>somaliska</td><td>arabiska</td>" in text
    assert 'value="sagt till mig"' in text
    one.person.refresh_from_db()
    assert one.person.language == "somaliska"
    again = {**stale, "seen": answer.context["form"].data["seen"]}
    assert karin.post(address, again).status_code == 302
    one.person.refresh_from_db()
    assert (one.person.language, one.person.given_name) == ("arabiska", "Aminah")


def test_one_who_opened_an_exit_that_another_has_recorded_is_told(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    karin, eva = page("karin"), page("eva")
    exit_ = {
        "ends_on": "2025-05-30",
        "outcome": cast.outcome("arbete").pk,
        "next_step": "none_needed",
    }
    seen = karin.get(at(one, "avsluta")).context["form"].version
    send(eva, at(one, "avsluta"), **exit_)
    answer = karin.post(at(one, "avsluta"), {**exit_, "ends_on": "2025-05-29", "seen": seen})
    assert "Det här har ändrats" in faults(answer)
    assert "redan avslutat" in get(karin, at(one, "avsluta"))
    again = {**exit_, "seen": answer.context["form"].data["seen"]}
    assert "redan avslutat" in faults(karin.post(at(one, "avsluta"), again))
    assert "<td>30 maj 2025</td><td>29 maj 2025</td>" in answer.content.decode()


def test_facts_of_a_participation_are_corrected(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    send(page("karin"), at(one, "ratta"), starts_on="2024-01-15", status="paused", municipality="0482",
         referring_party=cast.party("FK").pk, referring_caseworker="Mona", because="fel")  # fmt: skip
    one.refresh_from_db()
    assert (one.status, one.starts_on) == ("paused", date(2024, 1, 15))
    assert one.referring_party == cast.party("FK")
    assert one.holdings.get().from_day == date(2024, 1, 15)


def test_an_exit_is_corrected_but_stays_an_exit(cast: Cast, page: Page) -> None:
    one, client = cast.ended(), page("karin")
    send(client, at(one, "ratta"), ends_on="2024-10-15", outcome=cast.outcome("studier").pk,
         next_step="moved", because="fel dag")  # fmt: skip
    one.refresh_from_db()
    assert (one.ends_on, one.outcome.code, one.next_step_id) == (
        date(2024, 10, 15),
        "studier",
        "moved",
    )
    answer = send(client, at(one, "ratta"), 422, next_step="", because="fel")
    assert "Det saknas vad som händer härnäst" in faults(answer)


def test_what_only_a_register_may_say_can_stay_where_it_said_it(cast: Cast, page: Page) -> None:
    told, untold = cast.ended(next_step_id="unknown"), cast.ended()
    client = page("karin")
    send(client, at(told, "ratta"), end_reason="fullföljt", because="fel")
    told.refresh_from_db()
    assert (told.end_reason, told.next_step_id) == ("fullföljt", "unknown")
    answer = send(client, at(untold, "ratta"), 422, next_step="unknown", because="fel")
    assert "Det valet finns inte" in faults(answer)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [({"starts_on": "2024-12-01"}, "ligger före startdagen, 1 december 2024"),
     ({"starts_on": "2025-06-03"}, "3 juni 2025 ligger i framtiden"),
     ({"starts_on": "1890-01-01"}, "före år 1900"),
     ({"starts_on": "2000-12-31"}, "född 2001, efter startdagen 31 december 2000")],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(
    cast: Cast, page: Page, sent: dict[str, Any], sentence: str
) -> None:
    answer = send(page("karin"), at(cast.ended(), "ratta"), 422, because="fel", **sent)
    assert sentence in faults(answer)


def test_nobody_is_corrected_to_a_birth_that_cannot_be(cast: Cast, page: Page) -> None:
    for sent in ({"birth_date": "1890-01-01", "birth_year": ""}, {"number": "18681102-2380"}):
        answer = send(page("karin"), at(cast.enrolled(), "person"), 422, because="fel", **sent)
        assert "mer än 120 år sedan" in faults(answer)


def test_a_protection_that_begins_hides_the_person_from_all_but_the_team(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    lena = cast.unit("AUC").positions.get(role="unit_manager")
    send(page("karin"), at(one, "person"), protection="marked", team=[f"{lena.unit_id}:{lena.pk}"],
         alias="Lärka", because="besked från Skatteverket")  # fmt: skip
    (alias,) = names(get(page("karin"), "/deltagare/"))
    assert re.fullmatch(r"Lärka \d{4}", alias)
    assert names(get(page("lena"), "/deltagare/")) == [alias]
    for who in ("sven", "eva"):
        assert "0 deltaganden" in get(page(who), "/deltagare/?q=amina")
        get(page(who), f"/deltagare/{one.pk}/", 404)


def test_a_protection_that_ends_lets_the_branchs_units_back(cast: Cast, page: Page) -> None:
    post = cast.unit("AUC").positions.get(role="coach")
    one = cast.enrolled(
        person=cast.person(protection="marked"), named_team=((post.unit_id, post.pk),)
    )
    get(page("sven"), f"/deltagare/{one.pk}/", 404)
    send(page("karin"), at(one, "person"), protection="", because="skyddet har upphört")
    get(page("sven"), f"/deltagare/{one.pk}/")
    cast.as_everyone()
    assert Person.objects.get(pk=one.person_id).protection == ""


def test_a_team_that_is_changed_says_who_leaves_and_they_lose_it_at_once(
    cast: Cast, page: Page
) -> None:
    coach, manager = cast.unit("AUC").positions.order_by("role")
    team = tuple((post.unit_id, post.pk) for post in (coach, manager))
    one = cast.enrolled(person=cast.person(protection="marked"), named_team=team)
    karin = page("karin")
    assert "i samma stund som du sparar" in get(karin, at(one, "person"))
    get(page("lena"), f"/deltagare/{one.pk}/")
    mine = [f"{coach.unit_id}:{coach.pk}"]
    send(karin, at(one, "person"), team=mine, because="Lena har bytt jobb")
    text = get(karin, f"/deltagare/{one.pk}/")
    assert "De här ser inte längre personen, från och med nu: Lena Chef." in text
    assert "Inget var ändrat." not in text
    get(page("lena"), f"/deltagare/{one.pk}/", 404)
    both = [*mine, f"{manager.unit_id}:{manager.pk}"]
    send(karin, at(one, "person"), team=mine, because="inget nytt")
    assert "Teamet är ändrat" not in get(karin, f"/deltagare/{one.pk}/")
    send(karin, at(one, "person"), team=both, language="Somaliska", because="Lena är tillbaka")
    assert "Personuppgifterna är rättade. Teamet är ändrat." in get(karin, f"/deltagare/{one.pk}/")
    get(page("lena"), f"/deltagare/{one.pk}/")


def test_a_team_of_posts_that_nobody_holds_is_refused(cast: Cast) -> None:
    coach, manager = cast.unit("AUC").positions.order_by("role")
    one = cast.enrolled(
        person=cast.person(protection="marked"), named_team=((coach.unit_id, coach.pk),)
    )
    manager.tenures.update(until_day=TODAY)
    with pytest.raises(Refused, match="Annars kan ingen det"):
        change_team(one.circle, [(manager.unit_id, manager.pk)], by=cast.as_("karin"))
    other = cast.enrolled()
    with pytest.raises(Refused, match="bara den som har skyddade"):
        change_team(other.circle, [(coach.unit_id, coach.pk)], by=cast.as_("karin"))
    assert change_team(one.circle, [(coach.unit_id, coach.pk)], by=cast.as_("karin")) == []


def test_a_vacant_post_that_leaves_is_told_by_its_title(cast: Cast) -> None:
    coach, manager = cast.unit("AUC").positions.order_by("role")
    team = tuple((post.unit_id, post.pk) for post in (coach, manager))
    one = cast.enrolled(person=cast.person(protection="marked"), named_team=team)
    manager.tenures.update(until_day=TODAY)
    left = change_team(one.circle, team[:1], by=cast.as_("karin"))
    assert left == [manager.title]


def test_a_tick_is_told_as_yes_or_no_in_both_versions_and_in_the_history(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    karin, eva = page("karin"), page("eva")
    stale = {
        **karin.get(at(one, "person")).context["form"].initial,
        "birth_date": "",
        "because": "sagt",
    }
    send(eva, at(one, "person"), needs_interpreter="on", because="sagt")
    answer = karin.post(
        at(one, "person"), {k: v for k, v in stale.items() if v not in (None, False)}
    )
    assert "<td>ja</td><td>nej</td>" in answer.content.decode()
    assert "<del>nej</del>" in get(eva, f"/deltagare/{one.pk}/")


def test_whose_birthday_is_known_is_asked_for_no_year_beside_it(cast: Cast, page: Page) -> None:
    one, client = cast.enrolled(person=cast.person(birth_date=date(1990, 1, 3))), page("karin")
    form = client.get(at(one, "person")).context["form"]
    assert form["birth_year"].value() is None
    send(client, at(one, "person"), given_name="Åsa", because="felstavat")
    one.person.refresh_from_db()
    assert (one.person.birth_date, one.person.birth_year) == (date(1990, 1, 3), 1990)


def test_nobody_is_born_after_they_began(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    told = {"birth_date": "2024-02-02", "birth_year": "", "because": "prov"}
    answer = send(page("karin"), at(one, "person"), 422, **told)
    assert "född 2 februari 2024, efter startdagen 1 februari 2024" in faults(answer)


def test_the_action_itself_moves_no_start_to_a_day_to_come(cast: Cast) -> None:
    one = cast.enrolled()
    told = as_told(one, starts_on=date(2025, 6, 3))
    with pytest.raises(Refused, match="ligger i framtiden"):
        correct([(one, told)], by=cast.as_("karin"), because="prov", only={"starts_on"})


def test_a_named_post_that_stands_vacant_stays_visible_but_no_other_does(
    cast: Cast, page: Page
) -> None:
    coach, manager = cast.unit("AUC").positions.order_by("role")
    team = tuple((post.unit_id, post.pk) for post in (coach, manager))
    named = cast.enrolled(person=cast.person(protection="marked"), named_team=team)
    unnamed = cast.enrolled()
    manager.tenures.update(until_day=TODAY)

    def offered(one: Participation) -> list[str]:
        form = page("karin").get(at(one, "person")).context["form"]
        return sorted(label for _key, label in form.fields["team"].choices if "AUC" in label)

    assert offered(named) == ["Karin Ek, AUC", "vakant, AUC"]
    assert offered(unnamed) == ["Karin Ek, AUC"]
