"""How do handovers and follow-ups end? With their case."""

from __future__ import annotations

from stafett.database.ending import Endings, EndsBy
from stafett.handover.models import FollowUp, Handover

CASE = "participation__circle_id"

ENDINGS = Endings(
    ends=(
        EndsBy(Handover, 27, circle=CASE),
        EndsBy(FollowUp, 28, circle=CASE, spine=True, day="due_on"),
    ),
)
