"""Are people on Idag shown by their whole names, or by initials as in a room that others share?

The choice is kept for the log-in; the address says another (`?namn=1`, `?namn=0`).
"""

from __future__ import annotations

from django.http import HttpRequest

FULL_NAMES = "full_names"
"""Where the session keeps it."""


def full_names(request: HttpRequest) -> bool:
    """What the address says, else what was chosen last."""
    asked = request.GET.get("namn")
    return names_chosen(request) if asked is None else asked != "0"


def names_chosen(request: HttpRequest) -> bool:
    """What was chosen last, on Idag; whatever the address says."""
    return bool(request.session.get(FULL_NAMES))


def remember_names(request: HttpRequest) -> bool:
    """Keep what the address says until one logs out, and give it."""
    shown = full_names(request)
    if shown != request.session.get(FULL_NAMES, False):
        request.session[FULL_NAMES] = shown
    return shown


__all__ = ["full_names", "names_chosen", "remember_names"]
