"""What has happened in a case, and what is to come: each app tells its own events (G10).

Shown twice from the same objects: as marks in the parties' lanes, and as a list in words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stafett.casework.lanes import Span
from stafett.casework.models import Participation
from stafett.casework.of_case import OfCase
from stafett.frame.formats import clock
from stafett.parties.models import Unit
from stafett.safeguards.access import Opened
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Version:
    """How something stood until it was corrected: when and by what unit, why, of which day, and what it said.

    The text is empty to whoever may not read that version; so is the reason.
    """

    corrected_on: date
    unit: str
    why: str
    day: date
    text: str


@dataclass(frozen=True)
class Event:
    """Something on a day, in one authority's record: its mark, what it is, what is told, and where it is.

    None is an authority that the viewer may not know to be in the case.
    """

    day: date
    authority_id: int | None
    mark: str
    what: str | Promise
    told: str = ""
    url: str = ""
    earlier: tuple[Version, ...] = ()
    lasts: Span | None = None
    """How long it goes on: in the lane that is drawn, and no mark."""
    at: time | None = None
    """When on the day it was or is, where that is known."""
    by: str = ""
    """Who wrote it, as this viewer may know (`noted`)."""


def own_staff(viewer: Viewer, authority: int | None, name: str) -> str:
    """The name of whoever did something at one's own authority; nothing of another's."""
    return name if authority in viewer.authorities_with(Permission.SEE_PEOPLE) else ""


def noted(
    viewer: Viewer, unit: Unit, name: str, day: date, written_at: datetime | None = None
) -> str:
    """Who wrote something in the record of a unit's authority: one's own staff by name, and when it was
    written the same day the minute; others' by unit, as under *Ändringar* and in *Vem har läst*."""
    if unit.authority_id not in viewer.authorities_with(Permission.SEE_PEOPLE):
        return unit.name
    told = [name, unit.name]
    moment = timezone.localtime(written_at) if written_at else None
    if moment and moment.date() == day:
        told.append(_("skrivet %(clock)s") % {"clock": clock(moment.time())})
    return ", ".join(told)


@dataclass(frozen=True)
class Kind:
    """A kind of event: the mark that stands in the lane, and what the mark means."""

    mark: str
    words: str | Promise


Source = Callable[[Viewer, Participation, Opened], Iterable[Event]]
S = TypeVar("S", bound=Source)

_sources: list[tuple[Kind, Source]] = []


def reads(*rows: OfCase[Any]) -> Callable[[S], S]:
    """Say which rows of the case a source tells of, so that all can be fetched at once."""

    def said(source: S) -> S:
        source.reads = rows  # type: ignore[attr-defined]
        return source

    return said


def rows_read(only: Collection[str] | None = None) -> list[OfCase[Any]]:
    """What the sources of these marks, or all of them, have said that they read."""
    asked = [source for kind, source in _sources if only is None or kind.mark in only]
    return list(dict.fromkeys(one for source in asked for one in getattr(source, "reads", ())))


def register(kind: Kind, source: Source) -> None:
    """Let an app tell its events of one kind; called from `AppConfig.ready`.

    `source` gives only what `Opened.shows`; it is asked once for a page.
    """
    if any(known.mark == kind.mark for known, _source in _sources):
        raise ValueError(f"the mark {kind.mark!r} is taken")
    _sources.append((kind, source))


def kinds() -> list[Kind]:
    """The kinds of events, in the order that they were registered."""
    return [kind for kind, _source in _sources]


def events(
    viewer: Viewer, case: Participation, shown: Opened, only: Collection[str] | None = None
) -> list[Event]:
    """What the viewer may know of that has happened or is to come, the latest first.

    Within a day what a source told last stands first: each tells its own in the order of writing.

    `only` names the marks that are asked for; the other sources are not asked.
    """
    asked = [source for kind, source in _sources if only is None or kind.mark in only]
    found = [one for source in asked for one in source(viewer, case, shown)]
    return sorted(found, key=lambda one: one.day)[::-1]
