"""Pages that write though they are asked with GET: each declared, with its reason (guard G2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


def writes_when_read(because: str) -> Callable[[V], V]:
    """Declare that a page writes though it is asked with GET, with the reason."""
    if not because:
        raise ValueError("a page that writes when it is read needs a reason")

    def declare(view: V) -> V:
        view.writes_when_read = because  # type: ignore[attr-defined]
        return view

    return declare


def may_write_when_read(view: Any) -> bool:
    """True of a page declared so."""
    return hasattr(view, "writes_when_read")
