"""The tab Plan, its forms, and the page that one turns to the person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stafett.casework.access import writes_for
from stafett.casework.queries.participation import participation
from stafett.casework.queries.who_helps import who_helps
from stafett.casework.views.participation import acting, case_of
from stafett.frame.onward import came_from
from stafett.plans.actions import settle_step
from stafett.plans.forms import (
    AssessForm,
    DayForm,
    DecisionForm,
    GoalForm,
    NothingFollowsForm,
    PersonForm,
    SettleGoalForm,
    SettleStepForm,
    StepForm,
)
from stafett.plans.forms_correcting import OF_ROWS
from stafett.plans.models import Decision, Goal, State, Step
from stafett.plans.queries import one_of, plan_page
from stafett.plans.stood import plan_on
from stafett.safeguards.request import Request

FORMS = {
    "assess": AssessForm, "goal_new": GoalForm, "step_new": StepForm, "decision_new": DecisionForm,
}  # fmt: skip
"""Each form about the whole plan, by the name of its page."""


@login_required
def plan(request: Request, key: UUID) -> HttpResponse:
    """Assessment, goals with steps, and each authority's decisions side by side."""
    case = participation(request.viewer, key)
    page = plan_page(request.viewer, case)
    context = {"case": case, "page": page, "day_form": DayForm(None, viewer=request.viewer)}
    return render(request, "plans/plan.html", context)


@login_required
def plan_on_day(request: Request, key: UUID) -> HttpResponse:
    """The plan as it stood on a day that has been, to read and to print."""
    case = participation(request.viewer, key)
    form = DayForm(request.GET if "dag" in request.GET else None, viewer=request.viewer)
    day = form.cleaned_data["dag"] if form.is_valid() else None
    page = plan_on(request.viewer, case, day) if day else None
    context = {"case": case, "form": form, "day": day, "page": page}
    return render(request, "plans/on_day.html", context, status=422 if form.errors else 200)


@login_required
def planning(request: Request, key: UUID, name: str) -> HttpResponse:
    """A form about the whole plan."""
    return acting(request, key, FORMS[name], "plan")


@login_required
def goal_settle(request: Request, key: UUID, goal: UUID) -> HttpResponse:
    """How it went with a goal."""
    case = case_of(request, key)
    return acting(
        request, key, SettleGoalForm, "plan", goal=one_of(request.viewer, Goal, case, goal)
    )


@login_required
def step_drop(request: Request, key: UUID, step: UUID) -> HttpResponse:
    """A step that is written wrongly, or not wanted any more."""
    case = case_of(request, key)
    return acting(
        request, key, SettleStepForm, "plan", step=one_of(request.viewer, Step, case, step)
    )


@login_required
def decision_nothing(request: Request, key: UUID, decision: UUID) -> HttpResponse:
    """Nothing needs to come after a decision."""
    case = case_of(request, key)
    found = one_of(request.viewer, Decision, case, decision)
    return acting(request, key, NothingFollowsForm, "plan", decision=found)


@login_required
def putting_right(request: Request, key: UUID, which: UUID, name: str) -> HttpResponse:
    """A goal, an assessment or a decision that was written wrongly, or noted by mistake."""
    kind, model = OF_ROWS[name]
    found = one_of(request.viewer, model, case_of(request, key), which)
    return acting(request, key, kind, "plan", written=found)


@require_POST
@login_required
def step_tick(request: Request, key: UUID, step: UUID) -> HttpResponse:
    """Tick a step off, or open it again; by the person when it comes from the person's page."""
    case = case_of(request, key)
    found = one_of(request.viewer, Step, case, step)
    by_person = "person" in request.POST
    state = State.OPEN if "open" in request.POST else State.DONE
    settle_step(found, state, by=request.viewer, by_person=by_person)
    listed = came_from(request)
    return redirect(listed) if listed else redirect("plan_person" if by_person else "plan", key)


@login_required
def plan_person(request: Request, key: UUID) -> HttpResponse:
    """The plan alone, in plain words, to turn to the person: who reads, ticks off and adds."""
    case = case_of(request, key)
    writes_for(request.viewer, case)
    page = plan_page(request.viewer, case)
    mine = [one.goal for one in page.goals if one.mine]
    form = PersonForm(request.POST or None, viewer=request.viewer, case=case, goals=mine)
    if form.is_valid():
        form.save()
        messages.success(request, _("Det står i planen nu."))
        return redirect("plan_person", key)
    helps = who_helps(request.viewer, case)
    context = {"case": case, "page": page, "form": form, "helps": helps}
    return render(request, "plans/person.html", context, status=422 if form.is_bound else 200)
