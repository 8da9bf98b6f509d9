"""What stands beside a decision is read by the name that somebody works under, also from before.

The text is kept as it was written (law 6), and so it is archived (`as_written`). Read by anybody it says what a
protected member of staff is called at work (law 5): every page, file, paper and answer reads through the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import models

from stafett.database.kept import Kept

_known: ContextVar[Mapping[str, str] | None] = ContextVar("work_names", default=None)


class StaffName(models.CharField):  # type: ignore[type-arg]
    """A name written beside what somebody did; a protected one is read as what they are called at work."""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """What is shown of it."""
        return work_names().get(value, value) if value else value

    def deconstruct(self) -> Any:
        """For the database it is plain text."""
        name, _path, args, named = super().deconstruct()
        return name, "django.db.models.CharField", args, named


def read_earlier_versions_too() -> None:
    """Earlier versions are read as the row itself: their fields are made from what the database knows."""
    for model in apps.get_models():
        tracked = getattr(model, "pgh_tracked_model", None)
        for field in tracked._meta.fields if tracked else ():
            if isinstance(field, StaffName):
                model._meta.get_field(field.name).__class__ = StaffName


PROTECTED: Kept[tuple[str, str]] = Kept(
    lambda: (
        apps.get_model("parties", "Staff")
        ._default_manager.order_by("pk")
        .exclude(real_name="")
        .values_list("real_name", "name")
    )
)


def work_names() -> Mapping[str, str]:
    """What the protected are called at work, by the name that they had; asked once in a request or a job.

    A name that some colleague has too is left out: it points at nobody, and theirs would be taken from them.
    """
    found = _known.get()
    if found is None:
        staff = apps.get_model("parties", "Staff")._default_manager.order_by("pk")
        protected = dict(PROTECTED())
        others = staff.filter(real_name="", name__in=protected) if protected else staff.none()
        shared = set(others.values_list("name", flat=True))
        found = {real: name for real, name in protected.items() if real not in shared}
        _known.set(found)
    return found


def forget_names(**_signal: Any) -> None:
    """Ask anew: a request or a job begins, or somebody is protected, or no longer."""
    _known.set(None)


@contextmanager
def as_written() -> Iterator[None]:
    """Read the names as they were written: for what is archived."""
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


__all__ = ["StaffName", "as_written", "forget_names", "read_earlier_versions_too", "work_names"]
