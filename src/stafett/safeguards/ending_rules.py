"""When has the time come, and what may be written as a rule of retention. Pure: days come in as arguments.

Which times the law asks for differs between authorities and is not known here (law.md §§ 3 and 7): each
controller writes its own, with the paragraph or the plan that they stand on.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.formats import plain_day

MOST_MONTHS = 1200
EARLIEST = date(1990, 1, 1)
"""What an authority has decided on here began later; an earlier day is a slip of the keyboard."""
AHEAD = timedelta(days=366)
"""And so is what begins later than this."""
NO_WAIT = gettext_lazy(
    "Skriv minst en dag: först varslas, sedan väntas, sedan beslutas. Ingenting gallras samma dag."
)
USUAL_SPARED = (5, 15, 25)
"""The days of the month that are often asked about; nobody is spared until a controller writes so."""


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_start(today: date, months: int) -> date:
    """The latest day from which so many months have gone today: `add_months(it, months) <= today`."""
    then = add_months(today, -months)
    last_of_month = monthrange(today.year, today.month)[1] == today.day
    return then.replace(day=monthrange(then.year, then.month)[1]) if last_of_month else then


def latest_end(start: str, today: date, months: int) -> date:
    """The latest last day of a case whose time has come today, counted as the rule's start says.

    For the end of the year the case ended (as 16 § 2002:546 counts): the last whole year.
    """
    latest = latest_start(today, months)
    if start != "case_year_end":
        return latest
    return latest if (latest.month, latest.day) == (12, 31) else date(latest.year - 1, 12, 31)


def due_on(start: str, ended: date, months: int) -> date:
    """The day on which the time of a case that ended then has come."""
    counted = date(ended.year, 12, 31) if start == "case_year_end" else ended
    return add_months(counted, months)


def is_spared(birth_date: date | None, spared: Collection[int]) -> bool:
    """True for somebody born on a day of the month that is spared; where the day is not known, too.

    What has ended cannot be brought back: a doubt keeps the rows.
    """
    return bool(spared) and (birth_date is None or birth_date.day in spared)


def faults_of_first_day(day: Any, today: date) -> dict[str, str]:
    """What is wrong with the first day of something that is decided: too long ago, or too far ahead."""
    if day < EARLIEST:
        said, limit = _("Skriv en dag från och med %(day)s. Kontrollera året."), EARLIEST
    elif day > today + AHEAD:
        said, limit = _("Skriv en dag till och med %(day)s. Kontrollera året."), today + AHEAD
    else:
        return {}
    return {"from_day": said % {"day": plain_day(limit)}}


def faults_of_rule(told: Mapping[str, object], today: date) -> dict[str, str]:
    """What is wrong with a rule, as field → sentence."""
    faults = faults_of_first_day(told["from_day"], today)
    if int(str(told["months"])) < 1:
        faults["months"] = _(
            "Skriv minst en månad. Annars gallras ärendet samma dag som det slutar."
        )
    if int(str(told["wait_days"])) < 1:
        faults["wait_days"] = str(NO_WAIT)
    if not str(told["ground"]).strip():
        faults["ground"] = _("Skriv vilket lagrum eller vilken plan som tiden står i.")
    if told["ends"] == "case" and told["start"] == "row_day":
        faults["start"] = _(
            "Ett helt ärende har ingen egen dag. Välj ärendets sista dag, eller personens."
        )
    if told["ends"] == "file" and told["start"] != "row_day":
        faults["start"] = _("En fil räknas från dagen den kom in. Välj uppgiftens egen dag.")
    if told["ends"] == "file" and told["owner_authority"] is not None:
        faults["owner_authority"] = _("En fil är den personuppgiftsansvarigas. Lämna fältet tomt.")
    return faults


def spared_from(text: str) -> list[int] | None:
    """The days of "5, 15, 25" as numbers in order; None when something else than days stands there."""
    words = text.replace(",", " ").split()
    if not all(word.isdecimal() and 1 <= int(word) <= 31 for word in words):
        return None
    return sorted({int(word) for word in words})


__all__ = [
    "NO_WAIT",
    "USUAL_SPARED", "add_months", "due_on", "faults_of_first_day", "faults_of_rule", "is_spared", "latest_end",
    "latest_start", "spared_from",
]  # fmt: skip
