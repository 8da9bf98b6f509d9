"""How are names folded for search and for Swedish order, the same here and in the database's columns?"""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase

SORT_FROM, SORT_TO = "ÅÄÖåäöÉéÜüÁáÈèØøÆæ", "{|}{|}eeyyaaee}}||"
SEARCH_FROM, SEARCH_TO = "ÅÄÖåäöÉéÜüÁáÈèØøÆæ", "aaoaaoeeuuaaeeooaa"
"""Swedish order and search without accents, the same on every server whatever its locale."""

HIGHEST = "\U0010ffff"
"""Comes after every letter: a prefix's range ends before the prefix with this behind it."""

# The columns are folded in the collation "C", where only A–Z have small letters.
_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)
_SEARCH = str.maketrans(SEARCH_FROM, SEARCH_TO)
_BETWEEN = re.compile(r"[\s\-‐‑–]+")


def for_search(text: str) -> str:
    """A name as the search columns hold it: "Öberg" is "oberg"."""
    return text.translate(_SEARCH).translate(_SMALL)


def words(text: str) -> list[str]:
    """The parts of a name, folded; a hyphen parts as a space does."""
    return [part for part in _BETWEEN.split(for_search(text)) if part]


def prefix_range(word: str) -> tuple[str, str]:
    """From and before: all that begins with the word, in comparisons that the wall lets an index serve."""
    return word, word + HIGHEST
