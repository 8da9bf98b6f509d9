"""What an acceptance does not send: whatever has registered that it knows of words that wait for one.

To accept lets an authority give. What was written before is handed over by an act of its own, and whoever
accepts is told where. An app above registers here from `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from stafett.safeguards.viewer import Viewer

Tell = Callable[[Viewer, Collection[UUID]], Mapping[UUID, list[str]]]
"""Of some circles, by circle, what waits there at the viewer's own, a sentence each."""

_telling: dict[str, Tell] = {}


def register(code: str, tell: Tell) -> None:
    """Let `tell` be asked from now on of what waits."""
    if code in _telling:
        raise ValueError(f"{code!r} tells already of what waits")
    _telling[code] = tell


def unsent_in(viewer: Viewer, circles: Collection[UUID]) -> dict[UUID, list[str]]:
    """By circle, what waits there to be sent; nothing of those where nothing does."""
    found: dict[UUID, list[str]] = {}
    for _code, tell in sorted(_telling.items()) if circles else ():
        for circle, sentences in tell(viewer, circles).items():
            found.setdefault(circle, []).extend(sentences)
    return found
