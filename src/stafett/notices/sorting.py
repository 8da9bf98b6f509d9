"""How delicate is what is known of notices? Of people only whose case it is; the rest is of staff's mail."""

from __future__ import annotations

from stafett.database.sorting import Sortings, sorting
from stafett.notices.models import Choice, Feed, Mailing, Notice

SORTED: Sortings = {
    Notice: sorting(
        harmless="controller kind what read_at mailing user",
        personal="id circle owner_authority thing link day at over_at",
        why={
            "link": "the address of a page, with the key of the case that it is about",
            "thing": "the key of the row that it tells of",
        },
    ),
    Mailing: sorting(
        harmless="id user made_at due_at stands tries why ended_at number",
        why={"why": "a word of ours about a mail server"},
    ),
    Choice: sorting(harmless="user how hour quiet_from quiet_until free_days off"),
    Feed: sorting(
        harmless="id user digest salt made_at revoked_at",
        why={"digest": "of 256 random bits: it opens nothing"},
    ),
}
