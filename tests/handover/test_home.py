"""To whom does a case fall back, and who stays in the circle after handing over?"""

from __future__ import annotations

from stafett.casework.models import Participation
from stafett.handover.access import has_more_to_do
from stafett.handover.actions import accept
from stafett.handover.settling import home_of
from stafett.initiatives.models import Branch
from stafett.safeguards.models import Member
from tests.casework.unit_world import karins
from tests.cast import TODAY, Cast
from tests.handover.giving import at_af, proposed


def elsewhere(cast: Cast, case: Participation) -> Participation:
    """The case as if its branch's cases began with Af."""
    cast.as_everyone()
    Branch.objects.filter(pk=case.branch_id).update(holder=cast.unit("Af Flen"))
    return Participation.objects.select_related("branch__holder", "circle").get(pk=case.pk)


def test_a_case_falls_back_to_where_its_branch_begins(cast: Cast) -> None:
    assert home_of(at_af(cast), TODAY) == cast.unit("AUC")


def test_else_to_the_last_of_the_controllers_that_held_it(cast: Cast) -> None:
    case = elsewhere(cast, at_af(cast))
    assert home_of(case, TODAY) == cast.unit("AUC")


def test_else_to_one_in_the_circle_and_else_to_any(cast: Cast) -> None:
    case = elsewhere(cast, cast.enrolled(holder_unit_id=cast.unit("Af Flen").pk))
    Member.objects.filter(circle=case.circle_id).exclude(unit=cast.unit("Projektkontoret")).delete()
    assert home_of(case, TODAY) == cast.unit("Projektkontoret")
    Member.objects.filter(circle=case.circle_id).delete()
    assert home_of(case, TODAY).authority_id == case.controller_id


def test_somebody_protected_falls_back_to_the_named_team(cast: Cast) -> None:
    hidden = cast.person(given_name="", family_name="Dold", protection="marked", alias="X")
    team = ((cast.unit("AUC").pk, karins(cast).pk),)
    case = cast.enrolled(person=hidden, named_team=team)
    assert home_of(elsewhere(cast, case), TODAY) == cast.unit("AUC")


def test_a_giver_with_a_case_of_their_own_stays(cast: Cast) -> None:
    case = at_af(cast)
    cast.involved(case, "karin")
    accept(proposed(cast, case), by=cast.as_("per"))
    cast.as_everyone()
    assert has_more_to_do(cast.unit("AUC"), case, TODAY)
    still = Member.objects.filter(circle=case.circle_id, unit=cast.unit("AUC"), until_day=None)
    assert still.exists()
