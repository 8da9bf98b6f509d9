"""How a row's earlier versions are kept: by the database, whoever changes it (law 6)."""

from __future__ import annotations

from typing import TypeVar

import pghistory
from django.db import models

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
