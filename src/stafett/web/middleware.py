"""The headers that every answer carries: a strict content policy without inline code."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import resolve_url
from django.template.loader import render_to_string

from stafett.frame.typed import typed_in
from stafett.web.errors import logged_out

POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


METHODS = ("GET", "HEAD", "POST")
"""What a page is asked with. Else OPTIONS and TRACE would be given it too, and stand in the log as changes."""


def methods_of_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 405 to every other way of asking for a page; the API says for itself what it takes.

    Whoever opens the address of a button as a page, from the history or after logging in, is told so.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            return get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method == "POST":
            return response
        return HttpResponseNotAllowed([response["Allow"]], render_to_string("405.html"))

    return handle


def keep_typed(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show whoever was logged out what they had typed, instead of sending them to log in without it."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        to_log_in = response.headers.get("Location", "").startswith(
            f"{resolve_url(settings.LOGIN_URL)}?"
        )
        if request.method == "POST" and to_log_in and typed_in(request):
            return logged_out(request)
        return response

    return handle


def content_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say in every answer that scripts, styles and fonts come from here alone."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return handle
