"""Who has read about one person: the page that staff show or print for them, and names on request."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stafett.casework.queries.participation import participation
from stafett.safeguards.actions.follow_up import decide_names
from stafett.safeguards.forms.log import NamesForm
from stafett.safeguards.queries.follow_up import check_answers_for
from stafett.safeguards.queries.log import readers_of
from stafett.safeguards.request import Request
from stafett.safeguards.rules import Refused


@login_required
def readers_page(request: Request, key: UUID) -> HttpResponse:
    """Who has read, by authority, unit and role, when and why."""
    case = participation(request.viewer, key)
    context = {"case": case, "readers": readers_of(request.viewer, case.circle)}
    return render(request, "casework/readers.html", context)


@login_required
def names_page(request: Request, key: UUID) -> HttpResponse:
    """Record that names were asked for, and what was decided."""
    case = participation(request.viewer, key)
    check_answers_for(request.viewer, case.controller_id)
    form = NamesForm(request.POST or None, today=request.viewer.day)
    if request.method == "POST" and form.is_valid():
        try:
            decide_names(case.circle, by=request.viewer, **form.decision)
        except Refused as refusal:
            for name, sentence in refusal.faults.items():
                form.add_error(name, sentence)
        else:
            messages.success(request, _("Beslutet är antecknat."))
            return redirect("readers", key)
    context = {"case": case, "form": form}
    return render(request, "casework/names.html", context, status=422 if form.is_bound else 200)
