"""How delicate is what is known of parties? Those who work there are people too, but none is a case."""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.parties.models import (
    Agreement,
    Association,
    AssociationMember,
    Authority,
    Group,
    GroupMember,
    Party,
    PartyKind,
    Position,
    Staff,
    Tenure,
    Unit,
)

DATED = "from_day until_day"

SORTED: Sortings = {
    PartyKind: sorting(harmless="code name funding_group colour handles_people"),
    Party: sorting(harmless="id kind name short_name municipality"),
    Authority: sorting(harmless="id party name organisation_number data_act"),
    Unit: sorting(harmless="id authority name valid_from valid_to"),
    Staff: sorting(
        harmless="authority",
        personal="id name email real_name protected_by protected_on",
        why={"name": "of somebody who works there, which is open to all who log in"},
    ),
    Position: sorting(harmless=f"id unit role title full_time {DATED}"),
    Tenure: sorting(
        personal=f"id position staff stands_in {DATED}",
        note=(Matter.FREE_TEXT, "why somebody is away is often their health or their children's"),
    ),
    Association: sorting(harmless="id authority name"),
    AssociationMember: sorting(
        harmless=f"id association party share_numerator share_denominator {DATED}"
    ),
    Group: sorting(harmless="id name mandate association authority hands_up_to"),
    GroupMember: sorting(harmless=f"id group position {DATED}"),
    Agreement: sorting(
        harmless="id title valid_from valid_to note parties",
        why={"note": "free text about an agreement between parties, not about anybody"},
    ),
}
