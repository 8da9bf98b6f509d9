"""What evaluation adds to other pages: a door on the initiative's, invitations and erasures on Idag."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stafett.casework.models import Participation
from stafett.evaluation.access import deciders, why_ended
from stafett.evaluation.queries import (
    any_open,
    ended_unread,
    invitations_of,
    mine_today,
    to_erase,
    waiting,
)
from stafett.initiatives.access import can
from stafett.initiatives.models import Initiative
from stafett.safeguards.roles import Permission

MOST = 10


def evaluation_door(request: HttpRequest, initiative: Initiative) -> dict[str, Any] | None:
    """The door, for its evaluators and for those who may give an assignment."""
    viewer = request.viewer  # type: ignore[attr-defined]
    evaluates = can(viewer, initiative, Permission.EVALUATE)
    shown = evaluates or deciders(viewer, initiative).exists()
    return {"initiative": initiative} if shown else None


def invitations_today(request: HttpRequest, _about: object) -> dict[str, Any] | None:
    """The invitations to give, for those whose unit holds the people; None when there are none."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.may(Permission.WORK_WITH_PEOPLE):
        return None
    if not any_open(viewer):
        return None
    found, ended = list(waiting(viewer)[:MOST]), list(ended_unread(viewer)[:MOST])
    if not (found or ended):
        return None
    return {"invitations": found, "ended": ended, "number": len(found) + len(ended)}


def assignments_today(request: HttpRequest, _about: object) -> dict[str, Any] | None:
    """The evaluator's own assignments with what waits in each; None for everybody without any."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = mine_today(viewer, MOST) if viewer.may(Permission.EVALUATE) else []
    return {"assignments": found} if found else None


def erasures_today(request: HttpRequest, _about: object) -> dict[str, Any] | None:
    """The evaluator's assignments that are over and not erased; None when there are none."""
    found = list(to_erase(request.viewer)[:MOST])  # type: ignore[attr-defined]
    return {"assignments": found} if found else None


def invitations_of_case(request: HttpRequest, case: Participation) -> dict[str, Any] | None:
    """Those of one case, for whoever gives them to the person."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = [(one, bool(why_ended(one, viewer))) for one in invitations_of(viewer, case)]
    return {"invitations": found} if found else None
