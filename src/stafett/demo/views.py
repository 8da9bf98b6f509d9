"""The demo's own page: what the reports say, and what goes together."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stafett.demo.queries import reports


@login_required
@require_GET
def contradictions(request: HttpRequest) -> HttpResponse:
    """Every choice, and every cell that the reports print beside our own."""
    found = reports(request.viewer)  # type: ignore[attr-defined]
    return render(request, "demo/contradictions.html", {"reports": found})
