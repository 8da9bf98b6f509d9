"""Whose is a row about somebody, when it is told, archived or handed out (ADR 10)?"""

from __future__ import annotations

from typing import Any


def owner_of(row: Any, controller: int) -> int:
    """The authority that the row names; of a link, and of who came by it, whoever made it; else the controller.

    An earlier version answers as the row that it was a version of.
    """
    if hasattr(row, "owner_authority_id"):
        return int(row.owner_authority_id)
    if hasattr(row, "made_at_unit_id"):
        return int(row.made_at_unit.authority_id)
    if hasattr(row, "link_id"):
        return int(row.link.made_at_unit.authority_id)
    return controller
