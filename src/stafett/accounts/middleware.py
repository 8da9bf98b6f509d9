"""Between the request and every page: tokens, the end of sessions, and whether the log-in was strong enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from stafett.accounts import limits, rules
from stafett.accounts.actions import note_use
from stafett.accounts.levels import (
    NO_POST,
    WITHOUT_POST,
    has_post,
    level_of_session,
    required_by,
)
from stafett.accounts.queries import token_of
from stafett.frame.process_log import because
from stafett.parties.answers import told

Handler = Callable[[HttpRequest], HttpResponse]
API = "/api/"
BEGUN, SEEN = "begun_at", "seen_at"
"""Where the session keeps when it began, and when it was last used."""
SAFE = ("GET", "HEAD", "OPTIONS")
SELDOM = 60
"""Seconds between two notes that a session is in use."""


def _told(status: int, sentence: str, **headers: str) -> HttpResponse:
    said = told([("", sentence)]).dict()
    return JsonResponse(
        said, status=status, headers=headers, json_dumps_params={"ensure_ascii": False}
    )


def tokens(get_response: Handler) -> Handler:
    """Let a request of the API that shows a token act as the token's owner, within its scope."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.token = None  # type: ignore[attr-defined]
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if request.path.startswith(API) and scheme.lower() == "bearer":
            refusal = _let_in(request, secret.strip())
            if refusal is not None:
                return refusal
        return _too_often(request) or get_response(request)

    return handle


def _too_often(request: HttpRequest) -> HttpResponse | None:
    """The refusal of a call of the API above the account's number; counted the same by token and by session."""
    user = request.user if request.path.startswith(API) else None
    if user and user.is_authenticated and limits.api_count(user.pk).reached():
        because(request, f"account {user.pk} calls the API too often")
        return _told(429, _("För många anrop. Vänta en minut."), **{"Retry-After": "60"})
    return None


def _let_in(request: HttpRequest, secret: str) -> HttpResponse | None:
    """Make the token's owner the one who asks; or give the refusal."""
    today = timezone.localdate()
    token = token_of(secret, today)
    if token is None:
        return _opens_nothing(request)
    if not token.may_write and request.method not in SAFE:
        because(request, f"an API key of account {token.user_id} that may only read")
        return _told(403, _("Nyckeln får bara läsa. Gör en som får skriva under Mitt konto."))
    request.user = token.user
    request.token = token  # type: ignore[attr-defined]
    note_use(token, today)
    return None


def _opens_nothing(request: HttpRequest) -> HttpResponse:
    """Only these are counted: one program's old key does not stop the others behind the same address."""
    place = limits.address_of(request)
    if limits.token_count(request).reached():
        because(request, f"too many API keys that open nothing, from {place}")
        return _told(
            429, _("För många nycklar som inte gäller. Vänta en minut."), **{"Retry-After": "60"}
        )
    because(request, f"an API key that opens nothing, from {place}")
    return _told(
        401,
        _("Nyckeln gäller inte. Gör en ny under Mitt konto."),
        **{"WWW-Authenticate": "Bearer"},
    )


def time_limits(get_response: Handler) -> Handler:
    """End a session that has lasted its longest; one that is not used ends by itself."""

    def handle(request: HttpRequest) -> HttpResponse:
        session, now = request.session, time.time()
        if "_auth_user_id" in session:
            begun = session.setdefault(BEGUN, now)
            if rules.has_lasted(begun, now, settings.SESSION_HOURS):
                logout(request)
            elif now - session.get(SEEN, 0) > SELDOM:
                session[SEEN] = now
        return get_response(request)

    return handle


def _without_post(request: HttpRequest) -> HttpResponse | None:
    """None where the page is for whoever has an account; else the refusal, in the shape of the door."""
    match = request.resolver_match
    if match is not None and match.view_name in WITHOUT_POST:
        return None
    because(request, f"account {request.user.pk} has no post today")
    if request.path.startswith(API):
        return _told(403, str(NO_POST))
    raise PermissionDenied(NO_POST)


class enough_level:
    """Open no page to whoever logged in more weakly than their roles require, but those that mend it.

    And to whoever has no post none but those of their own account, and what is about nobody.
    """

    def __init__(self, get_response: Handler) -> None:
        """Before the rest."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """As it comes; `process_view` looks at which page it is."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, named: Any
    ) -> HttpResponse | None:
        """None where the page may be opened; else the way to a stronger log-in."""
        if not request.user.is_authenticated or getattr(view, "open_to_weak_log_ins", False):
            return None
        seen = request.viewer  # type: ignore[attr-defined]
        if not has_post(seen):
            return _without_post(request)
        required = required_by({post.role for post in seen.posts})
        if level_of_session(request) >= required:
            return None
        because(request, "a log-in weaker than the role requires")
        if request.path.startswith(API):
            return _told(
                403, _("Din roll kräver en starkare inloggning. Logga in på nytt med två faktorer.")
            )
        return redirect("mfa_index")
