"""How did a row of a case stand before it was corrected, when and by which unit was it, and why? (law 6)

The history keeps every version (ADR 7). An app names what counts as a correction of its rows; a step that is
settled is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from stafett.casework.models import Participation
from stafett.casework.of_case import OfCase
from stafett.casework.timeline import Version
from stafett.safeguards.access import Opened


def _own_unit(row: Any) -> str:
    name: str = row.unit.name
    return name


class Corrections:
    """The corrections of a table's rows: which columns count, what a version says, and of which day it is."""

    def __init__(
        self, told: tuple[str, ...], said: Callable[[Any], str], day: Callable[[Any], date],
        unit: Callable[[Any], str] = _own_unit,
    ) -> None:  # fmt: skip
        """Named at the top of a module; `unit` says whose row it is."""
        self.told, self.said, self.day, self.unit = told, said, day, unit

    def among(
        self, events: Iterable[Any], shown: Opened, written: Collection[Any]
    ) -> Mapping[UUID, tuple[Version, ...]]:
        """By row, the latest first, of earlier versions in that order; none of what was taken back."""
        now = {one.pk: one for one in written if not getattr(one, "retracted_on", None)}
        found: dict[UUID, list[Version]] = defaultdict(list)
        later = dict(now)
        for event in events:
            key = event.pgh_obj_id
            if key not in now:
                continue
            after, later[key] = later[key], event
            if any(getattr(event, name) != getattr(after, name) for name in self.told):
                open_ = shown.shows(event)
                version = self._version(
                    event, self.unit(now[key]), open_=open_, told=open_ and shown.shows(after)
                )
                found[key].append(version)
        return {key: tuple(versions) for key, versions in found.items()}

    def _version(self, event: Any, unit: str, *, open_: bool, told: bool) -> Version:
        """Why it was corrected is told to whoever may read both what it was and what it became."""
        why = ((event.pgh_context.metadata if event.pgh_context else None) or {}).get("why", "")
        return Version(
            timezone.localtime(event.pgh_created_at).date(), unit,
            why if told and not why.startswith("/") else "", self.day(event),
            self.said(event) if open_ else "",
        )  # fmt: skip


class CorrectionsOfCase(Corrections):
    """The same of a table whose rows hang on a participation: what a page reads is fetched at once."""

    def __init__(self, model: type[Any], *told: Any) -> None:
        """The table, and the rest as `Corrections`."""
        super().__init__(*told)
        self.rows: OfCase[Any] = OfCase(
            model.pgh_event_model,
            lambda rows: rows.select_related("pgh_context").order_by("-pgh_id"),
        )

    def of(
        self, shown: Opened, written: Collection[Any], case: Participation
    ) -> Mapping[UUID, tuple[Version, ...]]:
        """The corrections of these rows of a case."""
        return self.among(self.rows.of(case) if written else (), shown, written)


__all__ = ["Corrections", "CorrectionsOfCase"]
