"""Does the page of one participation answer who, who holds it, who is with, before and after; to whom?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafett.casework.actions import Doing, Living
from stafett.casework.models import Participation
from stafett.people.actions import link
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import Page, get
from tests.casework.test_consent_paper import words
from tests.cast import Cast


def address(one: Participation) -> str:
    return f"/deltagare/{one.pk}/"


def test_it_says_who_and_who_holds_it_together_now(cast: Cast, page: Page) -> None:
    person = cast.person(language="somaliska", needs_interpreter=True, guardian="Gode Man",
                         support_person="Stöd Person", identity_kind="personal",
                         identity_number="199001012385", birth_date=date(1990, 1, 1))  # fmt: skip
    text = get(page("karin"), address(cast.enrolled(person=person)))
    for said in ("Amina Öberg", "19900101-2385", "1 januari 1990", "Kvinna", "somaliska", "tolk behövs",
                 "Gode Man", "Stöd Person", "Håller ihop nu:", "AUC, Flens arbetsmarknadsnämnd"):  # fmt: skip
        assert said in text


def test_it_says_where_decisions_stay_and_why_one_sees_it(cast: Cast, page: Page) -> None:
    text = get(page("karin"), address(cast.enrolled()))
    assert "Beslut om ersättning, bistånd och vård ligger kvar hos varje myndighet." in text
    assert "Din enhet AUC håller ihop ärendet." in text
    assert "Personuppgiftsansvarig är Flens arbetsmarknadsnämnd." in text


def test_others_than_the_holder_are_told_what_lets_them_in(cast: Cast, page: Page) -> None:
    text = get(page("sven"), address(cast.enrolled()))
    assert "Försörjningsstöd är med i ärendet genom uppdrag att föra registret." in text
    ended = get(page("karin"), address(cast.ended()))
    assert "AUC är med i ärendet genom rollen i ärendet." in ended


def test_what_was_added_is_no_correction(cast: Cast, page: Page) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    assert "Inget har rättats sedan det skrevs in." in get(page("karin"), address(one))


def test_an_ended_one_says_outcome_and_what_is_next_and_has_no_holder(
    cast: Cast, page: Page
) -> None:
    text = get(page("karin"), address(cast.ended(end_reason="fick jobb")))
    for said in ("Avslutat.", "Arbete", "Härnäst:", "Ingen behövs", "fick jobb"):
        assert said in text
    assert "Håller ihop nu:" not in text


def test_the_parties_are_drawn_and_told_in_words(cast: Cast, page: Page) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    response = page("karin").get(address(one))
    lanes = {lane.name: lane for lane in response.context["sheet"].picture.lanes}
    text = response.content.decode()
    assert set(lanes) == {"Försäkringskassan", "Flens kommun"}
    assert [bar.kind for bar in lanes["Flens kommun"].bars] == ["holds"]
    assert lanes["Flens kommun"].bars[0].wide == "100.00%"
    assert "style=" not in text
    assert '<th scope="row">Försäkringskassan</th><td>har ett eget ärende</td>' in text


def test_life_before_and_after_is_told_and_what_is_not_filled_in(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "sickness_benefit", 75),),
                        occupations=(Doing("during", "practice", Decimal("10.5")),))  # fmt: skip
    text = get(page("karin"), address(one))
    assert "rehabiliteringspenning 75 %" in text
    assert "10,5 timmar i veckan" in text
    with_hours = cast.enrolled(occupations=(Doing("start", "practice", Decimal(20)),))
    assert "20 timmar i veckan" in get(page("karin"), address(with_hours))
    assert "Sysselsättning är inte ifylld." in get(page("karin"), address(cast.enrolled()))


def test_a_case_that_goes_on_says_nothing_of_after_and_one_that_has_ended_does(
    cast: Cast, page: Page
) -> None:
    """Så länge ärendet pågår finns inget direkt efter, på sidan eller på papper."""
    on, ended = cast.enrolled(), cast.ended()
    for one, says in ((on, False), (ended, True)):
        text = get(page("karin"), address(one))
        assert ("Direkt efter" in text) is says
        assert text.count("Försörjning är inte ifylld.") == 1 + says
        assert ("Fyll i direkt efter" in text) is says
        paper = words(page("karin").get(f"{address(one)}till-akten.pdf"))
        assert "direkt efter" not in paper


@pytest.mark.parametrize("filled_in", [True, False])
def test_what_a_consent_does_not_open_is_not_said_to_be_missing(
    cast: Cast, page: Page, filled_in: bool
) -> None:
    lives = (Living("start", "sickness_benefit", 75),) if filled_in else ()
    one = cast.enrolled(livelihoods=lives)
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, {"course"}, {}))
    text = get(page("per"), address(one))
    assert "Försörjning visas bara med samtycke." in text
    assert "Sysselsättning visas bara med samtycke." in text
    assert "är inte ifylld" not in text
    assert "rehabiliteringspenning" not in text


def test_other_participations_of_the_person_are_shown_when_one_may_see_them(
    cast: Cast, page: Page
) -> None:
    before = cast.ended()
    now = cast.enrolled(person=before.person_id, starts_on=date(2025, 1, 1), case_number="igen")
    text = get(page("karin"), address(now))
    assert f'href="{address(before)}"' in text


def test_other_participations_that_one_may_not_see_leave_no_trace(cast: Cast, page: Page) -> None:
    before = cast.ended()
    before.circle.members.all().delete()
    now = cast.enrolled(person=before.person_id, starts_on=date(2025, 1, 1), case_number="igen")
    text = get(page("karin"), address(now))
    assert str(before.pk) not in text
    assert "Andra deltaganden" not in text


def test_a_linked_record_is_shown_with_who_linked_it_and_why(cast: Cast, page: Page) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    link(one.person, other.person, by=cast.user("karin"), because="visade legitimation")
    text = get(page("karin"), address(one))
    assert "länkad post" in text
    assert "Länkad av Karin Ek: ”visade legitimation”." in text


def test_a_link_to_a_record_that_one_may_not_see_leaves_no_trace(cast: Cast, page: Page) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    link(one.person, other.person, by=cast.user("karin"), because="visade legitimation")
    other.circle.members.all().delete()
    text = get(page("karin"), address(one))
    assert "legitimation" not in text
    assert "länkad" not in text


@pytest.mark.parametrize("who", ["per", "olle", "lotta", "stig", "rakel", "fatima"])
def test_a_hidden_one_gets_word_for_word_the_answer_of_one_that_never_was(
    cast: Cast, page: Page, who: str
) -> None:
    client = page(who)
    hidden = get(client, address(cast.enrolled()), 404)
    never = get(client, f"/deltagare/{uuid4()}/", 404)
    assert without_tokens(hidden) == without_tokens(never)


def without_tokens(text: str) -> str:
    return "\n".join(
        line
        for line in text.splitlines()
        if "csrf" not in line.lower() and 'name="next"' not in line
    )


def test_a_reader_gets_no_buttons_and_a_worker_does(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    assert "/avsluta/" not in get(page("lena"), address(one))
    assert "/avsluta/" in get(page("karin"), address(one))


def test_an_ended_one_offers_a_new_participation_and_to_undo_the_exit(
    cast: Cast, page: Page
) -> None:
    text = get(page("karin"), address(cast.ended()))
    assert "/igen/" in text
    assert "/angra-avslut/" in text


def test_the_number_of_queries_does_not_grow_with_what_has_happened(cast: Cast, page: Page) -> None:
    client = page("karin")
    one = cast.enrolled()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address(one))
        return len(queries)

    def changed(name: str) -> None:
        cast.as_everyone()
        Participation.objects.filter(pk=one.pk).update(referring_caseworker=name)
        one.person.__class__.objects.filter(pk=one.person_id).update(language=name)

    untouched = asked()
    changed("Mona")
    before = asked()
    assert before == untouched + 2, "what has earlier versions is asked for them, the rest is not"
    for name in ("Lisa", "Eva"):
        changed(name)
    cast.ended(person=one.person_id, starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 9),
               case_number="förut")  # fmt: skip
    assert asked() == before <= 45, "each app that hangs on the case asks a few times"
