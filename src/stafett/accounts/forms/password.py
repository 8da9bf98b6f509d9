"""The form for a new password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from stafett.accounts.actions import set_password
from stafett.accounts.forms.words import EMPTY
from stafett.accounts.models import User


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
