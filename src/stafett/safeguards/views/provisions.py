"""The page where an authority says what it opens to others, and sees what others have opened to it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from stafett.frame.once import leading_to
from stafett.frame.stepup import needs_fresh_log_in, when_sent
from stafett.parties.models import Authority
from stafett.safeguards.access import check_answer_for, check_may
from stafett.safeguards.actions import end_provision
from stafett.safeguards.actions.provisions import check_goes_on
from stafett.safeguards.forms.provisions import ProvisionForm
from stafett.safeguards.queries.provisions import provisions, what_ends
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission
from stafett.safeguards.rules import Refused


@login_required
@needs_fresh_log_in(when=when_sent)
def provisions_page(request: Request) -> HttpResponse:
    """What is opened, to and from the viewer's authorities; and recording more."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    form = ProvisionForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        made = form.attempt()
        if made:
            said = _("Antecknat. Det gäller genast för det som personer redan sagt ja till.")
            messages.success(request, said)
            return redirect("provisions")
    mine = Authority.objects.filter(pk__in=request.viewer.speaks_for).order_by("name", "pk")
    context = {"form": form, "rows": provisions(request.viewer), "mine": mine}
    return render(
        request, "safeguards/provisions.html", context, status=422 if form.errors else 200
    )


@login_required
@needs_fresh_log_in(when=when_sent, back="provisions")
def provision_end(request: Request, key: int) -> HttpResponse:
    """Say what closes with one; end it today."""
    check_may(request.viewer, Permission.ANSWER_FOR_RECORDS)
    one = get_object_or_404(provisions(request.viewer), pk=key)
    check_answer_for(request.viewer, one.giver)
    try:
        check_goes_on(one, request.viewer.day)
        if request.method != "POST":
            context = {"one": one, "ends": what_ends(request.viewer, one)}
            return render(request, "safeguards/provision_end.html", context)
        end_provision(one, by=request.viewer)
    except Refused as refused:
        messages.error(request, str(refused))
        return leading_to(redirect("provisions"), "")
    messages.success(
        request, _("Bestämmelsen är avslutad. Ingen kommer längre åt något genom den.")
    )
    return redirect("provisions")
