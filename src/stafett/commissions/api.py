"""Assignments over the API: the same rows and the same actions as the pages have."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Router

from stafett.casework.access import never_a_person
from stafett.casework.api import done
from stafett.casework.forms.acting import Acting
from stafett.casework.queries.own_record import as_told
from stafett.casework.queries.participation import participation
from stafett.commissions.forms import FORMS
from stafett.commissions.queries import Line, commissions_of, my_commissions, own_commission
from stafett.parties.form_data import Filled, form_data
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission

router = Router(tags=["Deltagare"])
MOST = 100
ONE = "/participations/{uuid:key}/commissions/{uuid:which}/forms/{name}"


@router.get(
    "/participations/{uuid:key}/commissions",
    operation_id="list_commissions",
    summary="Ett ärendes uppdrag",
)
def list_commissions(request: Request, key: UUID) -> list[dict[str, Any]]:
    """Those still open first, as far as you may know of them; `steps` are those that are yours to take."""
    page = commissions_of(request.viewer, participation(request.viewer, key))
    return [_told(line) for line in (*page.open, *page.settled)]


@router.get(
    "/commissions",
    operation_id="list_my_commissions",
    summary="Uppdrag som du eller din enhet har att göra eller svara på",
)
def list_my_commissions(request: Request) -> list[dict[str, Any]]:
    """The hundred that are to be done first, with whom each is about; as on *Idag*."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    return [
        {"key": row.pk, "participation": row.participation_id, "name": row.participation.person.name,
         "what": row.what, "due_on": row.due_on, "state": row.state,
         "late": row.due_on < request.viewer.day}
        for row in as_told(request.viewer, my_commissions(request.viewer)[:MOST])
    ]  # fmt: skip


def _told(line: Line) -> dict[str, Any]:
    one = line.row
    return {
        "key": one.pk, "what": one.what, "purpose": one.purpose, "due_on": one.due_on,
        "from": line.giver, "to": line.receiver, "given_on": one.given_on, "state": one.state,
        "question": one.question, "reply": one.reply, "exchanges": [
            {"question": each.question, "reply": each.reply} for each in one.exchanges
        ], "because": one.because, "result": one.result,
        "result_words": one.result_words, "settled_on": one.settled_on, "late": line.late,
        "steps": [str(step) for step in line.steps],
    }  # fmt: skip


@router.get(ONE, operation_id="get_commission_form", summary="Ett formulär om ett uppdrag")
def get_commission_form(request: Request, key: UUID, which: UUID, name: str) -> dict[str, Any]:
    """What can be chosen: `accept`, `ask`, `reply`, `decline`, `move`, `close` or `take_back`."""
    form = _form(request, key, which, name, None)
    chosen = {n: f.choices for n, f in form.fields.items() if hasattr(f, "choices")}
    return {
        "fields": dict(form.initial),
        "choices": {n: [list(c) for c in f] for n, f in chosen.items()},
    }


@router.post(
    ONE,
    operation_id="post_commission_form",
    summary="Ta emot, fråga, svara, tacka nej, flytta, avsluta eller ta tillbaka ett uppdrag",
)
def post_commission_form(
    request: Request, key: UUID, which: UUID, name: str, filled: Filled
) -> dict[str, Any]:
    """The action behind the page's button."""
    form = _form(request, key, which, name, form_data(filled.fields))
    return {"done": done(form)}


def _form(request: Request, key: UUID, which: UUID, name: str, data: Any) -> Acting:
    if name not in FORMS:
        raise Http404
    row = own_commission(request.viewer, key, which)
    kind = FORMS[name].about(row)
    kind.check(request.viewer, row.participation)
    return kind(data, viewer=request.viewer, case=row.participation)
