"""The API of evaluators' assignments: those one has given or got, the rows, and revoking one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from ninja.errors import HttpError

from stafett.evaluation import actions, queries
from stafett.evaluation.access import is_on
from stafett.evaluation.files import as_dicts
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
