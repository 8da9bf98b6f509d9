"""How delicate is what somebody lives on and does, and that they pause?"""

from __future__ import annotations

from stafett.casework.sorting import SUPPORT
from stafett.circumstances.models import (
    FormPeriod,
    LivelihoodPeriod,
    NextAfterThreshold,
    OccupationPeriod,
    Pause,
    Thresholds,
)
from stafett.database.sorting import Matter, Sortings, sorting

PERIOD = "id owner_authority participation unit from_day until_day written_by written_on"
WHY = {"unit": "whose it is; told to those alone who may read it"}
HAND = (Matter.FREE_TEXT, "written by hand about the person")
HOURS = (Matter.LIVELIHOOD, "how much somebody can work")

SORTED: Sortings = {
    LivelihoodPeriod: sorting(
        harmless="controller kind", personal=PERIOD, why=WHY,
        source=(Matter.LIVELIHOOD, SUPPORT), extent_percent=(Matter.LIVELIHOOD, SUPPORT),
        nothing_next=HAND,
    ),
    OccupationPeriod: sorting(
        harmless="controller kind", personal=PERIOD, why=WHY,
        what=(Matter.LIVELIHOOD, "being ill or in care is one of the words"), hours_a_week=HOURS,
        nothing_next=HAND,
    ),
    Pause: sorting(
        harmless="controller kind", personal=f"{PERIOD} expected_on", why=WHY, reason=HAND
    ),
    FormPeriod: sorting(
        harmless="controller kind", personal=f"{PERIOD} form",
        why={**WHY, "form": "in a group or alone; says nothing of why"},
    ),
    NextAfterThreshold: sorting(
        harmless="controller kind",
        personal="id owner_authority participation unit written_by written_on",
        why=WHY, hours=HOURS, text=HAND,
    ),
    Thresholds: sorting(harmless="initiative hours weeks kinds"),
}  # fmt: skip
