"""Name and number of somebody who waits are corrected by those who take in, with why; how it stood is kept."""

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

from stafett.parties.refusals import Refused
from stafett.people.models import Person
from stafett.people.rules import read_number
from stafett.referrals import actions
from stafett.referrals.actions import Called, Decision
from stafett.referrals.models import Referral
from stafett.referrals.names import names_before
from tests.cast import TODAY, Cast
from tests.referrals.test_contact import protect
from tests.referrals.world import facts, referred, sent_of

Page = Callable[[str], Client]
NUMBER = "199003012391"
RIGHT = Called("Nour", "Haddad", None, date(2001, 4, 5))


def _person(cast: Cast, one: Referral) -> Person:
    cast.as_everyone()
    return Person.objects.get(pk=one.circle.person_id)


def _numbered(cast: Cast) -> Referral:
    return referred(
        cast, facts=facts(cast.branch(), identity_kind="personal", identity_number=NUMBER)
    )


def test_karin_corrects_a_name_that_was_spelt_wrongly(cast: Cast, page: Page) -> None:
    """Fatima skrev Noor, men hon heter Nour. Karin rättar och skriver varför. Sidan säger hur det stod, och vad
    Fatima skrev är fortfarande hennes."""
    one = referred(cast)
    there = reverse("referral_name", args=[one.pk])
    assert there in page("karin").get(reverse("referral", args=[one.pk])).content.decode()
    assert 'value="Noor"' in page("karin").get(there).content.decode()

    told = {"given_name": "Nour", "family_name": "Haddad", "number": "", "birth_date": "2001-04-05",
            "because": "hon visade leg"}  # fmt: skip
    text = page("karin").post(there, told, follow=True).content.decode()

    assert "Det stod förut: Noor Haddad." in text
    assert "hon visade leg. Så stod det förut: Noor Haddad" in text
    assert _person(cast, one).name == "Nour Haddad"
    assert sent_of(one).whom == "Noor Haddad"
    assert "hon visade leg" not in page("lena").get(
        reverse("referral", args=[one.pk])
    ).content.decode()  # fmt: skip


def test_a_number_is_added_and_its_birthday_with_it(cast: Cast) -> None:
    one = referred(cast)
    who = read_number(NUMBER, today=TODAY)

    actions.correct_name(
        one, Called("Noor", "Haddad", who), by=cast.as_("karin"), because=" fick det "
    )

    person = _person(cast, one)
    assert (person.identity_number, person.birth_date) == (NUMBER, date(1990, 3, 1))
    (was,) = names_before(one)
    assert (was.name, was.number, was.why) == ("Noor Haddad", "", "fick det")


def test_a_number_that_another_record_has_is_kept_apart_and_nobody_learns_of_it(cast: Cast) -> None:
    _numbered(cast)
    one = referred(cast)
    who = read_number(NUMBER, today=TODAY)

    actions.correct_name(
        one, Called("Noor", "Haddad", who), by=cast.as_("karin"), because="fick det"
    )

    assert _person(cast, one).kept_apart == one.circle.person_id


def test_a_number_that_was_wrong_is_taken_out(cast: Cast) -> None:
    one = _numbered(cast)

    actions.correct_name(one, RIGHT, by=cast.as_("karin"), because="någon annans")

    person = _person(cast, one)
    assert (person.identity_number, person.identity_kind) == ("", "none")
    assert person.register_key.startswith("A-")
    assert person.birth_date == date(2001, 4, 5)
    assert [was.number for was in names_before(one)] == [NUMBER]


def test_whoever_only_a_year_is_known_of_keeps_it(cast: Cast) -> None:
    one = referred(cast, facts=facts(cast.branch(), birth_date=None))

    actions.correct_name(one, Called("Nour", "Haddad"), by=cast.as_("karin"), because="fel")

    assert _person(cast, one).birth_year == 2001


@pytest.mark.parametrize(
    ("told", "because", "match"),
    [
        (RIGHT, " ", "Skriv varför"),
        (Called("Noor", "Haddad", None, date(2001, 4, 5)), "x", "Så står det redan"),
        (Called(" ", ""), "x", "Skriv ett namn eller ett nummer"),
    ],
)  # fmt: skip
def test_what_says_nothing_is_refused(cast: Cast, told: Called, because: str, match: str) -> None:
    one = referred(cast)

    with pytest.raises(Refused, match=match):
        actions.correct_name(one, told, by=cast.as_("karin"), because=because)


def test_whoever_has_been_taken_in_is_corrected_in_the_case(cast: Cast, page: Page) -> None:
    one = referred(cast)
    actions.accept(one, Decision(), by=cast.as_("karin"))

    with pytest.raises(Refused, match="Rätta namn och nummer i ärendet"):
        actions.correct_name(one, RIGHT, by=cast.as_("karin"), because="fel")

    text = page("karin").get(reverse("referral", args=[one.pk])).content.decode()
    assert reverse("referral_name", args=[one.pk]) not in text
    cast.as_everyone()
    assert names_before(one) == []


def test_of_somebody_protected_nothing_is_told_or_changed_here(cast: Cast, page: Page) -> None:
    one = referred(cast)
    actions.correct_name(one, RIGHT, by=cast.as_("karin"), because="fel")
    one.refresh_from_db()
    protect(cast, one)

    with pytest.raises(Refused, match="skyddade personuppgifter"):
        actions.correct_name(one, RIGHT, by=cast.as_("karin"), because="fel")

    text = page("karin").get(reverse("referral_name", args=[one.pk])).content.decode()
    assert "Nour" not in text
    cast.as_everyone()
    one = Referral.objects.get(pk=one.pk)
    assert names_before(one) == []


def test_what_somebody_was_called_while_they_were_protected_is_not_told_afterwards(
    cast: Cast, page: Page
) -> None:
    """Noor var skyddad ett tag och hette något annat då. Skyddet är slut: det namnet visas ändå inte."""
    one = referred(cast)
    actions.correct_name(one, RIGHT, by=cast.as_("karin"), because="leg")
    for facts_then in ({"given_name": "Hemlig"}, {"given_name": "Nora", "protection": ""}):
        protect(cast, Referral.objects.get(pk=one.pk), **facts_then)

    one = Referral.objects.get(pk=one.pk)
    assert [was.name for was in names_before(one)] == ["Nour Haddad", "Noor Haddad"]
    text = page("karin").get(reverse("referral", args=[one.pk])).content.decode()
    assert "Nora" in text
    assert "Hemlig" not in text


def test_others_correct_nothing(cast: Cast) -> None:
    one = referred(cast)

    for who in ("fatima", "lena"):
        with pytest.raises(PermissionDenied):
            actions.correct_name(one, RIGHT, by=cast.as_(who), because="fel")


def test_a_number_that_is_none_or_a_day_to_come_loses_nothing_typed(cast: Cast, page: Page) -> None:
    one = referred(cast)
    there = reverse("referral_name", args=[one.pk])

    to_come = timezone.localdate() + timedelta(days=1)
    told = {
        "given_name": "Nour",
        "number": "19900301-2390",
        "birth_date": str(to_come),
        "because": "mitt skäl",
    }
    answer = page("karin").post(there, told)

    assert answer.status_code == 422
    assert {"number", "birth_date"} <= set(answer.context["form"].errors)
    assert "mitt skäl" in answer.content.decode()


def test_one_who_was_corrected_meanwhile_is_shown_as_both(cast: Cast, page: Page) -> None:
    one = referred(cast)
    there = reverse("referral_name", args=[one.pk])
    seen = re.search(r'name="seen" value="(\w+)"', page("karin").get(there).content.decode())
    assert seen
    actions.correct_name(one, RIGHT, by=cast.as_("karin"), because="fel")

    told: dict[str, Any] = {"given_name": "Nor", "family_name": "Haddad", "because": "mitt"}
    answer = page("karin").post(there, {**told, "seen": seen[1]})

    assert answer.status_code == 422
    first = answer.context["form"].newer[0]
    assert (first.saved, first.typed) == ("Nour", "Nor")
    assert _person(cast, one).given_name == "Nour"


def _door(client: Client, one: Referral, step: str = "name") -> tuple[Callable[..., Any], Any]:
    """How another program sends a correction, and what it has read."""
    there = f"/api/v1/queue/{one.pk}/{step}"
    read = client.get(there).json()["fields"]

    def send(**fields: Any) -> Any:
        return client.post(there, {"fields": fields}, "application/json")

    return send, read


def test_over_the_api_what_is_not_sent_stands(cast: Cast, page: Page) -> None:
    one = _numbered(cast)
    send, read = _door(page("karin"), one)
    assert (read["given_name"], read["number"]) == ("Noor", "19900301-2391")

    done = send(given_name="Nour", because="fel", seen=read["seen"])

    assert done.status_code == 200
    person = _person(cast, one)
    assert (person.given_name, person.family_name) == ("Nour", "Haddad")
    assert person.birth_date == date(2001, 4, 5)
    assert person.identity_number == NUMBER


def test_a_birthday_is_corrected_beside_a_number_that_stands(cast: Cast, page: Page) -> None:
    one = _numbered(cast)
    send, read = _door(page("karin"), one)

    send(birth_date="1990-03-02", because="fel", seen=read["seen"])

    person = _person(cast, one)
    assert (person.birth_date, person.birth_year) == (date(1990, 3, 2), 1990)
    assert person.identity_number == NUMBER


def test_over_the_api_a_number_is_taken_out_by_sending_none(cast: Cast, page: Page) -> None:
    one = _numbered(cast)
    send, read = _door(page("karin"), one)

    assert send(number=None, because="någon annans", seen=read["seen"]).status_code == 200

    person = _person(cast, one)
    assert (person.name, person.identity_number) == ("Noor Haddad", "")


@pytest.mark.parametrize(
    ("step", "field", "right"),
    [("name", "given_name", "Nour"), ("contact", "contact", "070-222")],
)
def test_another_program_reads_it_first_and_is_told_both_when_somebody_was_quicker(
    cast: Cast, page: Page, step: str, field: str, right: str
) -> None:
    """Två program rättar samma uppgift. Det som kom sist skriver inte över: det får läsa båda, och sänder igen
    när det har läst."""
    one = referred(cast, contact="070-111")
    send, read = _door(page("karin"), one, step)
    stood = read[field]

    unread = send(**{field: right}, because="fel")
    assert unread.status_code == 422
    assert [fault["field"] for fault in unread.json()["faults"]] == ["seen"]
    assert send(**{field: right}, because="fel", seen=read["seen"]).status_code == 200
    late = send(**{field: "Senare"}, because="mitt", seen=read["seen"])

    assert late.status_code == 422
    told = [fault["sentence"] for fault in late.json()["faults"]]
    assert "har ändrats sedan du öppnade sidan" in told[0]
    assert told[1].endswith(f": {right} / Senare")
    _send, now = _door(page("karin"), one, step)
    assert (stood, now[field]) == (stood, right)
    assert send(**{field: "Senare"}, because="mitt", seen=now["seen"]).status_code == 200


def test_only_what_is_corrected_is_read_so_and_by_those_who_take_in(cast: Cast, page: Page) -> None:
    one = referred(cast)

    queue = f"/api/v1/queue/{one.pk}"
    assert page("karin").get(f"{queue}/accept").status_code == 404
    assert page("lena").get(f"{queue}/name").status_code == 403
    assert page("fatima").get(f"{queue}/name").status_code == 404


def test_whose_record_has_a_case_is_corrected_there_and_nothing_of_before_is_told_here(
    cast: Cast,
) -> None:
    """Ett register har börjat på samma post efter ett nej. Namnet rättas i ärendet, och visas inte här."""
    one = referred(cast)
    actions.correct_name(one, RIGHT, by=cast.as_("karin"), because="leg")
    assert len(names_before(one)) == 1
    actions.close(one, "decline", Decision("Ingen plats", "no_room"), by=cast.as_("karin"))
    cast.enrolled(person=one.circle.person_id)
    again = Called("Nora", "Haddad", None, date(2001, 4, 5))
    with pytest.raises(Refused, match="Rätta namn och nummer i ärendet"):
        actions.correct_name(one, again, by=cast.as_("karin"), because="x")
    assert names_before(one) == []


def test_whom_it_was_about_is_said_in_the_session_alone(cast: Cast, page: Page) -> None:
    """Ingen kaka bär namnet: den som loggar in härnäst i samma webbläsare läser det inte."""
    one, karin = referred(cast), page("karin")
    answer = karin.post(reverse("referral_queue", args=[one.pk]), {})
    assert answer.status_code == 302, "it was done, so there is something to say"
    assert "messages" not in karin.cookies
    del karin.cookies["sessionid"]
    assert "Haddad" not in karin.get(reverse("account_login")).content.decode()
