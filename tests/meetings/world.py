"""What tests of meetings begin with: a case, a meeting in it, and promises; made through the actions."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from stafett.casework.models import Participation
from stafett.meetings.actions import Guest, Minutes, NewMeeting, NewPromise, book, hold
from stafett.meetings.models import Meeting, Owner, Promise, Role, Sort
from stafett.safeguards.actions import accept
from stafett.safeguards.models import ConsentPart
from stafett.safeguards.viewer import Viewer
from tests.cast import TODAY, Cast

SOON = TODAY + timedelta(days=14)
"""The day that promises are made to, and that next meetings are on."""


def calling(cast: Cast, *units: str, on: date = TODAY, **told: Any) -> NewMeeting:
    """A multi-party meeting today at nine, with some units called."""
    guests = tuple(Guest(Role.UNIT, unit_id=cast.unit(name).pk) for name in units)
    known = {"at": time(9), "purpose": "Planera tillsammans", "place": "AUC", "guests": guests}
    return NewMeeting(Sort.MULTI_PARTY, on, **{**known, **told})


def booked(cast: Cast, case: Participation, *units: str, by: str = "karin", **told: Any) -> Meeting:
    """A meeting that somebody has called to."""
    return book(case, calling(cast, *units, **told), by=cast.as_(by))


def of_person(what: str = "Skriva sitt cv", due: date = SOON) -> NewPromise:
    """A promise of the person's own."""
    return NewPromise(what, due, Owner.PERSON)


def of_unit(cast: Cast, unit: str, what: str = "Boka studiebesök", due: date = SOON) -> NewPromise:
    """A promise of a unit's."""
    return NewPromise(what, due, Owner.UNIT, unit_id=cast.unit(unit).pk)


def of_post(by: Viewer, what: str = "Ringa arbetsgivaren", due: date = SOON) -> NewPromise:
    """A promise of the viewer's own post."""
    post = by.posts[0]
    return NewPromise(what, due, Owner.UNIT, post.unit_id, post.position_id)


def held(
    cast: Cast, meeting: Meeting, *promises: NewPromise, by: str = "karin", **told: Any
) -> list[Promise]:
    """The meeting noted as held, with everybody there."""
    viewer = cast.as_(by)
    came = told.pop("came", None)
    if came is None:
        came = set(meeting.called.order_by("pk").values_list("pk", flat=True))
    minutes = Minutes(came, **{"agreed": "Vi börjar med praktik.", **told}, promises=promises)
    return hold(meeting, minutes, by=viewer)[0]


def af_gives_too(cast: Cast) -> None:
    """Per says for Af that it gives under the consents there are."""
    cast.as_everyone()
    theirs = ConsentPart.objects.filter(giver=cast.unit("Af Flen").authority_id)
    accept(list(theirs.order_by("pk")), by=cast.viewer("per"))
