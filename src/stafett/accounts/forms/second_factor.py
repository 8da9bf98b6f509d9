"""The forms for second factors: allauth's own, with our words."""

from __future__ import annotations

import struct
from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
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


MALFORMED = (KeyError, ValueError, TypeError, AttributeError, IndexError, struct.error)
"""What allauth and fido2 come to over an answer that no browser gives."""
UNREADABLE = _("Nyckelns svar gick inte att läsa. Försök igen.")


class _Answer(forms.JSONField):
    """What a key answered, as the browser sends it; nested without end it is none."""

    def to_python(self, value: Any) -> Any:
        """As data; raises ValidationError for what cannot be read."""
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError(UNREADABLE) from None


class _Readable(forms.Form):
    """An answer of a key that cannot be read is a fault to tell, not one of ours."""

    credential = _Answer(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        """The key that answered; raises ValidationError for what is no answer."""
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        except MALFORMED:
            raise ValidationError(UNREADABLE) from None
        return found


class KeyLogIn(_Readable, webauthn.LoginWebAuthnForm):
    """A passkey that logs in by itself."""


class KeyCode(_Readable, webauthn.AuthenticateWebAuthnForm):
    """A passkey instead of a code."""


class KeyAgain(_Readable, webauthn.ReauthenticateWebAuthnForm):
    """A passkey, to show again who one is."""


class AddKey(webauthn.AddWebAuthnForm):
    """A passkey: its name, and what the browser made."""

    name = forms.CharField(
        label=_("Vad ska nyckeln heta?"), max_length=60, required=False,
        help_text=_("Så att du känner igen den, till exempel Arbetsdatorn."),
    )  # fmt: skip
    credential = _Answer(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Nyckeln gjordes inte. Tryck på Lägg till nyckel och följ webbläsaren."),
            "invalid": _("Nyckeln gick inte att läsa. Försök igen."),
        },
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for what no browser makes."""
        try:
            return super().clean()
        except MALFORMED:
            raise ValidationError(UNREADABLE) from None


class RenameKey(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Vad ska nyckeln heta?"), max_length=60, error_messages=EMPTY)
