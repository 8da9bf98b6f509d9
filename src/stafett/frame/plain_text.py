"""What may stand in a text: letters that are seen, in the order in which they are read.

What is pasted brings signs that are not seen: soft hyphens out of a PDF, marks of direction round a number
out of a phone's contacts. They mean nothing to who writes here, and are taken away without a word. Only what
makes a text read as another is refused: by somebody who means to deceive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NOT_SEEN = frozenset({"Cc", "Cf"})
"""Controls, and invisible marks: of direction, of zero width, soft hyphens."""
JOINERS = "\u200c\u200d"
"""Not seen either, but some scripts, and some signs, are written with them."""
BREAKS = "\n\r\t"
"""What a text of several lines has."""
ODD_BREAKS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Line breaks that a word processor writes, and no field of ours draws."""
LEFT_ON, TURNED = "\u202d", "\u202e"
"""The two marks that draw letters in another order than they are read in."""
LEFTWARDS = frozenset({"R", "AL", "AN"})
"""The directions of letters that are read from the right."""
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U00013442\U00016fe4\U0001d159")
"""Letters and signs by their category, and drawn as nothing: fillers, and braille with no dot."""
NO_SHAPE = frozenset({"Cc", "Cf", "Cn", "Co", "Me", "Mc", "Mn", "Zl", "Zp", "Zs"})
"""Categories that show nothing by themselves: spaces, controls, and marks with no letter under them.

Not half a character, which is refused where it cannot be kept.
"""
QUOTED = 40
"""So much of a text is quoted to say where a mark stands."""


def legible(text: str, *, lines: bool = False) -> str:
    """The text without what is not seen; an odd line break is a plain one, or a space on one line.

    A mark that turns the text stays, to be refused, and so does NUL, which Django refuses in words of its own.
    """
    if text.isascii() and text.isprintable():
        return text
    text = ODD_BREAKS.sub("\n", text)
    if not lines:
        text = re.sub(r"\r\n|[\n\r\t]", " ", text)
    turns = any(unicodedata.bidirectional(one) in LEFTWARDS for one in text)
    kept = JOINERS + BREAKS + TURNED + "\0" + (LEFT_ON if turns else "")
    seen = "".join(one for one in text if one in kept or _drawn(one))
    return "" if shows_nothing(seen) else seen


def _drawn(one: str) -> bool:
    return one not in BLANK and unicodedata.category(one) not in NOT_SEEN


def shows_nothing(text: str) -> bool:
    """True of a text with something in it besides space, none of which is drawn."""
    return (
        bool(text.strip())
        and not any(one in text for one in (LEFT_ON, TURNED, "\0"))
        and all(one in BLANK or unicodedata.category(one) in NO_SHAPE for one in text)
    )


def turned(text: str) -> str:
    """The sentence that refuses a text with a mark that turns it, and says where it is; "" of every other."""
    places = [text.find(one) for one in (LEFT_ON, TURNED) if one in text]
    return _where(text, min(places)) if places else ""


def _where(text: str, place: int) -> str:
    """The word that the mark stands in, or the words round it, in the order in which they are read."""
    start = max(text.rfind(space, 0, place) for space in " \n\t") + 1
    found = re.match(r"\S*", text[start:])
    word = _shown(found[0] if found else "") or _shown(text[max(0, place - QUOTED // 2) :])
    if not word:
        return _("Texten har ett dolt tecken som vänder på skriften. Skriv den för hand.")
    return _(
        "Vid ”%(word)s” står ett dolt tecken som vänder på skriften. Ta bort ordet och skriv det för hand."
    ) % {"word": word}


def _shown(text: str) -> str:
    return "".join(filter(_drawn, text)).strip()[:QUOTED]


def not_turned(value: Any) -> None:
    """Raise ValidationError for a text with a mark that turns it, and say where it stands."""
    if isinstance(value, str) and (said := turned(value)):
        raise ValidationError(said, code="turned")


def named_plainly(value: Any) -> None:
    """The same for the name of a file that is sent in."""
    not_turned(getattr(value, "name", ""))


class ByWidget:
    """What a text field holds its text to: that nothing turns it; a password to nothing."""

    plain: ClassVar = [not_turned]

    def __get__(self, field: Any, kind: Any = None) -> list[Any]:
        """The validators of one field."""
        return [] if isinstance(getattr(field, "widget", None), forms.PasswordInput) else self.plain


def as_typed(read: Callable[..., Any]) -> Callable[..., Any]:
    """A control's own reading of what was sent, where a text comes out legible; a password as it is."""

    def legibly(widget: forms.Widget, data: Any, files: Any, name: str) -> Any:
        found = read(widget, data, files, name)
        if not isinstance(found, str) or isinstance(widget, forms.PasswordInput):
            return found
        one_line = isinstance(widget, forms.TextInput)
        return legible(found, lines=not one_line)

    return legibly


__all__ = [
    "ByWidget", "as_typed", "legible", "named_plainly", "not_turned", "shows_nothing", "turned",
]  # fmt: skip
