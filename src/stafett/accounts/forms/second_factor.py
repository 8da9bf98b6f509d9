"""The forms for second factors: allauth's own, with our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base import forms as base
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.accounts.forms.words import EMPTY

DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric"}
CODE_HELP = _("Sex siffror från appen. Har du inte telefonen: skriv en av dina reservkoder.")


def _code(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.TextInput(attrs=DIGITS)
    return forms.CharField(label=label, help_text=help_text, widget=widget, error_messages=EMPTY)


class Code(base.AuthenticateForm):
    """The code at log-in."""

    code = _code(_("Kod"), CODE_HELP)


class CodeAgain(base.ReauthenticateForm):
    """The code, to show again who one is."""

    code = _code(_("Kod"), CODE_HELP)


class PasswordAgain(ReauthenticateForm):
    """The password, to show again who one is."""

    password = forms.CharField(
        label=_("Lösenord"), strip=False, error_messages=EMPTY,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class AddApp(ActivateTOTPForm):
    """The first code of an app that is being added."""

    code = _code(_("Kod från appen"), _("Sex siffror."))


class AddKey(webauthn.AddWebAuthnForm):
    """A passkey: its name, and what the browser made."""

    name = forms.CharField(
        label=_("Vad ska nyckeln heta?"), max_length=60, required=False,
        help_text=_("Så att du känner igen den, till exempel Arbetsdatorn."),
    )  # fmt: skip
    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Nyckeln gjordes inte. Tryck på Lägg till nyckel och följ webbläsaren."),
            "invalid": _("Nyckeln gick inte att läsa. Försök igen."),
        },
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)


class RenameKey(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Vad ska nyckeln heta?"), max_length=60, error_messages=EMPTY)
