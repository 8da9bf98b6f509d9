"""How delicate is what meetings and promises say?"""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.meetings.models import Called, Meeting, Promise

SPINE = "controller kind"
INVOLVED = "who is at a meeting says which authorities are involved (law 2)"
BY_HAND = "written by hand about the person"

SORTED: Sortings = {
    Meeting: sorting(
        harmless=f"{SPINE} sort",
        personal="id owner_authority participation unit position on_day at state called_by noted_by noted_on",
        place=(Matter.HEALTH, "a place can be a ward or a clinic"),
        cause=(Matter.HEALTH, "that somebody did not come often says illness"),
        purpose=(Matter.FREE_TEXT, BY_HAND),
        goal=(Matter.FREE_TEXT, "in the person's own words, health among it"),
        agreed=(Matter.FREE_TEXT, BY_HAND),
        because=(Matter.FREE_TEXT, BY_HAND),
    ),
    Called: sorting(
        harmless=SPINE,
        personal="id owner_authority meeting participation by_person came handed_on",
        role=(
            Matter.REPRESENTATION,
            "a support person says something of capacity, an interpreter of origin",
        ),
        unit=(Matter.INVOLVEMENT, INVOLVED),
        name=(Matter.REPRESENTATION, "the same as the role"),
        organisation=(Matter.INVOLVEMENT, INVOLVED),
    ),
    Promise: sorting(
        harmless=SPINE,
        personal=(
            "id owner_authority participation meeting owner made_on first_due_on due_on state moves "
            "settled_on noted_by copy_of"
        ),
        unit=(Matter.INVOLVEMENT, INVOLVED),
        position=(Matter.INVOLVEMENT, INVOLVED),
        outside=(Matter.INVOLVEMENT, INVOLVED),
        what=(Matter.FREE_TEXT, BY_HAND),
        because=(Matter.FREE_TEXT, BY_HAND),
    ),
}
