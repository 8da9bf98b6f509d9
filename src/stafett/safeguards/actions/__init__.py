"""The only writes to circles and what guards them."""

from __future__ import annotations

from stafett.safeguards.actions.circle import (
    NewCircle,
    extend_reach,
    let_in,
    let_in_many,
    let_units_back,
    name_team,
    open_circles,
)

__all__ = [
    "NewCircle",
    "extend_reach",
    "let_in",
    "let_in_many",
    "let_units_back",
    "name_team",
    "open_circles",
]
