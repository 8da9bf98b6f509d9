"""Whoever held a case last corrects and undoes its exit, and neither learns nor removes what is not theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.actions import Living, correct, reopen
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Livelihood, Participation
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import Page, faults, get, send
from tests.cast import Cast


def left(cast: Cast, *kinds: str, **taker: Any) -> Participation:
    """A case that Af held last, and that ended with somebody who takes over; Af is told some of it."""
    af = cast.unit("Af Flen")
    units = (*cast.enrolment().circle_units, af.pk)
    life = (Living("end", "wages"),)
    one = cast.ended(holder_unit_id=af.pk, circle_units=units, livelihoods=life)
    facts = as_told(one, next_step_id="holder", **taker)
    correct([(one, facts)], by=cast.viewer("karin"), because="prov", only={"next_step_id"})
    team = {one.controller_id, af.authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, {"course", *kinds}, {}))
    cast.as_everyone()
    return Participation.objects.get(pk=one.pk)


def correcting(one: Participation) -> str:
    return f"/deltagare/{one.pk}/ratta/"


def taker_of(cast: Cast, one: Participation) -> str:
    cast.as_everyone()
    return Participation.objects.get(pk=one.pk).taker


@pytest.fixture(params=["unit", "outside"])
def to_care(cast: Cast, request: Any) -> Participation:
    """Somebody takes over of whom Af does not know."""
    if request.param == "outside":
        return left(cast, next_outside="Beroendehuset")
    return left(cast, next_unit_id=cast.unit("Psykiatrin").pk)


def test_who_takes_over_is_kept_and_not_told(
    cast: Cast, page: Page, to_care: Participation
) -> None:
    before = taker_of(cast, to_care)
    form = page("per").get(correcting(to_care)).context["form"]
    assert (form.initial["next_unit"], form.initial["next_outside"]) == ("kept", "")
    api = f"/api/v1/participations/{to_care.pk}/forms/correct_participation"
    assert page("per").get(api).json()["fields"]["next_unit"] == "kept"
    send(page("per"), correcting(to_care), end_reason="Efter ett år", because="prov")
    assert taker_of(cast, to_care) == before
    assert Participation.objects.get(pk=to_care.pk).end_reason == "Efter ett år"


def test_somebody_else_can_be_said_in_their_place(
    cast: Cast, page: Page, to_care: Participation
) -> None:
    auc = str(cast.unit("AUC").pk)
    both = send(page("per"), correcting(to_care), 422, next_outside="Huset", because="prov")
    assert "inte båda" in faults(both)
    send(page("per"), correcting(to_care), next_unit=auc, because="prov")
    assert taker_of(cast, to_care) == "AUC"


def test_those_who_may_know_correct_what_is_recorded(cast: Cast, page: Page) -> None:
    one = left(cast, "agencies", next_unit_id=cast.unit("Psykiatrin").pk)
    for who in ("karin", "per"):
        form = page(who).get(correcting(one)).context["form"]
        assert form.initial["next_unit"] == cast.unit("Psykiatrin").pk
        assert "kept" not in str(form.fields["next_unit"].choices)
        cast.as_everyone()


@pytest.mark.parametrize("recorded", [True, False])
def test_an_exit_is_not_undone_by_those_who_may_not_see_what_goes_with_it(
    cast: Cast, page: Page, recorded: bool
) -> None:
    one = left(cast, next_outside="Huset")
    if not recorded:
        Livelihood.objects.all().delete()
    undo = f"/deltagare/{one.pk}/angra-avslut/"
    assert undo not in get(page("per"), f"/deltagare/{one.pk}/")
    assert undo in get(page("karin"), f"/deltagare/{one.pk}/")
    for answer in (page("per").get(undo), page("per").post(undo, {"because": "fel"})):
        assert answer.status_code == 403
        assert "görs av dem som får se det" in answer.content.decode()
    with pytest.raises(PermissionDenied):
        reopen([one], by=cast.as_("per"), because="fel")
    cast.as_everyone()
    assert Livelihood.objects.exists() == recorded


def test_those_who_see_it_undo_the_exit(cast: Cast, page: Page) -> None:
    one = left(cast, "livelihood", "occupation", next_outside="Huset")
    send(page("per"), f"/deltagare/{one.pk}/angra-avslut/", because="fel person")
    cast.as_everyone()
    assert not Livelihood.objects.exists()
