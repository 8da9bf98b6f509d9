"""Which day's words to show."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.frame.inputs import DayInput


class OnDay(forms.Form):
    """A day; empty means today."""

    dag = forms.DateField(label=_("Ord som gällde den"), required=False, widget=DayInput)
