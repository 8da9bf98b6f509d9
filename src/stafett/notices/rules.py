"""When may a mail be sent, and what does it say? Pure: no database, no request, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stafett.frame.working_days import is_working_day

SWEDEN = ZoneInfo("Europe/Stockholm")
ONE_HOUR = timedelta(hours=1)
TRIES = 7
"""So many times a mail is tried, over five hours; then it stands on the page of what did not get through."""
WAIT, GROWS = 60, 5
"""Seconds before another try: a minute and 5, 25, 125 … seconds more, so 1, 1, 3, 11 minutes, 1 hour and 4."""
KEPT_DAYS = 90
"""So long a notice is kept that is read or over, and that a mail was sent or not needed."""
FORGOTTEN_DAYS = 365
"""So long a notice is kept that nobody has read, of somebody who has left."""

BEHIND, AHEAD = timedelta(days=14), timedelta(days=180)
"""The days of a calendar feed, before and after today."""


class How(TextChoices):
    """When somebody is mailed."""

    AT_ONCE = "at_once", gettext_lazy("så snart något händer")
    DAILY = "daily", gettext_lazy("en gång om dagen, om något har hänt")
    NEVER = "never", gettext_lazy("aldrig")


class Stands(TextChoices):
    """How far a mail has come."""

    WAITING = "waiting", gettext_lazy("väntar")
    SENT = "sent", gettext_lazy("skickat")
    NOTHING = "nothing", gettext_lazy("behövdes inte")
    FAILED = "failed", gettext_lazy("gick inte fram")


class Why(TextChoices):
    """Why a mail did not get through: what the server's operator needs, and no address."""

    NO_ADDRESS = "no_address", gettext_lazy("kontot har ingen e-postadress")
    NO_SERVER = "no_server", gettext_lazy("e-postservern svarade inte")
    RECEIVER = "receiver", gettext_lazy("e-postservern tog inte emot adressen")
    REFUSED = "refused", gettext_lazy("e-postservern tog inte emot mejlet")
    OTHER = "other", gettext_lazy("något annat gick fel")


NEXT: Mapping[Stands, tuple[Stands, ...]] = {
    Stands.WAITING: (Stands.SENT, Stands.NOTHING, Stands.FAILED),
    Stands.SENT: (),
    Stands.NOTHING: (),
    Stands.FAILED: (Stands.WAITING, Stands.NOTHING),
}
"""Where a mail can go from each place: what is sent is sent once, and only what failed is tried again.

A failed one is needed no more when a later one has told of the same, got through or not."""


@dataclass(frozen=True)
class Times:
    """When somebody wants mail: how, at which hour, and which hours and days are quiet."""

    how: str = How.DAILY
    hour: int = 8
    quiet_from: int = 17
    quiet_until: int = 7
    free_days: bool = False


def is_quiet(moment: datetime, times: Times) -> bool:
    """True at an hour when nobody is to be mailed; from an hour to the same hour is never."""
    local = moment.astimezone(SWEDEN)
    if not times.free_days and not is_working_day(local.date()):
        return True
    first, last = times.quiet_from, times.quiet_until
    if first <= last:
        return first <= local.hour < last
    return local.hour >= first or local.hour < last


def next_open(moment: datetime, times: Times) -> datetime:
    """The moment itself, or the first whole hour after it that is not quiet."""
    moment = moment.astimezone(UTC)
    while is_quiet(moment, times):
        moment = moment.replace(minute=0, second=0, microsecond=0) + ONE_HOUR
    return moment


def send_at(now: datetime, times: Times) -> datetime | None:
    """When a mail about what is new now is to be sent; None when it is not to be."""
    if times.how == How.NEVER:
        return None
    if times.how == How.AT_ONCE:
        return next_open(now, times)
    return next_open(_next_hour(now, times.hour), times)


def _next_hour(now: datetime, hour: int) -> datetime:
    """The first moment from now on when it is that hour in Sweden."""
    local = now.astimezone(SWEDEN)
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if today >= local:
        return today
    return (local + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def subject(number: int) -> str:
    """The whole of what a mail's head says: how many, and of what no word."""
    said = ngettext(
        "Du har %(number)s ny sak i Stafett", "Du har %(number)s nya saker i Stafett", number
    )
    return said % {"number": number}


def body(counted: Mapping[str, int], address: str) -> str:
    """What a mail says: how many of which kind, and where. Nothing in it comes from a case."""
    lines = [f"- {name}: {number}" for name, number in counted.items()]
    return "\n".join([
        f"{subject(sum(counted.values()))}:", "", *lines, "",
        _("Logga in och läs: %(address)s") % {"address": address}, "",
        _("Mejlet säger med flit inte vem det gäller. När du vill få mejl väljer du under Notiser."), "",
    ])  # fmt: skip


__all__ = [
    "AHEAD", "BEHIND", "FORGOTTEN_DAYS", "GROWS", "KEPT_DAYS", "NEXT", "SWEDEN", "TRIES", "WAIT", "How",
    "Stands", "Times", "Why", "body", "is_quiet", "next_open", "send_at", "subject",
]  # fmt: skip
