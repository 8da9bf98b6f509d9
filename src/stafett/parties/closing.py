"""Which upper apps have something to say when a unit is to close?

An upper app registers what it knows of: a unit does not know what it holds (ADR 4).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from stafett.parties.models import Unit

Check = Callable[[Unit, date], str]
"""Given the unit and the last day that it is there: why it cannot close then, or nothing."""

_checks: dict[Check, None] = {}


def register(check: Check) -> None:
    """Ask this too before a unit closes."""
    _checks[check] = None


def faults_of_closing(unit: Unit, day: date) -> str:
    """Why a unit cannot close on a day, from everything registered; nothing when it can."""
    return " ".join(filter(None, (check(unit, day) for check in _checks)))
