"""Meetings and promises over the API: the same rows, forms and actions as the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Router

from stafett.casework.access import never_a_person
from stafett.casework.api import done
from stafett.casework.forms.acting import Acting
from stafett.casework.queries.own_record import as_told
from stafett.casework.queries.participation import locked, participation
from stafett.meetings.forms.promises import StepForm
from stafett.meetings.planning import goal_to_plan
from stafett.meetings.queries.case import Card, Told, meeting, meetings_page, promise
from stafett.meetings.queries.today import my_promises
from stafett.meetings.releasing import hand_over
from stafett.meetings.views import FORMS
from stafett.parties.answers import Faults, Refusal
from stafett.parties.answers import told as faults
from stafett.parties.form_data import Filled, form_data
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission
from stafett.safeguards.rules import Refused

router = Router(tags=["Möten och löften"])
CASE = "/participations/{uuid:key}"
MEETING = f"{CASE}/meetings/{{uuid:which}}"
MOST = 100
PROMISE = f"{CASE}/promises/{{uuid:which}}"


@router.get(
    f"{CASE}/meetings", operation_id="list_meetings", summary="Ett ärendes möten och löften"
)
def list_meetings(request: Request, key: UUID) -> dict[str, Any]:
    """What is booked, what was agreed and who is to do what, as far as you may know."""
    page = meetings_page(request.viewer, key)
    return {
        "meetings": [_meeting(one) for one in (*page.planned, *page.past)],
        "promises": [_promise(one) for one in page.loose],
    }


def _meeting(card: Card) -> dict[str, Any]:
    one = card.meeting
    return {
        "key": one.pk, "sort": one.sort, "day": one.on_day, "at": one.at, "place": one.place,
        "purpose": one.purpose, "state": one.state, "authority": one.owner_authority.name,
        "who": card.who, "absent": card.absent, "goal": one.goal, "agreed": one.agreed,
        "cause": one.cause, "because": one.because, "promises": [_promise(t) for t in card.promises],
    }  # fmt: skip


def _promise(told: Told) -> dict[str, Any]:
    one = told.promise
    return {
        "key": one.pk, "what": one.what, "who": told.who, "due_on": one.due_on, "state": one.state,
        "first_due_on": one.first_due_on, "moves": one.moves, "because": one.because,
        "settled_on": one.settled_on, "late": told.late,
    }  # fmt: skip


@router.get(
    "/promises",
    operation_id="list_my_promises",
    summary="Löften som du eller din enhet har att hålla",
)
def list_my_promises(request: Request) -> list[dict[str, Any]]:
    """The hundred that are to be kept first, with whom each is about; as on *Idag*.

    One's own first (`mine`), then those that the unit has and no post in it.
    """
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    return [
        {"key": row.pk, "participation": row.participation_id, "name": row.participation.person.name,
         "what": row.what, "due_on": row.due_on, "late": row.due_on < request.viewer.day,
         "mine": row.position_id is not None}
        for row in as_told(request.viewer, my_promises(request.viewer)[:MOST])
    ]  # fmt: skip


@router.get(
    f"{MEETING}/forms/{{name}}", operation_id="get_meeting_form", summary="Ett formulär om ett möte"
)
def get_meeting_form(request: Request, key: UUID, which: UUID, name: str) -> dict[str, Any]:
    """How it stands and what can be chosen: `note`, `cancel`, `promise`, `change` or `correct`."""
    return _stands(_meeting_form(request, key, which, name, None))


@router.post(
    f"{MEETING}/forms/{{name}}",
    operation_id="post_meeting_form",
    summary="Ändra, ställ in, anteckna eller rätta ett möte, eller lägg till ett löfte",
)
def post_meeting_form(
    request: Request, key: UUID, which: UUID, name: str, filled: Filled
) -> dict[str, Any]:
    """The action behind the page's button."""
    locked(request.viewer, key)
    return {"done": done(_meeting_form(request, key, which, name, form_data(filled.fields)))}


@router.post(
    f"{MEETING}/hand-over",
    operation_id="hand_over_meeting",
    summary="Lämna ut det ni kom överens om till dem som var med",
    response={200: dict[str, Any], 422: Faults},
)
def hand_over_meeting(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """Says who got it, and who did not and why."""
    try:
        return {"done": hand_over(meeting(request.viewer, key, which), by=request.viewer)}
    except Refused as refused:
        raise Refusal(422, faults(refused.faults.items())) from None


@router.post(
    f"{MEETING}/goal-to-plan",
    operation_id="put_meeting_goal_in_plan",
    summary="Lägg målet som personen sa på mötet i planen",
    response={200: dict[str, Any], 422: Faults},
)
def put_meeting_goal_in_plan(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """In the person's own words, with the meeting as its source."""
    locked(request.viewer, key)
    try:
        return {"key": goal_to_plan(meeting(request.viewer, key, which), by=request.viewer).pk}
    except Refused as refused:
        raise Refusal(422, faults(refused.faults.items())) from None


@router.get(
    f"{PROMISE}/form", operation_id="get_promise_form", summary="Vad som kan göras med ett löfte"
)
def get_promise_form(request: Request, key: UUID, which: UUID) -> dict[str, Any]:
    """How it stands, and which steps can be taken."""
    return _stands(_promise_form(request, key, which, None))


@router.post(
    f"{PROMISE}/form",
    operation_id="post_promise_form",
    summary="Klart, flytta, utgår eller ångra ett löfte",
)
def post_promise_form(request: Request, key: UUID, which: UUID, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button."""
    return {"done": done(_promise_form(request, key, which, form_data(filled.fields)))}


def _meeting_form(request: Request, key: UUID, which: UUID, name: str, data: Any) -> Acting:
    if name not in FORMS:
        raise Http404
    row = meeting(request.viewer, key, which)
    case = participation(request.viewer, key)
    return FORMS[name].about(row)(data, viewer=request.viewer, case=case)


def _promise_form(request: Request, key: UUID, which: UUID, data: Any) -> Acting:
    row = promise(request.viewer, key, which)
    return StepForm.about(row)(data, viewer=request.viewer, case=row.participation)


def _stands(form: Acting) -> dict[str, Any]:
    """How a form stands and what can be chosen."""
    chosen = {n: f.choices for n, f in form.fields.items() if hasattr(f, "choices")}
    return {
        "fields": dict(form.initial),
        "choices": {n: [list(c) for c in f] for n, f in chosen.items()},
    }
