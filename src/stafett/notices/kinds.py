"""What can somebody be told has happened? Each app registers the kinds of notices that it knows.

A kind is data: what it means, an example, and how it finds what is news to a viewer right now. The job looks
every few minutes, as the viewer and behind the wall; what it finds becomes a row, once. A kind that finds
a thing no longer lets its notice rest: nobody is told of what is done already.
It reads values and makes no rows: whoever it has looked at is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from stafett.safeguards.viewer import Viewer

Text = str | Promise


@dataclass(frozen=True)
class Spine:
    """The case that a notice is about, as the row that it tells of carries it: the predicate asks these."""

    circle_id: UUID
    controller_id: int
    owner_authority_id: int
    kind: str


@dataclass(frozen=True)
class Found:
    """Something that is news: its own key, where it is shown, the day it is about, and whose case it is."""

    thing: str
    """What tells this from other news of the kind, as "key:state": told once, until that changes."""
    link: str
    spine: Spine | None = None
    """None when it is about no person."""
    day: date | None = None


@dataclass(frozen=True)
class Kind:
    """One sort of news; `name` is also all that a mail says of it."""

    code: str
    name: Text
    meaning: Text
    example: Text
    find: Callable[[Viewer], Iterable[Found]] = field(repr=False)
    order: int = 50


@dataclass(frozen=True)
class Told:
    """Which case a notice is about."""

    words: str
    """What tells it apart and names nobody, but somebody protected by the alias."""
    where: str
    """The same without what stands for the person."""
    name: str
    initials: str
    """What stands for the name in a shared room; empty for somebody protected, who has the alias."""

    def who(self, full_names: bool) -> str:
        """The person by name or by initials, as the viewer reads them on Idag."""
        return self.name if full_names else self.initials or self.name


CaseWords = Callable[[Viewer, Collection[UUID]], Mapping[UUID, Told]]

_kinds: dict[str, Kind] = {}
_case_words: list[CaseWords] = []


def register(kind: Kind) -> None:
    """Let a kind be looked for from now on; called once per kind from `AppConfig.ready`."""
    if kind.code in _kinds:
        raise ValueError(f"{kind.code!r} is a kind of notice already")
    _kinds[kind.code] = kind


def tell_cases_apart(source: CaseWords) -> None:
    """Let an app say which case a notice on the page is about; called from `AppConfig.ready`. Never mailed."""
    _case_words.append(source)


def which_cases(viewer: Viewer, circles: Collection[UUID]) -> dict[UUID, Told]:
    """What tells these cases apart, for those that the viewer may see; what the lower floor says goes first."""
    if not circles:
        return {}
    return {
        key: said
        for source in reversed(_case_words)
        for key, said in source(viewer, circles).items()
    }


def kinds() -> list[Kind]:
    """Every kind, in the order that they are told."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.code))


def name_of(code: str) -> str:
    """What a kind is called; its code when no app knows it any more."""
    return str(_kinds[code].name) if code in _kinds else code


__all__ = [
    "Found",
    "Kind",
    "Spine",
    "Told",
    "kinds",
    "name_of",
    "register",
    "tell_cases_apart",
    "which_cases",
]
