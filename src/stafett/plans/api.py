"""The plan and the decisions over the API: the same rows as the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Router, Schema

from stafett.casework.api import Filled, done
from stafett.casework.models import Participation
from stafett.casework.queries.participation import locked, participation
from stafett.parties.form_data import form_data
from stafett.plans.actions import settle_step
from stafett.plans.forms import NothingFollowsForm, Planning, SettleGoalForm, SettleStepForm
from stafett.plans.models import Decision, Goal, State, Step, Written
from stafett.plans.queries import PlannedGoal, one_of, plan_page
from stafett.safeguards.request import Request

router = Router(tags=["Deltagare"])
PLAN = "/participations/{uuid:key}/plan"
FORM = f"{PLAN}/{{uuid:which}}/forms/{{name}}"
FORMS: Mapping[str, tuple[type[Written], type[Planning], str]] = {
    "goal_settle": (Goal, SettleGoalForm, "goal"),
    "step_drop": (Step, SettleStepForm, "step"),
    "decision_nothing": (Decision, NothingFollowsForm, "decision"),
}
"""Each form about one row of the plan, by its page's name: the rows, the form, and its word for one."""


@router.get(
    PLAN,
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


class Ticked(Schema):
    """That a step is done, or open again with `done` false; `by_person` when the person ticked it."""

    done: bool = True
    by_person: bool = False


@router.post(
    f"{PLAN}/steps/{{uuid:which}}/tick",
    operation_id="tick_step",
    summary="Bocka av ett steg, eller öppna det igen",
)
def tick_step(request: Request, key: UUID, which: UUID, told: Ticked) -> dict[str, Any]:
    """As the page's button, also the one that is turned to the person."""
    case = locked(request.viewer, key)
    step = one_of(request.viewer, Step, case, which)
    state = State.DONE if told.done else State.OPEN
    return {"state": settle_step(step, state, by=request.viewer, by_person=told.by_person).state}


@router.get(
    FORM, operation_id="get_plan_form", summary="Ett formulär om ett mål, ett steg eller ett beslut"
)
def get_plan_form(request: Request, key: UUID, which: UUID, name: str) -> dict[str, Any]:
    """How it stands, and `seen` to send back: `goal_settle`, `step_drop` or `decision_nothing`."""
    form = _form(request, participation(request.viewer, key), which, name, None)
    chosen = {n: f.choices for n, f in form.fields.items() if hasattr(f, "choices")}
    return {
        "fields": dict(form.initial),
        "choices": {n: [list(one) for one in found] for n, found in chosen.items()},
    }


@router.post(
    FORM,
    operation_id="post_plan_form",
    summary="Avgör ett mål, rätta, flytta eller stryk ett steg, eller säg att inget följer ett beslut",
)
def post_plan_form(
    request: Request, key: UUID, which: UUID, name: str, filled: Filled
) -> dict[str, Any]:
    """The action behind the page's button."""
    case = locked(request.viewer, key)
    return {"done": done(_form(request, case, which, name, form_data(filled.fields)))}


def _form(request: Request, case: Participation, which: UUID, name: str, data: Any) -> Planning:
    if name not in FORMS:
        raise Http404
    model, kind, called = FORMS[name]
    row = one_of(request.viewer, model, case, which)
    kind.check(request.viewer, case)
    return kind(data, viewer=request.viewer, case=case, **{called: row})
