"""Telephone numbers in what somebody has written, so that they can be rung from where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

NUMBER = re.compile(r"(?<![\w+-])(?:\+|0)\d(?:[ \u00a0/()-]{0,2}\d){5,13}(?![\w-])")
"""A trunk or country code, and digits with what people put between them."""


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces: each with the number to ring, or with ""."""
    at = 0
    for found in NUMBER.finditer(text):
        if at < found.start():
            yield text[at : found.start()], ""
        yield found[0], "".join(re.findall(r"[+\d]", found[0]))
        at = found.end()
    if at < len(text):
        yield text[at:], ""
