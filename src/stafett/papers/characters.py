"""Which characters can the font of the PDF show, and what stands instead of the others?

PDF/A forbids a character without a shape, so typst refuses the whole report for a single one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from stafett.papers.safe import printable
from stafett.papers.typesetting import FONTS

INSTEAD = "\N{WHITE SQUARE}"

_BREAKS = re.compile(r"[\t\r\n]+")
_UNSEEN = {"Cf", "Cc", "Mn", "Me"}


def missing(text: str) -> str:
    """The characters of a text that will be empty squares in the PDF, each once, for a warning."""
    shown = _unseen_dropped(printable(_BREAKS.sub(" ", text)))
    return "".join(dict.fromkeys(sign for sign in shown if ord(sign) not in _known()))


def replace_missing(text: str) -> str:
    """The text with an empty square for each character that the font has not."""
    text = _unseen_dropped(printable(text))
    return "".join(sign if ord(sign) in _known() or sign == "\n" else INSTEAD for sign in text)


def drawable(text: str) -> str:
    """The text on one line, in characters that the font has; nothing is put into it."""
    return replace_missing(_BREAKS.sub(" ", text))


def _unseen_dropped(text: str) -> str:
    known = _known()
    return "".join(
        sign
        for sign in text
        if ord(sign) in known or sign == "\n" or unicodedata.category(sign) not in _UNSEEN
    )


@cache
def _known() -> frozenset[int]:
    """The code points that every face of the font has, as listed beside it."""
    ranges = (line.split("-") for line in (FONTS / "characters.txt").read_text().split())
    return frozenset(
        point for first, last in ranges for point in range(int(first, 16), int(last, 16) + 1)
    )
