"""Which days can a note or a contact be of, and when has contact lapsed? Pure."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day

LAPSES_AFTER = 30
"""Days without contact until a case is between the chairs. The reports say "never dropped" (A7), no number."""


def faults_of_day(on_day: date, starts_on: date, today: date) -> dict[str, str]:
    """Why nothing can be noted of a day, as field → sentence: it has not been, or is before the referral."""
    if on_day > today:
        return {"on_day": _("Dagen har inte varit än. Skriv dagen då det hände.")}
    if on_day < starts_on - timedelta(days=366):
        said = _("Dagen ligger mer än ett år före starten, %(start)s. Kontrollera året.")
        return {"on_day": said % {"start": plain_day(starts_on)}}
    return {}


def faults_of_again(again_on: date | None, since: date) -> dict[str, str]:
    """Why one cannot try again then: before the day that one writes, or that it is of, or years off."""
    if again_on is not None and again_on < since:
        return {"again_on": _("Dagen har redan varit. Skriv en dag framåt, eller lämna tomt.")}
    if again_on is not None and again_on > since + timedelta(days=366):
        return {"again_on": _("Dagen ligger mer än ett år bort. Kontrollera året.")}
    return {}


def lapsed_since(
    last: date | None, starts_on: date, today: date, after: int = LAPSES_AFTER
) -> date | None:
    """Since when nobody has been in contact, when that is too long; None while it is not."""
    since = max(last, starts_on) if last else starts_on
    return since if (today - since).days > after else None


def rests(
    tried: date | None, again_on: date | None, today: date, after: int = LAPSES_AFTER
) -> bool:
    """True until the day of another try, as long as the last one is not itself too long ago."""
    return bool(tried and again_on and again_on > today and (today - tried).days <= after)
