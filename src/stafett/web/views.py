"""Pages that span floors: the start page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """Idag: what the viewer must see first."""
    return render(request, "web/today.html", {})
