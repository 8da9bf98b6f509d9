"""Has the living initiative somebody who has not been there for weeks, with cases that wait (F10 A20)?"""

from __future__ import annotations

from stafett.accounts.models import User
from stafett.casework.models import Assignment, Teammate
from stafett.casework.queries.between import UNIT, between
from stafett.demo.living.away import AWAY, let_one_be_away
from stafett.initiatives.models import Initiative
from stafett.parties.models import Tenure
from stafett.safeguards.queries import all_controllers, viewer_of
from stafett.safeguards.reach import set_reach
from tests.demo.test_living import DAY


def test_one_has_not_been_there_for_weeks_and_the_unit_sees_each_of_their_cases(
    stigen: Initiative,
) -> None:
    number = let_one_be_away(stigen, today=DAY)
    away = User.objects.get(last_login__date=DAY - AWAY)
    tenure = Tenure.objects.get(staff=away.staff, until_day=None)
    viewer = viewer_of(away, DAY)
    set_reach(viewer.controllers)
    found = between(viewer, UNIT, "holder_away").rows
    assert len(found) == number > 0
    has = Assignment.objects.filter(position=tenure.position_id, until_day=None)
    assert {row.gap.participation_id for row in found} == {one.participation_id for one in has}
    assert all(row.gap.when < DAY for row in found)


def test_where_nobody_has_a_case_nobody_is_away(stigen: Initiative) -> None:
    set_reach(all_controllers())
    Teammate.objects.all().delete()
    Assignment.objects.all().delete()
    assert let_one_be_away(stigen, today=DAY) == 0
