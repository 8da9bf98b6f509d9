"""Which upper apps have something to say when an initiative's own days are moved?

An upper app registers what it knows of: an initiative does not know its people (ADR 4).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from stafett.initiatives.models import Initiative
from stafett.safeguards.viewer import Viewer

Check = Callable[[Viewer, Initiative, date, date | None], dict[str, str]]
"""Given the viewer, the initiative and its new days: what is wrong, as field → sentence."""

_checks: dict[Check, None] = {}


def register(check: Check) -> None:
    """Ask this too before an initiative's days are moved."""
    _checks[check] = None


def faults_of_days(
    viewer: Viewer, initiative: Initiative, starts_on: date, ends_on: date | None
) -> dict[str, str]:
    """What is wrong with the new days, in the order that the apps were registered."""
    found: dict[str, str] = {}
    for check in _checks:
        found = check(viewer, initiative, starts_on, ends_on) | found
    return found
