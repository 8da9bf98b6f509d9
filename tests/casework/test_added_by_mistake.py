"""A party that was added by mistake has not been in the case: it is taken away, and the history keeps it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.actions import take_away_case
from stafett.casework.actions.involving import NewCase, end_case, involve
from stafett.casework.models import Involvement, Participation
from stafett.database.days import still_on
from stafett.notes.actions import NewNote, write
from stafett.parties import actions as parties
from stafett.parties.models import Unit
from stafett.safeguards.actions import Item, let_in, release
from stafett.safeguards.models import Member
from stafett.safeguards.rules import Refused
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_consent_pages import at, filled, shared
from tests.casework.unit_world import BY
from tests.cast import TODAY, Cast


def added(cast: Cast, one: Participation, unit: str | None = "FK Eskilstuna") -> Involvement:
    """Karin says that Försäkringskassan has a case with the person."""
    place = cast.unit("FK Eskilstuna")
    case = NewCase(place.authority.party_id, place.authority_id, TODAY, place.pk if unit else None)
    involve([(one, case)], by=cast.as_("karin"))
    return one.involvements.get(party=place.authority.party)


def test_karin_tar_bort_en_part_som_lades_till_av_misstag(cast: Cast, page: Page) -> None:
    """Karin lade till fel myndighet. Hon tar bort den, och Ändringar säger varför."""
    one, karin = cast.enrolled(), page("karin")
    row = added(cast, one)
    where = f"/deltagare/{one.pk}/parter/av-misstag/"
    assert where in get(karin, f"/deltagare/{one.pk}/")
    assert "FK Eskilstuna, från 2 juni 2025" in get(karin, where)
    send(karin, where, which=row.pk, because="fel myndighet")
    cast.as_everyone()
    assert not one.involvements.filter(pk=row.pk).exists()
    kept = Involvement.pgh_event_model.objects.get(pgh_obj_id=row.pk)  # type: ignore[attr-defined]
    assert (kept.pgh_label, kept.pgh_context.metadata["why"]) == ("delete", "fel myndighet")
    assert "fel myndighet" in get(karin, f"/deltagare/{one.pk}/")
    again = karin.post(where, {"which": row.pk, "because": "en gång till"})
    assert again.status_code in (403, 422)


def test_one_that_has_done_something_is_ended_instead(cast: Cast, page: Page) -> None:
    """Fatima på Försäkringskassan har antecknat i ärendet. Karin avslutar i stället."""
    one, karin = cast.enrolled(), page("karin")
    cast.consented(one, "FK Eskilstuna")
    row = added(cast, one)
    write(one, NewNote("Har ringt.", TODAY), by=cast.as_("fatima"))
    told = {"which": row.pk, "because": "fel"}
    answer = karin.post(f"/deltagare/{one.pk}/parter/av-misstag/", told)
    assert answer.status_code == 422
    assert "Avsluta partens ärende i stället" in faults(answer)
    cast.as_everyone()
    assert one.involvements.filter(pk=row.pk).exists()
    Involvement.objects.filter(pk=row.pk).update(unit=None)
    with pytest.raises(Refused, match="finns i något"):
        take_away_case(row, by=cast.as_("karin"), because="fel")


def test_one_that_has_handed_something_over_was_no_mistake(cast: Cast) -> None:
    one = cast.enrolled()
    said = cast.consented(one, "Af Flen", "FK Eskilstuna")
    row, fk = added(cast, one), cast.unit("FK Eskilstuna").authority
    cast.as_everyone()
    said.parts.filter(giver=fk).update(accepted_on=TODAY, accepted_by="Fatima Kassa")
    part = said.parts.filter(giver=fk, information="agreement").order_by("pk")[0]
    release([Item(part, "agreement", "Vera", "Överens", "Bostad söks")], by=cast.as_("fatima"))
    with pytest.raises(Refused, match="finns i något"):
        take_away_case(row, by=cast.as_("karin"), because="fel")


def test_what_the_controller_has_done_is_not_the_partys(cast: Cast) -> None:
    one = cast.enrolled()
    row = added(cast, one, None)
    write(one, NewNote("Karins.", TODAY), by=cast.as_("karin"))
    take_away_case(row, by=cast.as_("karin"), because="fel")
    assert not one.involvements.filter(pk=row.pk).exists()


def test_nor_is_it_where_the_party_is_the_controllers_own(cast: Cast) -> None:
    one, place = cast.enrolled(), cast.unit("AUC").authority
    involve([(one, NewCase(place.party_id, place.pk, TODAY))], by=cast.as_("karin"))
    write(one, NewNote("Karins.", TODAY), by=cast.as_("karin"))
    row = one.involvements.get(party=place.party_id, from_day=TODAY)
    take_away_case(row, by=cast.as_("karin"), because="fel")
    assert not one.involvements.filter(pk=row.pk).exists()


def second_at_fk(cast: Cast) -> Unit:
    """Another unit of Försäkringskassan."""
    return parties.add_unit(cast.unit("FK Eskilstuna").authority, "FK Nyköping", by=BY, new=True)


@pytest.mark.parametrize("other", [False, True])
def test_a_unit_that_came_in_by_mistake_is_let_out_and_one_with_another_case_stays(
    cast: Cast, other: bool
) -> None:
    """Karin valde fel kontor: det som kom in i ärendet genom felet ser det inte längre."""
    one, fk, wrong = cast.enrolled(), cast.unit("FK Eskilstuna").authority, second_at_fk(cast)
    cast.consented(one, "FK Eskilstuna")
    told = NewCase(fk.party_id, fk.pk, TODAY, wrong.pk)
    involve([(one, told)], by=cast.as_("karin"))
    row = one.involvements.get(unit=wrong)
    if other:
        involve([(one, told)], by=cast.as_("fatima"))
    cast.as_everyone()
    seats = Member.objects.filter(still_on(TODAY), circle=one.circle_id, unit=wrong)
    assert seats.exists()
    take_away_case(row, by=cast.as_("karin"), because="fel kontor")
    cast.as_everyone()
    assert seats.exists() is other


def is_in(one: Participation, unit: Unit) -> bool:
    """Whether a unit is in the case by its role."""
    seats = Member.objects.filter(still_on(TODAY), circle=one.circle_id, unit=unit, basis="role")
    return seats.exists()


@pytest.mark.parametrize("days", [0, 9])
def test_a_unit_that_the_consent_form_let_in_stays_whenever_the_party_is_said_to_have_begun(
    cast: Cast, page: Page, days: int
) -> None:
    """Försäkringskassan lades till av misstag, men kontoret kom in genom samtycket: det ja:et är dess eget."""
    one, fk = shared(cast), cast.unit("FK Eskilstuna")
    second_at_fk(cast)
    told = NewCase(fk.authority.party_id, fk.authority_id, TODAY - timedelta(days=days))
    involve([(one, told)], by=cast.as_("karin"))
    row = one.involvements.get(party=fk.authority.party_id)
    send(page("karin"), at(one, "samtycke/nytt"), **filled(cast, one, unit=fk.pk))
    cast.as_everyone()
    assert is_in(one, fk)
    Involvement.objects.filter(pk=row.pk).update(unit=fk)
    take_away_case(row, by=cast.as_("karin"), because="fel")
    cast.as_everyone()
    assert is_in(one, fk)


@pytest.mark.parametrize("later", [False, True])
def test_one_that_came_with_the_party_and_was_let_in_by_itself_since_stays(
    cast: Cast, later: bool
) -> None:
    one, fk, wrong = cast.enrolled(), cast.unit("FK Eskilstuna").authority, second_at_fk(cast)
    cast.consented(one, "FK Eskilstuna")
    involve([(one, NewCase(fk.party_id, fk.pk, TODAY, wrong.pk))], by=cast.as_("karin"))
    if later:
        let_in(one.circle, [wrong.pk], from_day=TODAY, by=cast.as_("karin"))
    take_away_case(one.involvements.get(unit=wrong), by=cast.as_("karin"), because="fel")
    cast.as_everyone()
    assert is_in(one, wrong) is later


def test_where_no_unit_was_named_and_there_are_several_nobody_is_let_out(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "FK Eskilstuna")
    second_at_fk(cast)
    row = added(cast, one, None)
    take_away_case(row, by=cast.as_("karin"), because="fel")
    cast.as_everyone()
    fk = cast.unit("FK Eskilstuna")
    assert Member.objects.filter(still_on(TODAY), circle=one.circle_id, unit=fk).exists()


def test_why_is_said_and_it_is_done_once(cast: Cast) -> None:
    one = cast.enrolled()
    row, by = added(cast, one), cast.as_("karin")
    other = one.involvements.exclude(pk=row.pk).first() or row
    with pytest.raises(Refused, match="hur det blev fel"):
        take_away_case(other, by=by, because=" ")
    key = row.pk
    take_away_case(row, by=by, because="fel")
    with pytest.raises(Refused, match="redan borttagen"):
        take_away_case(Involvement(pk=key, participation=one), by=by, because="fel")


def test_only_those_who_may_end_it_take_it_away(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen", "FK Eskilstuna")
    row = added(cast, one)
    for who in ("per", "lena"):
        with pytest.raises(PermissionDenied):
            take_away_case(row, by=cast.as_(who), because="fel")
    cast.as_everyone()
    assert one.involvements.filter(pk=row.pk).exists()


def test_one_that_has_ended_can_have_been_a_mistake_too(cast: Cast) -> None:
    one = cast.enrolled()
    row = added(cast, one)
    end_case(row, last_day=TODAY, by=cast.as_("karin"))
    take_away_case(row, by=cast.as_("karin"), because="fel")
    assert not one.involvements.filter(party=cast.party("FK")).exists()


def test_another_program_does_the_same(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    row = added(cast, one)
    body = json.dumps({"fields": {"which": row.pk, "because": "fel"}})
    where = f"/api/v1/participations/{one.pk}/forms/take_away_case"
    answer = karin.post(where, body, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["done"] == "Försäkringskassan är borttagen."
