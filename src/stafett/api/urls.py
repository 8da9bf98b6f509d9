"""The API: one router per app, the same viewer and the same actions as the pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import path
from ninja import NinjaAPI
from ninja.security import HttpBearer, django_auth

from stafett.accounts.api import router as accounts
from stafett.api.page_forms import router as page_forms
from stafett.api.refusals import register
from stafett.casework.api import router as casework
from stafett.casework.records_api import router as records
from stafett.circumstances.api import router as circumstances
from stafett.commissions.api import router as commissions
from stafett.documents.api import router as documents
from stafett.economy.api import router as economy
from stafett.evaluation.api import router as evaluation
from stafett.exchange.api import router as exchange
from stafett.handover.api import router as handover
from stafett.initiatives.api import router as initiatives
from stafett.measures.api import router as measures
from stafett.meetings.api import router as meetings
from stafett.notes.api import router as notes
from stafett.notices.api import router as notices
from stafett.outreach.api import router as outreach
from stafett.parties.api import router as parties
from stafett.plans.api import router as plans
from stafett.referrals.api import router as referrals
from stafett.referrals.leading_api import router as way_in
from stafett.referrals.one_api import router as one_referral
from stafett.referrals.sought_api import router as sought
from stafett.reports.api import router as reports
from stafett.safeguards.api import router as safeguards
from stafett.vocabulary.api import router as vocabulary


class ByToken(HttpBearer):
    """A personal token; the middleware has looked it up and made its owner the one who asks."""

    def authenticate(self, request: HttpRequest, token: str) -> object | None:
        """The token, when there is one; then no form's protection is asked for: no browser sends it."""
        found: object | None = request.token  # type: ignore[attr-defined]
        return found


api = NinjaAPI(
    title="Stafett",
    version="1",
    auth=[ByToken(), django_auth],
    docs_url="docs",
    urls_namespace="api",
)
api.add_router("", measures)
api.add_router("", reports)
api.add_router("", accounts)
api.add_router("", vocabulary)
api.add_router("", parties)
api.add_router("", initiatives)
api.add_router("", economy)
api.add_router("", evaluation)
api.add_router("", notes)
api.add_router("", plans)
api.add_router("", circumstances)
api.add_router("", exchange)
api.add_router("", casework)
api.add_router("", records)
api.add_router("", meetings)
api.add_router("", commissions)
api.add_router("", documents)
api.add_router("", handover)
api.add_router("", referrals)
api.add_router("", one_referral)
api.add_router("", sought)
api.add_router("", way_in)
api.add_router("", outreach)
api.add_router("", safeguards)
api.add_router("", notices)
api.add_router("", page_forms)
register(api)

urlpatterns = [path("v1/", api.urls)]
