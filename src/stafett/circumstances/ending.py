"""How do circumstances over time end? With their case, or before it by kind."""

from __future__ import annotations

from stafett.circumstances.models import (
    FormPeriod,
    LivelihoodPeriod,
    NextAfterThreshold,
    OccupationPeriod,
    Pause,
)
from stafett.database.ending import Endings, EndsBy

CASE = "participation__circle_id"

ENDINGS = Endings(
    ends=(
        EndsBy(LivelihoodPeriod, 25, circle=CASE, spine=True, day="until_day"),
        EndsBy(OccupationPeriod, 26, circle=CASE, spine=True, day="until_day"),
        EndsBy(NextAfterThreshold, 27, circle=CASE, spine=True, day="written_on"),
        EndsBy(Pause, 28, circle=CASE, spine=True, day="until_day"),
        EndsBy(FormPeriod, 29, circle=CASE, spine=True, day="until_day"),
    ),
)
