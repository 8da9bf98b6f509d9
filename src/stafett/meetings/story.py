"""What meetings and promises tell in a case's time line: ● for a meeting, ◆ for a promise (G10)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.casework.models import Participation
from stafett.casework.of_case import OfCase
from stafett.casework.timeline import Event, Kind, noted, own_staff, reads
from stafett.meetings.models import Meeting
from stafett.meetings.queries.case import PROMISES, shown_promises, stands_already, whose
from stafett.meetings.rules import State
from stafett.safeguards.access import Opened
from stafett.safeguards.viewer import Viewer

MEETING = Kind("meeting", gettext_lazy("möte"))
MEETINGS = OfCase(Meeting, lambda rows: rows.select_related("unit").order_by("on_day", "pk"))
PROMISE = Kind("promise", gettext_lazy("löfte"))


@reads(MEETINGS)
def meetings(viewer: Viewer, case: Participation, open_: Opened) -> Iterator[Event]:
    """The meetings that are booked, were held, or did not come about."""
    for one in MEETINGS.shown(case, open_):
        told = f"{one.get_sort_display()}, {one.get_state_display()}{_why(one)}"
        url = reverse("meeting", args=[case.pk, one.pk])
        by = noted(viewer, one.unit, one.noted_by or one.called_by, one.on_day)
        yield Event(
            one.on_day, one.owner_authority_id, MEETING.mark, MEETING.words, told, url,
            at=one.at, by=by,
        )  # fmt: skip


def _why(one: Meeting) -> str:
    return f": {one.get_cause_display()}" if one.state == State.CANCELLED else ""


@reads(PROMISES)
def promises(viewer: Viewer, case: Participation, open_: Opened) -> Iterator[Event]:
    """The promises, on the day that each was settled or is to be."""
    url = reverse("meetings", args=[case.pk])
    found = shown_promises(viewer, case, open_)
    for one in found:
        if not stands_already(one, found, viewer.works_for):
            told = _("%(who)s: %(what)s (%(stands)s)") % {
                "who": whose(viewer, one, case, open_), "what": one.what,
                "stands": one.get_state_display(),
            }  # fmt: skip
            day = one.settled_on or one.due_on
            # a copy was written by whoever handed it over
            by = "" if one.copy_of else own_staff(viewer, one.owner_authority_id, one.noted_by)
            yield Event(day, one.owner_authority_id, PROMISE.mark, PROMISE.words, told, url, by=by)


SOURCES = ((MEETING, meetings), (PROMISE, promises))
