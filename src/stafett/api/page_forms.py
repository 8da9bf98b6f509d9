"""Every page with a form, over the API: one pair of doors, and behind it the page's own view.

The view fetches, checks and acts as it does for a browser; only the answer is data. So no right, rule
or sentence is written twice, and a page that is added to `PAGES` can be used by another system at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, resolve, reverse
from django.urls.resolvers import URLPattern
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from stafett.circumstances import urls as circumstances
from stafett.economy import urls as economy
from stafett.handover import urls as handover
from stafett.initiatives import urls as initiatives
from stafett.parties import urls as parties
from stafett.parties.answers import Faults
from stafett.parties.form_data import Filled, mark

router = Router(tags=["Formulär"])

PAGES: Mapping[str, str | Promise] = {
    "initiative_new": _("Starta en insats"),
    "initiative_edit": _("Ändra en insats"),
    "branch_new": _("Ny gren"),
    "branch_edit": _("Ändra en gren"),
    "branch_answer": _("Svara för uppgifterna i en gren"),
    "outcome_new": _("Nytt utfall"),
    "outcome_edit": _("Ändra ett utfall"),
    "end_reason_new": _("Ny avslutsorsak"),
    "end_reason_edit": _("Ändra en avslutsorsak"),
    "end_reasons_proposed": _("Avslutsorsaker ur förslaget"),
    "consent_template": _("Samtyckets mall"),
    "follow_up_plan": _("När frågar vi hur det gick?"),
    "flagging": _("Gränser och tider"),
    "engage": _("Enhet som ska vara med"),
    "disengage": _("När en enhet slutar vara med"),
    "target_group": _("Målgruppens nästa version"),
    "branch_target_group": _("Målgruppens nästa version i en gren"),
    "volume": _("Planens nästa version"),
    "branch_volume": _("Planens nästa version i en gren"),
    "goal_new": _("Nytt mål"),
    "goal_version": _("Ett måls nästa version"),
    "promise_new": _("Löfte om inflöde"),
    "promise_edit": _("Ändra ett löfte"),
    "cost_new": _("Ny kostnad"),
    "cost_edit": _("Rätta en kostnad"),
    "cost_statement_new": _("Kostnad per deltagare"),
    "cost_statement_edit": _("Rätta en kostnad per deltagare"),
    "kind_new": _("Nytt slag av part"),
    "kind_edit": _("Ändra ett slag av part"),
    "party_new": _("Ny part"),
    "party_edit": _("Ändra en part"),
    "authority_new": _("Ny myndighet"),
    "authority_edit": _("Ändra en myndighet"),
    "unit_new": _("Ny enhet"),
    "unit_edit": _("Ändra en enhet"),
    "post_new": _("Ny befattning"),
    "post_edit": _("Ändra en befattning"),
    "appoint": _("Tillsätt en befattning"),
    "stand_in": _("Ställföreträdare"),
    "leave": _("När någon lämnar en befattning"),
    "protect_staff": _("Skyddat namn"),
    "association_new": _("Nytt samordningsförbund"),
    "shares_edit": _("Nya finansieringsandelar"),
    "group_new": _("Ny grupp"),
    "group_edit": _("Ändra en grupp"),
    "seat_new": _("Ny plats i en grupp"),
    "seat_end": _("När en plats i en grupp slutar"),
    "agreement_new": _("Nytt avtal"),
    "agreement_edit": _("Ändra ett avtal"),
}
"""Each page with a form of its own, by the name of its address, and what it is for."""


class PageOut(Schema):
    """A form: its name, what it is for, and what its address must say besides."""

    page: str
    title: str
    arguments: list[str]


class FormOut(Schema):
    """How a form stands now: each field with its value, and what can be chosen."""

    fields: dict[str, Any]
    choices: dict[str, list[tuple[str, str]]]


class DoneOut(Schema):
    """What was done, and the number of what was made or changed."""

    done: str
    id: int | str | None


PATTERNS: dict[str, URLPattern] = {
    str(pattern.name): pattern
    for app in (initiatives, economy, circumstances, handover, parties)
    for pattern in app.urlpatterns
}


@router.get(
    "/forms",
    response=list[PageOut],
    operation_id="stafett_forms_api_page_forms",
    summary="Sidornas formulär",
)
def page_forms(request: HttpRequest) -> list[PageOut]:
    """The pages with a form, and what must stand in the address: `/forms/branch_edit?code=…&branch=…`."""
    return [
        PageOut(page=name, title=str(title), arguments=list(PATTERNS[name].pattern.converters))
        for name, title in PAGES.items()
    ]


@router.get(
    "/forms/{page}",
    response=FormOut,
    operation_id="stafett_forms_api_read_page_form",
    summary="En sidas formulär som det står nu",
)
def read_page_form(request: HttpRequest, page: str) -> HttpResponse:
    """How the form stands, what can be chosen, and `seen` to send back with the changes."""
    return _answered(request, page, {})


@router.post(
    "/forms/{page}",
    response={201: DoneOut, 422: Faults},
    operation_id="stafett_forms_api_send_page_form",
    summary="Gör det som sidan är till för",
)
def send_page_form(request: HttpRequest, page: str, filled: Filled) -> HttpResponse:
    """The action behind the page's button; what is not sent stays as it stands."""
    return _answered(request, page, filled.fields)


def _answered(request: HttpRequest, page: str, sent: Mapping[str, Any]) -> HttpResponse:
    """What the page's own view answers, asked as data."""
    if page not in PAGES:
        raise Http404
    try:
        found = resolve(reverse(page, kwargs=request.GET.dict()))
    except NoReverseMatch:
        raise Http404 from None
    mark(request, sent)
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer
