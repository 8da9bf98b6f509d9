"""How delicate is what is known of those on the list?"""

from __future__ import annotations

from stafett.database.sorting import Matter, Sortings, sorting
from stafett.outreach.models import Attempt, Entry, Led, OutreachList, OutreachWord

SPINE = "controller kind"
WRITTEN = "written by hand about the person"

SORTED: Sortings = {
    OutreachList: sorting(harmless="authority unit weeks decided_by decided_on"),
    OutreachWord: sorting(
        harmless="id outreach about label reaches ours until_day",
        why={"label": "what an authority chooses among; about nobody"},
    ),
    Entry: sorting(
        harmless=f"{SPINE} outreach",
        personal=(
            "id owner_authority circle person school programme listed_on listed_by doing_on next_contact "
            "left_on left_by"
        ),
        contact=(Matter.FREE_TEXT, "how to reach the person"),
        doing=(Matter.LIVELIHOOD, "what somebody does all day can tell what they live on"),
        left_reason=(Matter.HEALTH, "why somebody left can say something of health"),
    ),
    Attempt: sorting(
        harmless=SPINE,
        personal="id owner_authority circle entry made_on way result noted_by retracted_on retracted_by",
        why={"result": "whether somebody was reached, never what they said"},
        words=(Matter.FREE_TEXT, WRITTEN),
    ),
    Led: sorting(
        harmless=SPINE,
        personal="id owner_authority circle entry sent on_day noted_by",
        why={"sent": "a key to what the unit itself sent"},
    ),
}
