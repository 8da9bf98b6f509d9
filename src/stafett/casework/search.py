"""What is somebody looking for who writes this: a name, a number in any Swedish writing, a birth date?

Pure: the text comes in, and what to compare with what comes out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from stafett.people.letters import words
from stafett.people.rules import NotANumber, read_number

LONGEST = 100
"""Nobody's name is longer; what follows is cut."""
SHORTEST_NUMBER = 6
SHORTEST_NAME = 3
"""So many letters beside figures may be a name; fewer are a part of a number."""
_FIGURES = re.compile(r"\d+")
_SIGNS = re.compile(r"[\s\-+‐‑–]")


@dataclass(frozen=True)
class Sought:
    """Either the parts of a name, or numbers: whole ones, beginnings of them, and birth dates.

    Of letters and figures mixed, both: a case number has both, and a name may have a stray figure.
    """

    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    births: tuple[date, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.numbers)


NOTHING = Sought()


def read(text: str, today: date) -> Sought:
    """Read what was written in the search field; a text with a digit in it is a number before a name."""
    text = " ".join(text[:LONGEST].split())
    if not any(letter.isdigit() for letter in text):
        return Sought(words=tuple(words(text)))
    whole = {text, text.upper(), *_identity(text, today)}
    beginnings = _beginnings(_SIGNS.sub("", text))
    letters = tuple(word for word in words(_FIGURES.sub(" ", text)) if len(word) >= SHORTEST_NAME)
    births = {born for born in map(_day, beginnings) if born and born <= today}
    return Sought(
        letters,
        numbers=tuple(sorted(whole)),
        prefixes=tuple(b for b in beginnings if len(b) > 8 or _day(b) in births),
        births=tuple(sorted(births)),
    )


def _identity(text: str, today: date) -> list[str]:
    """The number as it is stored, when the text is one."""
    try:
        return [read_number(text, today=today).number]
    except NotANumber:
        return [_SIGNS.sub("", text)]


def _beginnings(digits: str) -> list[str]:
    """What a stored number of twelve digits may begin with, from six digits or more."""
    if not digits.isdigit() or not SHORTEST_NUMBER <= len(digits) < 12:
        return []
    if digits[:2] in ("18", "19", "20") and len(digits) >= 8 and _day(digits[:8]):
        return [digits]
    return [f"{century}{digits}" for century in ("19", "20") if len(digits) < 10]


def _day(beginning: str) -> date | None:
    """The birth date that a number begins with; a coordination number's day is 60 more."""
    year, month, day = beginning[:4], beginning[4:6], beginning[6:8]
    try:
        return date(int(year), int(month), int(day) - 60 if int(day) > 60 else int(day))
    except ValueError:
        return None
