"""The form for a new token."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.accounts.forms.words import EMPTY
from stafett.accounts.rules import LONGEST_DAYS, latest_expiry
from stafett.frame.inputs import DayToCome

FIRST_DAYS = 90


class TokenForm(forms.Form):
    """What it is for, what it may do, and until when."""

    name = forms.CharField(
        label=gettext_lazy("Vad ska nyckeln användas till?"), max_length=80, error_messages=EMPTY,
        help_text=gettext_lazy("Till exempel Månadsrapporten, så att du vet vilken du drar in sedan."),
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=gettext_lazy("Vad får den göra?"), widget=forms.RadioSelect,
        choices=[("read", gettext_lazy("Bara läsa")), ("write", gettext_lazy("Läsa och skriva"))],
        initial="read",
    )  # fmt: skip
    expires_on = forms.DateField(
        label=gettext_lazy("Sista dag"), widget=DayToCome, error_messages=EMPTY,
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **named: Any) -> None:
        """For somebody whose day is today."""
        super().__init__(*args, **named)
        self.today = today
        last = latest_expiry(today)
        self.fields["expires_on"].initial = today + timedelta(days=FIRST_DAYS)
        self.fields["expires_on"].help_text = _("Senast %(day)s: en nyckel gäller i högst %(days)s dagar.") % {
            "day": last, "days": LONGEST_DAYS,
        }  # fmt: skip

    def clean_expires_on(self) -> date:
        """Neither in the past nor further away than a token may live."""
        day: date = self.cleaned_data["expires_on"]
        if day < self.today:
            raise ValidationError(_("Dagen har varit. Välj en som kommer."))
        if day > latest_expiry(self.today):
            raise ValidationError(
                _("Det är för långt fram. Välj %(day)s eller tidigare.")
                % {"day": latest_expiry(self.today)}
            )
        return day
