"""What may a text hold when it leaves us in a file, so that no program runs it or chokes on it?"""

from __future__ import annotations

import unicodedata

from stafett.papers.safe import printable

_STARTS_A_FORMULA = "=+-@"


def safe_cell(words: str) -> str:
    """The same words, with an apostrophe before them if a spreadsheet could run them.

    A cell is neutralised when its first visible character is one of ``= + - @``, also as a
    full-width variant or after spaces, tabs and line breaks, because programs trim those
    before they look. Unprintable characters are dropped. Doing it twice changes nothing.
    For texts only: numbers are written as numbers. Source: OWASP, "CSV Injection".
    """
    words = printable(words)
    first = unicodedata.normalize("NFKC", words).lstrip()[:1]
    starts_with_break = words[:1] in ("\t", "\r", "\n")
    return f"'{words}" if starts_with_break or (first and first in _STARTS_A_FORMULA) else words
