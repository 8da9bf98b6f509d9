"""What people in the living initiative have been told, how one of them wants it, and that one's calendar."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from stafett.accounts.models import User
from stafett.initiatives.models import Initiative
from stafett.notices import actions, queries
from stafett.notices.rules import How
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of

BECAUSE = "demo"


def let_know(initiative: Initiative, *, today: date) -> int:
    """Look for news for everybody who works in it; each coach has a calendar and has read the oldest notice.

    Returns how many notices are unread.
    """
    now, unread = timezone.now(), 0
    engaged = User.objects.filter(
        staff__tenures__position__unit__engagements__initiative=initiative
    )
    for user in engaged.order_by("pk").distinct():
        viewer = viewer_of(user, today)
        with acting(viewer, BECAUSE):
            actions.look_for(viewer, now)
            if viewer.works_for and not viewer.speaks_for:
                actions.choose(viewer, {"how": How.AT_ONCE}, now)
                actions.make_feed(user, now, by=viewer)
                first = (
                    queries.unread(viewer).order_by("day", "pk").values_list("pk", flat=True)[:1]
                )
                actions.read(viewer, now, list(first))
            unread += queries.number_unread(viewer)
    return unread
