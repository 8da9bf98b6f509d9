"""What do the four reports print? Reads the figures, with the report each of them stands in."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

CODES = ("duellen", "aktsam", "fsla", "access")
"""The four cohorts, in the order in which the demo shows them."""

Path = tuple[str | int, ...]
"""The way to one figure in a report's file, key by key."""


@cache
def _text(code: str) -> str:
    return files(__name__).joinpath(f"{code}.json").read_text(encoding="utf-8")


def published(code: str) -> dict[str, Any]:
    """Everything typed in from one report, afresh each time; shares are exact decimals.

    Raises KeyError for a code that is not one of `CODES`.
    """
    if code not in CODES:
        raise KeyError(code)
    return json.loads(_text(code), parse_float=Decimal)


def at(figures: dict[str, Any], path: Path) -> Any:
    """The value at the end of a path; raises KeyError or IndexError when the report has none."""
    value: Any = figures
    for key in path:
        value = value[key]
    return value
