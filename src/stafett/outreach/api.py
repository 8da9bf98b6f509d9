"""The API of the list: who is on it, and each step with one of them, by the same actions as the pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError

from stafett.outreach import queries
from stafett.outreach.access import check_sees, check_works
from stafett.outreach.forms import FORMS, LeadOnForm
from stafett.outreach.forms_correcting import TRY_FORMS
from stafett.outreach.models import Led
from stafett.outreach.queries import OnList, TryLine
from stafett.parties.answers import refusal
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.form_data import Filled, as_it_stands, form_data, let_stand
from stafett.referrals.models import Referral
from stafett.referrals.queries import Sent
from stafett.safeguards.request import Request

router = Router(tags=["Uppsökande"])
MOST = 500
CORRECT = "correct"
"""The step that writes anew what stands on the list."""


class OnListOut(Schema):
    """Somebody on the list."""

    key: UUID
    name: str
    school: str
    listed_on: date
    reached_on: date | None
    tried_on: date | None
    next_contact: date | None
    late: bool


class TryOut(Schema):
    """A try to reach somebody."""

    key: UUID
    made_on: date
    way: str
    result: str
    reached: bool
    words: str
    noted_by: str
    corrected_on: date | None
    retracted_on: date | None


@router.get("/outreach", response=list[OnListOut], summary="De som står på den uppsökande listan")
def list_outreach(request: Request) -> list[dict[str, Any]]:
    """Those on the lists that one's own units hold, whom to contact first at the top; at most 500."""
    check_sees(request.viewer)
    rows = queries.told(request.viewer, list(queries.on_list(request.viewer)[:MOST]))
    return [_row(row) for row in rows]


def _row(row: OnList) -> dict[str, Any]:
    return {
        "key": row.one.pk, "name": row.one.person.name, "school": row.one.school,
        "listed_on": row.one.listed_on, "reached_on": row.reached_on, "tried_on": row.tried_on,
        "next_contact": row.one.next_contact, "late": row.late,
    }  # fmt: skip


class LedOut(Schema):
    """A referral that was made from the list; what the unit was last told of it, while it is there."""

    on_day: date
    noted_by: str
    initiative: str | None
    branch: str | None
    state: str | None
    because: str
    answer: str


class EntryOut(OnListOut):
    """One on a list, with every try and what the referrals led to."""

    unit: str
    number: str
    contact: str
    programme: str
    doing: str
    doing_on: date | None
    left_on: date | None
    left_reason: str
    may_work: bool
    tries: list[TryOut]
    led: list[LedOut]


@router.get("/outreach/{uuid:key}", response=EntryOut, summary="En person på den uppsökande listan")
def get_entry(request: Request, key: UUID) -> dict[str, Any]:
    """Who it is, every try with the latest first, and what the referrals led to; for the list's own unit."""
    sheet = queries.sheet(request.viewer, key)
    one = sheet.row.one
    return {
        **_row(sheet.row), "unit": one.outreach.unit.name, "number": one.person.shown_number,
        "contact": one.contact, "programme": one.programme, "doing": str(one.doing or ""),
        "doing_on": one.doing_on, "left_on": one.left_on, "left_reason": str(one.left_reason or ""),
        "may_work": sheet.works, "tries": [_told(line) for line in sheet.tries],
        "led": [_led(led, sent) for led, sent in sheet.led],
    }  # fmt: skip


def _led(led: Led, sent: Sent | None) -> dict[str, Any]:
    told = sent.one if sent else None
    return {
        "on_day": led.on_day, "noted_by": led.noted_by,
        "initiative": told.branch.initiative.code if told else None,
        "branch": told.branch.code if told else None, "state": told.state if told else None,
        "because": told.because if told else "", "answer": told.answer if told else "",
    }  # fmt: skip


@router.get(
    "/outreach/{uuid:key}/tries", response=list[TryOut], operation_id="list_tries",
    summary="Kontaktförsöken med någon på den uppsökande listan",
)  # fmt: skip
def list_tries(request: Request, key: UUID) -> list[dict[str, Any]]:
    """Every try, the latest first; of one that was taken back stands its day alone."""
    return [_told(line) for line in queries.tries_of(request.viewer, key)]


@router.get("/outreach/{uuid:key}/{step}", summary="Vad som står på listan om någon, att rätta")
def get_entry_form(request: Request, key: UUID, step: str) -> dict[str, Any]:
    """`correct`: how it stands, and `seen` to send back with the changes and `because`."""
    one = queries.entry(request.viewer, key)
    check_works(request.viewer, one)
    if step != CORRECT:
        raise _no_such((CORRECT,))
    return as_it_stands(FORMS[step](None, instance=one, viewer=request.viewer))


@router.post("/outreach/{uuid:key}/{step}", summary="Ta ett steg med någon på listan")
def step_on_list(request: Request, key: UUID, step: str, told: Filled) -> dict[str, Any]:
    """`try`, `leave`, `take_back`; or `refer`, which sends a referral.

    `correct` is read first: `seen` is sent back, and what is not sent stands.
    """
    one = queries.entry(request.viewer, key)
    check_works(request.viewer, one)
    sent = form_data(told.fields)
    if step == "refer":
        form: CarefulForm = LeadOnForm(sent, instance=Referral(), viewer=request.viewer, entry=one)
    elif step in FORMS:
        form = FORMS[step](sent, instance=one, viewer=request.viewer)
    else:
        raise _no_such((*FORMS, "refer"))
    if step == CORRECT:
        let_stand(form, told.fields)
    return _kept(form, request)


@router.get(
    "/outreach/{uuid:key}/tries/{uuid:which}/{step}", operation_id="get_try_form",
    summary="Ett kontaktförsök som det står, att rätta eller dra tillbaka",
)  # fmt: skip
def get_try_form(request: Request, key: UUID, which: UUID, step: str) -> dict[str, Any]:
    """How it stands, and `seen` to send back with the changes and `because`. 410 when it was taken back."""
    return as_it_stands(_try_form(request, key, which, step, None))


@router.post(
    "/outreach/{uuid:key}/tries/{uuid:which}/{step}", operation_id="step_with_try",
    summary="Rätta ett kontaktförsök, eller dra tillbaka det",
)  # fmt: skip
def step_with_try(
    request: Request, key: UUID, which: UUID, step: str, told: Filled
) -> dict[str, Any]:
    """`correct`, or `retract` when it was noted by mistake; both with `because`, and `seen` as it was read."""
    form = _try_form(request, key, which, step, form_data(told.fields))
    let_stand(form, told.fields)
    return _kept(form, request)


def _try_form(request: Request, key: UUID, which: UUID, step: str, sent: Any) -> CarefulForm:
    one = queries.entry(request.viewer, key)
    check_works(request.viewer, one)
    found = queries.try_of(request.viewer, one, which)
    if step not in TRY_FORMS:
        raise _no_such(TRY_FORMS)
    if found.retracted_on and sent is None:
        raise HttpError(410, queries.TryLine(found).retracted)
    return TRY_FORMS[step](sent, instance=found, viewer=request.viewer)


def _told(line: TryLine) -> dict[str, Any]:
    one, stands = line.one, line.one.retracted_on is None
    return {
        "key": one.pk, "made_on": one.made_on, "way": str(one.way) if stands else "",
        "result": str(one.result) if stands else "", "words": one.words,
        "reached": stands and one.result.reaches, "noted_by": one.noted_by,
        "corrected_on": line.earlier[0].corrected_on if line.earlier else None,
        "retracted_on": one.retracted_on,
    }  # fmt: skip


def _no_such(steps: Iterable[str]) -> Http404:
    told = {"steps": ", ".join(steps)}
    return Http404(_("Det finns inget sådant steg. Det finns: %(steps)s.") % told)


def _kept(form: CarefulForm, request: Request) -> dict[str, Any]:
    if not (form.is_valid() and form.keep(request.viewer)):
        raise refusal(form)
    return {"key": form.kept.pk}
