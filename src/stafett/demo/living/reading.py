"""Lets those who work in the living initiative look at its people, so that the log has something to show.

Through the same queries and the same log as everybody: a reading gets the time at which it was made.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from stafett.accounts.models import User
from stafett.casework.models import Participation
from stafett.casework.queries.participants import Wanted, participants
from stafett.casework.queries.participation import sheet
from stafett.initiatives.models import Initiative
from stafett.safeguards.actions.follow_up import decide_names, draw, judge, set_rules
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import Verdict
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.queries.follow_up import items
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

BECAUSE = "demo"
PAGES = 4
"""So many of the people in their list each of them opens."""
ANY_HOUR = {"day_begins": 0, "day_ends": 24, "weekends": True}
"""The demo is made whenever somebody makes it, and its readings keep that time: no hour is asked about."""


def let_read(initiative: Initiative, *, today: date) -> None:
    """Everybody engaged opens the list and some in it; the leader asks about some of that."""
    engaged = User.objects.filter(
        staff__tenures__position__unit__engagements__initiative=initiative
    )
    readers = [viewer_of(user, today) for user in engaged.order_by("pk").distinct()]
    for number, viewer in enumerate(one for one in readers if one.may(Permission.SEE_PEOPLE)):
        _read(viewer, initiative, number)
    leader = next(one for one in readers if initiative.controller_id in one.speaks_for)
    _follow_up(leader, initiative)


def _read(viewer: Viewer, initiative: Initiative, number: int) -> None:
    with acting(viewer, BECAUSE, door="participants"):
        rows = participants(viewer, Wanted(initiative_id=initiative.pk)).rows
    for row in rows[number % 3 :: 7][:PAGES]:
        with acting(viewer, BECAUSE, door="participation"):
            sheet(viewer, row.pk)


def _follow_up(leader: Viewer, initiative: Initiative) -> None:
    """A sample that is half judged, and a decision about names."""
    now = timezone.localdate()  # the log's own time, whatever the demo's day
    with acting(leader, BECAUSE):
        set_rules(initiative.controller, ANY_HOUR, by=leader)
        drawn = draw(initiative.controller, now - timedelta(days=30), now, by=leader)
        others = [item.reviewed.key for item in items(leader, drawn) if not item.own]
        judge(drawn, dict.fromkeys(others[:5], (Verdict.FITTING.value, "")), by=leader)
        own = Participation.objects.filter(initiative=initiative, controller=initiative.controller)
        decide_names(
            own.order_by("starts_on", "pk")[0].circle, asked_by="Personen själv", asked_on=leader.day,
            given=True, by=leader,
            because="Ingen av läsarna har skyddade uppgifter, och personen vill veta vem hen mött.",
        )  # fmt: skip
