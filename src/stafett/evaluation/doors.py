"""What evaluation adds to other pages: a door on the initiative's, invitations on Idag and on the case's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stafett.casework.models import Participation
from stafett.evaluation.access import deciders
from stafett.evaluation.queries import invitations_of, waiting
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
    found = list(waiting(viewer)[:MOST])
    return {"invitations": found} if found else None


def invitations_of_case(request: HttpRequest, case: Participation) -> dict[str, Any] | None:
    """Those of one case, for whoever gives them to the person."""
    found = list(invitations_of(request.viewer, case))  # type: ignore[attr-defined]
    return {"invitations": found} if found else None
