"""Kept questions of what somebody may see: the predicate is put into the question once, and asked each time.

The text is what `access` itself says of a stand-in for the viewer; who the viewer is, where and on which
day, is told anew each time that it is asked. No answer is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from stafett.database.kept import Kept, at_once
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import Viewer

R = TypeVar("R")
PERMISSIONS = (Permission.SEE_PEOPLE, Permission.WORK_WITH_PEOPLE)
"""By which a kept question can let somebody in."""
ASKED_AS, AHEAD = "asked_as", "asked_ahead"


@dataclass(frozen=True)
class StandIn:
    """What a question asks of a viewer: the day, within what, and by permission where and in which posts."""

    day: date
    controllers: Sequence[int]
    works_for: Sequence[int]
    units: Mapping[str, Sequence[int]]
    posts: Mapping[str, Sequence[int]]
    givers: Sequence[int] = ()

    def units_with(self, permission: str) -> Sequence[int]:
        """The units in which they have the permission; KeyError for one that is not asked about here."""
        return self.units[permission]

    def positions_with(self, permission: str) -> Sequence[int]:
        """The posts in which they have it."""
        return self.posts[permission]

    @property
    def positions(self) -> Sequence[int]:
        """The posts in which they see people."""
        return self.posts[Permission.SEE_PEOPLE]


class Seen(Kept[R]):
    """A kept question of what a viewer may see: `ask` takes the viewer first, as every query does."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        """Put together when it is first asked."""

        def of_the_stand_in(
            day: date, controllers: Any, works_for: Any, sees_in: Any, sees_as: Any, works_in: Any,
            works_as: Any, givers: Any, **more: Any,
        ) -> Any:  # fmt: skip
            units = dict(zip(PERMISSIONS, (sees_in, works_in), strict=True))
            posts = dict(zip(PERMISSIONS, (sees_as, works_as), strict=True))
            return ask(StandIn(day, controllers, works_for, units, posts, givers), **more)

        super().__init__(of_the_stand_in)

    def by(self, viewer: Viewer, **asked: Any) -> list[R]:
        """The rows that this viewer may see of what is asked about."""
        ahead = viewer.looked_up.get(AHEAD)
        if ahead is not None and self in ahead[1] and asked == ahead[0]:
            return list(ahead[1][self])
        return self(**_asked_as(viewer), **asked)


@contextmanager
def asked_ahead(viewer: Viewer, questions: Sequence[Seen[Any]], **asked: Any) -> Iterator[None]:
    """Ask several of the same at once; whoever asks one of them meanwhile is given its answer."""
    answers = at_once(questions, **_asked_as(viewer), **asked)
    viewer.looked_up[AHEAD] = (asked, dict(zip(questions, answers, strict=True)))
    try:
        yield
    finally:
        del viewer.looked_up[AHEAD]


def _asked_as(viewer: Viewer) -> dict[str, Any]:
    """What a viewer's questions are asked with; worked out once."""
    if ASKED_AS not in viewer.looked_up:
        viewer.looked_up[ASKED_AS] = _of(viewer)
    return viewer.looked_up[ASKED_AS]  # type: ignore[no-any-return]


def _of(viewer: Viewer) -> dict[str, Any]:
    sees, works = PERMISSIONS
    return {
        "day": viewer.day, "controllers": list(viewer.controllers),
        "works_for": sorted(viewer.works_for), "givers": list(viewer.givers),
        "sees_in": list(viewer.units_with(sees)), "sees_as": list(viewer.positions_with(sees)),
        "works_in": list(viewer.units_with(works)), "works_as": list(viewer.positions_with(works)),
    }  # fmt: skip


__all__ = ["Seen", "StandIn", "asked_ahead"]
