"""How delicate is what is known of a case?"""

from __future__ import annotations

from stafett.casework.models import (
    Assignment,
    BetweenLimits,
    Holding,
    Involvement,
    Listing,
    Livelihood,
    LookedThrough,
    MonthEnd,
    Occupation,
    Participation,
    PossibleDouble,
    Teammate,
)
from stafett.database.sorting import Matter, Sortings, sorting

PART = "id participation"
SPINE = "controller kind"
DATED = "from_day until_day"
INVOLVED = "whether an authority has a case is a secret without consent, and often says why (law 2)"
CARE = "can say that somebody is in care, ill or dead"
SUPPORT = "what somebody lives on says benefit, support and often health"

SORTED: Sortings = {
    Participation: sorting(
        harmless=SPINE,
        personal=(
            "id owner_authority circle person initiative branch case_number starts_on ends_on status "
            "municipality education referring_caseworker"
        ),
        why={
            "status": "where it stands, never why; a pause says nothing of its cause",
            "owner_authority": "the controller's own for a participation",
        },
        outcome=(Matter.HEALTH, CARE),
        next_step=(Matter.HEALTH, CARE),
        next_unit=(Matter.HEALTH, CARE),
        next_outside=(
            Matter.FREE_TEXT,
            "written by hand: who takes over can say that somebody is in care",
        ),
        end_reason=(Matter.FREE_TEXT, "written by hand about the person"),
        referring_party=(Matter.INVOLVEMENT, INVOLVED),
        hidden=(Matter.PROTECTION, "only the protected are seen by a named team alone"),
    ),
    Holding: sorting(
        harmless=SPINE,
        personal=f"{PART} owner_authority unit {DATED}",
        why={"unit": "who holds the case together is told to all in its circle"},
    ),
    Assignment: sorting(
        harmless=SPINE,
        personal=f"{PART} owner_authority unit position {DATED}",
        why={"position": "a post in the unit that holds the case; told to all in its circle"},
    ),
    Teammate: sorting(
        harmless=SPINE,
        personal=f"{PART} owner_authority unit position part {DATED}",
        why={
            "owner_authority": "the controller's own, as who has the case is",
            "unit": "a unit chooses by its own alone; another's is told where it is told who takes part",
            "position": "who has which part in it: whoever asks finds by their own posts, and their unit's",
            "part": "that somebody is contact person, or one of two",
        },
    ),
    Involvement: sorting(
        harmless=SPINE,
        personal=f"{PART} {DATED}",
        owner_authority=(Matter.INVOLVEMENT, INVOLVED),
        party=(Matter.INVOLVEMENT, INVOLVED),
        unit=(Matter.INVOLVEMENT, INVOLVED),
    ),
    Livelihood: sorting(
        harmless=f"{SPINE} moment",
        personal=f"{PART} owner_authority on_day",
        source=(Matter.LIVELIHOOD, SUPPORT),
        extent_percent=(Matter.LIVELIHOOD, SUPPORT),
    ),
    Occupation: sorting(
        harmless=f"{SPINE} moment",
        personal=f"{PART} owner_authority on_day",
        what=(Matter.LIVELIHOOD, "being ill or in care is one of the words"),
        hours_a_week=(Matter.LIVELIHOOD, "how much somebody can work"),
    ),
    PossibleDouble: sorting(
        harmless=SPINE,
        personal="id owner_authority circle newcomer told_on settled_on settled_by",
        same=(
            Matter.PROTECTION,
            "that somebody protected has the number is what must not be known",
        ),
        found=(Matter.FREE_TEXT, "written by hand about the person"),
    ),
    LookedThrough: sorting(
        harmless=SPINE,
        personal=f"{PART} owner_authority on_day",
        rule=(Matter.LIVELIHOOD, "a rule can say that an income or a decision is about to end"),
    ),
    MonthEnd: sorting(harmless="id initiative authority on_day done_at"),
    BetweenLimits: sorting(harmless="initiative numbers"),
    Listing: sorting(harmless="controller unit", personal="id participation circle sort_name"),
}
