"""Has whoever asks lately shown who they are? Pages that change who gets in, or what they see, ask it.

The moment is kept in the session by whatever lets people in; the page where one shows it again is named
by that app, as the frame never names anybody's pages.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from stafett.frame.once import leading_to
from stafett.frame.process_log import because
from stafett.frame.typed import typed_in

View = TypeVar("View", bound=Callable[..., HttpResponse])
ONLY_IN_PERSON = gettext_lazy(
    "Det här görs bara av den som nyss har visat vem den är. Gör det på sidan, där du loggar in på nytt."
)
"""What a call is told that asks for such a page's form: a key shows nobody."""
PROVED = "proved_at"
"""Where the session keeps the moment at which its owner last showed who they are."""
_page: list[str] = []


def register(url_name: str) -> None:
    """Name the page where one shows who one is; called once from `AppConfig.ready`."""
    _page[:] = [url_name]


def remember(request: HttpRequest, moment: float | None = None) -> None:
    """Note that the session's owner has just shown who they are."""
    request.session[PROVED] = time.time() if moment is None else moment


def is_fresh(request: HttpRequest, minutes: int | None = None) -> bool:
    """True when the session's owner showed who they are within so many minutes; never of a key."""
    if getattr(request, "token", None) is not None:
        return False
    proved = request.session.get(PROVED)
    allowed = settings.FRESH_MINUTES if minutes is None else minutes
    return proved is not None and 0 <= time.time() - proved < allowed * 60


def where_to(request: HttpRequest, back: str = "") -> str:
    """The page where one shows who one is, leading back here, or to the page with that name."""
    leads = reverse(back) if back else request.get_full_path()
    return f"{reverse(_page[0])}?{urlencode({'next': leads})}"


def check_fresh(request: HttpRequest) -> None:
    """Raise PermissionDenied for a call of the API whose session has not lately shown whose it is."""
    if not is_fresh(request):
        raise PermissionDenied(ONLY_IN_PERSON)


def always(_request: HttpRequest, **_named: Any) -> bool:
    """The whole page asks: to open its form as well as to send it."""
    return True


def when_sent(request: HttpRequest, **_named: Any) -> bool:
    """Only what is sent asks: the page is also for reading, and `{% ask_first %}` stands for its form."""
    return request.method == "POST"


def needs_fresh_log_in(
    minutes: int | None = None, *, when: Callable[..., bool] = always, back: str = ""
) -> Callable[[View], View]:
    """Let nobody use a page who has not shown who they are within so many minutes.

    Whoever is not logged in is left to the page itself. A form that comes too late saves nothing, and
    is answered with what was typed in it. `when` says, of a request and the view's named arguments,
    whether it asks; `back` names the page with the button, for a view that has no page of its own.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if not request.user.is_authenticated or is_fresh(request, minutes):
                return view(request, *args, **named)
            if not when(request, **named):
                return view(request, *args, **named)
            if request.path_info.startswith("/api/"):
                raise PermissionDenied(ONLY_IN_PERSON)
            because(request, "no fresh log-in")
            if request.method == "POST" and (typed := typed_in(request)):
                context = {"typed": typed, "show_again": where_to(request, back)}
                return render(request, "frame/show_again.html", context, status=403)
            return leading_to(redirect(where_to(request, back)), "")

        asked.asks_again = True  # type: ignore[attr-defined]
        return asked  # type: ignore[return-value]

    return decorate
