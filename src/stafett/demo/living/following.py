"""How it has gone for those who have left the living initiative, as far as anybody has asked; all invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle

from stafett.demo.living.consents import workers
from stafett.handover.actions.following_up import Told, follow_exits, note_follow_up
from stafett.handover.models import Answer, FollowUp, Kept
from stafett.initiatives.models import Initiative
from stafett.safeguards.viewer import Viewer

CAME_OF_IT: tuple[tuple[Told, ...], ...] = (
    (Told(Answer.ANSWERED, Kept.KEPT, told="Trivs och vill vara kvar."),),
    (Told(Answer.DUE), Told(Answer.ANSWERED, Kept.KEPT)),
    (Told(Answer.ANSWERED, Kept.CHANGED, "social_assistance", "none", "Det tog slut efter sommaren."),),
    (Told(Answer.DUE), Told(Answer.NOT_REACHED)),
    (Told(Answer.ANSWERED, Kept.KEPT),),
    (Told(Answer.DECLINED),),
    (Told(Answer.ANSWERED, Kept.CHANGED, "activity_support", "practice", "Ny praktik sedan i våras."),),
)  # fmt: skip
"""What comes of asking, in turn: each attempt by itself."""
WEEK = timedelta(days=7)
OVERDUE = 2
"""So many, of those whose day came last, nobody has asked yet."""


def follow(initiative: Initiative, *, by: Viewer) -> int:
    """Ask those who have left, on the days that were theirs since; how many questions are settled."""
    due = sorted(_due(initiative, by), key=lambda one: (one[0].due_on, one[0].pk))
    said = cycle(CAME_OF_IT)
    for row, worker in due[:-OVERDUE]:
        for told in next(said):
            note_follow_up(row, told, by=replace(worker, day=min(row.due_on + WEEK, by.day)))
    return max(0, len(due) - OVERDUE)


def _due(initiative: Initiative, by: Viewer) -> Iterator[tuple[FollowUp, Viewer]]:
    """The questions whose day has come, each with somebody who works where the controller held the case last;
    the days that had passed when the register was loaded are among them."""
    at_work = workers(by.day)
    left = initiative.participations.filter(circle__named_only=False, ends_on__lte=by.day)
    for case in left.order_by("case_number"):
        last = case.holdings.select_related("unit").order_by("-from_day", "-pk")[0].unit
        if last.authority_id == case.controller_id and last.pk in at_work:
            assert case.ends_on is not None
            follow_exits([case], replace(by, day=case.ends_on))
            for row in case.follow_ups.filter(due_on__lte=by.day):
                yield row, at_work[last.pk]
