"""The number of somebody who is to show who they are with an e-ID, as a form takes it."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext as _

from stafett.people.rules import OTHER, NotANumber, read_number


def shown_by_e_id(typed: str, today: date) -> str:
    """Twelve digits; raises ValidationError for what no e-ID shows."""
    try:
        read = read_number(typed, today=today)
    except NotANumber as fault:
        raise forms.ValidationError(fault.official) from fault
    if read.kind == OTHER:
        raise forms.ValidationError(
            _("Skriv ett personnummer eller samordningsnummer: det är det e-legitimationen visar.")
        )
    return read.number
