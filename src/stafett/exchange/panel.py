"""What does the start page say of files: those that wait for the viewer."""

from __future__ import annotations

from typing import Any

from stafett.exchange.queries import waiting_for
from stafett.safeguards.roles import Permission


def files_waiting(request: Any, _about: object) -> dict[str, Any] | None:
    """The viewer's own files that wait for a decision; None, and no panel, when there are none."""
    if not request.viewer.may(Permission.IMPORT_REGISTER):
        return None
    files = waiting_for(request.viewer)
    return {"files": files} if files else None
