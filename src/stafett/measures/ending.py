"""How do figures end? They do not: what is frozen stays equal when the rows behind it have ended (law 8)."""

from __future__ import annotations

from stafett.database.ending import Endings
from stafett.measures.models import KeptCounts

ENDINGS = Endings(
    stays={KeptCounts: "counts of groups, never of one person; the next set is tried against them"}
)
