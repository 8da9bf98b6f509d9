"""When has somebody gone unreached for too long, who is too old, and how is a period counted?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

UNDER = 20
"""The responsibility is for those under twenty (skollagen 29 kap. 9 §)."""
USUAL_WEEKS = 8
"""Stafett's own proposal: the law names no number."""

BY_PHONE = "telefonsamtal"
"""The way that is chosen at first, as long as the authority has it among its words."""

PROPOSED: tuple[tuple[str, str, bool], ...] = (
    ("way", BY_PHONE, False),
    ("way", "sms", False),
    ("way", "brev", False),
    ("way", "e-post", False),
    ("way", "hembesök", False),
    ("way", "möte", False),
    ("result", "nådd", True),
    ("result", "nådd genom närstående", True),
    ("result", "inget svar", False),
    ("result", "fel uppgifter", False),
    ("result", "vill inte ha kontakt", True),
    ("doing", "studerar", False),
    ("doing", "arbetar", False),
    ("doing", "annat", False),
    ("doing", "okänt", False),
    ("reason", "fyllt 20", False),
    ("reason", "fullföljt utbildning", False),
    ("reason", "flyttat från kommunen", False),
    ("reason", "avliden", False),
    ("reason", "stod på listan av misstag", False),
)
"""What an authority can choose among from the start: about, word, and whether it counts as reached.

No national code list was found (law.md § 9), so that each authority changes them as it needs.
"""


def twenty_on(born: date) -> date:
    """The day when somebody turns twenty; who is born on a leap day does so on the first of March."""
    try:
        return born.replace(year=born.year + UNDER)
    except ValueError:
        return date(born.year + UNDER, 3, 1)


def too_long_from(listed_on: date, reached_on: date | None, weeks: int) -> date:
    """The day from which somebody has gone unreached for so many weeks."""
    last = listed_on if reached_on is None else max(listed_on, reached_on)
    return last + timedelta(weeks=weeks)


def half_year_of(day: date) -> tuple[date, date]:
    """The first and the last day of the half-year that a day is in: what is reported nationally is by it."""
    if day.month < 7:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


@dataclass(frozen=True)
class Course:
    """Somebody's time on the list, as a count needs it."""

    listed_on: date
    left_on: date | None
    tries: Sequence[tuple[date, bool]] = ()
    """Each day that somebody tried, and whether they were reached."""
    led: Sequence[date] = ()


@dataclass(frozen=True)
class Figures:
    """A list's figures in a period. `reached`, `tried` and `untried` are together `there`."""

    there: int
    came: int
    left: int
    reached: int
    tried: int
    untried: int
    led: int


def figures(courses: Iterable[Course], first: date, last: date) -> Figures:
    """Count a period's people: each one once, whatever was done how many times."""

    def within(day: date | None) -> bool:
        return day is not None and first <= day <= last

    there = [
        c for c in courses if c.listed_on <= last and (c.left_on is None or c.left_on >= first)
    ]
    tries = [[ok for day, ok in c.tries if within(day)] for c in there]
    reached = sum(any(ok) for ok in tries)
    tried = sum(bool(ok) and not any(ok) for ok in tries)
    return Figures(
        len(there), sum(within(c.listed_on) for c in there), sum(within(c.left_on) for c in there),
        reached, tried, len(there) - reached - tried, sum(any(map(within, c.led)) for c in there),
    )  # fmt: skip


__all__ = [
    "BY_PHONE", "PROPOSED", "UNDER", "USUAL_WEEKS", "Course", "Figures", "figures", "half_year_of",
    "too_long_from", "twenty_on",
]  # fmt: skip
