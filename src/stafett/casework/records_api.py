"""What stands in the record about a case, for programs: holds, readers, requests, copies, one's own record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.errors import HttpError

from stafett.casework.access import never_a_person
from stafett.casework.api import done
from stafett.casework.queries.consents import MOST_COPIES, received
from stafett.casework.queries.own_record import Closed, closed_cases, own_record_of
from stafett.casework.queries.participation import participation
from stafett.casework.views.own_record import taking_back_form
from stafett.parties.form_data import Filled, form_data
from stafett.safeguards.access import check_may
from stafett.safeguards.actions.retention import check_holds, lift_hold, put_hold
from stafett.safeguards.api import Why, said_why
from stafett.safeguards.forms.retention import HoldForm
from stafett.safeguards.models import RetentionHold
from stafett.safeguards.queries.log import readers_of
from stafett.safeguards.queries.own_data_requests import requests_in
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission

router = Router(tags=["Deltagare"])


class HoldIn(Schema):
    """By what sort of reason a case stays though its time comes, and why."""

    reason: str
    because: str


@router.post("/participations/{uuid:key}/holds", summary="Stoppa gallringen av ett ärende")
def hold_case(request: Request, key: UUID, hold: HoldIn) -> dict[str, Any]:
    """Let the case stay until the hold is lifted."""
    case = participation(request.viewer, key)
    check_holds(request.viewer, case.circle)
    form = HoldForm(hold.dict())
    if not form.is_valid():
        raise HttpError(
            422, "\n".join(f"{n}: {' '.join(map(str, w))}" for n, w in form.errors.items())
        )
    made = put_hold(case.controller_id, case.circle, **form.cleaned_data, by=request.viewer)
    return {"key": made.pk}


@router.post(
    "/participations/{uuid:key}/holds/{int:hold}/lift", summary="Häv stoppet för ett ärende"
)
def lift_hold_of_case(request: Request, key: UUID, hold: int, told: Why) -> dict[str, Any]:
    """Lift a hold over the case, with the reason."""
    case = participation(request.viewer, key)
    check_holds(request.viewer, case.circle)
    rows = RetentionHold.objects.filter(circle=case.circle, lifted_on=None)
    lift_hold(get_object_or_404(rows, pk=hold), said_why(told.because), by=request.viewer)
    return {"key": hold}


@router.get("/participations/{uuid:key}/readers", summary="Vem som har läst om personen")
def list_readers(request: Request, key: UUID) -> dict[str, Any]:
    """By authority, unit and role, which day and why; hours of one's own authority alone; names where given."""
    found = readers_of(request.viewer, participation(request.viewer, key).circle)
    return {
        "since": found.since,
        "more": found.more,
        "readers": [
            {"day": o.day, "first": o.first, "last": o.last, "authority": o.authority,
             "unit": o.unit, "role": o.role, "what": o.what, "why": o.why, "times": o.times,
             "name": o.name}
            for o in found.lines
        ],
    }  # fmt: skip


@router.get(
    "/participations/{uuid:key}/own-data",
    summary="Begäranden om egna uppgifter, och hur långt de kommit",
)
def list_own_data(request: Request, key: UUID) -> list[dict[str, Any]]:
    """What has been asked of one's own authorities in the case; deciding is done on the page alone."""
    case = participation(request.viewer, key)
    return [
        {"key": one.pk, "authority": one.authority.name, "asked_on": one.asked_on,
         "state": one.state.value, "due_on": one.due_on, "prolonged_on": one.prolonged_on,
         "handed_on": one.handed_on}
        for one in requests_in(request.viewer, case.circle)
    ]  # fmt: skip


@router.get("/releases", summary="Vad som har lämnats ut till din myndighet")
def list_releases(request: Request) -> list[dict[str, Any]]:
    """The latest copies that other authorities have handed over, each marked where its consent has ended."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    return [
        {"key": one.pk, "about": one.about, "from": one.giver.name, "on": one.released_on,
         "kind": one.kind, "title": one.title, "text": one.text,
         "consent_withdrawn_on": one.consent_withdrawn_on}
        for one in received(request.viewer)[:MOST_COPIES]
    ]  # fmt: skip


@router.get("/own-records", summary="Vårt eget: det egna i ärenden som är stängda för er")
def list_own_records(request: Request, sida: int = 1) -> dict[str, Any]:
    """A page of fifty cases that your authority has something of its own in, the latest opened first."""
    check_may(request.viewer, Permission.SEE_PEOPLE, never_a_person())
    found = closed_cases(request.viewer, max(sida, 1))
    return {"page": found.page, "more": found.more, "rows": [_closed(one) for one in found.rows]}


@router.get("/own-records/{uuid:key}", summary="Det egna i ett ärende som är stängt för er")
def get_own_record(request: Request, key: UUID) -> dict[str, Any]:
    """Your own authority's rows alone, as they stood when the case was last open to it."""
    found = own_record_of(request.viewer, key)
    return _closed(found.case) | {
        "why": found.case.sat.words,
        "things": [
            {"key": thing.key, "section": str(one.about), "called": thing.word,
             "values": thing.versions[0].words}
            for one in found.sections for thing in one.things
        ],
    }  # fmt: skip


@router.get(
    "/own-records/{uuid:key}/{thing}/retraction", operation_id="get_own_retraction",
    summary="Det egna i ett stängt ärende, att ta tillbaka",
)  # fmt: skip
def get_own_retraction(request: Request, key: UUID, thing: str) -> dict[str, Any]:
    """How a note, a contact or a document stood, and `seen` to send back with `because`. `thing` is its key
    in the record. 410 where it has been taken back."""
    _case, form = taking_back_form(request, key, thing, None)
    if form.stop:
        raise HttpError(410, str(form.stop))
    return {"fields": dict(form.initial)}


@router.post(
    "/own-records/{uuid:key}/{thing}/retraction", operation_id="retract_own",
    summary="Ta tillbaka det egna i ett stängt ärende",
)  # fmt: skip
def retract_own(request: Request, key: UUID, thing: str, filled: Filled) -> dict[str, Any]:
    """The action behind the page's button, for those who work at the authority whose it is."""
    _case, form = taking_back_form(request, key, thing, form_data(filled.fields))
    return {"done": done(form), "key": thing}


def _closed(one: Closed) -> dict[str, Any]:
    return {
        "key": one.key, "about": one.name, "unit": one.sat.unit, "since": one.sat.since,
        "controller": one.circle.controller.name,
    }  # fmt: skip
