"""In what shape does the API say no? One: `detail` in words, and `faults` one by one with their field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from stafett.frame.plain_text import legible, turned
from stafett.frame.process_log import because_of
from stafett.parties.answers import Faults, Refusal, told

Handler = Callable[[HttpRequest, Any], HttpResponse]
NOT_THERE = gettext_lazy("Det finns inte, eller är inte ditt att se.")
WORDS: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("Fältet saknas. Skicka med det."),
    "string_too_short": gettext_lazy("Fältet är tomt. Skriv något."),
    "json": gettext_lazy("Det som skickades går inte att läsa som JSON."),
    "int": gettext_lazy("Skriv ett helt tal."),
    "float": gettext_lazy("Skriv ett tal."),
    "decimal": gettext_lazy("Skriv ett tal."),
    "bool": gettext_lazy("Skriv true eller false."),
    "date": gettext_lazy("Skriv en dag som ÅÅÅÅ-MM-DD."),
    "string": gettext_lazy("Skriv text."),
    "list": gettext_lazy("Skriv en lista."),
    "dict": gettext_lazy("Skriv fält och värden."),
    "model": gettext_lazy("Skriv fält och värden."),
    "uuid": gettext_lazy("Det är ingen nyckel."),
}
"""What is said of a value that cannot be read, by the fault's kind or the first word of it."""
BY_STATUS: Mapping[int, str | Promise] = {
    400: gettext_lazy("Det som skickades går inte att läsa."),
    403: gettext_lazy("Det får du inte göra."),
    404: NOT_THERE,
    405: gettext_lazy("Adressen svarar inte på den metoden."),
    413: gettext_lazy("Det som skickades är för stort. Dela upp det."),
    500: gettext_lazy("Något gick fel hos oss. Inget är sparat. Försök igen om en stund."),
}
"""What is said where nothing of ours has answered."""
FRAMEWORKS: Mapping[int, str | Promise] = {
    400: BY_STATUS[400],
    403: gettext_lazy("Anropet saknar skyddet mot förfalskning. Skicka med X-CSRFToken."),
}
"""What is said where the framework refuses by itself, in a language of its own."""


def in_one_shape(request: HttpRequest, status: int, faults: Faults, **more: Any) -> HttpResponse:
    """The answer to whatever is refused."""
    return JsonResponse({**faults.dict(), **more}, status=status)


def whole(sentence: object) -> Faults:
    """A fault that is about all of what was asked."""
    return told([("", str(sentence))])


def register(api: NinjaAPI) -> None:
    """Let every fault of the API answer in the one shape."""
    answers: dict[type[Exception], Handler] = {
        PermissionDenied: lambda request, it: in_one_shape(request, 403, whole(it)),
        Http404: lambda request, it: in_one_shape(request, 404, whole(NOT_THERE)),
        AuthenticationError: lambda request, it: in_one_shape(
            request, 401, whole(_("Logga in först."))
        ),
        DataError: _not_writable,
        UnicodeEncodeError: _not_writable,
        ValidationError: _not_read,
        HttpError: _said,
    }
    for kind, handler in answers.items():
        api.add_exception_handler(kind, _heard(handler))


def _heard(handler: Handler) -> Handler:
    """The same answer, and the process log told why: nothing else sees what the API catches."""

    def answer(request: HttpRequest, fault: Any) -> HttpResponse:
        because_of(request, fault)
        return handler(request, fault)

    return answer


def _not_writable(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Text that no database can keep: NUL, or half a character."""
    said = _("Texten har tecken som inte går att spara. Ta bort dem och skicka igen.")
    return in_one_shape(request, 422, whole(said))


def _said(request: HttpRequest, refusal: HttpError) -> HttpResponse:
    ours = FRAMEWORKS.get(refusal.status_code, refusal)
    faults = refusal.faults if isinstance(refusal, Refusal) else whole(ours)
    more = refusal.more if isinstance(refusal, Refusal) else {}
    return in_one_shape(request, refusal.status_code, faults, **more)


def _not_read(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """Values of the wrong kind, each by the field that it was sent in."""
    pairs = [(_field(one["loc"]), _words(one["type"])) for one in fault.errors]
    return in_one_shape(request, 422, told(pairs))


def _field(place: tuple[Any, ...]) -> str:
    """The field that a fault is in: its place without where it was sent and what we call it."""
    inside = place[2:] if place[0] == "body" else place[1:]
    return ".".join(str(one) for one in inside)


def _words(kind: str) -> str:
    known = WORDS.get(kind) or WORDS.get(kind.partition("_")[0])
    return str(known or _("Värdet går inte att läsa."))


def made_legible(request: HttpRequest) -> list[tuple[str, str]]:
    """Take what is not seen out of what is sent to the API, as a page's form does; lines may be several.

    What turns a text is left, and where it stands is told.
    """
    if not request.path_info.startswith("/api/") or request.content_type != "application/json":
        return []
    try:
        sent = json.loads(request.body)
        read = _legible(sent)
        if read != sent:
            request._body = json.dumps(read).encode()  # type: ignore[attr-defined]
        return sorted(set(_turned(read, "")))
    except (ValueError, RecursionError):  # what cannot be read is told where it is read
        return []


def _legible(value: Any) -> Any:
    if isinstance(value, str):
        return legible(value, lines=True)
    if isinstance(value, dict):
        return {name: _legible(one) for name, one in value.items()}
    return [_legible(one) for one in value] if isinstance(value, list) else value


def _turned(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """The places of the texts that are turned, `fields.because`; a list's own numbers are left out."""
    if isinstance(value, str) and (said := turned(value)):
        yield place, said
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _turned(one, f"{place}.{name}".strip("."))
    elif isinstance(value, list):
        for one in value:
            yield from _turned(one, place)


def answer_in_one_shape(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What the framework itself refuses under the API's address, told in the same shape.

    And before anything is asked: text that is turned, which the forms of pages refuse too.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        try:
            faults = made_legible(request)
        except RequestDataTooBig:
            return in_one_shape(request, 413, whole(BY_STATUS[413]))
        if faults:
            return in_one_shape(request, 422, told(faults))
        response = get_response(request)
        json = response.headers.get("Content-Type", "").startswith("application/json")
        if response.status_code < 400 or json or not request.path_info.startswith("/api/"):
            return response
        sentence = BY_STATUS.get(response.status_code, BY_STATUS[400])
        return in_one_shape(request, response.status_code, whole(sentence))

    return handle
