"""What else must change when a consent is taken back, or a provision ends: whatever has registered that it
does.

An app above, whose rows stand on a consent that is withdrawn, registers here from `AppConfig.ready`. It settles
them in the withdrawing transaction, so that nobody is left holding what they may not see (laws 1 and 2).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from stafett.safeguards.viewer import Viewer

Settle = Callable[[Collection[UUID], Viewer], None]

_settling: dict[str, Settle] = {}


def register(code: str, settle: Settle) -> None:
    """Let `settle` be told from now on of the circles in which something was withdrawn."""
    if code in _settling:
        raise ValueError(f"{code!r} settles withdrawals already")
    _settling[code] = settle


def settle_withdrawal(circles: Collection[UUID], by: Viewer) -> None:
    """Let everything registered settle what hangs on consents in these circles, whose doors are closed
    already."""
    for _code, settle in sorted(_settling.items()) if circles else ():
        settle(circles, by)
