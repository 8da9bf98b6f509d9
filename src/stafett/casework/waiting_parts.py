"""Parties that were added to a case before there was a consent: their unit comes in when there is one.

To add a party lets nobody in (law 2). When the person has said yes to its authority, the unit that was
named comes in by its role, exactly as *Ytterligare en enhet* on the consent form does: to its own rows, and
to accept for its part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import F, Q

from stafett.casework.models import Involvement
from stafett.parties.models import Unit
from stafett.safeguards.actions import let_in
from stafett.safeguards.models import Circle
from stafett.safeguards.viewer import Viewer


def come_in(circle: Circle, authorities: Collection[int], by: Viewer) -> None:
    """Let in the units that the register says have a case, of these authorities; those in stay as they are."""
    rows = Involvement.objects.filter(
        participation__circle=circle, owner_authority=F("controller"), until_day=None
    ).order_by("pk")
    units = unit_of(rows.select_related("unit"), by.day)
    let_in(
        circle,
        sorted(unit.pk for unit in units.values() if unit and unit.authority_id in authorities),
        from_day=by.day, by=by,
    )  # fmt: skip


def unit_of(rows: Iterable[Involvement], day: date) -> Mapping[int, Unit | None]:
    """Each such case with the unit that has it: the one named, else the only open one that the party has."""
    rows = list(rows)
    nameless = {row.party_id for row in rows if row.unit is None}
    of_party = defaultdict[int, list[Unit]](list)
    open_now = Q(valid_to=None) | Q(valid_to__gte=day)
    found = Unit.objects.filter(open_now, authority__party__in=nameless)
    for unit in found.select_related("authority").order_by("pk"):
        of_party[unit.authority.party_id].append(unit)
    only = {party: units[0] for party, units in of_party.items() if len(units) == 1}
    return {row.pk: row.unit or only.get(row.party_id) for row in rows}
