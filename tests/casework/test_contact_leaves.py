"""Is nobody told to ring a contact person whose unit is in the case no more (D8, law 1)?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.actions.involving import NewCase, end_case, involve
from stafett.casework.models import Involvement, Participation, TeamPart
from stafett.casework.queries.who_helps import who_helps
from stafett.safeguards.models import Member
from tests.casework.conftest import get
from tests.casework.team_world import FK, fatimas, name, shares, together
from tests.casework.unit_world import give, karins
from tests.cast import TODAY, Cast

CONTACT = TeamPart.CONTACT


def of_fk(cast: Cast) -> tuple[Participation, Involvement]:
    """A case in which FK has a case of its own, and Fatima is the contact person there."""
    case, place = together(cast), cast.unit(FK)
    give(cast, [case], karins(cast))
    told = NewCase(
        place.authority.party_id, place.authority_id, TODAY - timedelta(days=9), place.pk
    )
    involve([(case, told)], by=cast.as_("karin"))
    name(cast, [case], CONTACT, fatimas(cast))
    cast.as_everyone()
    return case, case.involvements.get(unit=place)


def test_nobody_is_told_to_ring_a_unit_that_is_in_the_case_no_more(cast: Cast, page: Any) -> None:
    case = together(cast)
    name(cast, [case], CONTACT, fatimas(cast))
    there = reverse("participation", args=[case.pk])
    assert "Fatima Kassa" in get(page("karin"), there)
    cast.as_everyone()
    seats = Member.objects.filter(circle=case.circle_id, unit=cast.unit(FK))
    seats.filter(from_day=TODAY).delete()
    seats.update(until_day=TODAY)
    assert "Fatima Kassa" not in get(page("karin"), there)
    assert "Fatima" not in str(who_helps(cast.as_("karin"), case).with_names)


@pytest.mark.parametrize(("days", "left"), [(0, []), (-2, [])])
def test_with_its_own_case_a_unit_ends_who_was_the_contact_person(
    cast: Cast, days: int, left: list[Any]
) -> None:
    case, part = of_fk(cast)
    assert [one[1] for one in shares(case)] == ["contact"]
    end_case(part, last_day=TODAY + timedelta(days=days), by=cast.as_("karin"), because="klart")
    assert shares(case) == left


def test_until_a_last_day_that_is_to_come_the_contact_person_stays(cast: Cast) -> None:
    case, part = of_fk(cast)
    end_case(part, last_day=TODAY + timedelta(days=5), by=cast.as_("karin"), because="klart")
    assert [one[1] for one in shares(case)] == ["contact"]
