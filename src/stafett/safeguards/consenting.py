"""Who else comes in when a person consents: whatever has registered that it knows of units that waited for it.

An app above that knows of a unit with a case of its own, which nothing let in before there was a consent,
registers here from `AppConfig.ready`. It is told in the consenting transaction of the consent's authorities.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from stafett.safeguards.models import Circle
from stafett.safeguards.viewer import Viewer

Enter = Callable[[Circle, Collection[int], Viewer], None]

_entering: dict[str, Enter] = {}


def register(code: str, enter: Enter) -> None:
    """Let `enter` be told from now on of each consent: the circle, and the authorities that it is between."""
    if code in _entering:
        raise ValueError(f"{code!r} is told of consents already")
    _entering[code] = enter


def let_in_by_consent(circle: Circle, authorities: Collection[int], by: Viewer) -> None:
    """Let everything registered let in the units of these authorities that waited for a consent."""
    for _code, enter in sorted(_entering.items()):
        enter(circle, authorities, by)
