"""Who shares a case, and where a unit may say so: by a right of its own, never by what another has opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from stafett.casework.models import Participation
from stafett.database.days import in_force
from stafett.parties.models import Unit
from stafett.safeguards.models import Basis, Member


def seats_of(unit: Unit, cases: Sequence[Participation], day: date) -> set[UUID]:
    """The circles of those cases that the unit, or a named post in it, is in for its own authority."""
    rows = Member.objects.filter(
        in_force(day), circle__in=[case.circle_id for case in cases], unit=unit,
        giver=unit.authority_id,
    ).exclude(basis=Basis.PROMISE)  # fmt: skip
    return set(rows.order_by("pk").values_list("circle_id", flat=True))
