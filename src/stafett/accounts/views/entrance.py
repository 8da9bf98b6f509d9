"""The way in: e-mail and password, a second factor, or a passkey alone."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stafett.accounts.forms import LogIn
from stafett.accounts.forms.second_factor import Code, KeyCode, KeyLogIn
from stafett.accounts.levels import open_to_weak_log_ins
from stafett.accounts.openid.settings import providers
from stafett.accounts.views.asked import Faults422


class LogInPage(LoginView):
    """The log-in page; a refusal keeps the e-mail that was typed."""

    template_name = "accounts/login.html"
    authentication_form = LogIn
    redirect_authenticated_user = True

    def form_valid(self, form: LogIn) -> HttpResponse:  # type: ignore[override]
        """Go on to the second factor, where there is one."""
        user = form.get_user()
        login = Login(user=user, redirect_url=self.get_redirect_url() or None)
        return perform_password_login(self.request, {"email": user.email}, login)

    def form_invalid(self, form: LogIn) -> HttpResponse:  # type: ignore[override]
        """The page again, with the sentence."""
        status = 429 if form.too_many else 422
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """The other ways in."""
        return super().get_context_data(
            providers=providers(), password_is_enough=not settings.REQUIRED_LEVELS, **named
        )


class SecondFactorPage(Faults422, AuthenticateView):
    """A code from the app, a recovery code, or a passkey."""

    template_name = "accounts/second_factor.html"
    form_class = Code
    webauthn_form_class = KeyCode

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """Whether there is a key to use."""
        context: dict[str, Any] = super().get_context_data(**named)
        keys = Authenticator.objects.filter(user=self.stage.login.user, type="webauthn")
        return {**context, "has_keys": keys.exists()}


class PasskeyLogIn(LoginWebAuthnView):
    """Gives the browser a question for a passkey, and lets in whoever answers it."""

    form_class = KeyLogIn

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the log-in page, which says so."""
        messages.error(self.request, _("Nyckeln kändes inte igen här. Logga in på ett annat sätt."))
        return redirect("login")


@open_to_weak_log_ins
def log_out(request: HttpRequest) -> HttpResponse:
    """The way out."""
    return LogoutView.as_view()(request)
