"""The forms for logging in and for a new password, with refusals that say what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from stafett.accounts.actions import set_password
from stafett.accounts.models import User

EMPTY = {"required": _("Fyll i det här.")}


class LogIn(AuthenticationForm):
    """E-mail and password; the same sentence whether the account exists or not."""

    username = forms.EmailField(
        label=_("E-post"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        error_messages={**EMPTY, "invalid": _("Skriv hela adressen, till exempel karin.ek@flen.example.")},
    )  # fmt: skip
    password = forms.CharField(
        label=_("Lösenord"), strip=False, error_messages=EMPTY,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    error_messages = {
        "invalid_login": _(
            "E-post och lösenord hör inte ihop. Kontrollera båda och försök igen. "
            "Hjälper det inte, vänd dig till den som lade upp ditt konto."
        ),
        "inactive": _("Kontot är stängt. Vänd dig till den som lade upp det."),
    }


class NewPassword(PasswordChangeForm):
    """The old password, and the new one twice."""

    error_messages = {
        "password_incorrect": _("Det är inte lösenordet du har nu. Skriv det igen."),
        "password_mismatch": _("De två lösenorden är inte lika. Skriv samma i båda fälten."),
    }

    def __init__(self, user: User, *args: Any, **named: Any) -> None:
        """For somebody who is logged in."""
        super().__init__(user, *args, **named)
        words = {
            "old_password": (_("Lösenordet du har nu"), ""),
            "new_password1": (_("Nytt lösenord"), self._advice()),
            "new_password2": (_("Nytt lösenord en gång till"), ""),
        }
        for name, (label, advice) in words.items():
            self.fields[name].label = label
            self.fields[name].help_text = advice
            self.fields[name].error_messages.update(EMPTY)

    @staticmethod
    def _advice() -> str:
        return " ".join(password_validation.password_validators_help_texts())

    def keep(self, *, by: Any) -> None:
        """Give the account the new password."""
        set_password(self.user, self.cleaned_data["new_password1"], by=by)
