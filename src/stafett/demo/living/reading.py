"""Lets those who work in the living initiative look at its people, so that the log has something to show.

Through the same queries and the same log as everybody: a reading gets the time at which it was made.
"""

from __future__ import annotations

from datetime import date, timedelta

from stafett.accounts.models import User
from stafett.casework.models import Participation
from stafett.casework.queries.participants import Wanted, participants
from stafett.casework.queries.participation import sheet
from stafett.initiatives.models import Initiative
from stafett.safeguards.actions.follow_up import decide_names, draw, judge
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import Verdict
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.queries.follow_up import items
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

BECAUSE = "demo"
PAGES = 4
"""So many of the people in their list each of them opens."""


def let_read(initiative: Initiative, *, today: date) -> None:
    """Everybody engaged opens the list and some in it; the leader asks about some of that."""
    engaged = User.objects.filter(
        staff__tenures__position__unit__engagements__initiative=initiative
    )
    readers = [viewer_of(user, today) for user in engaged.order_by("pk").distinct()]
    for number, viewer in enumerate(one for one in readers if one.may(Permission.SEE_PEOPLE)):
        _read(viewer, initiative, number)
    leaders = [one for one in readers if initiative.controller_id in one.speaks_for]
    if leaders:
        _follow_up(leaders[0], initiative)


def _read(viewer: Viewer, initiative: Initiative, number: int) -> None:
    with acting(viewer, BECAUSE, door="participants"):
        rows = participants(viewer, Wanted(initiative_id=initiative.pk)).rows
    for row in rows[number % 3 :: 7][:PAGES]:
        with acting(viewer, BECAUSE, door="participation"):
            sheet(viewer, row.pk)


def _follow_up(leader: Viewer, initiative: Initiative) -> None:
    """A sample that is half judged, and a decision about names."""
    with acting(leader, BECAUSE):
        drawn = draw(initiative.controller, leader.day - timedelta(days=30), leader.day, by=leader)
        others = [item.reviewed.pk for item in items(leader, drawn) if not item.own]
        judge(drawn, dict.fromkeys(others[:5], (Verdict.FITTING.value, "")), by=leader)
        case = (
            Participation.objects.filter(initiative=initiative).order_by("starts_on", "pk").first()
        )
        if case is not None and case.controller_id in leader.speaks_for:
            decide_names(
                case.circle, asked_by="Personen själv", asked_on=leader.day, given=True, by=leader,
                because="Ingen av läsarna har skyddade uppgifter, och personen vill veta vem hen mött.",
            )  # fmt: skip
