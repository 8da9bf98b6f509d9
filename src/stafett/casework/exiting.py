"""What must be settled before somebody leaves, and what follows when their last day is recorded or moves.

An app above whose rows hang on a case's end registers here from `AppConfig.ready`: a handover that is open
keeps the case open, an exit brings follow-ups with it and calls off meetings. What ends with the case is told
beforehand, and what does not come back is told to whoever undoes the exit; each as far as they may know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from stafett.casework.models import Participation
from stafett.database.days import in_force
from stafett.safeguards.models import OPENS_CASE, Member
from stafett.safeguards.viewer import Viewer

Check = Callable[[Sequence[Participation], Viewer], dict[str, str]]
Follow = Callable[[Sequence[Participation], Viewer], None]
Tell = Callable[[Participation, Viewer], Sequence[str]]


Knowing = set[tuple[UUID, int]]
"""Cases with authorities that may see them, by key."""


def knowing(cases: Iterable[Participation], by: Viewer) -> Knowing:
    """The cases with each authority that may see it: the controller, and those whom something lets in.

    In the records of others nothing is settled with the case: it would tell them that it has ended (law 2).
    """
    by_circle = {case.circle_id: case for case in cases}
    seats = Member.objects.filter(
        in_force(by.day), OPENS_CASE, circle__in=by_circle, giver=F("controller")
    ).order_by("pk")
    seen = seats.values_list("circle_id", "unit__authority_id")
    return {(case.pk, case.controller_id) for case in by_circle.values()} | {
        (by_circle[circle].pk, authority) for circle, authority in seen
    }


def nothing(_case: Participation, _viewer: Viewer) -> Sequence[str]:
    """Nothing to tell of."""
    return ()


def nothing_follows(_cases: Sequence[Participation], _by: Viewer) -> None:
    """Nothing hangs on a case that is recorded when it has ended already."""


@dataclass(frozen=True)
class Hanging:
    """Something that hangs on a case's end.

    `faults` says why these cannot leave yet, as field → sentence. `follow` is told of those whose last day was
    recorded, moved or undone, in the same transaction. `ends` says what that settles if they leave today, and
    `stays` what an exit has settled and an undoing of it does not bring back: sentences, to this viewer.
    `enrolled` is told of those who are enrolled with a last day from the start, as a register tells of them.
    """

    code: str
    faults: Check
    follow: Follow
    ends: Tell = nothing
    stays: Tell = nothing
    enrolled: Follow = nothing_follows


_hanging: dict[str, Hanging] = {}


def register(one: Hanging) -> None:
    """Let something be asked, and told, from now on."""
    if one.code in _hanging:
        raise ValueError(f"{one.code!r} hangs on exits already")
    _hanging[one.code] = one


def faults_of_leaving(cases: Sequence[Participation], by: Viewer) -> dict[str, str]:
    """Why these cannot leave yet, from everything registered."""
    faults: dict[str, str] = {}
    for _code, one in sorted(_hanging.items()):
        for field, sentence in one.faults(cases, by).items():
            faults[field] = " ".join(filter(None, [faults.get(field, ""), sentence]))
    return faults


def last_day_said(cases: Sequence[Participation], by: Viewer) -> None:
    """Let everything registered follow cases whose last day is another than before."""
    for _code, one in sorted(_hanging.items()) if cases else ():
        one.follow(cases, by)


def enrolled_as_ended(cases: Sequence[Participation], by: Viewer) -> None:
    """Let everything registered follow cases that are enrolled when they have ended already."""
    for _code, one in sorted(_hanging.items()) if cases else ():
        one.enrolled(cases, by)


def ends_with_it(case: Participation, viewer: Viewer) -> list[str]:
    """What an exit today settles too, as far as the viewer may know of it."""
    return [said for _code, one in sorted(_hanging.items()) for said in one.ends(case, viewer)]


def stays_settled(case: Participation, viewer: Viewer) -> list[str]:
    """What the exit settled and its undoing does not bring back, as far as the viewer may know of it."""
    return [said for _code, one in sorted(_hanging.items()) for said in one.stays(case, viewer)]
