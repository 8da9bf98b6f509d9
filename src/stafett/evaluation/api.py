"""The API of evaluation: assignments, rows, interviews, and invitations to give."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from ninja.errors import HttpError

from stafett.evaluation import actions, queries
from stafett.evaluation.access import check_holds, check_rows, is_on, why_ended
from stafett.evaluation.columns import yes_means
from stafett.evaluation.draws import Draw
from stafett.evaluation.files import as_dicts
from stafett.evaluation.forms import AnswerForm, CallBackForm, ErasedForm, InviteForm
from stafett.evaluation.models import EvaluationAssignment, InterviewRound
from stafett.evaluation.rules import stood_on
from stafett.parties.answers import refusal
from stafett.parties.careful_forms import CarefulForm
from stafett.parties.form_data import form_data
from stafett.parties.refusals import Refused
from stafett.safeguards.request import Request

router = Router(tags=["Utvärdering"])


class AssignmentOut(Schema):
    """An assignment: by whom, to whom, what for, which columns, when, and whether it is on today."""

    key: UUID
    initiative: str
    authority: str
    post: str
    purpose: str
    columns: list[str]
    from_day: date
    until_day: date
    is_on: bool
    rows_as_of: date
    """The day as of which rows that are fetched today show the register: a whole month's end."""
    revoked_on: date | None
    revoked_because: str
    erased_on: date | None
    erased_by: str


class SaidOut(Schema):
    """What is known of one invitation: a yes with the contact that the person chose, or nothing."""

    pseudonym: str
    yes: bool
    contact: str


class RoundOut(Schema):
    """A round of invitations; `others` counts those who did not say yes, when that tells of nobody."""

    key: UUID
    text: str
    answer_by: date
    said: list[SaidOut]
    others: dict[str, int]
    called_back_on: date | None
    called_back_because: str


class PartOut(Schema):
    """One stratum of a draw: its words, how many would be invited, and of how many."""

    words: str
    invited: int
    of: int


class DrawOut(Schema):
    """How many a round would invite, and how many are left out and why; nobody protected is counted."""

    total: int
    asked: int
    parts: list[PartOut]
    before: int
    unattended: int


class Invite(Schema):
    """Whom to invite: pseudonyms, or a number from each stratum by chance; in which words, until when."""

    text: str
    answer_by: str
    pseudonyms: list[str] = []
    number: int | None = None
    strata: list[str] = []


class InvitationOut(Schema):
    """An invitation to give to a person, by whoever holds the case."""

    key: UUID
    participation: UUID
    text: str
    yes_means: str
    """What a yes makes known: to be said to the person with the invitation."""
    answer_by: date
    state: str
    ended: str
    """Why it is not to be given any more; empty while it is."""


class Answer(Schema):
    """What became of an invitation: `asked`, `yes`, `no` or `not_asked`."""

    state: str
    contact: str = ""
    reason: str = ""


class Why(Schema):
    """Why an assignment is revoked, or a round of invitations called back."""

    because: str


class Erased(Schema):
    """When what was fetched was erased."""

    erased_on: str


@router.get("/evaluations", response=list[AssignmentOut], summary="Uppdrag att utvärdera")
def list_evaluations(request: Request) -> list[dict[str, Any]]:
    """Those that one's authorities have given, and one's posts have got; they are decided on in person."""
    rows = queries.assignments(request.viewer).order_by("-from_day", "-pk")
    return [
        {
            "key": one.pk, "initiative": one.initiative.code, "authority": one.authority.name,
            "post": one.position.title, "purpose": one.purpose, "columns": one.columns,
            "from_day": one.from_day, "until_day": one.until_day,
            "is_on": is_on(one, request.viewer),
            "rows_as_of": stood_on(request.viewer.day), "revoked_on": one.revoked_on,
            "revoked_because": one.revoked_because, "erased_on": one.erased_on,
            "erased_by": one.erased_by,
        }
        for one in rows
    ]  # fmt: skip


@router.get("/evaluations/{uuid:key}/rows", summary="Rader utan namn")
def list_evaluation_rows(request: Request, key: UUID) -> list[dict[str, Any]]:
    """All the rows of one's assignment while it is on, by pseudonym; each person's log has it.

    They show the register as it stood at the end of the last whole month.
    """
    one = queries.assignment(request.viewer, key)
    rows = queries.shown(one, queries.rows(request.viewer, one))
    return as_dicts(queries.columns_of(one), rows)


@router.post("/evaluations/{uuid:key}/revoke", summary="Återkalla ett uppdrag att utvärdera")
def revoke_evaluation(request: Request, key: UUID, why: Why) -> dict[str, Any]:
    """End an assignment at once, in the name of the authority that gave it; it is not undone."""
    one = queries.assignment(request.viewer, key)
    try:
        ended = actions.revoke(one, why.because, by=request.viewer)
    except Refused as refusal:
        raise HttpError(422, str(refusal)) from None
    return {"revoked_on": ended.revoked_on}


@router.post("/evaluations/{uuid:key}/erased", summary="Anteckna att det hämtade är raderat")
def note_erasure(request: Request, key: UUID, told: Erased) -> dict[str, Any]:
    """Note it, as the evaluator, when the assignment is over; who gave it sees the day."""
    one = queries.assignment(request.viewer, key)
    check_holds(request.viewer, one)
    made = _kept(ErasedForm(form_data(told.dict()), instance=one), request)
    return {"erased_on": made.erased_on}


@router.get(
    "/evaluations/{uuid:key}/interviews", response=list[RoundOut], summary="Vad de inbjudna svarat"
)
def list_interviews(request: Request, key: UUID) -> list[dict[str, Any]]:
    """The rounds of one's assignment while it is on; a no, no answer and not asked are the same."""
    one = queries.assignment(request.viewer, key)
    rounds = queries.answers_shown(one, queries.rounds(request.viewer, one))
    return [
        {
            "key": each.round.pk, "text": each.round.text, "answer_by": each.round.answer_by,
            "said": each.said, "others": each.counts, "called_back_on": each.round.called_back_on,
            "called_back_because": each.round.called_back_because,
        }
        for each in rounds
    ]  # fmt: skip


@router.post("/evaluations/{uuid:key}/interviews", summary="Bjud in till intervju")
def invite_to_interviews(request: Request, key: UUID, wanted: Invite) -> dict[str, Any]:
    """Have an invitation given to people whom one knows by pseudonym alone."""
    one = queries.assignment(request.viewer, key)
    check_rows(request.viewer, one)
    return {"key": _kept(_inviting(one, wanted), request).pk}


@router.post(
    "/evaluations/{uuid:key}/interviews/preview",
    response=DrawOut,
    summary="Hur många som skulle bjudas in",
)
def preview_interviews(request: Request, key: UUID, wanted: Invite) -> Draw:
    """The same question, answered in counts: nobody is invited and nobody is named."""
    one = queries.assignment(request.viewer, key)
    check_rows(request.viewer, one)
    form = _inviting(one, wanted)
    draw = form.planned(request.viewer) if form.is_valid() else None
    if draw is None:
        raise refusal(form)
    return draw


@router.post(
    "/evaluations/{uuid:key}/interviews/{uuid:which}/call-back",
    summary="Kalla tillbaka en inbjudan",
)
def call_back_interviews(request: Request, key: UUID, which: UUID, why: Why) -> dict[str, Any]:
    """Call a round back: those who have not answered are not to be asked."""
    one = queries.assignment(request.viewer, key)
    found = queries.round_of(request.viewer, one, which)
    made = _kept(CallBackForm(form_data(why.dict()), instance=found), request)
    return {"called_back_on": made.called_back_on}


def _inviting(one: EvaluationAssignment, wanted: Invite) -> InviteForm:
    sent = wanted.dict() | {"pseudonyms": " ".join(wanted.pseudonyms)}
    return InviteForm(form_data(sent), instance=InterviewRound(), assignment=one)


@router.get("/invitations", response=list[InvitationOut], summary="Inbjudningar att lämna")
def list_invitations(request: Request) -> list[dict[str, Any]]:
    """Those in the cases of one's units that no answer is noted of; and those taken back, until read."""
    some = [*queries.waiting(request.viewer), *queries.ended_unread(request.viewer)]
    return [
        {
            "key": one.pk, "participation": one.participation_id, "text": one.round.text,
            "yes_means": yes_means(one.assignment.columns), "answer_by": one.round.answer_by,
            "state": one.state, "ended": why_ended(one, request.viewer),
        }
        for one in some
    ]  # fmt: skip


@router.post(
    "/invitations/{uuid:key}/read", summary="Anteckna att man läst att en inbjudan upphört"
)
def read_invitation_end(request: Request, key: UUID) -> dict[str, Any]:
    """Say that one has read that it is not to be given any more."""
    one = queries.invitation(request.viewer, key)
    try:
        return {"read_on": actions.note_end_read(one, by=request.viewer).end_read_on}
    except Refused as refusal:
        raise HttpError(422, str(refusal)) from None


@router.post("/invitations/{uuid:key}/answer", summary="Anteckna vad en inbjudan ledde till")
def answer_invitation(request: Request, key: UUID, told: Answer) -> dict[str, Any]:
    """Note what the person said, in a case that one holds."""
    one = queries.invitation(request.viewer, key)
    return {"state": _kept(AnswerForm(form_data(told.dict()), instance=one), request).state}


def _kept(form: CarefulForm, request: Request) -> Any:
    """What the form's action made; else every fault, in words."""
    if not (form.is_valid() and form.keep(request.viewer)):
        raise refusal(form)
    return form.kept
