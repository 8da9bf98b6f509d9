"""A request as it reaches these pages, and how a form's page is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from stafett.accounts.models import User
from stafett.frame.menu import Viewer


class Asked(HttpRequest):
    """A request from somebody who is logged in."""

    user: User  # type: ignore[assignment]
    viewer: Viewer


class Faults422:
    """For allauth's views: a form with faults is answered 422, as everywhere here."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again, with the sentences."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response
