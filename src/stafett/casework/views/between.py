"""The page Mellan stolarna: who is about to be lost, and the button that mends it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from stafett.casework.access import never_a_person
from stafett.casework.between import rules
from stafett.casework.queries.between import BetweenPage, between
from stafett.database.kept import by_one_process
from stafett.frame.paging import beside, page_number
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission


@login_required
def between_page(request: Request) -> HttpResponse:
    """Those whom the rules find, longest first; one's own cases, the unit's, or an initiative's."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    by_one_process()
    page = asked_page(request)
    links = beside(request.GET, page.page, page.last_page)
    here = request.get_full_path()
    context = {"page": page, "rules": rules(), "links": links, "full_names": True, "here": here}
    return render(request, "casework/between.html", context)


def asked_page(request: Request) -> BetweenPage:
    """What the address asks for."""
    asked = request.GET
    return between(
        request.viewer, asked.get("vems", ""), asked.get("regel", ""), page_number(asked)
    )
