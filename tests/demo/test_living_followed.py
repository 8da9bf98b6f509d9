"""Have those who left the living initiative been asked how it went, and is the loss there to see?"""

from __future__ import annotations

from collections import Counter

from stafett.handover.models import FollowUp
from stafett.initiatives.models import Initiative
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import all_controllers
from tests.demo.conftest import DAY


def test_of_those_who_left_most_have_answered_some_are_lost_and_two_wait_for_somebody_to_ask(
    stigen: Initiative,
) -> None:
    set_reach(all_controllers())
    rows = FollowUp.objects.filter(participation__initiative=stigen)
    due = Counter(rows.filter(due_on__lte=DAY).values_list("answer", flat=True))
    assert due["answered"] > due["not_reached"] > 0
    assert due["declined"] > 0
    assert due["due"] == 2
    assert set(rows.filter(due_on__gt=DAY).values_list("answer", flat=True)) == {"due"}
    assert set(rows.filter(answer="answered").values_list("kept", flat=True)) == {"kept", "changed"}
