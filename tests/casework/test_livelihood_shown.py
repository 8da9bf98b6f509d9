"""Livelihood and occupation before and after: recorded by those who see what is recorded, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.actions import Doing, Exit, Life, Living, close, correct, record_livelihood
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Holding, Livelihood, Occupation, Participation
from stafett.safeguards.models import Member
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import Page, get, send
from tests.cast import Cast
from tests.circumstances.conftest import lived

LIFE = "/deltagare/{}/forsorjning/fore/"
API = "/api/v1/participations/{}/forms/livelihood_at_start"
REFUSED = "fylls i av dem som får se"


def let_in_to(cast: Cast, *kinds: str, **facts: Any) -> Participation:
    """Af is told some kinds alone of a case with a livelihood that is recorded."""
    one = cast.enrolled(livelihoods=(Living("start", "social_assistance"),), **facts)
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, set(kinds), {}))
    cast.as_everyone()
    return Participation.objects.get(pk=one.pk)


def test_whoever_may_not_see_livelihood_is_neither_shown_it_in_the_form_nor_takes_it_away(
    cast: Cast, page: Page
) -> None:
    one = let_in_to(cast, "course")
    text = get(page("per"), f"/deltagare/{one.pk}/")
    assert LIFE.format(one.pk) not in text
    assert LIFE.format(one.pk) in get(page("karin"), f"/deltagare/{one.pk}/")
    answer = page("per").get(LIFE.format(one.pk))
    assert answer.status_code == 403
    assert REFUSED in answer.content.decode()
    assert page("per").post(LIFE.format(one.pk), {"source_1": ""}).status_code == 403
    cast.as_everyone()
    assert Livelihood.objects.get().source_id == "social_assistance"


def test_neither_is_it_over_the_api(cast: Cast, page: Page) -> None:
    one = let_in_to(cast, "course")
    assert page("karin").get(API.format(one.pk)).status_code == 200
    answer = page("per").get(API.format(one.pk))
    assert answer.status_code == 403
    assert "social_assistance" not in answer.content.decode()


@pytest.mark.parametrize("guess", ["wages", "social_assistance"])
def test_no_refusal_answers_a_guess_of_what_the_periods_say(cast: Cast, guess: str) -> None:
    one = let_in_to(cast, "course")
    lived(cast, one, word="social_assistance", amount=None, from_day=date(2024, 1, 1))
    with pytest.raises(PermissionDenied, match=REFUSED):
        record_livelihood([(one, Life("start", (Living("start", guess),)))], by=cast.as_("per"))


def test_one_of_the_two_is_not_enough_since_both_are_replaced(cast: Cast) -> None:
    one = let_in_to(cast, "course", "livelihood")
    by = cast.as_("per")
    with pytest.raises(PermissionDenied, match=REFUSED):
        record_livelihood([(one, Life("start"))], by=by)
    with pytest.raises(PermissionDenied, match=REFUSED):
        correct([(one, as_told(one))], by=by, because="prov", only={"livelihoods.start"})


def test_whoever_is_told_of_both_fills_them_in(cast: Cast, page: Page) -> None:
    one = let_in_to(cast, "course", "livelihood", "occupation")
    send(page("per"), LIFE.format(one.pk), source_1="wages", percent_1="50")
    cast.as_everyone()
    assert Livelihood.objects.get().source_id == "wages"


def held_without_seeing(cast: Cast, **facts: Any) -> Participation:
    """Af holds the case of another authority, and is told how it goes and nothing more."""
    one = let_in_to(cast, "course", **facts)
    Holding.objects.filter(participation=one).update(unit=cast.unit("Af Flen"))
    return one


def test_a_holder_who_may_not_see_livelihood_ends_the_case_without_it(
    cast: Cast, page: Page
) -> None:
    one = held_without_seeing(cast)
    address = f"/deltagare/{one.pk}/avsluta/"
    fields = set(page("per").get(address).context["form"].fields)
    assert not {name for name in fields if name.startswith(("source_", "what_"))}
    arbete = cast.outcome("arbete").pk
    told = Exit(date(2025, 3, 1), arbete, "none_needed", occupations=(Doing("end", "employment"),))
    with pytest.raises(PermissionDenied, match=REFUSED):
        close([(one, told)], by=cast.as_("per"))
    send(page("per"), address, ends_on="2025-03-01", outcome=str(arbete), next_step="none_needed")
    cast.as_everyone()
    assert Participation.objects.get(pk=one.pk).ends_on == date(2025, 3, 1)
    assert Livelihood.objects.get().moment == "start"
    assert not Occupation.objects.exists()


def test_nobody_is_told_that_livelihood_is_missing_where_they_may_not_see_it(
    cast: Cast, page: Page
) -> None:
    one = held_without_seeing(cast)
    Livelihood.objects.all().delete()
    assert LIFE.format(one.pk) not in get(page("per"), "/")
    Member.objects.filter(unit=cast.unit("Af Flen")).update(kinds=[])
    assert LIFE.format(one.pk) in get(page("per"), "/")
