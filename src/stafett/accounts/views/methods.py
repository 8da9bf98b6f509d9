"""What one logs in with: an app, passkeys, recovery codes and identities."""

from __future__ import annotations

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from stafett.accounts import actions, queries
from stafett.accounts.forms.second_factor import AddApp, AddKey, RenameKey
from stafett.accounts.levels import LEVEL, level_of_session, open_to_weak_log_ins, required_of
from stafett.accounts.models import AccountEvent
from stafett.accounts.openid.settings import provider, providers
from stafett.accounts.rules import Level
from stafett.accounts.stepup import bound_providers, needs_fresh_log_in
from stafett.accounts.views.account import living_keys, log_out_elsewhere
from stafett.accounts.views.asked import Asked, Faults422

Kind, Type = AccountEvent.Kind, Authenticator.Type
FRESH: list[Any] = [login_required, needs_fresh_log_in()]


@login_required
@open_to_weak_log_ins
def index(request: Asked) -> HttpResponse:
    """What I log in with."""
    methods = queries.methods_of(request.user)
    required = required_of(request.user, timezone.localdate())
    context = {
        "methods": methods,
        "identities": [(one, provider(one.provider)) for one in methods.identities],
        "providers": [one for one in providers() if one not in bound_providers(request.user)],
        "too_weak": level_of_session(request) < required,
        "must_be_strong": required == Level.STRONG,
    }
    return render(request, "accounts/methods.html", context)


def _added(request: Asked, what: str, said: str) -> None:
    """Note what was added; whoever has just shown it to work is logged in with it.

    With the first one, log-ins and keys from before it end elsewhere: they were got with the password alone.
    """
    actions.record([request.user], Kind.METHOD_ADDED, by=request.viewer, what=what)
    request.session[LEVEL] = max(level_of_session(request), Level.TWO_FACTORS)
    mine = Authenticator.objects.filter(user=request.user).exclude(type=Type.RECOVERY_CODES)
    first = mine.count() == 1
    messages.success(request, f"{said} {log_out_elsewhere(request)}" if first else said)


def _spent(user: Any, code: str) -> None:
    """The code that an app was added by opens nothing more, nor any up to now (RFC 6238 § 5.2)."""
    app = TOTP(Authenticator.objects.get(user=user, type=Type.TOTP))
    secret = decrypt(app.instance.data["secret"])
    until_now = list(yield_hotp_counters_from_time())[: app_settings.TOTP_TOLERANCE + 1]
    for spent in (code, *(format_hotp_value(hotp_value(secret, one)) for one in until_now)):
        app.validate_code(spent)


@method_decorator(FRESH, name="dispatch")
class AddAppPage(Faults422, ActivateTOTPView):
    """Add an app that gives codes, by its first code."""

    template_name = "accounts/add_app.html"
    form_class = AddApp
    request: Asked

    def form_valid(self, form: Any) -> HttpResponse:
        """Kept: on to the recovery codes where they are new."""
        response = super().form_valid(form)
        _spent(self.request.user, form.cleaned_data["code"])
        said = _("Appen är tillagd. Nästa gång du loggar in frågar vi efter en kod.")
        _added(self.request, _("app för koder"), said)
        return response


@method_decorator(FRESH, name="dispatch")
class AddKeyPage(Faults422, AddWebAuthnView):
    """Add a passkey, which the browser makes."""

    template_name = "accounts/add_key.html"
    form_class = AddKey
    request: Asked

    def form_valid(self, form: Any) -> HttpResponse:
        """Kept: on to the recovery codes where they are new."""
        response = super().form_valid(form)
        said = _("Nyckeln är tillagd. Den räcker för att logga in, utan lösenord.")
        _added(self.request, form.cleaned_data["name"], said)
        return response


@method_decorator(FRESH, name="dispatch")
class RenameKeyPage(Faults422, EditWebAuthnView):
    """Another name for a passkey."""

    template_name = "accounts/rename_key.html"
    form_class = RenameKey

    def get_success_url(self) -> str:
        """Back to the list."""
        return reverse("mfa_index")


@login_required
@needs_fresh_log_in()
@open_to_weak_log_ins
def remove_app(request: Asked) -> HttpResponse:
    """Take the app away."""
    found = get_object_or_404(Authenticator, user=request.user, type=Type.TOTP)
    return _remove(request, found, _("appen för koder"))


@login_required
@needs_fresh_log_in()
@open_to_weak_log_ins
def remove_key(request: Asked, pk: int) -> HttpResponse:
    """Take a passkey away."""
    found = get_object_or_404(Authenticator, user=request.user, type=Type.WEBAUTHN, pk=pk)
    return _remove(request, found, found.wrap().name)


def _remove(request: Asked, method: Authenticator, name: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/remove.html", _asks(request, name, _is_last(method)))
    if _is_last(method) and not bound_providers(request.user):
        request.session[LEVEL] = Level.ONE_FACTOR
    method.delete()
    delete_dangling_recovery_codes(request.user)
    actions.record([request.user], Kind.METHOD_REMOVED, by=request.viewer, what=name)
    told = {"what": name[:1].upper() + name[1:], "said": log_out_elsewhere(request)}
    messages.success(request, _("%(what)s är borttagen. %(said)s") % told)
    return redirect("mfa_index")


def _asks(request: Asked, what: str, last: bool) -> dict[str, Any]:
    return {"what": what, "last": last, "keys": living_keys(request)}


def _is_last(method: Authenticator) -> bool:
    others = Authenticator.objects.filter(user_id=method.user_id).exclude(pk=method.pk)
    return not others.exclude(type=Type.RECOVERY_CODES).exists()


@login_required
@needs_fresh_log_in()
@open_to_weak_log_ins
def codes(request: Asked) -> HttpResponse:
    """The recovery codes that are left; a post makes new ones."""
    if not queries.methods_of(request.user).has_second_factor:
        raise Http404
    if request.method == "POST":
        generate_recovery_codes(request)
        actions.record([request.user], Kind.CODES_MADE, by=request.viewer)
        messages.success(request, _("Du har nya koder. De gamla gäller inte längre."))
        return redirect("mfa_view_recovery_codes")
    found = Authenticator.objects.filter(user=request.user, type=Type.RECOVERY_CODES).first()
    left = found.wrap().get_unused_codes() if found else []
    return render(request, "accounts/codes.html", {"codes": left})


@login_required
@needs_fresh_log_in()
@open_to_weak_log_ins
def remove_identity(request: Asked, pk: int) -> HttpResponse:
    """Say that an identity at a provider is no longer mine here."""
    found = get_object_or_404(SocialAccount, user=request.user, pk=pk)
    declared = provider(found.provider)
    name = declared.name if declared else found.provider
    if request.method != "POST":
        return render(request, "accounts/remove.html", _asks(request, name, False))
    if not request.user.has_usable_password() and not _has_other_way(request, found):
        messages.error(request, _("Det är ditt enda sätt att logga in. Lägg till ett annat först."))
        return redirect("mfa_index")
    actions.unbind(request.user, found, by=request.viewer)
    told = {"what": name, "said": log_out_elsewhere(request)}
    messages.success(request, _("%(what)s är bortkopplad. %(said)s") % told)
    return redirect("mfa_index")


def _has_other_way(request: Asked, identity: SocialAccount) -> bool:
    methods = queries.methods_of(request.user)
    return bool(methods.keys) or any(one.pk != identity.pk for one in methods.identities)
