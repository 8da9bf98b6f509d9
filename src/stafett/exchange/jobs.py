"""What the worker does for registers: check one, and take one in. Arguments are ids only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from stafett.accounts.models import User
from stafett.database.connection import parameters
from stafett.exchange import actions
from stafett.exchange.access import check_may_import
from stafett.exchange.models import RegisterImport
from stafett.exchange.outline import open_table
from stafett.exchange.queries import content_of
from stafett.exchange.register import Unreadable
from stafett.exchange.verdict import Verdict
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer


@app.task(queue="registers", name="exchange.try_register", pass_context=True)
def try_register(context: JobContext, import_id: str, user_id: int) -> None:
    """Check a whole register: everything is tried and nothing kept."""
    run(UUID(import_id), user_id, context.job.id, keep=False)


@app.task(queue="registers", name="exchange.take_register", pass_context=True)
def take_register(context: JobContext, import_id: str, user_id: int) -> None:
    """Take a checked register in: all of it or nothing."""
    run(UUID(import_id), user_id, context.job.id, keep=True)


def run(key: UUID, user_id: int, job: int | None, *, keep: bool) -> None:
    """Read the register as its user, who reaches what that user reaches and nothing more.

    Does nothing when the file is not in this job's hand any longer: taken in, thrown away, or given to
    another job. Whatever breaks off leaves nothing but the status and a sentence.
    """
    viewer = viewer_of(User.objects.get(pk=user_id), timezone.localdate())
    try:
        with acting(viewer, f"register {key}"):
            _read(key, viewer, job, keep)
    except actions.Overtaken:
        return
    except actions.ChangedSince as found:
        with acting(viewer, f"register {key}"):
            actions.show_again(found.one, found.verdict)
    except PermissionDenied as refusal:
        _fail(viewer, key, job, str(refusal))
    except Exception:
        _fail(
            viewer,
            key,
            job,
            _("Inläsningen avbröts av ett fel hos oss, jobb %(job)s.") % {"job": job},
        )
        raise


def _fail(viewer: Viewer, key: UUID, job: int | None, why: str) -> None:
    with acting(viewer, f"register {key}"):
        actions.fail(key, job, why)


def _read(key: UUID, viewer: Viewer, job: int | None, keep: bool) -> None:
    mine = RegisterImport.objects.filter(pk=key, job=job, status__in=actions.RUNNING)
    one = mine.select_related("initiative", "branch").defer("content").first()
    if one is None:
        raise actions.Overtaken
    check_may_import(viewer, one.initiative, one.branch)
    with progress_of(one, viewer) as progress:
        verdict = _verdict(one, viewer, keep, progress)
    if keep and verdict.sound and actions.differs(one, verdict):
        raise actions.ChangedSince(one, verdict)
    actions.conclude(one, verdict, keep=keep, by=viewer)


def _verdict(
    one: RegisterImport, viewer: Viewer, keep: bool, progress: actions.Progress
) -> Verdict:
    try:
        return actions.read_in(
            open_table(content_of(one), one.outline.get("sheet", "")), one.columns, one.initiative,
            today=viewer.day, by=viewer, branch=one.branch, dry_run=not keep, progress=progress,
        )  # fmt: skip
    except Unreadable as trouble:
        return Verdict.of(trouble.fault)


@contextmanager
def progress_of(one: RegisterImport, viewer: Viewer) -> Iterator[Callable[[int], None]]:
    """Tells how far it has come over a connection of its own: the import's own is not yet committed."""
    name = str(settings.DATABASES["default"]["NAME"])
    with psycopg.connect(**parameters("app", name), autocommit=True) as aside:
        reach = ",".join(map(str, viewer.controllers))
        aside.execute("SELECT set_config('app.controllers', %s, false)", [reach])

        def tell(rows: int) -> None:
            aside.execute(
                "UPDATE exchange_registerimport SET rows_done = %s WHERE id = %s AND job = %s",
                [rows, one.pk, one.job],
            )

        yield tell
