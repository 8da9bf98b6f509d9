"""How do notes and contacts end? With their case, or before it by kind."""

from __future__ import annotations

from stafett.database.ending import Endings, EndsBy
from stafett.notes.models import Contact, Note

CASE = "participation__circle_id"

ENDINGS = Endings(
    ends=(
        EndsBy(Note, 26, circle=CASE, spine=True, day="on_day"),
        EndsBy(Contact, 27, circle=CASE, spine=True, day="on_day"),
    ),
)
