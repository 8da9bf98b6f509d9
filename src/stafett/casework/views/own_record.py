"""The pages of what an authority has of its own in cases that are closed to it, and its way to the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from stafett.casework.access import never_a_person
from stafett.casework.doors import file_url, taking_back, taking_back_url
from stafett.casework.forms.acting import Acting
from stafett.casework.own_data_paper import pairs_of
from stafett.casework.queries.own_record import (
    Closed,
    OwnRecord,
    closed_cases,
    own_part_as_it_stood,
    own_record_of,
)
from stafett.casework.to_file import Taken, own_record_paper
from stafett.casework.views.papers import file
from stafett.frame.paging import beside, page_number
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission


@login_required
@require_GET
def own_records_page(request: Request) -> HttpResponse:
    """Whom the viewer's authority has something of its own about in cases that are closed to it."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    found = closed_cases(request.viewer, page_number(request.GET))
    context = {"found": found, **beside(request.GET, found.page, found.page + found.more)}
    return render(request, "casework/own_records.html", context)


@login_required
@require_GET
def own_record_page(request: Request, key: UUID) -> HttpResponse:
    """One of them, with all that is the authority's own and nothing else."""
    found = own_record_of(request.viewer, key)
    sections = [
        (
            str(one.about.label),
            [
                (
                    thing,
                    [*pairs_of(thing, thing.versions[0])],
                    "" if thing.key in found.gone else file_url(key, thing.key),
                    taking_back_url(key, thing.key) if thing.key in found.mine else "",
                )
                for thing in one.things
            ],
        )
        for one in found.sections
    ]
    return render(request, "casework/own_record.html", {"found": found, "sections": sections})


@login_required
def own_retraction(request: Request, key: UUID, thing: str) -> HttpResponse:
    """Take back one note, contact or document of it, that should not be there."""
    case, form = taking_back_form(request, key, thing, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = form.attempt()
        if done:
            messages.info(request, done)
            return redirect("own_record", key)
    back = reverse("own_record", args=[key])
    context = {"form": form, "closed": case, "case": None, "back": back, "tab": back}
    status = 422 if form.is_bound else 200
    return render(request, "casework/own_act.html", context, status=status)


def taking_back_form(request: Request, key: UUID, thing: str, data: Any) -> tuple[Closed, Acting]:
    """The closed case, and the form by which something of one's own there is taken back; Http404 for all that
    is not one's own."""
    how, row = taking_back(thing)
    rows = how.model._default_manager.filter(pk=row).select_related("participation", "unit")
    case, mine = own_part_as_it_stood(request.viewer, key, rows)
    return case, how.form(data, viewer=request.viewer, case=mine.participation, written=mine)


@login_required
@require_GET
def own_record_to_file(request: Request, key: UUID) -> HttpResponse:
    """All of it to the authority's own file."""
    return _to_file(request, own_record_of(request.viewer, key))


@login_required
@require_GET
def own_thing_to_file(request: Request, key: UUID, thing: str) -> HttpResponse:
    """One note, decision or copy of it to the authority's own file."""
    return _to_file(request, own_record_of(request.viewer, key).only(thing))


def _to_file(request: Request, found: OwnRecord) -> HttpResponse:
    taken = Taken(request.viewer, localtime(), found.file, found.case.sat.words)
    return file(own_record_paper(found, taken), "egen-handling-till-akten", "pdf")
