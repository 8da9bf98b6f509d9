"""Showing again who one is, before what changes who gets in or what somebody sees."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCode
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.accounts.forms.second_factor import CodeAgain, KeyAgain, PasswordAgain
from stafett.accounts.levels import open_to_weak_log_ins
from stafett.accounts.stepup import Way, bound_providers, remember, ways_of
from stafett.accounts.views.asked import Asked, Faults422
from stafett.frame.onward import came_from


def next_of(request: Any, otherwise: str = "account") -> str:
    """Where one was going; never another site."""
    return came_from(request) or resolve_url(otherwise)


@login_required
@open_to_weak_log_ins
def step_up(request: Asked) -> HttpResponse:
    """On to the strongest way that this account has."""
    ways = ways_of(request.user)
    if not ways:
        raise PermissionDenied(
            _("Kontot har inget sätt att visa vem du är. Vänd dig till den som lade upp det.")
        )
    return redirect(_to(ways[0], request))


def _to(way: str, request: Any) -> str:
    return f"{reverse(way)}?{urlencode({'next': next_of(request)})}"


class _Again(Faults422):
    """What the ways have in common: only one of the account's own, and then on to where one was going."""

    way: str
    request: Asked

    def dispatch(self, request: Asked, *args: Any, **named: Any) -> HttpResponse:
        """Nobody shows less than they have."""
        if request.user.is_authenticated and self.way not in ways_of(request.user):
            return redirect(f"{reverse('step_up')}?{urlencode({'next': next_of(request)})}")
        response: HttpResponse = super().dispatch(request, *args, **named)  # type: ignore[misc]
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember it, and go on."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        remember(self.request)
        return response

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """The account's other ways."""
        others = [way for way in ways_of(self.request.user) if way != self.way]
        links = [(label_of(way), _to(way, self.request)) for way in others]
        context: dict[str, Any] = super().get_context_data(**named)  # type: ignore[misc]
        return {**context, "other_ways": links, "next": next_of(self.request)}


def label_of(way: Way) -> str:
    """What a way is called on a link."""
    return {
        "mfa_reauthenticate_webauthn": _("Använd en nyckel"),
        "mfa_reauthenticate": _("Skriv en kod"),
        "step_up_openid": _("Använd e-legitimation"),
    }[way]


class PasswordPage(_Again, ReauthenticateView):
    """The password, where it is all that the account has."""

    way = "account_reauthenticate"
    template_name = "accounts/again_password.html"
    form_class = PasswordAgain


class CodePage(_Again, ReauthenticateByCode):
    """A code from the app, or a recovery code."""

    way = "mfa_reauthenticate"
    template_name = "accounts/again_code.html"
    form_class = CodeAgain


class KeyPage(_Again, ReauthenticateWebAuthnView):
    """A passkey."""

    way = "mfa_reauthenticate_webauthn"
    template_name = "accounts/again_key.html"
    form_class = KeyAgain

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


@login_required
@open_to_weak_log_ins
def openid_page(request: Asked) -> HttpResponse:
    """The providers with which the account can show who it is."""
    if "step_up_openid" not in ways_of(request.user):
        return redirect(f"{reverse('step_up')}?{urlencode({'next': next_of(request)})}")
    others = [way for way in ways_of(request.user) if way != "step_up_openid"]
    context = {
        "providers": bound_providers(request.user), "next": next_of(request),
        "other_ways": [(label_of(way), _to(way, request)) for way in others],
    }  # fmt: skip
    return render(request, "accounts/again_openid.html", context)
