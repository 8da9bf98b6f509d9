"""How did a plan stand on a day that has been? As the history has kept it (law 6, D7).

A version is read by whoever may read both what it was and what stands now: what was corrected to be about
health is closed as it was before too. Of what was taken back since, as of another person, stands only that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from django.utils import timezone

from stafett.casework.access import unit_told
from stafett.casework.models import Participation
from stafett.plans.models import Assessment, Decision, Goal, State, Step, Written
from stafett.plans.queries import Judged, Line, PlannedGoal, PlannedStep, PlanPage, rows_seen
from stafett.plans.rules import version_on
from stafett.safeguards.access import opened
from stafett.safeguards.viewer import Viewer

W = TypeVar("W", bound=Written)
NAMED_DAYS = ("settled_on", "retracted_on")
"""The days that a change can name itself: it held from then, whenever it was written."""
RELATED: dict[type[Written], tuple[str, ...]] = {
    Step: ("unit__authority", "owner_unit"), Decision: ("unit__authority", "owner_authority"),
}  # fmt: skip


def plan_on(viewer: Viewer, case: Participation, day: date) -> PlanPage:
    """The plan as it stood when a day was over, as far as the viewer may read it now; nothing in it is done
    from here."""
    goals = _goals(viewer, case, day)
    return PlanPage(
        case, [Line(one, False) for one in _stood(viewer, Assessment, case, day)],
        [one for one in goals if one.goal.state == State.OPEN],
        [one for one in goals if one.goal.state != State.OPEN],
        _judged(viewer, case, day), works=False, own=frozenset(),
    )  # fmt: skip


def _stood(viewer: Viewer, model: type[W], case: Participation, day: date) -> Iterator[W]:
    """The rows that were written by then, each as it stood."""
    shown = opened(viewer, case.circle_id)
    versions: defaultdict[UUID, list[Any]] = defaultdict(list)
    history: Any = model.pgh_event_model.objects.filter(participation=case)  # type: ignore[attr-defined]
    related = RELATED.get(model, ("unit__authority",))
    for was in history.select_related(*related).order_by("pgh_id"):
        versions[was.pgh_obj_id].append(was)
    for row in rows_seen(viewer, model, case).filter(written_on__lte=day).select_related(*related):
        kept = [*versions[row.pk], row]
        was = version_on(day, kept, [_gave_way(*pair) for pair in pairwise(kept)])
        if getattr(row, "retracted_on", None):
            yield row
        elif was is row or shown.shows(was):
            yield was


def _gave_way(was: Any, after: Any) -> date:
    """The day that a version gave way to the next."""
    written = kept_on(was)
    told = [getattr(after, name, None) for name in NAMED_DAYS]
    stood = [getattr(was, name, None) for name in NAMED_DAYS]
    return min(
        [written, *(new for new, old in zip(told, stood, strict=True) if new and new != old)]
    )


def kept_on(was: Any) -> date:
    """The day that the history kept a version, which is when the next one was written."""
    return timezone.localtime(was.pgh_created_at).date()


def _goals(viewer: Viewer, case: Participation, day: date) -> list[PlannedGoal]:
    shown = opened(viewer, case.circle_id)
    steps: defaultdict[UUID, list[PlannedStep]] = defaultdict(list)
    for step in sorted(_stood(viewer, Step, case, day), key=lambda one: one.id):
        who = unit_told(viewer, step, step.owner_unit, shown) if step.owner_unit else ""
        steps[step.goal_id].append(PlannedStep(step, who))
    goals = sorted(_stood(viewer, Goal, case, day), key=lambda one: one.id)
    return [PlannedGoal(one, steps[one.id], False) for one in goals]


def _judged(viewer: Viewer, case: Participation, day: date) -> list[Judged]:
    """Each authority's, side by side, as on the plan."""
    rows = list(_stood(viewer, Decision, case, day))
    followed = {one.follows_id for one in rows}
    rows.sort(key=lambda one: (one.from_day, one.id), reverse=True)
    found: dict[int, Judged] = {}
    for one in sorted(rows, key=lambda row: row.owner_authority.name):
        line = Line(one, False, followed=one.id in followed)
        found.setdefault(one.owner_authority_id, Judged(one.owner_authority)).lines.append(line)
    return list(found.values())


__all__ = ["plan_on"]
