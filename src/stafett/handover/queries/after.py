"""What is there to ask somebody who has left, and what have they answered? In the head of the closed case."""

from __future__ import annotations

from typing import Any

from stafett.casework.models import Participation
from stafett.handover.access import gives
from stafett.handover.models import Answer
from stafett.handover.queries.hands import ASKED, as_told
from stafett.handover.rules import EARLY
from stafett.safeguards.access import opened


def after_exit(request: Any, case: Participation) -> dict[str, Any] | None:
    """The next follow-up and those that are settled; None of a case that goes on, or where none may be told."""
    if case.ends_on is None:
        return None
    viewer = request.viewer
    shown, mine = opened(viewer, case.circle_id), gives(viewer, case)
    rows = [row for row in ASKED.of(case) if shown.shows(row)]
    if not rows:
        return None
    due = next((row for row in rows if row.answer == Answer.DUE), None)
    settled = [
        row if mine else as_told(viewer, row, shown) for row in rows if row.answer != Answer.DUE
    ]
    return {
        "due": due, "settled": settled, "case": case, "today": viewer.day,
        "may": mine and due is not None and due.due_on <= viewer.day + EARLY,
    }  # fmt: skip


__all__ = ["after_exit"]
