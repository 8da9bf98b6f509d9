"""What stops a log-in with an identity provider, and the page that says so."""

from __future__ import annotations

import logging
from typing import Any

from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stafett.accounts.levels import required_of
from stafett.accounts.openid.checks import Refused, check_level
from stafett.accounts.rules import Level
from stafett.accounts.stepup import remember

log = logging.getLogger(__name__)


def of(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse | None:
    """The page that stops this log-in; None where it may go on."""
    process, name = sociallogin.state["process"], sociallogin.provider.name
    whose: Any = request.user if process == "connect" else sociallogin.user
    if not sociallogin.is_existing and process != "connect":
        return _page(request, name, "unknown", 403)
    if process == "redirect":
        return _shown_again(request, sociallogin)
    if process == "login" and not whose.is_active:
        messages.error(request, _("Kontot är stängt. Vänd dig till den som lade upp det."))
        return redirect("login")
    told = sociallogin.account.extra_data
    try:
        check_level(told["acr"], told["level"], required_of(whose, timezone.localdate()))
    except Refused as refusal:
        log.warning("log-in with %s refused: %s", name, refusal.reason)
        return _page(request, name, "too_weak", 403)
    return None


def _shown_again(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse | None:
    """Whoever shows again who they are must be the same, and as strongly as the account requires."""
    told = sociallogin.account.extra_data
    if sociallogin.user != request.user:
        return _page(request, sociallogin.provider.name, "somebody_else", 403)
    if told["level"] < max(Level.TWO_FACTORS, required_of(sociallogin.user, timezone.localdate())):
        return _page(request, sociallogin.provider.name, "too_weak", 403)
    remember(request)
    return None


def not_believed(request: HttpRequest, name: str) -> HttpResponse:
    """The provider's answer failed a check, was used before, or was never asked for."""
    return _page(request, name, "not_believed", 403)


def not_reached(request: HttpRequest, name: str) -> HttpResponse:
    """The provider does not answer."""
    return _page(request, name, "not_reached", 502)


def _page(request: HttpRequest, name: str, why: str, status: int) -> HttpResponse:
    context = {"provider": name, "why": why}
    return render(request, "accounts/openid_refused.html", context, status=status)
