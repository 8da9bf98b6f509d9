"""What the apps above tell the log: what their doors are called, whose part a case is, and where it is shown.

The log knows circles and doors by key alone; the apps that own them hang their words in here from
`AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stafett.safeguards.models import Form
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Shown:
    """A case as somebody who may see it finds it."""

    name: str
    url: str


Parts = Callable[[Collection[UUID]], set[tuple[UUID, int]]]
Names = Callable[[Viewer, Collection[UUID]], dict[UUID, Shown]]

_grounds: dict[str, str | Promise] = {}
_doors: dict[str, str | Promise] = {}
_changes: dict[str, str | Promise] = {}
_by_machine: set[str] = set()
_comparing: set[str] = set()
_parts: list[Parts] = []
_names: list[Names] = []

WITHOUT_NAME: dict[str, str | Promise] = {
    Form.PAGE: _("läste en sida"),
    Form.EXPORT: _("hämtade en fil"),
    Form.API: _("hämtade uppgifter till ett annat program"),
    Form.CHANGE: _("ändrade eller lade till något"),
    Form.JOB: _("lät datorn gå igenom uppgifter"),
    Form.COMMAND: _("arbetade med uppgifterna från servern"),
}
"""What a reading is called whose door has no words of its own."""


def name_doors(words: Mapping[str, str | Promise]) -> None:
    """Say what somebody did who came by each of these doors: "läste sidan om %(whom)s"."""
    for door in words:
        if door in _doors:
            raise ValueError(f"the door {door!r} has its words already")
    _doors.update(words)


def name_changes(words: Mapping[str, str | Promise]) -> None:
    """Say what somebody did who changed something by each of these doors, where it can be said."""
    _changes.update(words)


def compares(*doors: str) -> None:
    """Say that by these doors records are held against each other: who did is not told to those they are about,
    since it would tell that somebody hidden has the same (law 5). The log has it."""
    _comparing.update(doors)


def comparing() -> frozenset[str]:
    """Those doors."""
    return frozenset(_comparing)


def fetched_by_machine(door: str) -> None:
    """Say that a program fetches by this door, at all hours: a sample of what people did leaves it out."""
    _by_machine.add(door)


def by_machine() -> frozenset[str]:
    """Those doors; what they gave is in the log, and told to the person, like all else."""
    return frozenset(_by_machine)


def name_ground(basis: str, words: str | Promise) -> None:
    """Say why a door was open that no membership of a circle opened: "… sedan %(day)s"."""
    _grounds[basis] = words


def ground_words(basis: str) -> str:
    """Those words; nothing for a ground that nobody has named."""
    return str(_grounds.get(basis, ""))


def register_cases(parts: Parts, names: Names) -> None:
    """Say who has a part in cases, as (circle, unit), and how those who may see them find them."""
    _parts.append(parts)
    _names.append(names)


def what_was_done(door: str, form: str, whom: str, *, seen: bool = True) -> str:
    """A reading in words, about "dig" or "personen"; a change is a change, unless its door says which.

    To whoever may not see the case that it is about, nothing is said of which door it was.
    """
    named = _changes if form == Form.CHANGE else _doors
    if not seen:
        return str(WITHOUT_NAME[form])
    return str(named.get(door) or WITHOUT_NAME[form]) % {"whom": whom}


def units_with_a_part(circles: Collection[UUID]) -> set[tuple[UUID, int]]:
    """Who works or has worked with these cases, as (circle, unit)."""
    return {pair for parts in _parts for pair in parts(circles)}


def cases_for(viewer: Viewer, circles: Collection[UUID]) -> dict[UUID, Shown]:
    """Those of the cases that the viewer may see."""
    return {key: shown for names in _names for key, shown in names(viewer, circles).items()}
