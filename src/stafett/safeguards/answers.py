"""What becomes of an answer before it leaves: whom it is about is written down first, or it does not leave.

A page cannot forget it, since rows about people notice themselves (`stafett.database.noticed`); nor can
a page that reads write, since its transaction is read-only (law 4, guard 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import get_resolver

from stafett.database.noticed import Noticed, is_noticed, noticing
from stafett.frame.once import where_it_led
from stafett.frame.reading import may_write_when_read
from stafett.safeguards.actions.log import Door, NotLogged, record
from stafett.safeguards.models import Form
from stafett.safeguards.viewer import Viewer

READING = ("GET", "HEAD")
SHOWN_THOUGH_REFUSED = (409, 422)
"""A form that comes back shows what it is about; other refusals show nobody."""


def only_read(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
    """Before the view: let the database refuse whatever a reading page would write."""
    if request.method in READING and not may_write_when_read(view):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")


def written_down(
    request: HttpRequest, response: HttpResponse, met: Noticed, viewer: Viewer
) -> HttpResponse:
    """The answer when whom it shows has been written down; else one that shows nobody (503)."""
    if response.streaming:
        return _streamed(request, response, met, viewer)  # type: ignore[arg-type]
    if not met or not _tells(request, response):
        return response
    try:
        record(met, door_of(request, response), by=viewer)
    except NotLogged:
        answer: HttpResponse = get_resolver().resolve_error_handler(503)(request)
        return answer
    return response


def _streamed(
    request: HttpRequest, response: StreamingHttpResponse, met: Noticed, viewer: Viewer
) -> Any:
    """Each part leaves when those met so far are written down; where they cannot be, it breaks off."""
    door = door_of(request, response)

    def parts(inside: Iterator[bytes]) -> Iterator[bytes]:
        while True:
            with noticing(met):
                part = next(inside, None)
            if met:
                record(met.taken(), door, by=viewer)
            if part is None:
                return
            yield part

    response.streaming_content = parts(iter(response))
    return response


def leading_to_somebody(response: HttpResponse) -> HttpResponse:
    """An answer that leads on, whose address tells of somebody who was not told of in what was asked for."""
    response.leads_to_somebody = True  # type: ignore[attr-defined]
    return response


def done_as(response: HttpResponse, form: Form, door: str = "") -> HttpResponse:
    """An answer that the log tells as what was done by it, where its method and its status say otherwise."""
    response.done_as = form, door  # type: ignore[attr-defined]
    return leading_to_somebody(response)


def _tells(request: HttpRequest, response: HttpResponse) -> bool:
    """True when the answer shows something, or says that something was done."""
    if request.method in READING:
        shows = response.status_code < 300 or response.status_code in SHOWN_THOUGH_REFUSED
        return shows or getattr(response, "leads_to_somebody", False)
    return response.status_code < 400 or response.status_code in SHOWN_THOUGH_REFUSED


def door_of(request: HttpRequest, response: Any) -> Door:
    """The door of a request, and what was asked for: names of fields, never what somebody wrote in them."""
    match = request.resolver_match
    told: tuple[Form | None, str] = getattr(response, "done_as", (None, ""))
    form, door = told
    where = dict(match.kwargs) if match else {}
    said = [f"{name}={value}" for name, value in where.items() if isinstance(value, str | int)]
    said += [name for name, value in request.GET.items() if value]
    return Door(
        door or (match.view_name if match else ""),
        form or _form(request, response),
        request.method or "",
        " ".join(said),
    )


def _form(request: HttpRequest, response: Any) -> Form:
    file = "Content-Disposition" in response.headers
    kind = response.headers.get("Content-Type", "")
    if request.method not in READING and not file and _made(response, kind):
        return Form.CHANGE
    if kind.startswith("application/json") and not file:
        return Form.API
    return Form.PAGE if kind.startswith("text/html") else Form.EXPORT


def _made(response: Any, kind: str) -> bool:
    """True when something was made by what was sent: a page that is drawn anew has made nothing."""
    drawn = response.status_code >= 400 or kind.startswith("text/html")
    return bool(where_it_led(response)) or not drawn


@contextmanager
def logged_as(viewer: Viewer, because: str, door: str = "") -> Iterator[None]:
    """What is read meanwhile is written down in the end, or, when there is much of it, on the way.

    For jobs and commands. Raises NotLogged when it cannot be, so that nothing is kept. Within a
    request it is the request's answer that is written down.
    """
    if is_noticed():
        yield
        return
    form = Form.COMMAND if viewer.operator else Form.JOB
    way = Door(door or form.value, form, because=because)
    met = Noticed(hand_on=lambda some: record(some, way, by=viewer))
    with noticing(met):
        yield
        if met:
            record(met.taken(), way, by=viewer)


__all__ = ["done_as", "door_of", "logged_as", "only_read", "written_down"]
