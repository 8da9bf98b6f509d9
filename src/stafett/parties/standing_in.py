"""What does the start page say of standing in: for whom the viewer does, and who does for the viewer."""

from __future__ import annotations

from typing import Any

from stafett.parties.queries import instead_of_me, my_stand_ins


def standing_in(request: Any, _about: object) -> dict[str, Any] | None:
    """What the panel shows; None, and no panel, when nobody stands in for anybody."""
    mine, instead = my_stand_ins(request.viewer), instead_of_me(request.viewer)
    return {"mine": mine, "instead": instead} if mine or instead else None
