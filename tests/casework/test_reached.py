"""Does a case say how the person is reached, and of the protected behind the seal alone?"""

from __future__ import annotations

import pytest

from stafett.casework.models import Participation
from stafett.people.actions import withhold
from stafett.people.models import Person
from stafett.safeguards.actions.protecting import decide_routine
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_api import ROOT, post
from tests.casework.test_api import read as asked
from tests.casework.test_enrol_page import NEW, enrolled_by, filled
from tests.casework.test_sealed import PLACES, on_paper, protected
from tests.cast import Cast

HOW = "070-174 06 71, bara sms"
SHOWN = '<a class="nowrap" href="tel:0701740671">070-174 06 71</a>, bara sms'
ADD = "Lägg till hur personen nås"
ON_PAPER = "Kontaktuppgifter finns på papper, inte här: Kassaskåpet på AUC."
KINDS = ("marked", "registration", "assumed")


def reached(cast: Cast, one: Participation) -> str:
    """What is recorded."""
    cast.as_everyone()
    return Person.objects.get(pk=one.person_id).reached


def test_it_is_written_when_somebody_is_enrolled_and_stands_on_the_case(
    cast: Cast, page: Page
) -> None:
    one = enrolled_by(page("karin"), cast, reached=HOW)
    text = get(page("karin"), f"/deltagare/{one.pk}/")
    assert f"<strong>Nås på:</strong> {SHOWN}" in text
    assert text.index(SHOWN) < text.index("Sidor om ärendet"), "in the head, above the tabs"
    assert ADD not in text
    read_only = get(page("lena"), f"/deltagare/{one.pk}/")
    assert SHOWN in read_only
    assert "/nas-pa/" not in read_only


def test_it_stands_on_no_list_and_nobody_is_found_by_it(cast: Cast, page: Page) -> None:
    one = cast.enrolled(person=cast.person(reached=HOW))
    client = page("karin")
    for address in ("/", "/deltagare/", "/deltagare/?q=Amina", "/deltagare/min-enhet/",
                    "/api/v1/participations"):  # fmt: skip
        assert HOW not in get(client, address)
    assert str(one.pk) in get(client, "/deltagare/?q=Amina")
    for sought in ("070-174 06 71", "070", "sms"):
        assert str(one.pk) not in get(client, f"/deltagare/?q={sought}")


def test_where_nothing_stands_only_those_who_may_correct_are_offered_to_write_it(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    text = get(page("karin"), f"/deltagare/{one.pk}/")
    assert f'href="/deltagare/{one.pk}/nas-pa/">{ADD}</a>' in text
    read_only = get(page("lena"), f"/deltagare/{one.pk}/")
    assert ADD not in read_only
    assert "Nås på" not in read_only


def test_it_is_corrected_with_a_reason_and_the_changes_say_from_what_to_what(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled(person=cast.person(reached=HOW))
    client = page("karin")
    send(
        client, f"/deltagare/{one.pk}/person/", reached="via boendestödjaren", because="bad om det"
    )
    text = get(client, f"/deltagare/{one.pk}/")
    assert "<strong>Nås på:</strong> via boendestödjaren" in text
    for said in ("Hur personen nås", HOW, "bad om det"):
        assert said in text


def test_the_api_says_it_and_takes_it(cast: Cast, page: Page) -> None:
    client, one = page("karin"), cast.enrolled()
    form = asked(client, f"{ROOT}/{one.pk}/forms/correct_person")["fields"]
    assert form["reached"] == ""
    kept = {name: value for name, value in form.items() if value not in (None, False)}
    post(
        client, f"{ROOT}/{one.pk}/forms/correct_person", **{**kept, "reached": HOW, "because": "ny"}
    )
    assert asked(client, f"{ROOT}/{one.pk}")["reached"] == HOW
    hidden = protected(cast, reached=HOW)
    assert asked(client, f"{ROOT}/{hidden.pk}")["reached"] == ""


@pytest.mark.parametrize("kind", KINDS)
def test_of_somebody_protected_it_stands_behind_the_seal_alone(
    cast: Cast, page: Page, kind: str
) -> None:
    one, client = protected(cast, kind, reached=HOW), page("karin")
    for place in PLACES:
        text = get(client, f"/deltagare/{one.pk}/{place}")
        assert HOW not in text
        assert SHOWN not in text
        assert ADD not in text
    assert HOW in get(client, f"/deltagare/{one.pk}/skyddat/")
    sealed = asked(client, f"{ROOT}/{one.pk}/sealed")["facts"]
    assert ["Hur personen nås", HOW] in sealed
    assert HOW not in str(asked(client, f"{ROOT}/{one.pk}/forms/correct_person"))


@pytest.mark.parametrize("kind", KINDS)
def test_left_empty_it_stays_and_a_change_of_it_says_neither_from_what_nor_to_what(
    cast: Cast, page: Page, kind: str
) -> None:
    one, client = protected(cast, kind, reached=HOW), page("karin")
    send(client, f"/deltagare/{one.pk}/person/", language="dari", because="prov")
    assert reached(cast, one) == HOW
    send(client, f"/deltagare/{one.pk}/person/", reached="Zqnytt", because="prov")
    assert reached(cast, one) == "Zqnytt"
    text = get(client, f"/deltagare/{one.pk}/")
    assert "Hur personen nås" in text
    assert "förseglat" in text
    assert HOW not in text
    assert "Zqnytt" not in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("written", [HOW, "via boendestödjaren"])
def test_where_it_is_kept_on_paper_nothing_of_it_is_taken_of_somebody_protected(
    cast: Cast, page: Page, kind: str, written: str
) -> None:
    on_paper(cast)
    client = page("karin")
    answer = send(client, NEW, 422, **filled(cast, protection=kind, reached=written))
    assert ON_PAPER in faults(answer)
    one = protected(cast, kind, reached="")
    answer = send(client, f"/deltagare/{one.pk}/person/", 422, reached=written, because="prov")
    assert ON_PAPER in faults(answer)
    assert reached(cast, one) == ""
    enrolled_by(client, cast, reached=written)


def test_a_protection_that_begins_where_it_is_kept_on_paper_asks_to_take_it_away(
    cast: Cast, page: Page
) -> None:
    on_paper(cast)
    one, client = cast.enrolled(person=cast.person(reached=HOW)), page("karin")
    where = f"/deltagare/{one.pk}/person/"
    assert ON_PAPER in faults(send(client, where, 422, protection="marked", because="besked"))
    send(client, where, protection="marked", reached="", because="besked")
    assert reached(cast, one) == ""


def test_where_identities_are_kept_out_it_is_refused_and_goes_with_the_identity(
    cast: Cast, page: Page
) -> None:
    one = protected(cast, reached=HOW)
    flen = cast.unit("AUC").authority
    decide_routine(flen, contact="absent", kept_where="Kassaskåpet.", by=cast.as_("lena"))
    answer = send(page("karin"), f"/deltagare/{one.pk}/person/", 422, reached="Zq", because="x")
    assert "Kassaskåpet" in faults(answer)
    cast.as_everyone()
    assert withhold([one.person_id]) == 1
    assert reached(cast, one) == ""


def test_it_is_added_in_a_small_form_without_a_reason_where_nothing_stood(
    cast: Cast, page: Page
) -> None:
    one, client = cast.enrolled(), page("karin")
    where = f"/deltagare/{one.pk}/nas-pa/"
    text = get(client, where)
    assert "Varför ändras det?" not in text
    assert "Kön" not in text
    assert "Hur personen nås: Fyll i det här." in faults(send(client, where, 422))
    send(client, where, reached=HOW)
    assert reached(cast, one) == HOW
    shown = get(client, f"/deltagare/{one.pk}/")
    assert SHOWN in shown
    assert "Fanns inte förut." in shown


def test_it_is_changed_there_with_a_reason_and_nothing_else_is(cast: Cast, page: Page) -> None:
    one = cast.enrolled(person=cast.person(reached=HOW, language="dari"))
    client, where = page("karin"), f"/deltagare/{one.pk}/nas-pa/"
    assert "Varför ändras det?" in faults(send(client, where, 422, reached="via modern"))
    send(client, where, reached="via modern", because="bytt nummer")
    person = Person.objects.get(pk=one.person_id)
    assert (person.reached, person.language) == ("via modern", "dari")
    assert "Inget var ändrat." in client.post(
        where, {**client.get(where).context["form"].initial, "because": "x"}, follow=True
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_of_somebody_protected_the_small_form_neither_tells_nor_takes_it(
    cast: Cast, page: Page, kind: str
) -> None:
    one, client = protected(cast, kind, reached=HOW), page("karin")
    where = f"/deltagare/{one.pk}/nas-pa/"
    text = get(client, where)
    assert HOW not in text
    assert "Det är förseglat. Det ändras under Rätta personuppgifter." in text
    answer = send(client, where, 422, reached="Zq", because="prov")
    assert "Det är förseglat." in answer.content.decode()
    assert reached(cast, one) == HOW


def test_protection_is_folded_until_somebody_has_it(cast: Cast, page: Page) -> None:
    client, one = page("karin"), cast.enrolled()
    folded = '<details class="acting__group"><summary>Har personen skyddade uppgifter?</summary>'
    where = f"/deltagare/{one.pk}/person/"
    for address in (NEW, where):
        assert folded in get(client, address)
    wrong = send(client, where, 422, protection="annat", because="prov").content.decode()
    open_ = folded.replace("acting__group", 'acting__group" open', 1).replace('open"', "open")
    assert open_ in wrong
    cast.as_everyone()
    hidden = protected(cast, reached=HOW)
    assert open_ in get(client, f"/deltagare/{hidden.pk}/person/")
