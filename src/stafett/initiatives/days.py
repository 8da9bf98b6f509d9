"""Which upper apps have something to say, or to ask, when an initiative's own days are moved?

An upper app registers what it knows of: an initiative does not know its people (ADR 4).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from stafett.initiatives.models import Initiative
from stafett.safeguards.viewer import Viewer

Check = Callable[[Viewer, Initiative, date, date | None], dict[str, str]]
"""Given the viewer, the initiative and its new days: what is wrong, as field → sentence."""

Ask = Callable[[Viewer, Initiative, date], str]
"""Given the viewer, the initiative and a new last day: whom it leaves there and what then happens, or ""."""

_checks: dict[Check, None] = {}
_asks: dict[Ask, None] = {}


def register(check: Check) -> None:
    """Ask this too before an initiative's days are moved."""
    _checks[check] = None


def ask(question: Ask) -> None:
    """Ask this too before an initiative is given a last day, or an earlier one."""
    _asks[question] = None


def questions_of_last_day(viewer: Viewer, initiative: Initiative, ends_on: date) -> list[str]:
    """Who is left there when an initiative ends on a day, and what happens to them; none of a later day."""
    if initiative.ends_on and ends_on >= initiative.ends_on:
        return []
    return [said for question in _asks if (said := question(viewer, initiative, ends_on))]


def faults_of_days(
    viewer: Viewer, initiative: Initiative, starts_on: date, ends_on: date | None
) -> dict[str, str]:
    """What is wrong with the new days, in the order that the apps were registered."""
    found: dict[str, str] = {}
    for check in _checks:
        found = check(viewer, initiative, starts_on, ends_on) | found
    return found
