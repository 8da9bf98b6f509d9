"""Pages that span floors: the start page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from stafett.accounts.levels import NO_POST, has_post
from stafett.casework.access import works_in_any
from stafett.casework.queries.participation import sees_any
from stafett.casework.queries.today import today as cases_today
from stafett.database.kept import by_one_process
from stafett.frame.full_names import remember_names
from stafett.initiatives.queries import asked, initiatives
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission


@login_required
def today(request: Request) -> HttpResponse:
    """Idag: what the viewer must see first; full names only when asked for, the room may be shared."""
    viewer = request.viewer
    by_one_process()
    sees_people = viewer.may(Permission.SEE_PEOPLE)
    context = {
        "cases": cases_today(viewer) if sees_people else None,
        "works": viewer.may(Permission.WORK_WITH_PEOPLE),
        "may_enrol": bool(works_in_any(viewer)),
        "in_cases": lambda: sees_any(viewer),  # asked where there is no initiative to show
        "initiatives": initiatives(viewer),
        "asked": list(asked(viewer).filter(agreed=None)),
        "full_names": remember_names(request),
        "no_post": "" if has_post(viewer) else NO_POST,
    }
    return render(request, "web/today.html", context)
