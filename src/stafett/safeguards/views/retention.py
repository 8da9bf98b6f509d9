"""The pages of retention: what waits to end, a decision, the rules, and what holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.frame.stepup import needs_fresh_log_in
from stafett.safeguards.access import check_may
from stafett.safeguards.actions.retention import end_rule, lift_hold
from stafett.safeguards.deciding import decide_and_start
from stafett.safeguards.forms.retention import DecideForm, HoldAllForm, RuleForm, WhyForm
from stafett.safeguards.models import RetentionHold
from stafett.safeguards.queries.retention import (
    LATEST,
    ended_rules,
    ending,
    endings_for,
    holds_for,
    rules_for,
    told,
)
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission
from stafett.safeguards.rules import Refused
from stafett.safeguards.viewer import Viewer


@login_required
def endings_page(request: Request) -> HttpResponse:
    """What waits, what has ended, the rules and the holds."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    shown = [told(request.viewer, one) for one in endings_for(request.viewer)[:LATEST]]
    holds = holds_for(request.viewer)
    context = {
        "endings": shown, "rules": rules_for(request.viewer), "holds": holds,
        "can_hold": not _all_held(request.viewer, holds),
        "ended_rules": ended_rules(request.viewer)[:LATEST],
    }  # fmt: skip
    return render(request, "safeguards/endings.html", context)


def _deciding(request: HttpRequest, **_named: Any) -> bool:
    """An ending is read by whoever answers for it; who decides shows first who they are."""
    return request.method == "POST"


@login_required
@needs_fresh_log_in(when=_deciding)
def ending_page(request: Request, key: UUID) -> HttpResponse:
    """One ending: what it is about; and the decision, when its waiting is over."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    one = ending(request.viewer, key)
    form = DecideForm(request.POST or None)
    if form.is_valid():
        try:
            number = decide_and_start(one, form.cleaned_data["because"], by=request.viewer)
        except Refused as refused:
            for name, sentence in refused.faults.items():
                form.add_error(name or None, sentence)
        else:
            messages.success(
                request, _("Beslutet är taget: %(number)s. Det gallras nu, i bakgrunden.") % {"number": number}
            )  # fmt: skip
            return redirect("ending", key)
    context = {"it": told(request.viewer, one), "form": form}
    return render(request, "safeguards/ending.html", context, status=422 if form.is_bound else 200)


@login_required
@needs_fresh_log_in()
def rule_page(request: Request) -> HttpResponse:
    """Record a rule."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    form = RuleForm(request.POST or None, viewer=request.viewer)
    if form.is_valid() and form.attempt():
        messages.success(request, _("Regeln är antecknad. Det som är dags varslas i natt."))
        return redirect("endings")
    return render(
        request,
        "safeguards/retention_rule.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )


@login_required
def rule_end(request: Request, key: int) -> HttpResponse:
    """Ask why, and let a rule end today."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    rule = get_object_or_404(rules_for(request.viewer), pk=key)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        end_rule(rule, form.cleaned_data["because"], by=request.viewer)
        messages.success(
            request, _("Regeln är avslutad. Det som bara den gjorde dags gallras inte.")
        )
        return redirect("endings")
    what = f"{rule.get_ends_display()}, {rule.controller}: {rule.ground}"  # type: ignore[attr-defined]
    return _why_page(request, form, _("Avsluta regeln"), what)


def _why_page(request: Request, form: WhyForm, heading: str, what: str) -> HttpResponse:
    context = {
        "form": form, "heading": heading, "what": what, "back": reverse("endings"),
        "crumbs": [(_("Gallring"), reverse("endings"))],
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "safeguards/retention_why.html", context, status=status)


@login_required
def hold_page(request: Request) -> HttpResponse:
    """Let everything that a controller has stay; where all of it does already, what stands is shown instead."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    form = HoldAllForm(request.POST or None, viewer=request.viewer)
    if form.is_valid() and form.attempt():
        messages.success(request, _("Inget gallras förrän stoppet hävs."))
        return redirect("endings")
    holds = holds_for(request.viewer)
    context = {"form": form, "holds": holds, "stands": _all_held(request.viewer, holds)}
    status = 422 if form.is_bound else 200
    return render(request, "safeguards/retention_hold.html", context, status=status)


def _all_held(viewer: Viewer, holds: Iterable[RetentionHold]) -> bool:
    """True when a hold stands over all that each of the viewer's controllers has."""
    return {one.controller_id for one in holds} >= viewer.speaks_for


@login_required
def hold_lift(request: Request, key: int) -> HttpResponse:
    """Ask why, and lift such a hold."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    hold = get_object_or_404(holds_for(request.viewer), pk=key)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        lift_hold(hold, form.cleaned_data["because"], by=request.viewer)
        messages.success(
            request,
            _("Stoppet är hävt. Det som är dags varslas i natt, och väntar som vanligt."),
        )
        return redirect("endings")
    return _why_page(request, form, _("Häv stoppet"), f"{hold.controller}: {hold.because}")
