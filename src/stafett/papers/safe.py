"""Which characters may a text hold when it leaves us in a file?"""

from __future__ import annotations

import re
import unicodedata

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All that XML 1.0 (section 2.2) leaves out: control characters and halves of pairs."""


def printable(words: str) -> str:
    """The same words in composed form, without the characters that no file of ours may hold."""
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", words))
