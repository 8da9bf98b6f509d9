"""The page with what is sealed of somebody protected; it is opened on purpose, and the log says so."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from stafett.casework.queries.sealed import sealed
from stafett.safeguards.request import Request


@login_required
@never_cache
def sealed_page(request: Request, key: UUID) -> HttpResponse:
    """Name, number and support of somebody protected."""
    opened = sealed(request.viewer, key)
    return render(request, "casework/sealed.html", {"sealed": opened, "case": opened.case})
