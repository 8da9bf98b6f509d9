"""When was somebody last in contact with a person? Each app that knows of contact says so here (A7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from stafett.casework.models import Participation
from stafett.safeguards.access import Opened
from stafett.safeguards.viewer import Viewer

Source = Callable[[Viewer, Iterable[UUID]], dict[UUID, date]]

Rows = Callable[[], tuple["QuerySet[Any]", str]]

Again = Callable[[Participation, Opened], date | None]

_sources: list[Source] = []
_noted: list[Rows] = []
_again: list[Again] = []


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


def register_again(source: Again) -> None:
    """Let an app tell of the day when somebody means to try anew to reach the person."""
    if source in _again:
        raise ValueError(f"{source!r} tells of another try already")
    _again.append(source)


def try_again_on(case: Participation, shown: Opened) -> date | None:
    """The nearest such day, as far as the viewer may know; None when there is none."""
    return min(filter(None, (source(case, shown) for source in _again)), default=None)


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
