"""What can a plan and a decision say, and when does a decision end with nothing after it? Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from django.utils.translation import gettext as _

WEEKS_BEFORE_END = 8
"""So many weeks before its last day a decision with nothing after it is pointed out (A19)."""
FAR = timedelta(days=366 * 5)
V = TypeVar("V")


def faults_of_due(due_on: date | None, today: date) -> dict[str, str]:
    """Why a step cannot be due then: the day has been, or is years away."""
    if due_on is None:
        return {}
    if due_on < today:
        return {"due_on": _("Dagen har redan varit. Skriv en dag framåt, eller lämna tomt.")}
    if due_on > today + FAR:
        return {"due_on": _("Det är mer än fem år bort. Kontrollera året.")}
    return {}


def faults_of_moved(was: date | None, due_on: date | None, today: date) -> dict[str, str]:
    """Why a step cannot be moved there: no day, the day that it has, or one that it cannot be due."""
    if due_on is None:
        return {"due_on": _("Skriv den nya dagen.")}
    if due_on == was:
        return {"due_on": _("Det är dagen som redan står. Skriv den nya.")}
    return faults_of_due(due_on, today)


def faults_of_validity(from_day: date, last_day: date | None, today: date) -> dict[str, str]:
    """Why a decision cannot hold then: it ends before it begins, or lies far from today."""
    if last_day is not None and last_day < from_day:
        return {"last_day": _("Sista dagen ligger före den första. Skriv en senare dag.")}
    if abs(from_day - today) > FAR * 4:
        return {"from_day": _("Det är mer än tjugo år bort. Kontrollera året.")}
    return {}


def ends_soon(until_day: date | None, today: date, weeks: int = WEEKS_BEFORE_END) -> bool:
    """True when what holds until a day ends within so many weeks, eight as a rule, or has ended."""
    return until_day is not None and until_day <= today + timedelta(weeks=weeks)


def version_on(day: date, versions: Sequence[V], gave_way: Sequence[date]) -> V:
    """How something stood when a day was over, of its versions in order and the days that each gave way to
    the next; the last has given way to none."""
    later = (was for was, until in zip(versions, gave_way, strict=False) if until > day)
    return next(later, versions[-1])


def not_yet() -> str:
    """What is said of a day that has not come, where one asks how something stood."""
    return _("Dagen har inte varit än. Välj en dag som har varit.")
