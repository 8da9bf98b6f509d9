"""The form for logging in with e-mail and password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stafett.accounts import limits
from stafett.accounts.forms.words import EMPTY


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
        "too_many": _("För många försök. Vänta fem minuter och försök igen."),
    }

    too_many = False
    """True when it was refused for the number of attempts, whatever was typed."""

    def clean(self) -> dict[str, Any]:
        """Count the attempt before looking at it, and give it back when it was right."""
        email = self.cleaned_data.get("username")
        if not email or not self.cleaned_data.get("password"):
            return super().clean()
        counts = limits.log_in_counts(self.request, email)  # type: ignore[arg-type]
        self.too_many = limits.any_reached(counts)
        if self.too_many:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        cleaned = super().clean()
        for count in counts:
            count.give_back()
        return cleaned
