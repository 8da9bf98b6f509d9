"""How delicate is what is noted?"""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.notes.models import Contact, Note

SPINE = "controller"
WRITTEN = (
    "id owner_authority participation on_day unit written_by written_at retracted_on retracted_by"
)
WHY = {"unit": "whose note it is; told to those alone who may read it"}
ABOUT = (Matter.HEALTH, "that a note is about health says something of health")

SORTED: Sortings = {
    Note: sorting(
        harmless=SPINE, personal=WRITTEN, why=WHY, kind=ABOUT,
        text=(Matter.FREE_TEXT, "written by hand about the person"),
    ),
    Contact: sorting(
        harmless=f"{SPINE} kind", personal=f"{WRITTEN} by result again_on",
        why={**WHY, "result": "whether somebody was reached, never what was said"},
        text=(Matter.FREE_TEXT, "written by hand about the person"),
    ),
}  # fmt: skip
