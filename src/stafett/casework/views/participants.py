"""The list of participants."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stafett.casework.access import branches_to_work_in, never_a_person
from stafett.casework.forms.filters import Filters, place_of
from stafett.casework.queries.participants import Page, participants
from stafett.frame.formats import whole_number
from stafett.safeguards.access import check_may
from stafett.safeguards.queries.protecting import kept_out_there
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission

NOBODY = Page([], 0, False, False)
"""What a search that cannot be read finds; not everybody."""
PLACES = ("efter", "fore", "sist")
MINE = "participants_mine"
"""In the session: that one's own cases alone were asked for last, so that the list opens with them."""


@login_required
def participants_page(request: Request) -> HttpResponse:
    """A page of the participations that the viewer may see, searched and filtered."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    if not request.GET and request.session.get(MINE):
        return redirect(f"{request.path}?mina=on")
    filters = Filters(request.GET, viewer=request.viewer)
    _remember(request, filters)
    page = NOBODY
    if "q" not in filters.errors:
        page = participants(request.viewer, filters.wanted, place_of(request.GET))
    if not page.rows and page.count:
        return redirect(f"{request.path}?{_query(request)}")
    enrolling = branches_to_work_in(request.viewer).annotate(unnamed=kept_out_there())
    may_enrol = list(enrolling.values_list("unnamed", flat=True))
    context = {
        "filters": filters,
        "page": page,
        "counted": counted(page),
        "links": _links(request, page),
        "may_enrol": bool(may_enrol),
        "may_enrol_unnamed": any(may_enrol),
    }
    return render(request, "casework/participants.html", context)


def _remember(request: Request, filters: Filters) -> None:
    """Keep for this log-in whether one's own alone are listed, where the whole form or that alone is sent."""
    told = "mina" in request.GET or "insats" in request.GET
    if told and filters.wanted.mine != request.session.get(MINE, False):
        request.session[MINE] = filters.wanted.mine


def counted(page: Page) -> str:
    """How many there are, in words; exactly up to a thousand."""
    if page.more:
        return _("Fler än %(most)s deltaganden") % {"most": whole_number(page.count - 1)}
    if page.count == 1:
        return _("1 deltagande")
    return _("%(number)s deltaganden") % {"number": whole_number(page.count)}


def _query(request: Request, **place: str) -> str:
    """The address's question without its place, and with another."""
    asked = request.GET.copy()
    for name in PLACES:
        asked.pop(name, None)
    for name in [name for name, value in asked.items() if not value]:
        del asked[name]
    asked.update(place)
    return asked.urlencode()


def _links(request: Request, page: Page) -> dict[str, str]:
    """Where first, previous, next and last lead; nothing where there is nothing that way."""
    links: dict[str, str] = {}
    if page.earlier:
        links |= {"first": _query(request), "previous": _query(request, fore=str(page.rows[0].pk))}
    if page.later:
        links["next"] = _query(request, efter=str(page.rows[-1].pk))
        links["last"] = _query(request, sist="1")
    return {name: f"?{query}" for name, query in links.items()}
