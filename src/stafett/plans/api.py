"""The plan and the decisions over the API: the same rows as the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Router, Schema
from ninja.errors import HttpError

from stafett.casework.api import done
from stafett.casework.forms.acting import Acting
from stafett.casework.models import Participation
from stafett.casework.queries.participation import locked, participation
from stafett.parties.answers import Faults, Refusal
from stafett.parties.answers import told as faults
from stafett.parties.form_data import Filled, form_data
from stafett.plans.actions import settle_step
from stafett.plans.forms import NothingFollowsForm, SettleGoalForm, SettleStepForm
from stafett.plans.forms_correcting import OF_ROWS
from stafett.plans.models import Decision, Goal, State, Step, Written
from stafett.plans.queries import Line, PlannedGoal, PlannedStep, one_of, plan_page
from stafett.plans.rules import not_yet
from stafett.plans.stood import plan_on
from stafett.safeguards.request import Request

router = Router(tags=["Deltagare"])
PLAN = "/participations/{uuid:key}/plan"
FORM = f"{PLAN}/{{uuid:which}}/forms/{{name}}"
FORMS: Mapping[str, tuple[type[Any], type[Written], str]] = {
    "goal_settle": (SettleGoalForm, Goal, "goal"),
    "step_drop": (SettleStepForm, Step, "step"),
    "decision_nothing": (NothingFollowsForm, Decision, "decision"),
    **{name: (form, model, "written") for name, (form, model) in OF_ROWS.items()},
}
"""Each form about one row of the plan, by its page's name: the form, the rows, and its word for one."""
TICKED = ("health", "by_person")
"""What is ticked stands until it is said not to be: left out it is no answer."""


@router.get(
    PLAN,
    operation_id="get_plan",
    summary="Ett ärendes plan och beslut",
    response={200: dict[str, Any], 422: Faults},
)
def get_plan(request: Request, key: UUID, on: date | None = None) -> dict[str, Any]:
    """Assessment, goals with steps, and each authority's decisions, as far as you may read them; with `on`
    as they stood when that day was over."""
    case = participation(request.viewer, key)
    if on and on > request.viewer.day:
        raise Refusal(422, faults([("on", not_yet())]))
    page = plan_on(request.viewer, case, on) if on else plan_page(request.viewer, case)
    return {
        "assessment": page.assessment.text if page.assessment else "",
        "assessments": [
            {"key": line.row.id, "text": line.row.text, "on": line.row.written_on,
             "health": line.row.kind == "health", "corrected_on": _corrected(line)}
            for line in page.assessed
        ],
        "assessed_on": page.assessment.written_on if page.assessment else None,
        "goals": [_goal(one) for one in (*page.goals, *page.settled)],
        "decisions": [
            {"key": one.id, "authority": judged.authority.name, "about": one.about, "text": one.text,
             "from": one.from_day, "until": one.until_day, "health": one.kind == "health",
             "followed": line.followed, "nothing_follows_because": one.ended_because,
             "retracted_on": one.retracted_on, "corrected_on": _corrected(line)}
            for judged in page.judged for line in judged.lines for one in (line.row,)
        ],
    }  # fmt: skip


def _corrected(line: Line[Any] | PlannedGoal | PlannedStep) -> date | None:
    return line.earlier[0].corrected_on if line.earlier else None


def _goal(one: PlannedGoal) -> dict[str, Any]:
    return {
        "key": one.goal.id, "text": one.goal.text, "state": one.goal.state,
        "by_person": one.goal.by_person, "said_on": one.goal.said_on, "because": one.goal.because,
        "corrected_on": _corrected(one),
        "steps": [
            {"key": planned.step.id, "text": planned.step.text, "owner": planned.who,
             "due_on": planned.step.due_on, "state": planned.step.state,
             "settled_on": planned.step.settled_on, "by_person": planned.step.by_person,
             "corrected_on": _corrected(planned),
             "moved": [{"from": m.from_day, "on": m.on, "because": m.why} for m in planned.moved]}
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
    """How it stands, and `seen` to send back: `goal_settle`, `goal_correct`, `step_drop`, `decision_nothing`,
    `decision_correct`, `decision_retract` or `assessment_correct`. 410 with a sentence where the row has
    been taken back, as noted by mistake."""
    form = _form(request, participation(request.viewer, key), which, name, None)
    if form.stop:
        raise HttpError(410, str(form.stop))
    chosen = {n: f.choices for n, f in form.fields.items() if hasattr(f, "choices")}
    return {
        "fields": dict(form.initial),
        "choices": {n: [list(one) for one in found] for n, found in chosen.items()},
    }


@router.post(
    FORM,
    operation_id="post_plan_form",
    summary="Rätta, avgör, flytta, stryk eller dra tillbaka det som står i en plan",
)
def post_plan_form(
    request: Request, key: UUID, which: UUID, name: str, filled: Filled
) -> dict[str, Any]:
    """The action behind the page's button; how it stood is kept. What is ticked (`health`, `by_person`) stands
    until you send that it is not."""
    case = locked(request.viewer, key)
    stood = _form(request, case, which, name, None).initial
    ticked = {field: stood[field] for field in TICKED if field in stood}
    form = _form(request, case, which, name, form_data({**ticked, **filled.fields}))
    return {"done": done(form), "key": which}


def _form(request: Request, case: Participation, which: UUID, name: str, data: Any) -> Acting:
    if name not in FORMS:
        raise Http404
    kind, model, called = FORMS[name]
    row = one_of(request.viewer, model, case, which)
    kind.check(request.viewer, case)
    made: Acting = kind(data, viewer=request.viewer, case=case, **{called: row})
    return made
