"""How do handovers and follow-ups end? With their case; a handover before the link that asked about it."""

from __future__ import annotations

from stafett.database.ending import Endings, EndsBy
from stafett.handover.models import FollowUp, Handover

CASE = "participation__circle_id"

ENDINGS = Endings(
    ends=(
        EndsBy(Handover, 20, circle=CASE),
        EndsBy(FollowUp, 28, circle=CASE, spine=True, day="due_on"),
    ),
)
