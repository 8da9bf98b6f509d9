"""How delicate is what is known of handovers and of how it went afterwards?"""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.handover.models import FollowUp, FollowUpPlan, Handover

WRITTEN = (Matter.FREE_TEXT, "written by hand about the person")
LIFE = (Matter.LIVELIHOOD, "what somebody lives on and does says benefit, support and often health")

SORTED: Sortings = {
    Handover: sorting(
        harmless="controller kind let_in",
        personal=(
            "id owner_authority participation from_unit to_unit outside_contact from_day meeting_on "
            "alongside_until stand proposed_on proposed_by given_on given_by taken_on taken_by manner link "
            "position closed_on closed_by undone_on"
        ),
        why={
            "to_unit": "who is asked to hold the case is told to all in its circle, as who holds it is"
        },
        outside_name=(Matter.INVOLVEMENT, "where somebody goes on often says why"),
        what=WRITTEN,
        heard=WRITTEN,
        not_heard=WRITTEN,
        question=WRITTEN,
        answer=WRITTEN,
        because=WRITTEN,
    ),
    FollowUpPlan: sorting(harmless="initiative months"),
    FollowUp: sorting(
        harmless="controller kind months",
        personal=(
            "id owner_authority participation due_on answer kept attempts tried_on asked_on "
            "settled_on settled_by"
        ),
        source=LIFE,
        what=LIFE,
        told=WRITTEN,
    ),
}
