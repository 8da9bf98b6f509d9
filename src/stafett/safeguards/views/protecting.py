"""The page on which a controller decides its routine for the protected."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stafett.safeguards.forms.protecting import RoutineForm
from stafett.safeguards.queries.follow_up import controller_for
from stafett.safeguards.queries.protecting import routine_of
from stafett.safeguards.request import Request


@login_required
def routine_page(request: Request, key: int) -> HttpResponse:
    """Where contact details are kept, and who decided it when."""
    controller = controller_for(request.viewer, key)
    form = RoutineForm(request.POST or None, controller=controller, viewer=request.viewer)
    if form.is_valid() and form.attempt():
        messages.success(request, _("Rutinen är beslutad. Den gäller från nu."))
        return redirect("protected_routine", key)
    context = {"form": form, "controller": controller, "routine": routine_of(key)}
    status = 422 if form.is_bound else 200
    return render(request, "safeguards/routine.html", context, status=status)
