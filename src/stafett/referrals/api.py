"""The API of the way in: the queue, what one has sent, and every step, by the same actions as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router, Schema

from stafett.casework.access import branches_to_work_in
from stafett.parties.answers import refusal
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.form_data import Filled, as_it_stands, form_data, let_stand
from stafett.referrals import held_meetings, queries
from stafett.referrals.access import check_refer_somewhere, check_sent, check_takes_in
from stafett.referrals.forms import ASKS_WHO, FORMS, SENT_FORMS
from stafett.referrals.forms_leading import SelectForm
from stafett.referrals.forms_referring import ReferForm
from stafett.referrals.models import Referral, SelectionMeeting
from stafett.referrals.queries import Sent, Waiting
from stafett.referrals.rules import CLOSED, State
from stafett.safeguards.request import Request

router = Router(tags=["Vägen in"])
MOST = 500
CORRECTED = {step: FORMS[step] for step in ("contact", "name")}
"""The forms that write anew what stands of who waits: it is read first."""


class WaitingOut(Schema):
    """Somebody who waits for a decision."""

    key: UUID
    name: str
    initiative: str
    branch: str
    origin: str
    state: str
    received_on: date
    days: int
    days_here: int
    holder: str


class SentOut(Schema):
    """What one's own unit has sent, and what it has been told."""

    key: UUID
    whom: str
    initiative: str
    branch: str
    state: str
    sent_on: date
    days: int
    days_here: int
    holds: bool
    because: str
    answer: str


class DecidedOut(Schema):
    """What a meeting decided of one: `queued` for whoever waits on."""

    key: UUID
    name: str
    decided: str
    words: str


class MeetingOut(Schema):
    """A meeting over a queue."""

    initiative: str
    branch: str
    held_on: date
    present: str
    noted_by: str
    decisions: list[DecidedOut]


@router.get("/queue", response=list[WaitingOut], summary="De som väntar på besked")
def list_queue(request: Request) -> list[dict[str, Any]]:
    """Those who wait in the branches that one takes in to, the longest first; at most 500."""
    rows = queries.waiting(request.viewer, list(queries.queue(request.viewer)[:MOST]))
    return [waiting_told(row) for row in rows]


def waiting_told(row: Waiting) -> dict[str, Any]:
    """One who waits, or has waited, as a row of the queue."""
    return {
        "key": row.one.pk, "name": row.one.circle.person.name,
        "initiative": row.one.initiative.code, "branch": row.one.branch.code,
        "origin": row.one.origin, "state": row.one.state, "received_on": row.one.received_on,
        "days": row.days, "days_here": row.here, "holder": row.holder.unit.name if row.holder else "",
    }  # fmt: skip


@router.get("/queue/meetings", response=list[MeetingOut], summary="Urvalsmöten med sina beslut")
def list_selections(request: Request) -> list[dict[str, Any]]:
    """The meetings that decided of somebody whom one may see, the latest first; at most 500."""
    rows = list(held_meetings.meetings(request.viewer)[:MOST])
    return [
        {
            "initiative": held.meeting.branch.initiative.code, "branch": held.meeting.branch.code,
            "held_on": held.meeting.held_on, "present": held.meeting.present,
            "noted_by": held.meeting.noted_by,
            "decisions": [
                {
                    "key": each.one.pk, "name": each.one.circle.person.name,
                    "decided": each.state if each.state in CLOSED else State.QUEUED, "words": each.words,
                }
                for each in held.decisions
            ],
        }
        for held in held_meetings.with_decisions(request.viewer, rows)
    ]  # fmt: skip


class SelectIn(Filled):
    """What a selection meeting decided, and over which queue: the codes of an initiative and its branch."""

    initiative: str
    branch: str


@router.post("/queue/meetings", summary="Anteckna vad ett urvalsmöte beslutade")
def note_selection(request: Request, told: SelectIn) -> dict[str, Any]:
    """The same decision for several: `held_on`, `present`, `chosen` (their keys), `code`, and the words.

    `code` is `accept`, `queue` or `decline`. All are saved or none; who hinders it is named.
    """
    branches = branches_to_work_in(request.viewer)
    where = branches.filter(code=told.branch, initiative__code=told.initiative).first()
    if where is None:
        raise Http404(_("Du tar inte emot i någon sådan gren."))
    form = SelectForm(
        form_data(told.fields), instance=SelectionMeeting(), branch=where, viewer=request.viewer
    )
    return {"key": kept(form, request).pk}


@router.get("/referrals", response=list[SentOut], summary="Aktualiseringar som ni har skickat")
def list_referrals(request: Request) -> list[dict[str, Any]]:
    """What one's own units have sent, the latest first; at most 500."""
    rows = queries.told(request.viewer, list(queries.sent(request.viewer)[:MOST]))
    return [sent_told(row) for row in rows]


def sent_told(row: Sent) -> dict[str, Any]:
    """One that was sent, as a row of what one's units have sent."""
    return {
        "key": row.one.pk, "whom": row.one.called, "initiative": row.one.branch.initiative.code,
        "branch": row.one.branch.code, "state": row.one.state, "sent_on": row.one.sent_on,
        "days": row.days, "days_here": row.here, "holds": row.holds, "because": row.one.because,
        "answer": row.one.answer,
    }  # fmt: skip


@router.post("/referrals", summary="Aktualisera någon")
def refer_somebody(request: Request, told: Filled) -> dict[str, Any]:
    """Refer somebody, with the fields of the page's form; the receipt is the same for everybody.

    Somebody whom one's own unit has sent there already, and who waits, is refused once with the code
    `sent_already`; sent again with `"as_written": true` it is done.
    """
    check_refer_somewhere(request.viewer)
    form = ReferForm(form_data(told.fields), instance=Referral(), viewer=request.viewer)
    return {"key": kept(form, request).pk}


@router.get("/queue/{uuid:key}/{step}", summary="Vad som står om den som väntar, att rätta")
def get_queue_form(request: Request, key: UUID, step: str) -> dict[str, Any]:
    """`contact` or `name` as it stands, and `seen` to send back with the changes and `because`."""
    return as_it_stands(_in_queue(CORRECTED, request, key, step, None))


@router.post("/queue/{uuid:key}/{step}", summary="Ta ett steg med en aktualisering")
def step_in_queue(request: Request, key: UUID, step: str, told: Filled) -> dict[str, Any]:
    """`queue`, `invite`, `answer`, `accept`, `decline`, `step_back`, `send_on`, `take_over`.

    Besides, also after a decision, `sought`; and `take_up`, with `because`, which undoes one. `contact`
    corrects how who waits is reached, and `name` the names, `number` or `birth_date`, with `because`: both are
    read first, `seen` is sent back, and what is not sent stands.
    `invite` also changes an invitation that waits, and `answer` an answer that is noted, with `because`.
    `accept` of somebody who may be known already is refused once with the code `known_before`; sent again with
    `"as_written": true` it is done.
    """
    form = _in_queue(FORMS, request, key, step, form_data(told.fields))
    if step in CORRECTED:
        let_stand(form, told.fields)
    kept(form, request)
    return {"state": queries.referral(request.viewer, key).state}


def _in_queue(forms: Any, request: Request, key: UUID, step: str, sent: Any) -> CarefulForm:
    one = queries.referral(request.viewer, key)
    check_takes_in(request.viewer, one)
    extra = {"viewer": request.viewer} if step in ASKS_WHO else {}
    form: CarefulForm = _step(forms, step)(sent, instance=one, **extra)
    return form


@router.post("/referrals/{uuid:key}/{step}", summary="Ta ett steg med det ni har skickat")
def step_with_sent(request: Request, key: UUID, step: str, told: Filled) -> dict[str, Any]:
    """`withdraw`, `hand_over`, `sought`, or `put_back`, which undoes that it was taken back, with `because`."""
    one = queries.sent_one(request.viewer, key)
    check_sent(request.viewer, one)
    kind: Any = _step(SENT_FORMS, step)
    extra = {"viewer": request.viewer} if step in ASKS_WHO else {}
    kept(kind(form_data(told.fields), instance=one, **extra), request)
    return {"state": queries.sent_one(request.viewer, key).state}


def _step(forms: Any, step: str) -> Any:
    if step not in forms:
        raise Http404(
            _("Det finns inget sådant steg. Det finns: %(steps)s.") % {"steps": ", ".join(forms)}
        )
    return forms[step]


def kept(form: CarefulForm, request: Request) -> Any:
    """What the form's action made; else every fault, in words."""
    if not (form.is_valid() and form.keep(request.viewer)):
        raise refusal(form)
    return form.kept
