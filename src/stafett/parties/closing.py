"""Which upper apps have something to say when a unit is to close, or a kind of party is to meet nobody?

An upper app registers what it knows of: a unit does not know what it holds (ADR 4).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from stafett.parties.models import PartyKind, Unit

Check = Callable[[Unit, date], str]
"""Given the unit and the last day that it is there: why it cannot close then, or nothing."""
KindCheck = Callable[[PartyKind, date], str]
"""Given the kind and the day: why it cannot stop handling people then, or nothing."""

_checks: dict[Check, None] = {}
_of_kinds: dict[KindCheck, None] = {}


def register(check: Check) -> None:
    """Ask this too before a unit closes."""
    _checks[check] = None


def register_kind(check: KindCheck) -> None:
    """Ask this too before a kind of party stops handling people."""
    _of_kinds[check] = None


def faults_of_closing(unit: Unit, day: date) -> str:
    """Why a unit cannot close on a day, from everything registered; nothing when it can."""
    return " ".join(filter(None, (check(unit, day) for check in _checks)))


def faults_of_meeting_nobody(kind: PartyKind, day: date) -> str:
    """Why a kind cannot stop handling people, from everything registered; nothing when it can."""
    return " ".join(filter(None, (check(kind, day) for check in _of_kinds)))
