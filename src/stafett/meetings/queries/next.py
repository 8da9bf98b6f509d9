"""What is next in a case? The nearest meeting and the promises to keep, in the head of the case's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from stafett.casework.last_contact import try_again_on
from stafett.casework.models import Participation
from stafett.meetings.models import Meeting
from stafett.meetings.queries.case import Told, nearest, shown_promises, stands_already, told
from stafett.meetings.rules import GOING_ON
from stafett.meetings.story import MEETINGS
from stafett.safeguards.access import Opened, opened
from stafett.safeguards.models import RowKind
from stafett.safeguards.viewer import Viewer

MOST = 2
"""So many promises stand in the head; the tab has them all."""


@dataclass(frozen=True)
class Next:
    """The nearest meeting to come, the promises to keep first, how many more there are, whether all of the
    controller's is told (else "none is booked" would be said of what is only not shown), and when somebody
    means to try anew to reach the person."""

    meeting: Meeting | None
    promises: list[Told]
    more: int
    whole: bool
    again_on: date | None = None


def next_of_case(request: Any, case: Participation) -> dict[str, Any] | None:
    """For the head of a case that goes on; None where there is nothing that may be told."""
    viewer: Viewer = request.viewer
    if case.ends_on is not None and case.ends_on < viewer.day:
        return None
    shown = opened(viewer, case.circle_id)
    found = _to_keep(viewer, case, shown)
    told_of = Next(
        nearest(MEETINGS.shown(case, shown), viewer.day), found[:MOST], len(found[MOST:]),
        shown.opens(case.controller_id, RowKind.AGREEMENT), try_again_on(case, shown),
    )  # fmt: skip
    goes_on = told_of.whole and case.ends_on is None
    if not (told_of.meeting or told_of.promises or goes_on or told_of.again_on):
        return None
    return {"next": told_of, "case": case, "today": viewer.day}


def _to_keep(viewer: Viewer, case: Participation, shown: Opened) -> list[Told]:
    rows = shown_promises(viewer, case, shown)
    return [
        told(viewer, row, case, shown, row.owner_authority_id in viewer.works_for)
        for row in rows
        if row.state in GOING_ON and not stands_already(row, rows, viewer.works_for)
    ]


__all__ = ["next_of_case"]
