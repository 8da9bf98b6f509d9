"""To an identity provider and back: to log in, to bind an identity, or to show again who one is."""

from __future__ import annotations

import logging

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from stafett.accounts.levels import open_to_weak_log_ins
from stafett.accounts.openid.client import Callback, OpenIdAdapter
from stafett.accounts.openid.settings import provider
from stafett.accounts.views import refusals
from stafett.accounts.views.step_up import next_of
from stafett.frame.reading import writes_when_read
from stafett.frame.stepup import is_fresh

log = logging.getLogger(__name__)
TROUBLE = (OAuth2Error, RequestException, ValueError, KeyError, TypeError)
"""What a provider that cannot be reached, or answers nonsense, comes to."""


@require_POST
@open_to_weak_log_ins
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider.

    By a page and not by a redirect: the content policy lets no form lead to another site.
    """
    declared = provider(provider_id)
    purpose = request.POST.get("purpose", "login")
    if declared is None or (purpose != "login" and not request.user.is_authenticated):
        raise Http404
    if purpose == "connect" and not is_fresh(request):
        return redirect("step_up")
    process = {"connect": "connect", "again": "redirect"}.get(purpose, "login")
    otherwise = settings.LOGIN_REDIRECT_URL if purpose == "login" else "account"
    found = get_adapter().get_provider(request, provider_id)
    try:
        leads = found.redirect(
            request,
            process,
            next_url=next_of(request, otherwise),
            data={"again": purpose == "again"},
        )
    except TROUBLE as trouble:
        log.warning("%s cannot be reached: %s", provider_id, trouble)
        return refusals.not_reached(request, declared.name)
    context = {"provider": declared.name, "address": leads["Location"]}
    return render(request, "accounts/to_provider.html", context)


@writes_when_read("the standard sends the browser back with a GET")
@require_GET
@never_cache
@open_to_weak_log_ins
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The browser coming back."""
    declared = provider(provider_id)
    if declared is None:
        raise Http404
    try:
        return Callback.adapter_view(OpenIdAdapter(request, provider_id))(request)
    except TROUBLE as trouble:
        log.warning("log-in with %s refused: %s", provider_id, trouble)
        return refusals.not_believed(request, declared.name)
