"""Telephone numbers in what somebody has written, so that they can be rung from where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NUMBER = re.compile(r"(?<![\w+-])(?:\+|0|\((?=0))\d(?:[ \u00a0/()–-]{0,3}\d){5,13}(?![\w-])")
"""A trunk or country code, and digits with what people put between them."""
TRUNK = "(0)"
"""A nought that is not dialled after the country's code."""


def to_call(text: str) -> SafeString:
    """The text with each telephone number in it as a link to ring it."""
    return format_html_join(
        "", "{}", (
            (format_html('<a class="nowrap" href="tel:{}">{}</a>', number, piece) if number else piece,)
            for piece, number in _pieces(text)
        ),
    )  # fmt: skip


def can_be_rung(text: str) -> bool:
    """Is there any telephone number in the text?"""
    return NUMBER.search(text) is not None


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces: each with the number to ring, or with ""."""
    at = 0
    for found in NUMBER.finditer(text):
        if at < found.start():
            yield text[at : found.start()], ""
        number = found[0].replace(TRUNK, "") if found[0].startswith("+") else found[0]
        yield found[0], re.sub(r"[^+\d]", "", number)
        at = found.end()
    if at < len(text):
        yield text[at:], ""


__all__ = ["can_be_rung", "to_call"]
