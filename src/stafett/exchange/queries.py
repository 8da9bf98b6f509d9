"""Reads of imports; each takes the viewer. What a file says is shown only to the one who uploaded it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import Http404
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from stafett.exchange.access import open_for_import
from stafett.exchange.actions import RUNNING
from stafett.exchange.models import ImportStatus, Mapping, RegisterImport
from stafett.exchange.register import Fault, Severity
from stafett.initiatives.models import Initiative
from stafett.safeguards.viewer import Viewer

SILENT_AFTER = timedelta(seconds=30)
"""A worker says every ten seconds that it lives; after so long without, it is taken for dead."""
WAITING = (
    ImportStatus.RECEIVED, ImportStatus.CHECKED, ImportStatus.FAULTY, ImportStatus.FAILED,
)  # fmt: skip
"""Where a file waits for its uploader."""
MOST_SHOWN = 50


class Work(StrEnum):
    """How it goes with the job that a file has been given to."""

    NONE = "none"
    IN_TURN = "in_turn"
    NO_WORKER = "no_worker"
    RUNNING = "running"
    STOPPED = "stopped"


def imports(viewer: Viewer) -> QuerySet[RegisterImport]:
    """The imports into what the viewer may import into, the newest first, without their content."""
    allowed = Q(pk__isnull=True)
    for initiative, branch in open_for_import(viewer):
        allowed |= Q(initiative=initiative, branch=branch) if branch else Q(initiative=initiative)
    found = RegisterImport.objects.filter(allowed, controller_id__in=viewer.controllers)
    return found.select_related("initiative", "branch", "uploaded_by").defer("content")


def one_import(viewer: Viewer, key: UUID) -> RegisterImport:
    """One import; Http404 with a sentence when the viewer has no such."""
    found = imports(viewer).filter(pk=key).first()
    if found is None:
        raise Http404(_("Det finns ingen sådan inläsning bland dina."))
    return found


def waiting_for(viewer: Viewer) -> list[RegisterImport]:
    """The viewer's own files that wait for the viewer: to be mapped, mended, taken in or tried again."""
    mine = imports(viewer).filter(uploaded_by_id=viewer.user_id, status__in=WAITING)
    return list(mine.defer("content", "outline")[:MOST_SHOWN])


def content_of(one: RegisterImport) -> bytes:
    """The file itself; empty once it has been taken in."""
    return bytes(RegisterImport.objects.values_list("content", flat=True).get(pk=one.pk) or b"")


def work_of(one: RegisterImport) -> Work:
    """How it goes with the file's job: an honest answer also where no worker is up."""
    if one.status not in RUNNING:
        return Work.NONE
    job = ProcrastinateJob.objects.filter(pk=one.job or 0).first()
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gte=Now() - SILENT_AFTER)
    if job is not None and job.status == "todo":
        return Work.IN_TURN if alive.exists() else Work.NO_WORKER
    if job is not None and job.status == "doing" and alive.filter(pk=job.worker_id or 0).exists():
        return Work.RUNNING
    return Work.STOPPED


def saved_mappings(viewer: Viewer, initiative: Initiative) -> QuerySet[Mapping]:
    """The saved choices of columns in an initiative; they hold headers, never people."""
    return Mapping.objects.filter(initiative=initiative).order_by("name")


def latest_choice(viewer: Viewer, one: RegisterImport) -> RegisterImport | None:
    """The last file in the same place with the same headers; else the last whose columns are all here."""
    headers = set(one.outline.get("headers", ())) - {""}
    before = (
        RegisterImport.objects.filter(
            initiative=one.initiative_id, branch=one.branch_id, controller_id__in=viewer.controllers
        )
        .exclude(pk=one.pk)
        .exclude(columns={})
    )
    latest = before.only("columns", "unread").order_by("-uploaded_at")[:MOST_SHOWN]
    fitting = [each for each in latest if set(each.columns.values()) <= headers]
    same = (each for each in fitting if {*each.columns.values(), *each.unread} == headers)
    return next(same, next(iter(fitting), None))


FROM_THE_FILE = ("shown", "kinds", "first", "changes")
"""The parts of a result that repeat what the file says of people."""
COUNTED = ("rows", "new", "updated", "unchanged", "corrected_people", "exits_undone")
"""The parts that count people: one more than the list shows tells that somebody is protected."""
CHANGING = ("new", "updated", "corrected_people")


def result_for(viewer: Viewer, one: RegisterImport) -> dict[str, Any]:
    """What came of an import, faults in the reader's language; to others than its uploader that it changes
    something, and how many faults there are.

    A file can hold somebody protected, whom only the one who has the register may know of (law 5).
    """
    changes = {"changes_something": any(one.result.get(name) for name in CHANGING)}
    if one.uploaded_by_id != viewer.user_id:
        kept = one.result.keys() - {*FROM_THE_FILE, *COUNTED}
        return {name: one.result[name] for name in sorted(kept)} | changes
    faults = ("shown", "kinds")
    said = {name: [_said(f) for f in one.result[name]] for name in faults if name in one.result}
    return {**one.result, **said, **changes}


def _said(fault: dict[str, Any]) -> dict[str, Any]:
    return {**fault, "what": _again(fault).what}


def _again(one: dict[str, Any]) -> Fault:
    severity = Severity(one["severity"])
    return Fault(one["row"], one["column"], one["code"], one["params"], one["suggestion"], severity)
