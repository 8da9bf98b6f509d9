"""The page Min enhet: who has how much, and moving many cases at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stafett.casework.access import check_move, never_a_person
from stafett.casework.forms.moving import MoveForm
from stafett.casework.queries.unit import NOBODY, UnitPage, unit_page
from stafett.database.noticed import looking_up, notice
from stafett.frame.paging import beside, page_number
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission


@login_required
def unit(request: Request) -> HttpResponse:
    """Caseload per worker, and the unit's open cases; what is ticked moves, all of it or nothing."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    with looking_up("cases to move among"):
        page = asked_page(request)
    form = MoveForm(request.POST or None, viewer=request.viewer, page=page)
    if request.method == "POST":
        check_move(request.viewer, page.unit)
        if form.is_valid() and (done := form.attempt()):
            messages.success(request, done)
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    notice([*(row.case for row in page.rows), *(row.part.participation for row in page.shared)])
    context = {
        "page": page, "form": form, "ticked": form.ticked, "ticked_shared": form.ticked_shared,
        "nobody": NOBODY, "links": beside(request.GET, page.page, page.last_page),
    }  # fmt: skip
    return render(request, "casework/unit.html", context, status=422 if form.is_bound else 200)


def asked_page(request: Request) -> UnitPage:
    """Which unit, whose cases and which page the address asks for."""
    asked = request.GET
    whose = asked.get("enhet", ""), asked.get("vem", "")
    return unit_page(request.viewer, *whose, page_number(asked))
