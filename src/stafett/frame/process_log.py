"""What the process log says of refusals: who, where, and why not; and never whom it was about.

A door is named by the pattern of its address, an account and units by number, a reason by the place in the code
that said no. What was typed, the address itself and the sentence may all tell of a person, and are left out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

log = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]
REFUSED = (401, 403, 404, 429)
"""Not logged in, not allowed, not there or hidden (alike to all who ask), and too often."""
OURS = "stafett."
NO_ADDRESS = "no such address"


def because(request: HttpRequest, reason: str) -> None:
    """Say, in words that tell of nobody, why a request is about to be refused."""
    request.refused_because = reason  # type: ignore[attr-defined]


def because_of(request: HttpRequest, fault: BaseException) -> None:
    """The same by what was raised: its kind, and the last of our functions that it came through."""
    because(request, f"{type(fault).__name__} in {_place(fault)}")


def _place(fault: BaseException) -> str:
    at, found = fault.__traceback__, "no code of ours"
    while at is not None:
        module = str(at.tb_frame.f_globals.get("__name__", ""))
        if module.startswith(OURS):
            found = f"{module}.{at.tb_frame.f_code.co_name}"
        at = at.tb_next
    return found


def pattern_of(request: HttpRequest) -> str:
    """The pattern of the address that was asked for, whoever and whatever it was about."""
    try:
        return str(resolve(request.path_info).route)
    except Resolver404:
        return NO_ADDRESS


class refusals:
    """Tell the process log of each refusal, whichever part of the stack it came from."""

    def __init__(self, get_response: Handler) -> None:
        """Before whatever refuses."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """As it comes, and a line when it was refused; an address that there is not refuses nobody."""
        response = self.get_response(request)
        pattern = pattern_of(request) if response.status_code in REFUSED else NO_ADDRESS
        if pattern != NO_ADDRESS:
            why = getattr(request, "refused_because", "") or "no reason noted"
            method = request.method if request.method in METHODS else "another method"
            log.warning(
                "refused %s %s /%s to %s: %s",
                response.status_code, method, pattern, _who(request), why,
            )  # fmt: skip
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> None:
        """What a page raised; Django makes the answer of it."""
        because_of(request, fault)


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""Whatever else somebody sends is not repeated."""


def _who(request: HttpRequest) -> str:
    """The account and its units by number; or that nobody is logged in."""
    viewer: Any = getattr(request, "viewer", None)
    if viewer is None or viewer.user_id is None:
        return "nobody logged in"
    units = sorted({post.unit_id for post in viewer.posts})
    return f"account {viewer.user_id} of units {', '.join(map(str, units)) or 'none'}"


class ByPattern(logging.Filter):
    """Let no line of the framework's out that has an address in it: refusals have a line of ours.

    What broke keeps its line, with the pattern where the address stood.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """False for what is told otherwise."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            escaped = request.path.encode("unicode_escape").decode("ascii")
            pattern = f"/{pattern_of(request)}"
            record.args = tuple(pattern if words == escaped else words for words in record.args)
        return not 400 <= getattr(record, "status_code", 0) < 500


__all__ = ["ByPattern", "because", "because_of", "pattern_of", "refusals"]
