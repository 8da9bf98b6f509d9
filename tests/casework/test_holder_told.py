"""Who holds a case under a consent to the course alone is told of no other authority by the forms (law 2)."""

from __future__ import annotations

import pytest

from stafett.casework.access import can_change, own_cases
from stafett.casework.forms.people import CorrectPersonForm
from stafett.casework.forms.periods import EndCaseForm
from stafett.casework.models import Participation
from stafett.safeguards.actions import let_in
from stafett.safeguards.rules import parts_between
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
