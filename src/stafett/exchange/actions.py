"""The way in for a register: receive a file, check all of it, then take all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import islice
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import get_language, override
from procrastinate.contrib.django import app as worker

from stafett.exchange.lists import lists_for
from stafett.exchange.loading import Loader
from stafett.exchange.models import ImportStatus, RegisterImport
from stafett.exchange.models import Mapping as SavedMapping
from stafett.exchange.pauses import few_pauses
from stafett.exchange.register import Fault, Table, check, unread
from stafett.exchange.telling import Told
from stafett.exchange.verdict import Verdict
from stafett.initiatives.models import Branch, Initiative
from stafett.safeguards.viewer import Viewer

PIECE = 5_000
"""So many rows are looked up and written at a time, while the next are read."""
ONE_AT_A_TIME = 7_421_107
"""The advisory lock under which one register at a time comes into an initiative."""
RUNNING = (ImportStatus.CHECKING, ImportStatus.APPLYING)

Progress = Callable[[int], None]
T = TypeVar("T")


class Refused(Exception):
    """Ends the transaction of a register that cannot be taken, or was only tried."""


class Overtaken(Exception):
    """Somebody else has the file in hand by now: what was done here is not kept."""


def _silent(_rows: int) -> None:
    """Nobody waits for progress."""


def read_in(
    table: Table, mapping: Mapping[str, str], initiative: Initiative, *, today: date, by: Viewer,
    branch: Branch | None = None, dry_run: bool = False, progress: Progress = _silent,
) -> Verdict:  # fmt: skip
    """Read a whole register in, in one transaction: all of it, or with one fault nothing of it.

    `mapping` is field key → header. Every fault is counted whatever came before it. With `dry_run`
    everything is tried and nothing kept. The same file twice changes nothing; a corrected file
    updates, and the earlier versions are kept (law 6). Raises Unreadable where a file turns out to
    be damaged on the way. Who may do it is asked by access.check_may_import.
    """
    verdict = Verdict(unread=unread(table.headers, mapping))
    try:
        with few_pauses(), transaction.atomic():
            if _alone(initiative):
                _load(table, mapping, initiative, branch, today, by, verdict, progress)
            else:
                verdict.tally.add(Fault(0, "", "register-busy"))
            if dry_run or not verdict.sound:
                raise Refused
        verdict.applied = True
    except Refused:
        pass
    return verdict


def _alone(initiative: Initiative) -> bool:
    """True when no other register is on its way into the initiative; keeps them out until the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [ONE_AT_A_TIME, initiative.pk])
        return bool(cursor.fetchone()[0])


def _load(
    table: Table, mapping: Mapping[str, str], initiative: Initiative, branch: Branch | None,
    today: date, by: Viewer, verdict: Verdict, progress: Progress,
) -> None:  # fmt: skip
    lists = lists_for(initiative, branch, today)
    if not lists.branches:
        verdict.tally.add(Fault(0, "", "no-branch"))
        return
    loader = Loader(initiative, branch, mapping, lists, by=by)
    verdict.outcome = loader.outcome
    last = table.header_row
    for piece in _ahead(_pieces(map(loader.hear, check(table, mapping, lists, today)), PIECE)):
        last = _count(piece, verdict, last)
        heard = [one for one in piece if isinstance(one, Told)]
        for fault in loader.load(heard, write=verdict.sound) if heard else ():
            verdict.tally.add(fault)
        progress(last - table.header_row)
    if verdict.sound:
        loader.settling.finish()
    if loader.clash and verdict.sound:
        verdict.tally.add(loader.clash)


def _pieces(found: Iterator[T], size: int) -> Iterator[list[T]]:
    while piece := list(islice(found, size)):
        yield piece


def _ahead(pieces: Iterator[list[T]]) -> Iterator[list[T]]:
    """The same pieces, each read and checked beside while the database writes the one before.

    Reading asks the database nothing; it is in the language of the one who waits.
    """
    language = get_language()

    def read() -> list[T]:
        with override(language):
            return next(pieces, [])

    with ThreadPoolExecutor(max_workers=1) as beside:
        waiting = beside.submit(read)
        while piece := waiting.result():
            waiting = beside.submit(read)
            yield piece


def _count(piece: Iterable[Told | Fault], verdict: Verdict, last: int) -> int:
    """Count rows, each once, and faults; returns the last row met. Faults of the whole file come last."""
    for one in piece:
        number = one.row if isinstance(one, Fault) else one.row.number
        if isinstance(one, Fault):
            verdict.tally.add(one)
        if number > last:
            verdict.rows, last = verdict.rows + 1, number
    return last


@transaction.atomic
def receive(
    content: bytes, file_name: str, initiative: Initiative, *, outline: Mapping[str, Any],
    by: Viewer, branch: Branch | None = None,
) -> RegisterImport:  # fmt: skip
    """Keep an uploaded file until it has been taken in or thrown away."""
    where = branch or initiative
    return RegisterImport.objects.create(
        controller_id=where.controller_id, initiative=initiative, branch=branch,
        uploaded_by_id=cast(int, by.user_id), file_name=file_name[-255:], content=content,
        outline=dict(outline), digest=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


def choose_sheet(one: RegisterImport, outline: Mapping[str, Any], *, by: Viewer) -> None:
    """Read another sheet of the workbook: other headers, so another choice of columns."""
    one.outline, one.columns, one.unread = dict(outline), {}, []
    one.status, one.result = ImportStatus.RECEIVED, {}
    one.save(update_fields=["outline", "columns", "unread", "status", "result"])


def save_mapping(
    initiative: Initiative, name: str, columns: Mapping[str, str], *, unread: Iterable[str] = (),
    by: Viewer,
) -> SavedMapping:  # fmt: skip
    """Keep a choice of columns for the next file from the same place; an older one of the name goes."""
    return SavedMapping.objects.update_or_create(
        initiative=initiative, name=name,
        defaults={"columns": dict(columns), "unread": list(unread)},
    )[0]  # fmt: skip


def throw_away(one: RegisterImport, *, by: Viewer) -> None:
    """Throw an upload away with its content; what was already read in stays."""
    one.delete()


def start_check(one: RegisterImport, columns: Mapping[str, str], *, by: Viewer) -> bool:
    """Let the worker check the file, read by these columns; False when somebody was before."""
    headers = dict.fromkeys(one.outline.get("headers", ()))
    left_out = [header for header in headers if header and header not in columns.values()]
    return _hand_over(
        one, ImportStatus.CHECKING, "exchange.try_register", by,
        columns=dict(columns), unread=left_out, result={},
    )  # fmt: skip


def start_taking(one: RegisterImport, *, by: Viewer) -> bool:
    """Let the worker take a checked file in; False when somebody was before."""
    return _hand_over(one, ImportStatus.APPLYING, "exchange.take_register", by)


def _hand_over(
    one: RegisterImport, status: ImportStatus, job: str, by: Viewer, **changed: Any
) -> bool:
    """Queue the job in the same transaction as the new status: both, or neither, and once.

    Two clicks meet on the row: the second finds the job of the first there, and does nothing.
    """
    with transaction.atomic():
        same = RegisterImport.objects.filter(pk=one.pk, status=one.status, job=one.job)
        if not same.update(status=status, rows_done=0, **changed):
            return False
        number = worker.configure_task(job, queue="registers").defer(
            import_id=str(one.pk), user_id=by.user_id
        )
        RegisterImport.objects.filter(pk=one.pk).update(job=number)
    return True


def conclude(one: RegisterImport, verdict: Verdict, *, keep: bool, by: Viewer) -> None:
    """Note what came of a check or an import. Of a file that has been taken in, only numbers are kept.

    Raises Overtaken when the file has been given to another job meanwhile.
    """
    status = ImportStatus.FAULTY
    if verdict.sound:
        status = ImportStatus.APPLIED if keep else ImportStatus.CHECKED
    done: dict[str, Any] = {"status": status, "rows_total": verdict.rows}
    if status == ImportStatus.APPLIED:
        done |= {"content": None, "outline": {}, "result": verdict.counts()}
    else:
        done["result"] = verdict.as_dict()
    if not _in_hand(one.pk, one.job).update(**done):
        raise Overtaken


class ChangedSince(Exception):
    """Taking the file in would do something else than what was shown when it was checked."""

    def __init__(self, one: RegisterImport, verdict: Verdict) -> None:
        super().__init__(one.pk)
        self.one, self.verdict = one, verdict


SHOWN_BEFORE = ("new", "updated", "unchanged", "corrected_people", "exits_undone", "changes")
"""What somebody said yes to."""


def differs(one: RegisterImport, verdict: Verdict) -> bool:
    """True when the verdict is another than the one that somebody said yes to."""
    found = verdict.as_dict()
    return any(found[name] != one.result.get(name) for name in SHOWN_BEFORE)


def show_again(one: RegisterImport, verdict: Verdict) -> None:
    """Let somebody look again: what is recorded has changed since the check, and nothing was taken in."""
    result = {**verdict.as_dict(), "applied": False, "changed_since": True}
    _in_hand(one.pk, one.job).update(status=ImportStatus.CHECKED, result=result)


def fail(key: UUID, job: int | None, why: str) -> None:
    """Note that a check or an import broke off, with a sentence; nothing of it was kept."""
    _in_hand(key, job).update(status=ImportStatus.FAILED, result={"why": why})


def _in_hand(key: UUID, job: int | None) -> Any:
    return RegisterImport.objects.filter(pk=key, job=job, status__in=RUNNING)
