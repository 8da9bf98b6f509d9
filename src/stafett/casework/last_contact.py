"""When was somebody last in contact with a person? Each app that knows of contact says so here (A7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from stafett.safeguards.viewer import Viewer

Source = Callable[[Viewer, Iterable[UUID]], dict[UUID, date]]

Rows = Callable[[], tuple["QuerySet[Any]", str]]

_sources: list[Source] = []
_noted: list[Rows] = []


def register(source: Source) -> None:
    """Let an app tell of contact, by participation; called from `AppConfig.ready`."""
    if source in _sources:
        raise ValueError(f"{source!r} tells of contact already")
    _sources.append(source)


def register_noted(rows: Rows) -> None:
    """Let rows of an app count as something noted with the person: those, and the column with their day."""
    if rows in _noted:
        raise ValueError(f"{rows!r} counts already")
    _noted.append(rows)


def noted_rows() -> list[tuple[QuerySet[Any], str]]:
    """What counts as noted in a case, each with its day; whoever asks puts `may_see` round it."""
    return [rows() for rows in _noted]


def last_contacts(viewer: Viewer, keys: Iterable[UUID]) -> dict[UUID, date]:
    """The last day of contact in each of these cases, as far as the viewer may know; none has no key."""
    asked = list(keys)
    latest: dict[UUID, date] = {}
    for source in _sources:
        for key, day in source(viewer, asked).items():
            latest[key] = max(day, latest.get(key, day))
    return latest
