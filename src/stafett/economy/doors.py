"""Who is shown the door to an initiative's costs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stafett.economy.access import seen
from stafett.initiatives.models import Initiative


def costs_door(request: HttpRequest, initiative: Initiative) -> dict[str, Any] | None:
    """The door, or None for those who may see no costs."""
    return {"initiative": initiative} if seen(request.viewer, initiative) else None  # type: ignore[attr-defined]
