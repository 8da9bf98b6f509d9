"""A form that is sent twice does one thing: the key that each drawn form carries, and where an answer led.

The key is drawn with the form (`{% form_key %}`) and kept by the app that owns the requests; the frame only
says how it is written.
"""

from __future__ import annotations

import json
from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest, HttpResponse

FIELD = "form_key"
"""The name that a form's key is sent under."""
LED_TO = "led_to"
"""The attribute of an answer that says itself where a second sending is led."""
MOVED = (302, 303)
SENT = "sent_forms"
MOST_SENT = 5
"""So many are remembered: more tabs are not sent from at once."""


def new_key() -> str:
    """A key for a form that is drawn; nobody can guess it, and it says nothing."""
    return str(uuid4())


def key_of(request: HttpRequest) -> UUID | None:
    """The key of what was sent: the drawn form's own, where it was sent and what it says.

    So a double click has one key, and another text from the same page, in a duplicated tab, has one of its own.
    None for the API, for htmx, and for what is no key.
    """
    htmx = "HX-Request" in request.headers
    if request.method != "POST" or htmx or request.path_info.startswith("/api/"):
        return None
    try:
        drawn = UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
    return uuid5(drawn, json.dumps([request.path_info, *_sent(request)]))


def _sent(request: HttpRequest) -> list[tuple[str, list[str]]]:
    """What the form says, and which files: with anything else in it, it is another form with the same key."""
    typed = {k: v for k, v in request.POST.lists() if k not in (FIELD, "csrfmiddlewaretoken")}
    files = {k: [f"{f.name} {f.size}" for f in v] for k, v in request.FILES.lists()}
    return [*sorted(typed.items()), *sorted(files.items())]  # type: ignore[list-item]


def note_sent(request: HttpRequest) -> None:
    """Remember, for the pages that follow, that the form with this drawn key has been taken.

    What was typed in it is kept in the browser until then (`static/frame/typed.js`).
    """
    session = getattr(request, "session", None)
    if session is not None:
        session[SENT] = [*sent_forms(request), request.POST.get(FIELD, "")][-MOST_SENT:]


def sent_forms(request: HttpRequest) -> list[str]:
    """The drawn keys of the latest forms that were taken in this session."""
    session = getattr(request, "session", None)
    return list(session.get(SENT, [])) if session is not None else []


def leading_to(response: HttpResponse, address: str) -> HttpResponse:
    """Say of an answer where whoever sends the same form again is led; "" when it has made nothing."""
    setattr(response, LED_TO, address)
    return response


def where_it_led(response: HttpResponse) -> str:
    """The address of what a form made: what was said of it, or where it redirects; "" for nothing."""
    otherwise = response.headers["Location"] if response.status_code in MOVED else ""
    said: str = getattr(response, LED_TO, otherwise)
    return said


__all__ = ["FIELD", "key_of", "leading_to", "new_key", "note_sent", "sent_forms", "where_it_led"]
