"""An assignment's page, and its forms: for the receiver of another authority without the rest of the case."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from stafett.casework.views.participation import acting
from stafett.commissions.crossing import Crossing, Way, crossing
from stafett.commissions.forms import FORMS, SEND, GiveForm
from stafett.commissions.history import changes_of
from stafett.commissions.queries import Line, commission, own_commission
from stafett.commissions.rules import STEPS, Step
from stafett.frame.onward import came_from
from stafett.safeguards.request import Request

SLUGS: dict[str, str] = {
    "ta-emot": Step.ACCEPT, "fraga": Step.ASK, "svara": Step.REPLY, "nej": Step.DECLINE,
    "flytta": Step.MOVE, "avsluta": Step.CLOSE, "ta-tillbaka": Step.TAKE_BACK, "skicka-orden": SEND,
}  # fmt: skip
"""Each form by the word in its address."""
WORDS = {step: word for word, step in SLUGS.items()}


@login_required
def give_page(request: Request, key: UUID) -> HttpResponse:
    """Give another unit an assignment."""
    return acting(request, key, GiveForm, back="plan")


@login_required
@require_GET
def commission_page(request: Request, key: UUID, which: UUID) -> HttpResponse:
    """One assignment: what, why, who, how it stands, and what the viewer can do with it."""
    line = commission(request.viewer, key, which)
    acts = [(WORDS[step], STEPS[step].words) for step in line.steps]
    waits = crossing(request.viewer, line.row) if line.own else Crossing()
    context = {
        "line": line, "row": line.row, "acts": acts, "waits": waits, "send": WORDS[SEND],
        "sends": waits.ours and waits.way == Way.OPEN,
        "accepts": waits.ours and waits.way == Way.NOT_ACCEPTED, "changes": changes_of(request.viewer, line),
        "today": request.viewer.day, **_where(line),
    }  # fmt: skip
    return render(request, "commissions/commission.html", context)


def _where(line: Line) -> dict[str, object]:
    """The case, for those who may see it, and where one goes back to."""
    case = line.row.participation
    back = reverse("plan", args=[case.pk]) if line.case_seen else "/"
    return {"person": case.person, "case": case if line.case_seen else None, "back": back}


@login_required
def step_page(request: Request, key: UUID, which: UUID, name: str) -> HttpResponse:
    """A step with it; what is refused comes back with everything that was typed."""
    if name not in SLUGS:
        raise Http404
    row = own_commission(request.viewer, key, which)
    kind = FORMS[SLUGS[name]].about(row)
    kind.check(request.viewer, row.participation)
    form = kind(request.POST or None, viewer=request.viewer, case=row.participation)
    there = came_from(request) or reverse("commission", args=[key, which])
    if request.method == "POST" and form.is_valid():
        said = form.attempt()
        if said:
            level = messages.INFO if form.a_no else messages.SUCCESS
            messages.add_message(request, messages.WARNING if form.stays else level, said)
            return redirect(there)
    context = {"form": form, "back": there, "person": row.participation.person}
    status = 422 if form.is_bound else 200
    return render(request, "commissions/step.html", context, status=status)
