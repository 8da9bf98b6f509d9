"""What must be settled before somebody leaves, and what follows when their last day is recorded or moves.

An app above whose rows hang on a case's end registers here from `AppConfig.ready`: a handover that is open
keeps the case open, and an exit brings follow-ups with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stafett.casework.models import Participation
from stafett.safeguards.viewer import Viewer

Check = Callable[[Sequence[Participation], Viewer], dict[str, str]]
Follow = Callable[[Sequence[Participation], Viewer], None]


@dataclass(frozen=True)
class Hanging:
    """Something that hangs on a case's end.

    `faults` says why these cannot leave yet, as field → sentence. `follow` is told of those whose last day was
    recorded, moved or undone, in the same transaction.
    """

    code: str
    faults: Check
    follow: Follow


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
