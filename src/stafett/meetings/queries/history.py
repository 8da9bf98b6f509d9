"""How was a meeting booked, and what was noted of it, before it was changed or corrected (law 6)?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from stafett.casework.queries.changes import Change, Followed, as_told, changes_in
from stafett.meetings.changing import BOOKED
from stafett.meetings.models import Called, Meeting
from stafett.meetings.rules import State
from stafett.safeguards.viewer import Viewer

BOOKING = Followed(Meeting, gettext_lazy("Mötet"), BOOKED)
NOTED = Followed(Meeting, gettext_lazy("Anteckningen"), ("goal", "agreed"))


def changes_of_meeting(viewer: Viewer, one: Meeting, known: dict[int, str]) -> list[Change]:
    """What was changed and corrected, latest first; `known` are those called of whom the viewer may know."""
    presence = Followed(
        Called, gettext_lazy("Närvaron"), ("came",), named=lambda row: known[row.pgh_obj_id]
    )
    rows = list(one.called.filter(pk__in=known).order_by("pk"))
    found = [
        *changes_in(BOOKING, [one], {"pgh_obj_id": one.pk}, _always),
        *changes_in(NOTED, [one], {"pgh_obj_id": one.pk}, _held),
        *changes_in(presence, rows, {"meeting_id": one.pk}, lambda e: _noted(e) and e.pgh_obj_id in known),
    ]  # fmt: skip
    near = {one.controller_id, one.owner_authority_id}
    return as_told(viewer, found, near, one.participation.circle_id)


def _always(_event: Any) -> bool:
    return True


def _held(event: Any) -> bool:
    return bool(event.state == State.HELD)


def _noted(event: Any) -> bool:
    return event.came is not None
