"""A session is used with the posts that its owner has: when one of them ends, so does the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stafett.frame.process_log import because
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.reach import set_reach
from stafett.safeguards.viewer import Viewer, nobody

POSTS = "posts"
"""Where the session keeps the posts that it has been used with."""


def begin(sender: Any, request: HttpRequest, user: Any, **_named: Any) -> None:
    """Write down, when somebody logs in, which posts they have."""
    request.session[POSTS] = _held(viewer_of(user, timezone.localdate()))


def _held(viewer: Viewer) -> list[int]:
    return sorted(post.position_id for post in viewer.posts)


class roles_go_on:
    """End a session at the first page after a post of its has ended.

    It stands before what lets pages only read, since a session that ends is deleted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Before the rest."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """As it comes; `process_view` knows who it is."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, named: Any) -> None:
        """Log out whoever has lost a post since; the page then asks for a log-in, and shows what was typed."""
        if not request.user.is_authenticated or request.token:  # type: ignore[attr-defined]
            return
        seen = request.viewer  # type: ignore[attr-defined]
        held = _held(seen)
        known = request.session.get(POSTS)
        if known != held:
            request.session[POSTS] = held
        if set(known or ()) <= set(held):
            return
        because(request, "a post that the session was used with has ended")
        logout(request)
        request.post_ended = True  # type: ignore[attr-defined]
        request.viewer = nobody(seen.day)  # type: ignore[attr-defined]
        set_reach(())
        messages.info(
            request, _("En befattning som du hade har upphört, så du är utloggad. Logga in igen.")
        )


__all__ = ["POSTS", "begin", "roles_go_on"]
