"""What else must change when a consent is taken back, or a provision ends: whatever has registered that it
does.

An app above, whose rows stand on a consent that is withdrawn, registers here from `AppConfig.ready`. It settles
them in the withdrawing transaction, so that nobody is left holding what they may not see (laws 1 and 2).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Consequence:
    """What comes of it when one authority may no longer be told one kind of information by another."""

    giver: int
    receiver: int
    information: str
    said: str
    for_all: bool = False
    """True of what all in the case are told, whatever they know of the consents: who holds it."""


Settle = Callable[[Collection[UUID], Viewer], None]
Tell = Callable[[UUID, Viewer], Sequence[Consequence]]


_settling: dict[str, tuple[Settle, Tell]] = {}
Held = Callable[[Collection[UUID], int], int]
_held: dict[str, Held] = {}


def register(code: str, settle: Settle, tell: Tell) -> None:
    """Let `settle` be told from now on of the circles in which something was withdrawn.

    `tell` says beforehand what that would be in a circle, as far as a viewer may know of it.
    """
    if code in _settling:
        raise ValueError(f"{code!r} settles withdrawals already")
    _settling[code] = settle, tell


ShutOut = Callable[[Collection[UUID], Viewer], None]
_shut_out: dict[str, ShutOut] = {}


def register_shut_out(code: str, settle: ShutOut) -> None:
    """Let `settle` be told of circles that a named team alone sees from now on: others are shut out (law 5)."""
    _shut_out[code] = settle


def settle_shut_out(circles: Collection[UUID], by: Viewer) -> None:
    """Let everything registered settle what waits for somebody who sees these circles no more."""
    for settle in _shut_out.values():
        settle(circles, by)


def register_held(code: str, held: Held) -> None:
    """Let `held` say in how many of some circles an authority holds the case now; a number, of nobody."""
    _held[code] = held


def held_by(circles: Collection[UUID], authority: int) -> int:
    """In how many of the circles the authority holds: they fall back when it may no longer see them."""
    return sum(held(circles, authority) for held in _held.values())


def settle_withdrawal(circles: Collection[UUID], by: Viewer) -> None:
    """Let everything registered settle what hangs on consents in these circles, whose doors are closed
    already."""
    for _code, (settle, _tell) in sorted(_settling.items()) if circles else ():
        settle(circles, by)


def comes_of_withdrawal(circle: UUID, viewer: Viewer) -> Iterator[Consequence]:
    """What would end too if parts of a circle's consents were taken back, as far as the viewer may know."""
    for _code, (_settle, tell) in sorted(_settling.items()):
        yield from tell(circle, viewer)
