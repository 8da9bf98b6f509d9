"""How a row's earlier versions are kept: by the database, whoever changes it (law 6)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import uuid4

import pghistory
from django.db import models
from pghistory import runtime

M = TypeVar("M", bound=type[models.Model])


def tracked(model: M) -> M:
    """Keep the old row at each change and at its end; who and why stand in the event's context.

    The newest version is the row itself, so that an import writes each row once.
    Columns that the database derives itself are left out: they follow from the others.
    """
    keep: M = pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(row=pghistory.Old),
        append_only=True,
        exclude=[f.name for f in model._meta.local_fields if isinstance(f, models.GeneratedField)],
    )(model)
    return keep


@contextmanager
def in_history(**told: Any) -> Iterator[runtime.Context]:
    """Say why, or by whom, of what is written in here, and of nothing else.

    pghistory puts contexts within each other together: what is said in the inner one then stands beside every
    row of the request, also in records of those who may not be told it (law 2).
    """
    around = getattr(runtime._tracker, "value", None)
    if around is None:
        with pghistory.context(**told) as made:  # noqa: TID251
            yield made
        return
    own = runtime._tracker.value = runtime.Context(uuid4(), {**around.metadata, **told})
    try:
        yield own
    finally:
        runtime._tracker.value = around
