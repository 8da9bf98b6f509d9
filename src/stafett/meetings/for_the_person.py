"""What meetings tell on the page that is turned to the person: the next one, and what has been promised."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stafett.casework.models import Participation
from stafett.meetings.models import Owner
from stafett.meetings.queries.case import cards_of
from stafett.safeguards.access import opened
from stafett.safeguards.models import RowKind
from stafett.safeguards.viewer import Viewer


def for_the_person(request: HttpRequest, case: Participation) -> dict[str, Any]:
    """As far as whoever turns the screen may read it; what has been kept or has lapsed is left out."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    cards, loose = cards_of(viewer, case)
    told = [one for card in cards for one in card.promises] + loose
    going_on = sorted(
        (one for one in told if one.going_on), key=lambda one: (one.promise.due_on, one.promise.pk)
    )
    to_come = [card for card in cards if card.planned and card.meeting.on_day >= viewer.day]
    shown = opened(viewer, case.circle_id)
    return {
        # of what is not told to whoever turns the screen nobody says that there is none
        "whole": shown.opens(case.controller_id, RowKind.AGREEMENT),
        "next": to_come[0] if to_come else None,
        "own": [one for one in going_on if one.promise.owner == Owner.PERSON],
        "others": [one for one in going_on if one.promise.owner != Owner.PERSON],
        "today": viewer.day,
    }


__all__ = ["for_the_person"]
