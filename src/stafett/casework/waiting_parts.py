"""Parties with a case of their own that the register tells of: their unit comes in when there is a consent.

To add a party lets nobody in (law 2). When the person has said yes to its authority, before or after, the unit
that was named comes in by its role, exactly as *Ytterligare en enhet* on the consent form does: to its own
rows, and to accept for its part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from stafett.casework.models import Involvement
from stafett.parties.models import Unit
from stafett.safeguards.actions import let_in
from stafett.safeguards.models import Circle, ConsentPart
from stafett.safeguards.viewer import Viewer


def come_in(circle: Circle, authorities: Collection[int], by: Viewer) -> None:
    """Let in the units that the register says have a case, of these authorities; those in stay as they are."""
    _let_in(circle, _registered(circle), authorities, by)


def come_in_under_consent(added: Collection[tuple[Circle, int]], by: Viewer) -> None:
    """Let in the units of parties, as (circle, party), that were just added where a yes to them stands already.

    The consent is one that a new one would do the same by: neither withdrawn nor over, whatever it covers.
    """
    circles = {circle.pk: circle for circle, _party in added}
    yes = _said_yes_to(circles, by.day)
    for key, authorities in sorted(yes.items()):
        parties = [party for circle, party in added if circle.pk == key]
        _let_in(circles[key], _registered(circles[key]).filter(party__in=parties), authorities, by)


def _said_yes_to(circles: Collection[UUID], day: date) -> Mapping[UUID, set[int]]:
    parts = ConsentPart.objects.filter(
        circle__in=circles, withdrawn_on=None, until_day__gt=day
    ).order_by("circle_id", "giver_id", "receiver_id")
    found = defaultdict[UUID, set[int]](set)
    for key, *pair in parts.values_list("circle_id", "giver_id", "receiver_id").distinct():
        found[key] |= set(pair)
    return found


def _registered(circle: Circle) -> QuerySet[Involvement]:
    """The cases that go on, as the register tells of them: what an authority says itself lets nobody in."""
    rows = Involvement.objects.filter(
        participation__circle=circle, owner_authority=F("controller"), until_day=None
    )
    return rows.select_related("unit").order_by("pk")


def _let_in(
    circle: Circle, rows: Iterable[Involvement], authorities: Collection[int], by: Viewer
) -> None:
    units = unit_of(rows, by.day).values()
    let_in(
        circle, sorted(unit.pk for unit in units if unit and unit.authority_id in authorities),
        from_day=by.day, by=by, with_party=True,
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
