"""How do plans and decisions end? With their case, or before it by kind."""

from __future__ import annotations

from stafett.database.ending import Endings, EndsBy
from stafett.plans.models import Assessment, Decision, Goal, Step

CASE = "participation__circle_id"

ENDINGS = Endings(
    ends=(
        EndsBy(Step, 21, circle=CASE, spine=True, day="written_on"),
        EndsBy(Goal, 22, circle=CASE, spine=True, day="written_on"),
        EndsBy(Assessment, 23, circle=CASE, spine=True, day="written_on"),
        EndsBy(Decision, 24, circle=CASE, spine=True, day="until_day"),
    ),
)
