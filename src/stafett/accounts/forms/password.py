"""The form for a new password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stafett.accounts import limits
from stafett.accounts.actions import set_password
from stafett.accounts.forms.words import EMPTY
from stafett.accounts.models import User


class NewPassword(PasswordChangeForm):
    """The old password, and the new one twice."""

    error_messages = {
        "password_incorrect": _("Det är inte lösenordet du har nu. Skriv det igen."),
        "too_many": _("För många försök. Vänta en minut och försök igen."),
        "password_mismatch": _("De två lösenorden är inte lika. Skriv samma i båda fälten."),
    }

    too_many = False
    """True when it was refused for the number of attempts, whatever was typed."""

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

    def clean_old_password(self) -> str:
        """Counted before it is looked at, and given back when it was right: as when one shows who one is."""
        count = limits.password_count(self.user.pk)
        self.too_many = count.reached()
        if self.too_many:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        right: str = super().clean_old_password()
        count.give_back()
        return right

    def keep(self, *, by: Any) -> None:
        """Give the account the new password."""
        set_password(self.user, self.cleaned_data["new_password1"], by=by)
