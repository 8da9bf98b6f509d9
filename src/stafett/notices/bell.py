"""The bell in the frame: how much is new to the one who looks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stafett.notices.queries import MOST, number_unread


def bell(request: HttpRequest, viewer: Any) -> dict[str, Any] | None:
    """The number of unread notices; no bell for whoever is not logged in or has no post."""
    if viewer is None or viewer.user_id is None or not viewer.posts:
        return None
    number = number_unread(viewer)
    return {"number": number, "many": number > MOST, "most": MOST}
