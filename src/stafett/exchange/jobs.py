"""What the worker does for registers: check one, and take one in. Arguments are ids only."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import psycopg
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from stafett.accounts.models import User
from stafett.database.connection import parameters
from stafett.exchange import actions
from stafett.exchange.models import ImportStatus, RegisterImport
from stafett.exchange.register import Unreadable, read
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer


@app.task(queue="registers", name="exchange.try_register")
def try_register(import_id: str, user_id: int) -> None:
    """Check a whole register: everything is tried and nothing kept."""
    run(UUID(import_id), user_id, keep=False)


@app.task(queue="registers", name="exchange.take_register")
def take_register(import_id: str, user_id: int) -> None:
    """Take a checked register in: all of it or nothing."""
    run(UUID(import_id), user_id, keep=True)


def run(import_id: UUID, user_id: int, *, keep: bool) -> None:
    """Read the register as its user, who reaches what that user reaches and nothing more."""
    viewer = viewer_of(User.objects.get(pk=user_id), timezone.localdate())
    try:
        with acting(viewer, f"register {import_id}"):
            _read(import_id, viewer, keep)
    except Exception:
        with acting(viewer, f"register {import_id}"):
            RegisterImport.objects.filter(pk=import_id).update(status=ImportStatus.FAILED)
        raise


def _read(import_id: UUID, viewer: Viewer, keep: bool) -> None:
    one = RegisterImport.objects.select_related("initiative", "branch").get(pk=import_id)
    try:
        table = read(BytesIO(bytes(one.content or b"")))
        verdict = actions.read_in(
            table, one.columns, one.initiative, today=viewer.day, by=viewer, branch=one.branch,
            dry_run=not keep, progress=progress_of(import_id, viewer),
        )  # fmt: skip
    except Unreadable as trouble:
        verdict = actions.Verdict()
        verdict.tally.add(trouble.fault)
    actions.conclude(one, verdict, keep=keep, by=viewer)


def progress_of(import_id: UUID, viewer: Viewer) -> Callable[[int], None]:
    """Writes how far it has come on a connection of its own: the import's own is not yet committed."""

    def tell(rows: int) -> None:
        with psycopg.connect(
            **parameters("app", str(settings.DATABASES["default"]["NAME"]))
        ) as aside:
            reach = ",".join(map(str, viewer.controllers))
            aside.execute("SELECT set_config('app.controllers', %s, true)", [reach])
            aside.execute(
                "UPDATE exchange_registerimport SET rows_done = %s WHERE id = %s", [rows, import_id]
            )

    return tell
