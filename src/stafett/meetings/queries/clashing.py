"""Does a meeting that was just booked come at the same time as another of the viewer's own?"""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext as _

from stafett.frame.formats import clock
from stafett.meetings.models import Meeting
from stafett.meetings.noticing import my_meetings
from stafett.meetings.rules import State, listed
from stafett.safeguards.viewer import Viewer

AN_HOUR = 60
"""A meeting has no end, and is taken to last so many minutes, as in the calendar."""


def said_of_clash(viewer: Viewer, made: Meeting) -> str:
    """A sentence about the viewer's own meetings at that time, empty without any; with whom is not said."""
    if made.at is None:
        return ""
    rows = my_meetings(viewer).filter(on_day=made.on_day, state=State.PLANNED, at__isnull=False)
    others = rows.exclude(pk=made.pk).order_by("at", "pk").values_list("at", flat=True)
    found = list(dict.fromkeys(clock(at) for at in others if at and _meet(at, made.at)))
    if not found:
        return ""
    return _("Du har redan ett annat möte den dagen, klockan %(times)s.") % {"times": listed(found)}


def _meet(one: time, other: time) -> bool:
    return abs((one.hour - other.hour) * 60 + one.minute - other.minute) < AN_HOUR
