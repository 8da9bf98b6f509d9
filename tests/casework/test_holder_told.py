"""Who holds a case under a consent to the course alone is told of no other authority by the forms (law 2)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from stafett.casework.access import can_change, own_cases
from stafett.casework.actions import NewCase, correct, involve
from stafett.casework.actions.correcting import as_told
from stafett.casework.forms.correcting import CorrectForm
from stafett.casework.forms.people import CorrectPersonForm
from stafett.casework.forms.periods import EndCaseForm, InvolveForm
from stafett.casework.models import Participation
from stafett.database.batch import settle
from stafett.safeguards.actions import let_in
from stafett.safeguards.rules import Refused, parts_between
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast


def held(cast: Cast, *kinds: str) -> Participation:
    """FK has a case of its own, and is let in; Af holds it all, and is told how it goes and some more."""
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, {"course", *kinds}, {}))
    cast.as_everyone()
    let_in(one.circle, [cast.unit("FK Eskilstuna").pk], from_day=TODAY, by=operator(TODAY))
    one.holdings.update(unit=cast.unit("Af Flen"))
    assert can_change(cast.as_("per"), one)
    return one


@pytest.mark.parametrize(("kinds", "told"), [((), False), (("agencies",), True)])
def test_which_cases_can_be_ended_is_told_with_who_is_involved(
    cast: Cast, kinds: tuple[str, ...], told: bool
) -> None:
    one = held(cast, *kinds)
    form = EndCaseForm(viewer=cast.as_("per"), case=one)
    assert ("Försäkringskassan" in str(form["which"])) is told
    assert own_cases(cast.as_("per"), one).exists() is told
    assert own_cases(cast.as_("eva"), one).exists()
    assert own_cases(operator(TODAY), one).exists()


@pytest.mark.parametrize(("kinds", "told"), [((), False), (("agencies",), True)])
def test_whom_a_protection_could_let_in_is_told_with_who_is_involved(
    cast: Cast, kinds: tuple[str, ...], told: bool
) -> None:
    one = held(cast, *kinds)
    said = str(CorrectPersonForm(viewer=cast.as_("per"), case=one)["team"])
    assert ("FK Eskilstuna" in said) is told
    for unit in ("Af Flen", "AUC"):
        assert unit in said
    assert "FK Eskilstuna" in str(CorrectPersonForm(viewer=cast.as_("eva"), case=one)["team"])
    assert "FK Eskilstuna" in str(CorrectPersonForm(viewer=operator(TODAY), case=one)["team"])


@pytest.mark.parametrize(("kinds", "told"), [((), False), (("agencies",), True)])
def test_others_are_added_by_those_who_may_know_who_is_involved(
    cast: Cast, kinds: tuple[str, ...], told: bool
) -> None:
    """Af håller ärendet och prövar att lägga till FK: svaret får inte säga om FK redan är med."""
    one = held(cast, *kinds)
    per, fk = cast.as_("per"), cast.unit("FK Eskilstuna").authority
    form = InvolveForm(viewer=per, case=one)
    assert ("Försäkringskassan" in str(form["party"])) is told
    assert "Arbetsförmedlingen" in str(form["party"])
    for day in (one.starts_on, TODAY):
        with pytest.raises(Refused if told else PermissionDenied):
            involve([(one, NewCase(fk.party_id, fk.pk, day))], by=per)


def test_the_first_day_is_corrected_where_the_register_is_kept(cast: Cast) -> None:
    """Af:s formulär har inte dagen, och andras ärenden som började före den följer med dit när Eva rättar."""
    one = held(cast, "agencies")
    assert "starts_on" not in CorrectForm(viewer=cast.as_("per"), case=one).fields
    later = as_told(one, starts_on=date(2024, 3, 1))
    with pytest.raises(PermissionDenied, match="personuppgiftsansvarig"):
        correct([(one, later)], by=cast.as_("per"), because="prov", only={"starts_on"})
    assert "starts_on" in CorrectForm(viewer=cast.as_("eva"), case=one).fields
    fks = one.involvements.get()
    one.involvements.update(from_day=date(2024, 2, 9))
    correct([(one, later)], by=cast.as_("eva"), because="prov", only={"starts_on"})
    settle()
    fks.refresh_from_db()
    assert fks.from_day == date(2024, 3, 1)


@pytest.mark.parametrize(("kinds", "told"), [((), False), (("occupation",), True)])
def test_schooling_is_corrected_by_those_who_may_know_what_somebody_does(
    cast: Cast, kinds: tuple[str, ...], told: bool
) -> None:
    one = held(cast, *kinds)
    for who, shown in (("per", told), ("eva", True)):
        form = CorrectForm(viewer=cast.as_(who), case=one)
        assert ("education" in form.fields) is shown
        assert ("education" in form.initial) is shown


def test_a_first_day_after_a_partys_own_case_is_over_is_refused(cast: Cast) -> None:
    one = held(cast)
    one.involvements.update(until_day=date(2024, 3, 1))
    for day, taken in ((date(2024, 2, 29), True), (date(2024, 3, 1), False)):
        facts = as_told(one, starts_on=day)
        if taken:
            correct([(one, facts)], by=cast.as_("eva"), because="prov", only={"starts_on"})
            settle()
            one.refresh_from_db()
            continue
        with pytest.raises(Refused, match="slutade före den dagen"):
            correct([(one, facts)], by=cast.as_("eva"), because="prov", only={"starts_on"})
