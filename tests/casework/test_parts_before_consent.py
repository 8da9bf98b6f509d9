"""A party that was added, before or after the consent, comes in when the person has said yes to it (law 2)."""

from __future__ import annotations

from typing import Any

import pytest

from stafett.casework.actions import NewCase, involve
from stafett.casework.models import Participation
from stafett.casework.queries.to_accept import to_accept
from stafett.casework.waiting_parts import come_in
from stafett.parties.actions import add_unit
from stafett.parties.models import Unit
from stafett.safeguards import consenting
from stafett.safeguards.actions import accept, withdraw
from stafett.safeguards.actions.circle import let_stay_until
from stafett.safeguards.models import Basis, ConsentPart, Member
from stafett.safeguards.rules import parts_between
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, get, send
from tests.casework.test_consent_pages import at, filled
from tests.cast import START, TODAY, Cast


def added(cast: Cast, one: Participation, unit: Unit, *, named: bool = True) -> None:
    """The register says that the unit's authority has a case of its own."""
    case = NewCase(
        unit.authority.party_id, unit.authority_id, one.starts_on, unit.pk if named else None
    )
    involve([(one, case)], by=cast.viewer("karin"))


def inside(one: Participation, unit: Unit) -> bool:
    seats = Member.objects.filter(circle=one.circle_id, unit=unit, basis=Basis.ROLE)
    return seats.filter(until_day=None).exists()


def say_yes(cast: Cast, page: Page, one: Participation, *units: Unit, **told: Any) -> None:
    who = [one.controller_id, *(unit.authority_id for unit in units)]
    sent = filled(cast, one, authorities=who, **told)
    send(page("karin"), at(one, "samtycke/nytt"), **sent)


def said_yes(cast: Cast, one: Participation, *units: Unit) -> None:
    """A consent that names these units' authorities, and lets none of them in."""
    team = {one.controller_id, *(unit.authority_id for unit in units)}
    cast.consented(one, parts=parts_between(team, {"course"}, {}))


def offered(form: Any, name: str) -> list[str]:
    """The keys that a field offers, whatever heading they stand under."""
    found = form.fields[name].choices
    groups = [inner if isinstance(inner, list) else [(key, inner)] for key, inner in found]
    return [key for group in groups for key, _label in group]


@pytest.mark.parametrize("named", [True, False])
def test_a_part_added_before_the_consent_is_asked_to_accept_it(
    cast: Cast, page: Page, named: bool
) -> None:
    one, fk = cast.enrolled(), cast.unit("FK Eskilstuna")
    added(cast, one, fk, named=named)
    assert not inside(one, fk)
    assert get(page("fatima"), f"/deltagare/{one.pk}/", 404) is not None
    say_yes(cast, page, one, fk)
    assert inside(one, fk)
    waiting = ConsentPart.objects.filter(giver=fk.authority_id, accepted_on=None)
    assert accept(list(waiting.order_by("pk")), by=cast.viewer("fatima")) == 2
    assert get(page("fatima"), f"/deltagare/{one.pk}/")


def test_a_consent_to_others_lets_no_added_part_in(cast: Cast, page: Page) -> None:
    one, fk = cast.enrolled(), cast.unit("FK Eskilstuna")
    added(cast, one, fk)
    sent = filled(cast, one, authorities=[one.controller_id], unit=cast.unit("Af Flen").pk)
    send(page("karin"), at(one, "samtycke/nytt"), **sent)
    assert inside(one, cast.unit("Af Flen"))
    assert not inside(one, fk)


def test_a_part_that_has_left_is_not_let_in(cast: Cast, page: Page) -> None:
    one, fk = cast.enrolled(), cast.unit("FK Eskilstuna")
    added(cast, one, fk)
    one.involvements.filter(unit=fk).update(until_day=TODAY)
    other = add_unit(fk.authority, "FK Nyköping", by=operator(TODAY, "prov"))
    sent = filled(cast, one, authorities=[one.controller_id], unit=other.pk)
    send(page("karin"), at(one, "samtycke/nytt"), **sent)
    assert not inside(one, fk)


def test_what_the_authority_has_said_itself_is_not_the_registers_to_let_in(
    cast: Cast, page: Page
) -> None:
    one, af = cast.enrolled(), cast.unit("Af Flen")
    other = add_unit(af.authority, "Af Nyköping", by=operator(TODAY, "prov"))
    added(cast, one, other)
    one.involvements.filter(unit=other).update(owner_authority=af.authority_id)
    say_yes(cast, page, one, af)
    assert not inside(one, other)


def test_where_no_unit_was_said_and_there_are_several_one_is_chosen_with_the_consent(
    cast: Cast, page: Page
) -> None:
    one, fk = cast.enrolled(), cast.unit("FK Eskilstuna")
    other = add_unit(fk.authority, "FK Nyköping", by=operator(TODAY, "prov"))
    added(cast, one, fk, named=False)
    form = page("karin").get(at(one, "samtycke/nytt")).context["form"]
    assert {str(fk.pk), str(other.pk)} <= set(offered(form, "unit"))
    say_yes(cast, page, one, fk, unit=other.pk)
    assert (inside(one, fk), inside(one, other)) == (False, True)


def test_a_part_whose_unit_was_said_is_not_offered_twice(cast: Cast, page: Page) -> None:
    one, fk = cast.enrolled(), cast.unit("FK Eskilstuna")
    added(cast, one, fk)
    form = page("karin").get(at(one, "samtycke/nytt")).context["form"]
    assert str(fk.authority_id) in offered(form, "authorities")
    assert str(fk.pk) not in offered(form, "unit")


@pytest.mark.parametrize("named", [True, False])
def test_a_part_added_under_a_consent_that_names_it_is_asked_to_accept_at_once(
    cast: Cast, named: bool
) -> None:
    one, fk = cast.enrolled(), cast.unit("FK Eskilstuna")
    said_yes(cast, one, fk)
    assert not inside(one, fk)
    added(cast, one, fk, named=named)
    assert inside(one, fk)
    assert len(to_accept(cast.as_("fatima"))) == 1
    cast.as_everyone()
    waiting = ConsentPart.objects.filter(giver=fk.authority_id, accepted_on=None)
    assert accept(list(waiting.order_by("pk")), by=cast.viewer("fatima")) == 1


def test_a_part_is_let_in_by_no_consent_that_is_over_taken_back_or_to_others(
    cast: Cast,
) -> None:
    over, back, others = cast.enrolled(), cast.enrolled(), cast.enrolled()
    fk = cast.unit("FK Eskilstuna")
    for one in (over, back):
        said_yes(cast, one, fk)
    ConsentPart.objects.filter(circle=over.circle_id).update(from_day=START, until_day=TODAY)
    parts = ConsentPart.objects.filter(circle=back.circle_id).order_by("pk")
    withdraw(list(parts), how="Ringde", by=cast.viewer("karin"))
    cast.consented(others, "Af Flen")
    for one in (over, back, others):
        added(cast, one, fk)
        assert not inside(one, fk)


def test_a_unit_that_has_left_does_not_come_back_because_another_part_is_added(
    cast: Cast,
) -> None:
    one, fk, af = cast.enrolled(), cast.unit("FK Eskilstuna"), cast.unit("Af Flen")
    added(cast, one, fk)
    said_yes(cast, one, fk, af)
    assert inside(one, fk)
    let_stay_until(one.circle, fk.pk, TODAY, by=cast.viewer("karin"))
    added(cast, one, af)
    assert (inside(one, fk), inside(one, af)) == (False, True)


def test_two_cannot_be_told_of_consents_under_one_name() -> None:
    with pytest.raises(ValueError, match="'parties' is told of consents already"):
        consenting.register("parties", come_in)
