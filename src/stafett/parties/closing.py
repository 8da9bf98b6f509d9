"""Which upper apps have something to say when a unit is to close, or a kind of party is to meet nobody?

An upper app registers what it knows of: a unit does not know what it holds (ADR 4). Nor is anybody new given to
a unit that has a last day, so that when the day comes nobody is held by it (law 1).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from stafett.database.kept import Kept
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


CLOSED: Kept[tuple[int, date]] = Kept(
    lambda day: Unit.objects.filter(valid_to__lt=day).order_by("pk").values_list("pk", "valid_to")
)
"""The units that have closed, with their last day."""


def lasting(day: date) -> Q:
    """The units that can be given somebody new on a day: they are there, and no last day is said."""
    return Q(valid_to=None) & (Q(valid_from=None) | Q(valid_from__lte=day))


def lasts(unit: Unit, day: date) -> bool:
    """True of a unit that can be given somebody new on a day."""
    return unit.valid_to is None and (unit.valid_from is None or unit.valid_from <= day)


def takes_nobody(units: Collection[int], day: date) -> str:
    """Why one of these can be given nobody new on a day; nothing when all can.

    Each unit's row is held until the transaction is over: whoever would close it meanwhile waits, and is then
    told of whom it got.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, valid_to IS NULL AND (valid_from IS NULL OR valid_from <= %s) FROM parties_unit "
            "WHERE id = ANY(%s) ORDER BY id FOR SHARE",
            [day, sorted(set(units))],
        )
        gone = [name for name, stays in cursor.fetchall() if not stays]
    if not gone:
        return ""
    return _("%(unit)s har fått en sista dag, eller finns inte än. Välj en annan enhet.") % {
        "unit": ", ".join(gone)
    }
