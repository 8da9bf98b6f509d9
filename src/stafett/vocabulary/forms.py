"""Which day's words to show."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.frame.inputs import DayInput


class OnDay(forms.Form):
    """A day; empty means today."""

    dag = forms.DateField(
        label=_("Ord som gällde den"), required=False, widget=DayInput,
        error_messages={
            "invalid": _("Det är ingen dag som finns. Skriv år, månad och dag, till exempel 2009-06-30.")
        },
    )  # fmt: skip
