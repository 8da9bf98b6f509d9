"""The plan and the decisions over the API: the same rows as the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Router, Schema
from ninja.errors import HttpError

from stafett.casework.api import Filled, done
from stafett.casework.forms.acting import Acting
from stafett.casework.models import Participation
from stafett.casework.queries.participation import locked, participation
from stafett.parties.form_data import form_data
from stafett.plans.actions import settle_step
from stafett.plans.forms import NothingFollowsForm, Planning, SettleGoalForm, SettleStepForm
from stafett.plans.forms_correcting import OF_ROWS
from stafett.plans.models import Decision, Goal, State, Step, Written
from stafett.plans.queries import Line, PlannedGoal, one_of, plan_page
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
GOAL = "/participations/{uuid:key}/goals/{uuid:which}"
ASSESSMENT = "/participations/{uuid:key}/assessments/{uuid:which}"
DECISION = "/participations/{uuid:key}/decisions/{uuid:which}"


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
        "assessments": [
            {"key": line.row.pk, "text": line.row.text, "on": line.row.written_on,
             "health": line.row.kind == "health", "corrected_on": _corrected(line)}
            for line in page.assessed
        ],
        "assessed_on": page.assessment.written_on if page.assessment else None,
        "goals": [_goal(one) for one in (*page.goals, *page.settled)],
        "decisions": [
            {"key": one.pk, "authority": judged.authority.name, "about": one.about, "text": one.text,
             "from": one.from_day, "until": one.until_day, "health": one.kind == "health",
             "followed": hasattr(one, "followed_by"), "nothing_follows_because": one.ended_because,
             "retracted_on": one.retracted_on, "corrected_on": _corrected(line)}
            for judged in page.judged for line in judged.lines for one in (line.row,)
        ],
    }  # fmt: skip


def _corrected(line: Line[Any] | PlannedGoal) -> date | None:
    return line.earlier[0].corrected_on if line.earlier else None


def _goal(one: PlannedGoal) -> dict[str, Any]:
    return {
        "key": one.goal.pk, "text": one.goal.text, "state": one.goal.state,
        "by_person": one.goal.by_person, "said_on": one.goal.said_on, "because": one.goal.because,
        "corrected_on": _corrected(one),
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


@router.get(GOAL, operation_id="get_goal_form", summary="Ett mål som det står, att rätta")
def get_goal_form(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """How it stands, and `seen` to send back with the changes and `because`."""
    return _as_it_stands(_correcting(request, "goal_correct", key, which, None))


@router.put(GOAL, operation_id="correct_goal", summary="Rätta ett mål")
def correct_goal(request: Request, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button; how it stood is kept. `by_person` left out is no answer."""
    return _righted(request, "goal_correct", key, which, filled)


@router.get(
    ASSESSMENT,
    operation_id="get_assessment_form",
    summary="En kartläggning som den står, att rätta",
)
def get_assessment_form(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """The same of an assessment."""
    return _as_it_stands(_correcting(request, "assessment_correct", key, which, None))


@router.put(ASSESSMENT, operation_id="correct_assessment", summary="Rätta en kartläggning")
def correct_assessment(request: Request, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button; how it stood is kept. `health` left out is no answer."""
    return _righted(request, "assessment_correct", key, which, filled)


@router.get(
    DECISION, operation_id="get_decision_form",
    summary="Ett beslut eller en bedömning som det står, att rätta",
)  # fmt: skip
def get_decision_form(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """The same of a decision or judgement, for the unit that noted it. 410 where it has been taken back."""
    return _as_it_stands(_correcting(request, "decision_correct", key, which, None))


@router.put(
    DECISION, operation_id="correct_decision", summary="Rätta ett beslut eller en bedömning"
)
def correct_decision(request: Request, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button; how it stood is kept. `health` left out is no answer."""
    return _righted(request, "decision_correct", key, which, filled)


@router.get(
    f"{DECISION}/retraction", operation_id="get_decision_retraction",
    summary="Ett beslut eller en bedömning att dra tillbaka",
)  # fmt: skip
def get_decision_retraction(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """How it stands, and `seen` to send back with `because`: it was noted by mistake."""
    return _as_it_stands(_correcting(request, "decision_retract", key, which, None))


@router.post(
    f"{DECISION}/retraction", operation_id="retract_decision",
    summary="Dra tillbaka ett beslut eller en bedömning som antecknats av misstag",
)  # fmt: skip
def retract_decision(request: Request, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button; for the unit that noted it, also in a case that has ended."""
    form = _correcting(request, "decision_retract", key, which, form_data(filled.fields))
    return {"done": done(form), "key": which}


def _correcting(request: Request, name: str, key: UUID, which: UUID, data: Any) -> Any:
    case = participation(request.viewer, key)
    kind, model = OF_ROWS[name]
    kind.check(request.viewer, case)
    found: Any = one_of(request.viewer, model, case, which)
    made: Any = kind
    return made(data, viewer=request.viewer, case=case, written=found)


def _righted(request: Request, name: str, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """What is ticked stands until it is said not to be."""
    locked(request.viewer, key)
    stood = _correcting(request, name, key, which, None).initial
    ticked = {field: stood[field] for field in ("health", "by_person") if field in stood}
    form = _correcting(request, name, key, which, form_data({**ticked, **filled.fields}))
    return {"done": done(form), "key": which}


def _as_it_stands(form: Acting) -> dict[str, Any]:
    if form.stop:
        raise HttpError(410, str(form.stop))
    return {"fields": dict(form.initial)}
