"""How delicate is a plan, and what an authority has decided?"""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.plans.models import Assessment, Decision, Goal, Step

WRITTEN = "id owner_authority participation unit written_by written_on"
WHY = {"unit": "whose it is; told to those alone who may read it"}
HAND = (Matter.FREE_TEXT, "written by hand about the person")
HEALTH = (Matter.HEALTH, "that it is about health says something of health")

SORTED: Sortings = {
    Assessment: sorting(
        harmless="controller", personal=WRITTEN, why=WHY, kind=HEALTH, text=HAND
    ),
    Goal: sorting(
        harmless="controller kind", personal=f"{WRITTEN} by_person state settled_on said_on said_at",
        why={**WHY, "state": "that a goal is reached or dropped, never which"}, text=HAND, because=HAND,
    ),
    Step: sorting(
        harmless="controller kind",
        personal=f"{WRITTEN} goal due_on by_person state settled_on settled_by",
        why={**WHY, "state": "that a step is done or dropped, never which"},
        owner_unit=(Matter.INVOLVEMENT, "which authority does something says that it is in the case"),
        text=HAND, because=HAND,
    ),
    Decision: sorting(
        harmless="controller",
        personal=f"{WRITTEN} from_day until_day follows retracted_on retracted_by", why=WHY, kind=HEALTH,
        about=(Matter.LIVELIHOOD, "a decision says benefit, support or care"), text=HAND,
        ended_because=HAND,
    ),
}  # fmt: skip
