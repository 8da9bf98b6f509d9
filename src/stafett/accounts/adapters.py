"""What allauth asks of the site it runs in: nobody signs up, words are ours, and secrets are kept encrypted."""

from __future__ import annotations

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import url_str_to_user_pk
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.accounts.rules import Level
from stafett.accounts.views import refusals

log = logging.getLogger(__name__)
WRONG_CODE = _("Koden stämmer inte, eller är redan använd. Vänta på nästa och skriv den.")
TOO_MANY = _("För många försök. Vänta fem minuter och försök igen.")


class AccountAdapter(DefaultAccountAdapter):
    """The account: opened by somebody who answers for it, never by oneself."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": _("Det är inte ditt lösenord. Skriv det igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Left to `needs_fresh_log_in`, which every such page carries, and which asks for more."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """A closed account lets nobody in, whatever they showed."""
        messages.error(request, str(_("Kontot är stängt. Vänd dig till den som lade upp det.")))
        return redirect("login")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: each of our own views says what it did."""

    def get_login_stages(self) -> list[str]:
        """A second factor where the account has one."""
        return ["stafett.accounts.adapters.SecondFactor"]


class SecondFactor(AuthenticateStage):
    """Asks for the second factor, unless an identity provider has vouched for as much."""

    def _should_handle(self, request: HttpRequest) -> bool:
        social = (self.login.signal_kwargs or {}).get("sociallogin")
        if social and social.account.extra_data["level"] >= Level.TWO_FACTORS:
            return False
        return bool(super()._should_handle(request))


class MfaAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """What a form says; of a wrong code the process log is told as well."""
        if code == "incorrect_code":
            _wrong_code(context.request)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def encrypt(self, text: str) -> str:
        """The secret of an app or of recovery codes as it is stored: of no use in a stolen backup."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The same back."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """What the app calls the account's place."""
        return f"Stafett {super()._get_site_name()}"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """The name of a passkey that was given none."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Nyckel %(number)s") % {"number": number})


def _wrong_code(request: HttpRequest) -> None:
    """At which account and from where, as with wrong passwords (`hearing`); never what was shown.

    Whoever has given a password and no code yet is not logged in: the account is in the session.
    """
    pending = (request.session.get("account_login") or {}).get("user_pk")
    key = request.user.pk or (pending and url_str_to_user_pk(pending))
    place = AccountAdapter(request).get_client_ip(request)
    log.warning(
        "second factor failed at %s, from %s", f"account {key}" if key else "no account", place
    )


def _cipher() -> Fernet:
    """Of the key that signs sessions, which lies outside the database."""
    digest = hashlib.sha256(b"stafett.accounts.second-factors:" + settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(digest.digest()))


class OpenIdAccounts(DefaultSocialAccountAdapter):
    """Whose is an identity? Only a recorded act says so, never an e-mail that happens to be the same."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Stop what may not go on, with a page that says why."""
        refusal = refusals.of(request, sociallogin)
        if refusal is not None:
            raise ImmediateHttpResponse(refusal)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **_more: Any) -> None:
        """One page for whatever went wrong; what it was is for the log."""
        raise ImmediateHttpResponse(refusals.not_believed(request, provider.name))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Where one comes after having bound an identity."""
        return reverse("mfa_index")
