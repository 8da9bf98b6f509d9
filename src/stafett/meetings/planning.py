"""The person's own goal, said at a meeting, becomes a goal of the plan, with the meeting as its source."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from stafett.casework.access import check_own
from stafett.meetings.models import Meeting
from stafett.plans.actions import SaidAt, set_goal
from stafett.plans.models import Goal
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@transaction.atomic
def goal_to_plan(meeting: Meeting, *, by: Viewer) -> Goal:
    """Set it in the plan in the person's words. Refused without a goal, and when it stands there already."""
    check_own(by, meeting)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("participation__circle")
    one = rows.get(pk=meeting.pk)
    if not one.goal:
        raise Refused({"": _("Personens eget mål är inte antecknat på mötet.")})
    if in_plan(one):
        raise Refused({"": _("Målet står redan i planen.")})
    said = SaidAt(one.pk, one.on_day)
    return set_goal(one.participation, one.goal, by=by, by_person=True, said=said)


def in_plan(meeting: Meeting) -> bool:
    """True when the goal stands in the plan as it was said."""
    return Goal.objects.filter(said_at=meeting.pk, text=meeting.goal).exists()


__all__ = ["goal_to_plan", "in_plan"]
