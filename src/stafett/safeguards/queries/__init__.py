"""Reads about who may look."""

from __future__ import annotations

from stafett.safeguards.queries.viewers import all_controllers, viewer_of

__all__ = ["all_controllers", "viewer_of"]
