"""Registers over the API: the same check and the same action as the page and the command."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile

from stafett.exchange import queries
from stafett.exchange.access import check_may_import
from stafett.exchange.actions import read_in
from stafett.exchange.models import RegisterImport
from stafett.exchange.outline import open_table
from stafett.exchange.register import FIELDS, Table, Unreadable, guess
from stafett.exchange.verdict import Verdict
from stafett.exchange.views import too_large_words
from stafett.frame.inputs import several_files
from stafett.initiatives.models import Branch, Initiative
from stafett.initiatives.queries import branch as find_branch
from stafett.initiatives.queries import initiative as find_initiative
from stafett.parties.answers import Faults, Refusal, told
from stafett.safeguards.access import check_may
from stafett.safeguards.request import Request
from stafett.safeguards.roles import Permission

router = Router(tags=["Register"])
Answer = dict[str, Any]
KEYS = frozenset(one.key for one in FIELDS)


class Options(Schema):
    """How the file is read. `columns` is JSON: field key → header, where the guess would be wrong."""

    dry_run: bool = False
    branch: str = ""
    sheet: str = ""
    columns: str = ""


@router.post(
    "/initiatives/{code}/register", response={200: Answer, 422: Faults},
    summary="Läs in ett register: hela filen, eller inget av den",
)  # fmt: skip
def read_register(
    request: Request,
    code: str,
    options: Form[Options],
    file: UploadedFile | None = File(None),  # noqa: B008  (how ninja declares a parameter)
) -> Status[Answer]:
    """Read a register in, or with `dry_run` only try it; 422 with every fault when it cannot be taken.

    `faults` holds those that are shown; all that is known of the file is beside, in `verdict`.
    """
    if getattr(request, "too_large", False):
        raise HttpError(413, too_large_words())
    if file is None:
        raise HttpError(422, _(
            "Skicka filen som fältet file, och säg hur stor begäran är (Content-Length)."
        ))  # fmt: skip
    if len(request.FILES.getlist("file")) > 1:
        raise HttpError(422, several_files())
    initiative, branch = _place(request, code, options.branch)
    try:
        table = open_table(file.read(), options.sheet)
        verdict = read_in(
            table, _columns(table, options.columns), initiative, today=request.viewer.day,
            by=request.viewer, branch=branch, dry_run=options.dry_run,
        )  # fmt: skip
    except Unreadable as trouble:
        verdict = Verdict.of(trouble.fault)
    if not verdict.sound:
        pairs = ((one.column, one.sentence) for one in verdict.tally)
        raise Refusal(422, told(pairs), verdict=verdict.as_dict())
    return Status(200, verdict.as_dict())


def _place(request: Request, code: str, branch_code: str) -> tuple[Initiative, Branch | None]:
    initiative = find_initiative(request.viewer, code)
    branch = find_branch(request.viewer, initiative, branch_code) if branch_code else None
    check_may_import(request.viewer, initiative, branch)
    return initiative, branch


def _columns(table: Table, typed: str) -> dict[str, str]:
    """The guessed columns, with those told instead."""
    try:
        chosen = json.loads(typed or "{}")
    except (ValueError, RecursionError):
        raise HttpError(422, _("Fältet columns ska vara JSON: fält och rubrik.")) from None
    if not isinstance(chosen, dict) or not set(chosen) <= KEYS:
        fields = {"fields": ", ".join(sorted(KEYS))}
        raise HttpError(422, _("Fälten i columns kan vara %(fields)s.") % fields)
    return dict(guess(table.headers).mapping) | {key: str(value) for key, value in chosen.items()}


@router.get("/imports", summary="Filer som har kommit in")
def list_imports(request: Request) -> list[Answer]:
    """The uploads into what the viewer may import into, the newest first."""
    check_may(request.viewer, Permission.IMPORT_REGISTER)
    found = queries.imports(request.viewer).defer("content", "outline")
    return [_shown(one) for one in found[: queries.MOST_SHOWN]]


@router.get("/imports/{key}", summary="En fil som har kommit in, och hur det går för den")
def get_import(request: Request, key: UUID) -> Answer:
    """One upload with what came of it, and how far it has come."""
    one = queries.one_import(request.viewer, key)
    return {
        **_shown(one), "work": queries.work_of(one), "rows_done": one.rows_done,
        "result": queries.result_for(request.viewer, one),
    }  # fmt: skip


def _shown(one: RegisterImport) -> Answer:
    return {
        "id": str(one.pk), "file_name": one.file_name, "initiative": one.initiative.code,
        "branch": one.branch.code if one.branch else None, "status": one.status,
        "uploaded_at": one.uploaded_at, "uploaded_by": one.uploaded_by.name, "rows": one.rows_total,
    }  # fmt: skip
