"""What may stand in a text: letters that are seen, in the order in which they are read.

A control character hides in a name, and a mark that turns the direction of writing makes it read as another.
Both come by pasting, or from somebody who means to deceive; neither is needed in what people write here.
"""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, invisible marks (bidi overrides and isolates, zero width), half characters, odd line breaks."""
JOINERS = frozenset("\u200c\u200d")
"""Not seen either, but some scripts, and some signs, are written with them."""
BREAKS = frozenset("\n\r\t")
"""What a text of several lines has."""
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U00013442\U00016fe4\U0001d159")
"""Letters and signs by their category, and drawn as nothing: fillers, and braille with no dot."""
NO_SHAPE = frozenset("ZCM")
"""Categories that show nothing by themselves: spaces, controls, and marks with no letter under them."""


def unseen(text: str, *, lines: bool = False) -> bool:
    """True when a text has something that is not seen, or that turns the direction of what is.

    And of a text that shows nothing at all. Not of NUL, which Django refuses in words of its own.
    """
    if "\0" in text or (text.isascii() and text.isprintable()):
        return False
    seen = JOINERS | BREAKS if lines else JOINERS
    return shows_nothing(text) or any(
        one in BLANK or (unicodedata.category(one) in UNSEEN and one not in seen) for one in text
    )


def shows_nothing(text: str) -> bool:
    """True of a text with something in it besides space, none of which is drawn."""
    return bool(text.strip()) and all(
        one in BLANK or unicodedata.category(one)[0] in NO_SHAPE for one in text
    )


def no_unseen() -> str:
    """What is said of such a text."""
    return _(
        "Texten har tecken som inte syns eller som vänder på skriften. Skriv den för hand i stället för att "
        "klistra in den."
    )


def one_line(value: Any) -> None:
    """Raise ValidationError for a line with something unseen in it, a line break too."""
    if isinstance(value, str) and unseen(value):
        raise ValidationError(no_unseen(), code="unseen")


def several_lines(value: Any) -> None:
    """The same for a text that may have line breaks and tabs."""
    if isinstance(value, str) and unseen(value, lines=True):
        raise ValidationError(no_unseen(), code="unseen")


def named_in_one_line(value: Any) -> None:
    """The same for the name of a file that is sent in."""
    one_line(getattr(value, "name", ""))


class ByWidget:
    """What a text field holds its text to: one line or several, as it is drawn; a password to nothing."""

    several: ClassVar = [several_lines]

    def __get__(self, field: Any, kind: Any = None) -> list[Any]:
        """The validators of one field."""
        widget = getattr(field, "widget", None)
        if isinstance(widget, forms.PasswordInput):
            return []
        return [one_line] if isinstance(widget, forms.TextInput) else self.several


__all__ = [
    "ByWidget", "named_in_one_line", "no_unseen", "one_line", "several_lines", "shows_nothing", "unseen",
]  # fmt: skip
