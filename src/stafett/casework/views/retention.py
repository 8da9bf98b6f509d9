"""How long what is known of a case is kept, and letting it stay: an appeal, a request, an audit."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.casework.queries.participation import participation
from stafett.safeguards.actions.retention import check_holds, lift_hold, put_hold
from stafett.safeguards.forms.retention import HoldForm, WhyForm
from stafett.safeguards.models import RetentionHold
from stafett.safeguards.queries.retention import time_of_case
from stafett.safeguards.request import Request


@login_required
def retention_page(request: Request, key: UUID) -> HttpResponse:
    """When the case's time comes and by which rule, what holds it, and a form to let it stay."""
    case = participation(request.viewer, key)
    check_holds(request.viewer, case.circle)
    form = HoldForm(request.POST or None)
    if form.is_valid():
        put_hold(case.controller_id, case.circle, **form.cleaned_data, by=request.viewer)
        messages.success(request, _("Ärendet står kvar tills stoppet hävs."))
        return redirect("retention_of_case", key)
    time = time_of_case(request.viewer, case.circle, case.ends_on, case.person.birth_date)
    context = {"case": case, "time": time, "form": form}
    return render(request, "casework/retention.html", context, status=422 if form.is_bound else 200)


@login_required
def lift_page(request: Request, key: UUID, hold: int) -> HttpResponse:
    """Ask why, and lift a hold."""
    case = participation(request.viewer, key)
    check_holds(request.viewer, case.circle)
    rows = RetentionHold.objects.filter(circle=case.circle, lifted_on=None)
    one = get_object_or_404(rows, pk=hold)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        lift_hold(one, form.cleaned_data["because"], by=request.viewer)
        messages.success(request, _("Stoppet är hävt."))
        return redirect("retention_of_case", key)
    back = reverse("retention_of_case", args=[key])
    context = {
        "form": form, "heading": _("Häv stoppet"), "what": one.because, "back": back,
        "whose": case.person.name,
        "crumbs": [
            (_("Deltagare"), reverse("participants")),
            (case.person.name, reverse("participation", args=[key])),
            (_("Hur länge sparas det?"), back),
        ],
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "safeguards/retention_why.html", context, status=status)
