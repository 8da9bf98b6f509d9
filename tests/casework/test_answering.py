"""Who answers for a case may change it; what is left for the others that the circle lets in?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.access import can_change
from stafett.casework.actions import (
    Exit,
    Life,
    Living,
    NewCase,
    close,
    correct,
    correct_person,
    end_case,
    involve,
    record_livelihood,
    reopen,
)
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Holding, Participation
from stafett.people.actions import FACTS, PersonFacts
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, get, send
from tests.cast import TODAY, Cast

REFUSED = "ändras av den som håller ihop det, AUC, eller av projektledaren"


def shared(cast: Cast, **facts: Any) -> Participation:
    """A case in Flen that two agencies are let into, of which one has a case of its own."""
    one = cast.enrolled(**{"cases": (cast.case_at("Af"),), **facts})
    cast.consented(one, "Af Flen", "FK Eskilstuna")
    if one.ends_on is None:
        cast.involved(one, "fatima")
    return one


def ended(cast: Cast) -> Participation:
    """The same, ended."""
    return shared(cast, status="ended", ends_on=date(2024, 9, 30), next_step_id="none_needed",
                  outcome_id=cast.outcome("arbete").pk)  # fmt: skip


def handed_to(cast: Cast, one: Participation, unit: str) -> None:
    """Let another unit hold the case from this year."""
    one.holdings.update(until_day=date(2025, 1, 1))
    Holding.objects.create(
        controller=one.controller, owner_authority=one.controller, kind="holding",
        participation=one, unit=cast.unit(unit), from_day=date(2025, 1, 1),
    )  # fmt: skip


def choices_of(answer: Any) -> list[tuple[str, str]]:
    """The authorities and units that a page offers, as key and label."""
    groups = answer.context["form"].fields["party"].choices
    return [pair for _label, pairs in groups if isinstance(pairs, list) for pair in pairs]


ANSWERS = {"karin": True, "sven": False, "eva": True, "lena": False, "per": False, "fatima": False}


@pytest.mark.parametrize(("who", "answers"), ANSWERS.items())
def test_those_who_hold_or_are_engaged_change_a_case_and_no_others(
    cast: Cast, who: str, answers: bool
) -> None:
    one = shared(cast)
    assert can_change(cast.as_(who), one) is answers


def test_whoever_holds_it_now_or_held_it_last_answers_for_it(cast: Cast) -> None:
    one = shared(cast)
    handed_to(cast, one, "Af Flen")
    assert can_change(cast.as_("per"), one)
    assert not can_change(cast.as_("fatima"), one)


def test_an_engagement_elsewhere_in_the_initiative_is_not_one_here(cast: Cast) -> None:
    at_viadidakt = (*cast.enrolment().circle_units, cast.unit("Viadidakt").pk)
    one = cast.enrolled(circle_units=at_viadidakt)
    assert not can_change(cast.as_("lotta"), one)


CHANGING = ["person", "ratta", "avsluta"]


@pytest.mark.parametrize("word", CHANGING)
@pytest.mark.parametrize("who", ["per", "fatima"])
def test_a_door_to_change_is_shut_for_the_others_with_whose_it_is(
    cast: Cast, page: Page, word: str, who: str
) -> None:
    one = shared(cast)
    assert REFUSED in get(page(who), f"/deltagare/{one.pk}/{word}/", 403)
    assert page(who).post(f"/deltagare/{one.pk}/{word}/").status_code == 403


@pytest.mark.parametrize("word", ["angra-avslut", "igen"])
def test_an_exit_is_not_the_others_to_undo_or_follow(cast: Cast, page: Page, word: str) -> None:
    one = ended(cast)
    assert REFUSED in get(page("fatima"), f"/deltagare/{one.pk}/{word}/", 403)


@pytest.mark.parametrize("name", ["correct_person", "close_participation", "return_participation"])
def test_the_api_refuses_in_the_same_words(cast: Cast, page: Page, name: str) -> None:
    one = shared(cast)
    address = f"/api/v1/participations/{one.pk}"
    answer = page("fatima").get(f"{address}/forms/{name}")
    assert answer.status_code == 403
    assert REFUSED in answer.json()["detail"]
    told = page("fatima").get(address).json()
    assert (told["may_change"], told["may_work"]) == (False, True)


def test_the_actions_themselves_refuse(cast: Cast) -> None:
    one, over = shared(cast), ended(cast)
    person = one.person
    told = PersonFacts(**{name: getattr(person, name) for name in ("controller_id", *FACTS)})
    by = cast.as_("fatima")
    with pytest.raises(PermissionDenied, match=REFUSED):
        correct([(one, as_told(one))], by=by, because="prov")
    with pytest.raises(PermissionDenied, match=REFUSED):
        close([(one, Exit(TODAY, 1, "none_needed"))], by=by)
    with pytest.raises(PermissionDenied, match=REFUSED):
        reopen([over], by=by, because="prov")
    with pytest.raises(PermissionDenied, match=REFUSED):
        correct_person(person, told, by=by, because="prov")


def test_everybody_in_the_circle_sees_to_livelihood_and_adds_their_own_authority(
    cast: Cast, page: Page
) -> None:
    one = shared(cast)
    unit, address = cast.unit("Af Flen"), f"/deltagare/{one.pk}/parter/"
    offered = {
        who: {key for key, _label in choices_of(page(who).get(address)) if key}
        for who in ("per", "karin")
    }  # fmt: skip
    assert offered["per"] == {f"a:{unit.authority_id}", f"u:{unit.pk}"}
    assert f"u:{cast.unit('Psykiatrin').pk}" in offered["karin"]
    send(page("per"), address, party=f"u:{unit.pk}", from_day="2025-03-01")
    record_livelihood([(one, Life("start", (Living("start", "wages"),)))], by=cast.as_("fatima"))
    cast.as_everyone()
    assert one.involvements.filter(unit=unit).exists()
    assert one.livelihoods.get().source_id == "wages"


def test_the_action_itself_ends_nothing_twice_and_lets_go_to_nobody_unnamed(cast: Cast) -> None:
    over, by = ended(cast), cast.as_("karin")
    arbete = cast.outcome("arbete").pk
    with pytest.raises(Refused, match="redan avslutat"):
        close([(over, Exit(date(2024, 9, 30), arbete, "none_needed"))], by=by)
    cast.as_everyone()
    one = shared(cast)
    with pytest.raises(Refused, match="välj enheten"):
        close([(one, Exit(date(2024, 9, 30), arbete, "holder"))], by=cast.as_("karin"))


def test_nobody_who_is_only_let_in_speaks_for_another_authority(cast: Cast) -> None:
    one, region = shared(cast), cast.unit("Psykiatrin").authority
    case = NewCase(region.party_id, region.pk, TODAY)
    with pytest.raises(PermissionDenied, match=REFUSED):
        involve([(one, case)], by=cast.as_("per"))
    involve([(one, case)], by=cast.as_("karin"))


def test_an_authoritys_case_is_ended_by_itself_or_by_who_answers(cast: Cast, page: Page) -> None:
    one = shared(cast)
    address = f"/deltagare/{one.pk}/parter/avsluta/"
    offered = {
        who: [label for key, label in page(who).get(address).context["form"].fields["which"].choices if key]
        for who in ("fatima", "karin")
    }  # fmt: skip
    assert offered["fatima"] == ["Försäkringskassan"]
    assert offered["karin"] == ["Arbetsförmedlingen"]
    row = one.involvements.get(party=cast.party("FK"))
    send(page("fatima"), address, which=row.pk, last_day="2025-03-31")
    row.refresh_from_db()
    assert row.until_day == date(2025, 4, 1)


def test_anothers_case_is_not_ended(cast: Cast, page: Page) -> None:
    one = shared(cast)
    row = one.involvements.get(party=cast.party("FK"))
    by = cast.as_("per")
    with pytest.raises(PermissionDenied, match=REFUSED):
        end_case(row, last_day=TODAY, by=by)
    assert REFUSED in get(page("per"), f"/deltagare/{one.pk}/parter/avsluta/", 403)


LINKS = {
    "karin": {"avsluta", "ratta", "person", "parter", "parter/avsluta", "forsorjning/fore"},
    "fatima": {"parter", "parter/avsluta", "forsorjning/fore"},
    "per": {"parter", "forsorjning/fore"},
    "lena": set(),
}


@pytest.mark.parametrize(("who", "links"), LINKS.items())
def test_the_page_shows_no_door_that_is_shut(
    cast: Cast, page: Page, who: str, links: set[str]
) -> None:
    one = shared(cast)
    text = get(page(who), f"/deltagare/{one.pk}/")
    every = LINKS["karin"]
    assert {word for word in every if f'href="/deltagare/{one.pk}/{word}/"' in text} == links


def test_an_ended_one_offers_the_others_nothing_but_livelihood(cast: Cast, page: Page) -> None:
    one = ended(cast)
    text = get(page("fatima"), f"/deltagare/{one.pk}/")
    assert "/forsorjning/efter/" in text
    for word in ("igen", "angra-avslut", "parter", "parter/avsluta"):
        assert f'href="/deltagare/{one.pk}/{word}/"' not in text


def test_the_operator_answers_for_all(cast: Cast) -> None:
    one = shared(cast)
    assert can_change(operator(TODAY), one)
    end_case(one.involvements.get(party=cast.party("Af")), last_day=TODAY, by=operator(TODAY))
