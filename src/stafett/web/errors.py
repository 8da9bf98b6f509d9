"""The pages for when something went wrong: what, why, and what to do.

Django asks for them by the names in `web.urls`. Those for 400 and 500 ask nothing of the request or
the database, which may be what failed.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from stafett.frame.process_log import because
from stafett.frame.typed import typed_in
from stafett.parties.answers import told


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read (400)."""
    return HttpResponse(render_to_string("400.html"), status=400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody may not do this; the sentence given to PermissionDenied says why (403)."""
    context = {
        "exception": str(exception or ""), "moved": getattr(exception, "moved", False),
        "there": getattr(exception, "there", ""), "typed": typed_in(request),
    }  # fmt: skip
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """It is not there, or is not for this viewer: word for word the same answer (404)."""
    return render(request, "404.html", {"typed": typed_in(request)}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The fault is ours (500)."""
    return HttpResponse(render_to_string("500.html"), status=500)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many attempts from here in a short time (429)."""
    return render(request, "429.html", status=429)


def not_logged(request: HttpRequest) -> HttpResponse:
    """The log could not be written, so nothing is shown and nothing was kept (503); what was typed is shown."""
    match = request.resolver_match
    if match is not None and "api" in match.namespaces:
        said = _("Loggen går inte att skriva just nu. Inget visas och inget har sparats.")
        return JsonResponse(told([("", said)]).dict(), status=503)
    return HttpResponse(
        render_to_string("503.html", {"typed": typed_in(request)}, request), status=503
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection has run out: nothing is saved, and what was typed is shown (403)."""
    because(request, "a form whose protection has run out")
    context = {"reason": reason, "typed": typed_in(request)}
    return render(request, "403_csrf.html", context, status=403)


def logged_out(request: HttpRequest) -> HttpResponse:
    """A form that came after its sender was logged out: what was typed is shown, to be copied (403).

    That a post ended is said by a message above; otherwise it is not known why.
    """
    because(request, "a form sent after its sender was logged out")
    context = {"typed": typed_in(request), "post_ended": getattr(request, "post_ended", False)}
    return render(request, "web/logged_out.html", context, status=403)
