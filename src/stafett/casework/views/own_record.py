"""The pages of what an authority has of its own in cases that are closed to it, and its way to the file."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from stafett.casework.access import never_a_person
from stafett.casework.doors import file_url
from stafett.casework.own_data_paper import pairs_of
from stafett.casework.queries.own_record import OwnRecord, closed_cases, own_record_of
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
            [(t, [*pairs_of(t, t.versions[0])], file_url(key, t.key)) for t in one.things],
        )
        for one in found.sections
    ]
    return render(request, "casework/own_record.html", {"found": found, "sections": sections})


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
