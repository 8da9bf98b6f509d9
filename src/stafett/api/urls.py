"""The API: one router per app, the same viewer and the same actions as the pages."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.security import django_auth

from stafett.accounts.api import router as accounts
from stafett.casework.api import router as casework
from stafett.economy.api import router as economy
from stafett.exchange.api import router as exchange
from stafett.initiatives.api import router as initiatives
from stafett.measures.api import router as measures
from stafett.parties.api import router as parties
from stafett.reports.api import router as reports
from stafett.safeguards.api import router as safeguards
from stafett.vocabulary.api import router as vocabulary

api = NinjaAPI(
    title="Stafett", version="1", auth=django_auth, docs_url="docs", urls_namespace="api"
)
api.add_router("", measures)
api.add_router("", reports)
api.add_router("", accounts)
api.add_router("", vocabulary)
api.add_router("", parties)
api.add_router("", initiatives)
api.add_router("", economy)
api.add_router("", exchange)
api.add_router("", casework)
api.add_router("", safeguards)


@api.exception_handler(PermissionDenied)
def refused(request: HttpRequest, refusal: PermissionDenied) -> HttpResponse:
    """A refusal keeps its sentence (403), as on the pages."""
    return api.create_response(request, {"detail": str(refusal)}, status=403)


@api.exception_handler(Http404)
def not_there(request: HttpRequest, missing: Http404) -> HttpResponse:
    """What is not there, or not for this viewer, is told in one and the same sentence (404)."""
    return api.create_response(
        request, {"detail": _("Det finns inte, eller är inte ditt att se.")}, status=404
    )


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, missing: AuthenticationError) -> HttpResponse:
    """Nobody is answered before logging in (401)."""
    return api.create_response(request, {"detail": _("Logga in först.")}, status=401)


@api.exception_handler(DataError)
@api.exception_handler(UnicodeEncodeError)
def not_writable(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Text that no database can keep: NUL, or half a character (422)."""
    said = _("Texten har tecken som inte går att spara. Ta bort dem och skicka igen.")
    return api.create_response(request, {"detail": said}, status=422)


urlpatterns = [path("v1/", api.urls)]
