"""How did what is noted stand before it was corrected, when, and why was it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from stafett.casework.models import Participation
from stafett.casework.of_case import OfCase
from stafett.casework.timeline import Version
from stafett.notes.models import By, Contact, Note, Result, Written
from stafett.safeguards.access import Opened

TOLD: dict[type[Written], tuple[str, ...]] = {
    Note: ("on_day", "kind", "text"),
    Contact: ("on_day", "by", "result", "text", "again_on"),
}
"""What of each is told as corrected; the rest is no correction."""
HOW, CAME_OF_IT = dict(By.choices), dict(Result.choices)
"""In words; Django's own would be put together anew for each of hundreds."""
EARLIER: dict[type[Written], OfCase[Any]] = {
    model: OfCase(
        model.pgh_event_model,  # type: ignore[attr-defined]
        lambda rows: rows.select_related("pgh_context").order_by("-pgh_id"),
    )
    for model in TOLD
}


def earlier_of(
    shown: Opened, written: Collection[Written], case: Participation
) -> Mapping[UUID, tuple[Version, ...]]:
    """The corrections of these rows of a case, by row, the latest first; none of what was taken back."""
    found: dict[UUID, list[Version]] = defaultdict(list)
    for model in TOLD:
        now = {one.pk: one for one in written if isinstance(one, model) and not one.retracted_on}
        for key, version in _versions(case, shown, model, now):
            found[key].append(version)
    return {key: tuple(versions) for key, versions in found.items()}


def _versions(
    case: Participation, shown: Opened, model: type[Any], now: Mapping[UUID, Any]
) -> Iterator[tuple[UUID, Version]]:
    later = dict(now)
    for event in EARLIER[model].of(case) if now else ():
        key = event.pgh_obj_id
        if key not in now:
            continue
        after, later[key] = later[key], event
        if any(getattr(event, name) != getattr(after, name) for name in TOLD[model]):
            yield key, _version(event, now[key].unit.name, open_=shown.shows(event))


def _version(event: Any, unit: str, *, open_: bool) -> Version:
    why = ((event.pgh_context.metadata if event.pgh_context else None) or {}).get("why", "")
    said = event.text if isinstance(event, _note_events()) else in_words(event)
    return Version(
        timezone.localtime(event.pgh_created_at).date(), unit,
        why if open_ and not why.startswith("/") else "", event.on_day, said if open_ else "",
    )  # fmt: skip


def _note_events() -> Any:
    return Note._meta.get_field("events").related_model


def in_words(contact: Any) -> str:
    """An attempt, now or earlier, in a line: how, what came of it, and the few words."""
    how, came_of_it = (
        HOW.get(contact.by, contact.by),
        CAME_OF_IT.get(contact.result, contact.result),
    )
    said = f"{how}, {came_of_it}"
    return f"{said}: {contact.text}" if contact.text else said
