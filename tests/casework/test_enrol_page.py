"""Can one enrol somebody, new or back again; is one asked about doubles, and told nothing of the hidden?"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from stafett.casework.actions import enrol
from stafett.casework.models import Participation
from stafett.database.batch import settle
from stafett.initiatives.actions import engage
from stafett.safeguards.models import ReadPerson
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, faults, get, names, send
from tests.casework.test_case_numbers import GIVEN
from tests.casework.unit_world import karins
from tests.cast import START, TODAY, Cast

NEW = "/deltagare/ny/"
NUMBER = "199001032391"
"""One of Skatteverket's published test numbers: nobody's. A man's, by its last digit but one."""


def filled(cast: Cast, **facts: Any) -> dict[str, Any]:
    """What a form about somebody new says, with anything said differently."""
    known = {"branch": cast.branch("flen").pk, "starts_on": "2025-05-05", "given_name": "Bo",
             "family_name": "Ceder", "sex": "man"}  # fmt: skip
    return {**known, **facts}


def enrolled_by(client: Client, cast: Cast, **facts: Any) -> Participation:
    """Enrol somebody by the page, and let the database's last word be said."""
    answer = send(client, NEW, **filled(cast, **facts))
    settle()
    cast.as_everyone()
    return Participation.objects.get(pk=answer["Location"].split("/")[2])


def test_somebody_new_is_enrolled_and_held_from_the_first_day(cast: Cast, page: Page) -> None:
    client = page("karin")
    one = enrolled_by(client, cast, referring_party=cast.party("Af").pk, municipality="0482",
                      cases=[cast.unit("FK Eskilstuna").authority_id])  # fmt: skip
    assert one.person.name == "Bo Ceder"
    assert one.holdings.get().unit.name == "AUC"
    assert one.involvements.get().party.short_name == "FK"
    assert one.referring_party == cast.party("Af")
    assert "hålls ihop av AUC" in get(client, f"/deltagare/{one.pk}/")


def test_a_number_gives_birth_date_and_one_written_form(cast: Cast, page: Page) -> None:
    one = enrolled_by(page("karin"), cast, number="900103-2391")
    assert (one.person.identity_kind, one.person.identity_number) == ("personal", NUMBER)
    assert one.person.birth_date == date(1990, 1, 3)


def test_without_a_number_the_case_number_is_the_key_and_is_made_when_left_out(
    cast: Cast, page: Page
) -> None:
    one = enrolled_by(page("karin"), cast)
    assert GIVEN.fullmatch(one.case_number)
    assert (one.person.identity_kind, one.person.register_key) == ("none", one.case_number)


def test_another_number_names_its_issuer(cast: Cast, page: Page) -> None:
    answer = send(page("karin"), NEW, 422, **filled(cast, number="900101-AB12"))
    assert "utfärda" in faults(answer)
    one = enrolled_by(page("karin"), cast, number="900101-AB12", issuer="Regionen")
    assert (one.person.identity_kind, one.person.identity_issuer) == ("other", "Regionen")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": "900103-2392"}, "kontrollsiffran"),
        ({"branch": ""}, "Insats och gren"),
        ({"sex": ""}, "Kön"),
        ({"starts_on": "2025-02-30"}, "ingen dag som finns"),
        ({"starts_on": "2025-06-03"}, "3 juni 2025 ligger i framtiden"),
        ({"starts_on": "1890-01-01"}, "före år 1900"),
        ({"starts_on": "2023-12-31", "birth_year": "1990"}, "Provinsatsen började 1 januari 2024"),
        ({"birth_year": "2025", "starts_on": "2024-12-31"}, "född 2025, efter startdagen"),
        ({"birth_date": "2025-05-06"}, "född 6 maj 2025, efter startdagen 5 maj 2025"),
        ({"birth_date": "2026-01-01"}, "har inte varit än"),
        ({"birth_year": "2026"}, "har inte varit än"),
        ({"birth_date": "1890-01-01"}, "mer än 120 år sedan. Kontrollera året."),
        ({"birth_date": "1905-06-01"}, "mer än 120 år sedan. Kontrollera året."),
        ({"birth_year": "1904"}, "mer än 120 år sedan. Kontrollera året."),
        (
            {"number": "18681102-2380"},
            "född för mer än 120 år sedan. Jämför med id-handlingen.",
        ),
        ({"given_name": "", "family_name": ""}, "Skriv ett namn eller ett nummer"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_with_all_that_was_typed(
    cast: Cast, page: Page, wrong: dict[str, str], sentence: str
) -> None:
    answer = send(page("karin"), NEW, 422, **filled(cast, language="somaliska", **wrong))
    assert sentence in faults(answer)
    assert 'value="somaliska"' in answer.content.decode()
    cast.as_everyone()
    assert not Participation.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"sex": "woman"}, "Könet är inte det som numret säger"),
     ({"birth_date": "1990-01-02"}, "Födelsedagen är inte den i numret, 3 januari 1990")],
)  # fmt: skip
def test_what_disagrees_with_the_number_is_asked_about_once(
    cast: Cast, page: Page, wrong: dict[str, str], sentence: str
) -> None:
    client = page("karin")
    asked = send(client, NEW, 422, **filled(cast, number=NUMBER, **wrong))
    assert sentence in faults(asked)
    one = enrolled_by(client, cast, number=NUMBER, sure="on", **wrong)
    assert one.person.sex == wrong.get("sex", "man")


def test_somebody_alike_is_pointed_out_before_anything_is_saved(cast: Cast, page: Page) -> None:
    cast.enrolled(
        person=cast.person(given_name="Bo", family_name="Ceder", birth_date=date(1990, 1, 1))
    )
    answer = send(page("karin"), NEW, 422, **filled(cast, birth_date="1990-01-01"))
    text = answer.content.decode()
    assert "Det finns redan någon som liknar" in faults(answer)
    assert "Bo Ceder, född 1 januari 1990 (Samma namn och födelsedag)" in text
    assert "Nej, en annan människa" in text


def test_another_human_who_is_alike_gets_a_record_of_their_own(cast: Cast, page: Page) -> None:
    there = cast.person(given_name="Bo", family_name="Ceder", birth_date=date(1990, 1, 1))
    cast.enrolled(person=there)
    one = enrolled_by(page("karin"), cast, birth_date="1990-01-01", same_as="another")
    assert one.person_id != there


def test_the_same_human_gets_a_new_participation_and_no_second_record(
    cast: Cast, page: Page
) -> None:
    before = cast.ended(person=cast.person(given_name="Bo", family_name="Ceder",
                                           birth_date=date(1990, 1, 1)))  # fmt: skip
    one = enrolled_by(page("karin"), cast, birth_date="1990-01-01", same_as=before.person_id)
    assert one.person_id == before.person_id


def test_a_number_that_one_may_see_is_never_recorded_twice(cast: Cast, page: Page) -> None:
    before = cast.ended(person=cast.person(identity_kind="personal", identity_number=NUMBER))
    client = page("karin")
    answer = send(client, NEW, 422, **filled(cast, number=NUMBER, same_as="another"))
    cast.as_everyone()
    assert ReadPerson.objects.filter(person_id=before.person_id).exists(), "shown, so in the log"
    assert "Numret finns redan hos er" in faults(answer)
    assert "Nej, en annan människa" not in answer.content.decode()
    one = enrolled_by(client, cast, number=NUMBER, same_as=before.person_id)
    assert one.person_id == before.person_id


def test_the_same_human_cannot_be_there_twice_at_a_time(cast: Cast, page: Page) -> None:
    there = cast.enrolled(person=cast.person(given_name="Bo", family_name="Ceder",
                                             birth_date=date(1990, 1, 1)))  # fmt: skip
    answer = send(page("karin"), NEW, 422,
                  **filled(cast, birth_date="1990-01-01", same_as=there.person_id))  # fmt: skip
    assert "Personen deltar redan i insatsen" in faults(answer)


def hide(one: Participation) -> None:
    """Let nobody of the cast see a participation."""
    one.circle.members.all().delete()


@pytest.mark.parametrize("protection", ["", "marked"])
def test_a_number_that_a_hidden_record_has_gets_the_very_same_answer(
    cast: Cast, page: Page, protection: str
) -> None:
    facts = {"identity_kind": "personal", "identity_number": NUMBER, "given_name": "Doald",
             "protection": protection}  # fmt: skip
    team = ((cast.unit("Psykiatrin").pk, cast.unit("Psykiatrin").positions.get().pk),)
    hidden = cast.enrolled(person=cast.person(**facts), named_team=team if protection else ())
    if not protection:
        hide(hidden)
    client = page("karin")
    one = enrolled_by(client, cast, number=NUMBER)
    text = get(client, f"/deltagare/{one.pk}/")
    assert one.person_id != hidden.person_id
    assert (one.person.identity_number, one.person.protection) == (NUMBER, "")
    assert "Personnummer" in text
    assert "Doald" not in text
    assert names(get(client, "/deltagare/")) == ["Bo Ceder"]


def test_the_same_number_without_looking_is_still_refused_by_the_database(cast: Cast) -> None:
    from django.db import IntegrityError

    cast.person(identity_kind="personal", identity_number=NUMBER)
    with pytest.raises(IntegrityError, match="a_number_once_per_controller"):
        cast.person(identity_kind="personal", identity_number=NUMBER)


def test_a_hidden_participation_on_the_same_days_is_not_told_of(cast: Cast, page: Page) -> None:
    person = cast.person(given_name="Bo", family_name="Ceder", birth_date=date(1990, 1, 1))
    cast.ended(person=person)
    hide(cast.enrolled(person=person, starts_on=date(2025, 1, 1), case_number="dold"))
    answer = send(page("karin"), NEW, 422, **filled(cast, birth_date="1990-01-01", same_as=person))
    said = faults(answer)
    assert "Det går inte att skriva in personen i insatsen från den dagen" in said
    assert "deltar redan" not in said


def test_a_case_number_in_use_is_told_without_whose_it_is(cast: Cast, page: Page) -> None:
    hide(cast.enrolled(case_number="F 17"))
    answer = send(page("karin"), NEW, 422, **filled(cast, case_number="F 17"))
    assert "Ärendenumret används redan" in faults(answer)
    assert "Amina" not in answer.content.decode()


def test_a_protected_person_is_seen_by_the_named_team_alone(cast: Cast, page: Page) -> None:
    lena = cast.unit("AUC").positions.get(role="unit_manager")
    one = enrolled_by(page("karin"), cast, protection="marked",
                      team=[f"{lena.unit_id}:{lena.pk}"])  # fmt: skip
    for who, number in {"karin": 1, "lena": 1, "sven": 0, "eva": 0}.items():
        assert len(names(get(page(who), "/deltagare/"))) == number
        get(page(who), f"/deltagare/{one.pk}/", 200 if number else 404)
    assert "Du är en av de namngivna" in get(page("lena"), f"/deltagare/{one.pk}/")


def test_one_who_may_work_in_a_single_branch_has_it_chosen(cast: Cast, page: Page) -> None:
    form = page("karin").get(NEW).context["form"]
    assert form.fields["branch"].choices == [(str(cast.branch("flen").pk), "Provinsatsen, Flen")]
    assert form.heading == "Skriv in en deltagare"


def test_a_branch_that_one_does_not_work_in_cannot_be_chosen(cast: Cast, page: Page) -> None:
    answer = send(page("karin"), NEW, 422, **filled(cast, branch=cast.branch("katrineholm").pk))
    assert "Det valet finns inte" in faults(answer)


@pytest.mark.parametrize("who", ["lena", "stig", "rakel", "ulf"])
def test_those_who_do_not_work_with_people_are_told_so(cast: Cast, page: Page, who: str) -> None:
    get(page(who), NEW, 403)


def test_somebody_comes_back_as_a_new_participation(cast: Cast, page: Page) -> None:
    before = cast.ended()
    client = page("karin")
    answer = send(client, f"/deltagare/{before.pk}/igen/", branch=cast.branch("flen").pk,
                  starts_on="2025-01-07")  # fmt: skip
    settle()
    cast.as_everyone()
    again = Participation.objects.get(pk=answer["Location"].split("/")[2])
    before.refresh_from_db()
    assert again.person_id == before.person_id
    assert (again.starts_on, again.status) == (date(2025, 1, 7), "remaining")
    assert before.status == "ended"


def test_nobody_comes_back_before_they_left(cast: Cast, page: Page) -> None:
    before = cast.ended()
    answer = send(page("karin"), f"/deltagare/{before.pk}/igen/", 422,
                  branch=cast.branch("flen").pk, starts_on="2024-09-30")  # fmt: skip
    assert "deltog i insatsen till och med 30 september 2024" in faults(answer)


def test_a_protected_person_comes_back_to_their_own_team(cast: Cast, page: Page) -> None:
    post = cast.unit("AUC").positions.get(role="coach")
    person = cast.person(protection="marked")
    before = cast.ended(person=person, named_team=((post.unit_id, post.pk),))
    answer = send(page("karin"), f"/deltagare/{before.pk}/igen/", branch=cast.branch("flen").pk,
                  starts_on="2025-01-07")  # fmt: skip
    get(page("karin"), answer["Location"])
    get(page("lena"), answer["Location"], 404)


def test_one_who_works_in_several_branches_chooses_among_them(cast: Cast, page: Page) -> None:
    choices = page("eva").get(NEW).context["form"].fields["branch"].choices
    assert [label for _key, label in choices] == ["Välj insats och gren", [
        (str(cast.branch("flen").pk), "Flen"), (str(cast.branch("katrineholm").pk), "Katrineholm"),
    ]]  # fmt: skip


def test_a_refusal_of_the_database_that_has_no_sentence_is_our_own_fault(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stafett.casework.forms.enrolling.UNTOLD", {})
    hide(cast.enrolled(case_number="F 17"))
    client = page("karin")
    client.raise_request_exception = False
    assert client.post(NEW, filled(cast, case_number="F 17")).status_code == 500


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("2025-06-03", "3 juni 2025 ligger i framtiden"),
        ("2000-12-31", "född 2001, efter startdagen"),
    ],
)
def test_nobody_comes_back_on_a_day_to_come_or_before_their_birth(
    cast: Cast, page: Page, start: str, sentence: str
) -> None:
    before = cast.ended()
    answer = send(page("karin"), f"/deltagare/{before.pk}/igen/", 422,
                  branch=cast.branch("flen").pk, starts_on=start)  # fmt: skip
    assert sentence in faults(answer)


def test_the_birth_of_the_one_pointed_out_is_what_the_start_is_held_against(
    cast: Cast, page: Page
) -> None:
    number = {"identity_kind": "personal", "identity_number": NUMBER}
    there = cast.person(birth_date=date(2025, 5, 6), **number)
    cast.ended(person=there)
    answer = send(page("karin"), NEW, 422, **filled(cast, number=NUMBER, same_as=there))
    assert "född 6 maj 2025, efter startdagen 5 maj 2025" in faults(answer)


def test_the_action_itself_enrols_nobody_from_a_day_to_come(cast: Cast) -> None:
    enrolment = cast.enrolment(starts_on=date(2025, 6, 3))
    with pytest.raises(Refused, match="ligger i framtiden"):
        enrol([enrolment], by=cast.as_("karin"))
    cast.as_everyone()
    assert len(enrol([enrolment], by=operator(TODAY))) == 1


def test_a_question_about_the_number_says_what_to_do_about_it(cast: Cast, page: Page) -> None:
    asked = send(page("karin"), NEW, 422, **filled(cast, number=NUMBER, sex="woman"))
    said = faults(asked)
    assert "Könet är inte det som numret säger. Kryssa i om det ändå ska stå så." in said
    assert "det ska stå så" not in said
    assert "Jag har kontrollerat: det ska stå så" in asked.content.decode()


def test_only_posts_that_somebody_holds_can_be_let_in(cast: Cast, page: Page) -> None:
    post = cast.unit("AUC").positions.get(role="unit_manager")
    post.tenures.update(until_day=TODAY)
    choices = page("karin").get(NEW).context["form"].fields["team"].choices
    assert [label for _key, label in choices if "AUC" in label] == ["Karin Ek, AUC"]


def had_by(one: Participation) -> list[int]:
    return list(one.assignments.order_by("pk").values_list("position_id", flat=True))


def test_whoever_enters_somebody_takes_the_case_unless_they_say_otherwise(
    cast: Cast, page: Page
) -> None:
    karin = page("karin")
    asked = get(karin, NEW)
    assert re.search(r'name="mine"[^>]* checked', asked)
    assert had_by(enrolled_by(karin, cast, mine="on")) == [karins(cast).pk]
    assert had_by(enrolled_by(karin, cast, family_name="Dal")) == []


def test_who_works_in_another_unit_than_the_one_that_holds_is_not_asked(
    cast: Cast, page: Page
) -> None:
    assert "Jag tar ärendet" not in get(page("eva"), NEW)
    assert had_by(enrolled_by(page("eva"), cast, mine="on")) == []


def test_who_takes_a_case_that_another_unit_will_hold_is_told_that_nobody_has_it(
    cast: Cast, page: Page
) -> None:
    engage(cast.initiative, cast.unit("AUC"), "coach", from_day=START, by=operator(TODAY),
           branch=cast.branch("katrineholm"))  # fmt: skip
    sent = filled(cast, branch=str(cast.branch("katrineholm").pk), mine="on")
    client = page("karin")
    send(client, NEW, **sent)
    said = client.get("/").content.decode()
    assert "Du har ingen tjänst på Viadidakt, så ingen handläggare har ärendet än." in said
