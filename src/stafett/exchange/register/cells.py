"""How text is written into a download so that no spreadsheet takes it for a formula."""

from __future__ import annotations

from typing import Any

ALIVE = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may take as the start of a formula, also in full width (OWASP on CSV injection)."""

WORKBOOK_OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Every workbook we write is opened with these: what is text stays text, so no mark is needed there."""


def safe_cell(value: Any) -> Any:
    """A value for a CSV cell: text that could come alive gets an apostrophe first, all else is as it is.

    Numbers are numbers and never alive. Reading a register takes the apostrophe away again.
    """
    if not isinstance(value, str) or not value:
        return value
    start = value.lstrip(" \u00a0\ufeff\u200b")[:1]
    return f"'{value}" if start in ALIVE else value


__all__ = ["ALIVE", "WORKBOOK_OPTIONS", "safe_cell"]
