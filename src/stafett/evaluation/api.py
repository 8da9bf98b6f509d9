"""The API of evaluation: assignments, rows, interviews, and invitations to give."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from ninja.errors import HttpError

from stafett.evaluation import actions, queries
from stafett.evaluation.access import check_rows, is_on
from stafett.evaluation.files import as_dicts
from stafett.evaluation.forms import AnswerForm, InviteForm
from stafett.evaluation.models import InterviewRound
from stafett.parties.answers import Refusal, faults_of
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
    revoked_on: date | None
    revoked_because: str


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
    answer_by: date
    state: str


class Answer(Schema):
    """What became of an invitation: `asked`, `yes`, `no` or `not_asked`."""

    state: str
    contact: str = ""
    reason: str = ""


class Why(Schema):
    """Why an assignment is revoked."""

    because: str


@router.get("/evaluations", response=list[AssignmentOut], summary="Uppdrag att utvärdera")
def list_evaluations(request: Request) -> list[dict[str, Any]]:
    """Those that one's authorities have given, and one's posts have got; they are decided on in person."""
    rows = queries.assignments(request.viewer).order_by("-from_day", "-pk")
    return [
        {
            "key": one.pk, "initiative": one.initiative.code, "authority": one.authority.name,
            "post": one.position.title, "purpose": one.purpose, "columns": one.columns,
            "from_day": one.from_day, "until_day": one.until_day,
            "is_on": is_on(one, request.viewer), "revoked_on": one.revoked_on,
            "revoked_because": one.revoked_because,
        }
        for one in rows
    ]  # fmt: skip


@router.get("/evaluations/{uuid:key}/rows", summary="Rader utan namn")
def list_evaluation_rows(request: Request, key: UUID) -> list[dict[str, Any]]:
    """All the rows of one's assignment while it is on, by pseudonym; each person's log has it."""
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
            "said": each.said, "others": each.counts,
        }
        for each in rounds
    ]  # fmt: skip


@router.post("/evaluations/{uuid:key}/interviews", summary="Bjud in till intervju")
def invite_to_interviews(request: Request, key: UUID, wanted: Invite) -> dict[str, Any]:
    """Have an invitation given to people whom one knows by pseudonym alone."""
    one = queries.assignment(request.viewer, key)
    check_rows(request.viewer, one)
    sent = wanted.dict() | {"pseudonyms": " ".join(wanted.pseudonyms)}
    form = InviteForm(form_data(sent), instance=InterviewRound(), assignment=one)
    return {"key": _kept(form, request).pk}


@router.get("/invitations", response=list[InvitationOut], summary="Inbjudningar att lämna")
def list_invitations(request: Request) -> list[dict[str, Any]]:
    """The invitations that no answer is noted of, in the cases that one's units hold."""
    return [
        {
            "key": one.pk, "participation": one.participation_id, "text": one.round.text,
            "answer_by": one.round.answer_by, "state": one.state,
        }
        for one in queries.waiting(request.viewer)
    ]  # fmt: skip


@router.post("/invitations/{uuid:key}/answer", summary="Anteckna vad en inbjudan ledde till")
def answer_invitation(request: Request, key: UUID, told: Answer) -> dict[str, Any]:
    """Note what the person said, in a case that one holds."""
    one = queries.invitation(request.viewer, key)
    return {"state": _kept(AnswerForm(form_data(told.dict()), instance=one), request).state}


def _kept(form: CarefulForm, request: Request) -> Any:
    """What the form's action made; else every fault, in words."""
    if not (form.is_valid() and form.keep(request.viewer)):
        raise Refusal(422, faults_of(form))
    return form.kept
