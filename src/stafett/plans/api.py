"""The plan and the decisions over the API: the same rows as the page shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router

from stafett.casework.queries.participation import participation
from stafett.plans.queries import PlannedGoal, plan_page
from stafett.safeguards.request import Request

router = Router(tags=["Deltagare"])


@router.get(
    "/participations/{uuid:key}/plan",
    operation_id="get_plan",
    summary="Ett ärendes plan och beslut",
)
def get_plan(request: Request, key: UUID) -> dict[str, Any]:
    """Assessment, goals with steps, and each authority's decisions, as far as you may read them."""
    page = plan_page(request.viewer, participation(request.viewer, key))
    return {
        "assessment": page.assessment.text if page.assessment else "",
        "assessed_on": page.assessment.written_on if page.assessment else None,
        "goals": [_goal(one) for one in (*page.goals, *page.settled)],
        "decisions": [
            {"key": one.pk, "authority": judged.authority.name, "about": one.about, "text": one.text,
             "from": one.from_day, "until": one.until_day, "health": one.kind == "health",
             "followed": hasattr(one, "followed_by"), "nothing_follows_because": one.ended_because}
            for judged in page.judged for one in judged.decisions
        ],
    }  # fmt: skip


def _goal(one: PlannedGoal) -> dict[str, Any]:
    return {
        "key": one.goal.pk, "text": one.goal.text, "state": one.goal.state,
        "by_person": one.goal.by_person, "said_on": one.goal.said_on, "because": one.goal.because,
        "steps": [
            {"key": planned.step.pk, "text": planned.step.text, "owner": planned.who,
             "due_on": planned.step.due_on, "state": planned.step.state,
             "settled_on": planned.step.settled_on, "by_person": planned.step.by_person}
            for planned in one.steps
        ],
    }  # fmt: skip
