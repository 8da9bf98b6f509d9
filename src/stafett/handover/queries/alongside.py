"""Who is alongside in a case after a handover, and may the viewer move the day that it ends?"""

from __future__ import annotations

from datetime import date
from typing import Any

from stafett.casework.models import Participation
from stafett.handover.access import may_know_of, moves_alongside
from stafett.handover.models import Handover
from stafett.handover.queries.hands import HANDED, staying
from stafett.safeguards.access import opened


def alongside(request: Any, case: Participation) -> dict[str, Any] | None:
    """For the head of the case: who follows along after a handover, while it lasts; else None."""
    shown = opened(request.viewer, case.circle_id)
    rows = HANDED.of(case) if case.ends_on is None else []
    rows = [row for row in rows if may_know_of(request.viewer, row, shown)]
    found = staying(case, rows, request.viewer.day)
    if not found:
        return None
    return {"alongside": found, "case": case, "moves": moves_alongside(request.viewer, found)}


def alongside_of(case: Participation, day: date) -> Handover | None:
    """The handover whose giver is alongside in a case now, whoever may know of it; else None."""
    return staying(case, HANDED.of(case), day) if case.ends_on is None else None


__all__ = ["alongside", "alongside_of"]
