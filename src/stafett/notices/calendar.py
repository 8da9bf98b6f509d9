"""What stands in somebody's calendar feed? Each app registers the source that it knows.

An entry says what sort of thing it is and when; never whom it is about, nor where. A source reads rows
as the viewer, so that what the feed gives is noticed and logged like any page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time

from django.utils.functional import Promise

from stafett.database.noticed import AboutAPerson
from stafett.safeguards.viewer import Viewer

Text = str | Promise


@dataclass(frozen=True)
class Entry:
    """Something with a day: what it is called in the calendar, the page that shows it, and its row."""

    thing: str
    title: Text
    day: date
    link: str
    at: time | None = None
    """When it begins; None is the whole day."""
    cancelled: bool = False
    about: AboutAPerson | None = None


Source = Callable[[Viewer, date, date], Iterable[Entry]]

_sources: dict[str, Source] = {}


def register(code: str, source: Source) -> None:
    """Let a source be asked for entries from a day through another; called from `AppConfig.ready`."""
    if code in _sources:
        raise ValueError(f"{code!r} is in the calendar already")
    _sources[code] = source


def entries(viewer: Viewer, first: date, last: date) -> list[Entry]:
    """What stands in a viewer's calendar from a day through another, in order of time."""
    found = [one for _code, ask in sorted(_sources.items()) for one in ask(viewer, first, last)]
    return sorted(found, key=lambda one: (one.day, one.at or time.min, one.thing))


__all__ = ["Entry", "Text", "entries", "register"]
