"""What allauth asks of the site it runs in: nobody signs up, words are ours, and secrets are kept encrypted."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.accounts.rules import Level
from stafett.accounts.views import refusals

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
