"""The form of whoever has a link: its code."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A code, filled in by the link itself or typed."""

    code = forms.CharField(
        label=_("Koden"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off",
                                      "spellcheck": "false"}),
        help_text=_("Den står redan här om du tryckte på en länk. Annars skriver du de fem grupperna; stora "
                    "eller små bokstäver är detsamma."),
    )  # fmt: skip
