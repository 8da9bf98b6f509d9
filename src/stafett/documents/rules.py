"""Which days can a document be of? Pure."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

FIRST = 1900
"""No document about anybody alive is older; an earlier year is a slip of the finger."""


def faults_of_day(on_day: date, today: date) -> dict[str, str]:
    """Why a document cannot be of a day, as field → sentence. It may be older than the case."""
    if on_day > today:
        return {"on_day": _("Dagen har inte varit än. Skriv dagen som står på dokumentet.")}
    if on_day.year < FIRST:
        return {"on_day": _("Dagen ligger före år 1900. Kontrollera året.")}
    return {}
