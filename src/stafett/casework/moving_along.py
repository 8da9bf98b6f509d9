"""What moves along when a case changes hands within its unit: whatever has registered that it does (A20).

An app whose rows belong to whoever has the case, such as promises, registers here from `AppConfig.ready`.
It moves them in the same transaction; a refusal from any of them lets nothing move.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Moved:
    """A case that changes hands on the mover's day: from a post, or nobody, to another in the same unit."""

    participation_id: UUID
    unit_id: int
    from_position_id: int | None
    to_position_id: int


Move = Callable[[Sequence[Moved], Viewer], int]


@dataclass(frozen=True)
class Belonging:
    """Something that goes with the case: `move` moves it and says how many; `words` tells that number."""

    code: str
    move: Move
    words: Callable[[int], str]


_belongings: dict[str, Belonging] = {}


def register(one: Belonging) -> None:
    """Let something move along from now on."""
    if one.code in _belongings:
        raise ValueError(f"{one.code!r} moves along already")
    _belongings[one.code] = one


def move_along(moved: Sequence[Moved], by: Viewer) -> list[str]:
    """Let everything registered move along; a sentence about each that moved something."""
    counted = [(one, one.move(moved, by)) for _code, one in sorted(_belongings.items())]
    return [one.words(number) for one, number in counted if number]
