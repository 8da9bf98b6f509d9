"""The pages for when something went wrong: what, why, and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection has run out: what was typed can still be fetched back (403)."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
