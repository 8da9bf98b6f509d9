"""What somebody who answers for records must see on Idag: what waits to end, how much and from when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stafett.safeguards.queries.retention import endings_for, told
from stafett.safeguards.viewer import Viewer

MOST = 5


def waiting_to_end(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """The endings that nobody has decided on, the longest waiting first; nothing when there are none."""
    if not viewer.speaks_for:
        return None
    rows = endings_for(viewer).filter(decided_on=None).order_by("ends_from", "pk")
    shown = [told(viewer, one) for one in rows[:MOST]]
    ripe = any(one.ripe for one in shown)
    return {"endings": shown, "number": rows.count(), "ripe": ripe} if shown else None
