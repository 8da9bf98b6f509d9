"""A number to call, as a link that a phone can dial."""

from __future__ import annotations

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NUMBER = re.compile(r"(?<![\w+])(?:\+\d{1,3}|0)[\d\s\-/()]{5,16}\d(?!\w)")
"""A Swedish number or one with its country before it, as people write it."""
NBSP = "\N{NO-BREAK SPACE}"
LEAST = 7
"""So many figures has a number that can be called."""


def to_call(text: str) -> SafeString:
    """The text, with each phone number in it as a link."""
    parts: list[str] = []
    last = 0
    for found in NUMBER.finditer(text):
        dialled = re.sub(r"[^\d+]", "", found[0].replace("(0)", ""))
        if len(dialled) >= LEAST:
            parts.append(text[last : found.start()])
            parts.append(
                format_html('<a href="tel:{}">{}</a>', dialled, found[0].replace(" ", NBSP))
            )
            last = found.end()
    return format_html_join("", "{}", ((one,) for one in (*parts, text[last:])))


__all__ = ["to_call"]
