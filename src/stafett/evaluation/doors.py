"""Who is shown the door to an initiative's evaluation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stafett.evaluation.access import deciders
from stafett.initiatives.access import can
from stafett.initiatives.models import Initiative
from stafett.safeguards.roles import Permission


def evaluation_door(request: HttpRequest, initiative: Initiative) -> dict[str, Any] | None:
    """The door, for its evaluators and for those who may give an assignment."""
    viewer = request.viewer  # type: ignore[attr-defined]
    evaluates = can(viewer, initiative, Permission.EVALUATE)
    shown = evaluates or deciders(viewer, initiative).exists()
    return {"initiative": initiative} if shown else None
