"""The same figures a second time, in plain Python over plain records: what the engine is held against.

Nothing here reads the database or a declaration. A visit is what was put in; a figure is how many
visits (or people, or cases) are left when those that do not belong are crossed out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

BANDS = ((0, 19), (20, 24), (25, 29), (30, 39), (40, 49), (50, 59), (60, 200))


@dataclass(frozen=True)
class Human:
    """Somebody who comes once or more."""

    number: int
    sex: str = "woman"
    birth_date: date | None = None
    birth_year: int | None = None
    branch: str = "flen"


@dataclass(frozen=True)
class Visit:
    """One participation, as it was put in."""

    who: Human
    starts_on: date
    ends_on: date | None = None
    status: str = "remaining"
    outcome: str = "arbete"
    next_step: str = "none_needed"
    referrer: str = ""
    parties: frozenset[str] = frozenset()
    before: frozenset[str] = field(default=frozenset())
    after: frozenset[str] = field(default=frozenset())

    def left(self, day: date) -> bool:
        """Whether it had ended by a day."""
        return self.ends_on is not None and self.ends_on <= day

    def age(self) -> int | None:
        """Whole years at the start, counted birthday by birthday."""
        born = self.who.birth_date
        if born is None:
            year = self.who.birth_year
            return None if year is None else self.starts_on.year - year
        years = 0
        while (self.starts_on.year, self.starts_on.month, self.starts_on.day) >= (
            born.year + years + 1,
            born.month,
            born.day,
        ):
            years += 1
        return years


COMMON = {
    "arbete": "work_unsupported",
    "studier": "studies",
    "sjuk": "rehabilitation_or_care",
    "annat": "unknown",
}
"""What each of the cast's outcomes is in the common list."""


def key(visit: Visit, ground: str, day: date) -> str:
    """The key of the row in which a visit belongs, by one ground."""
    return {
        "sex": lambda: visit.who.sex,
        "branch": lambda: visit.who.branch,
        "age": lambda: _band(visit.age()),
        "year": lambda: str(visit.starts_on.year),
        "end-year": lambda: str(visit.ends_on.year) if visit.left(day) else "unknown",  # type: ignore[union-attr]
        "referrer": lambda: visit.referrer.lower() or "unknown",
        "outcome": lambda: visit.outcome if visit.left(day) else _status(visit),
        "common-outcome": lambda: COMMON[visit.outcome] if visit.left(day) else _status(visit),
        "next-step": lambda: visit.next_step,
    }[ground]()


def _band(age: int | None) -> str:
    if age is None:
        return "unknown"
    low, high = next(band for band in BANDS if band[0] <= age <= band[1])
    return f"{low}-" if high == 200 else f"{low}-{high}"


def _status(visit: Visit) -> str:
    return f"status:{visit.status if visit.status in ('paused', 'unknown') else 'remaining'}"


def begun(visits: Iterable[Visit], day: date) -> list[Visit]:
    """Those that had begun by the day."""
    return [visit for visit in visits if visit.starts_on <= day]


def left(visits: Iterable[Visit], day: date) -> list[Visit]:
    """Those that had begun and ended by the day."""
    return [visit for visit in begun(visits, day) if visit.left(day)]


def within(
    visits: Iterable[Visit], path: list[str], grounds: list[Callable[[Visit], str]]
) -> list[Visit]:
    """Those that belong in a row, by its path of keys; a ground without a key takes all."""
    pairs = [(wanted, ground) for wanted, ground in zip(path, grounds, strict=False) if wanted]
    return [v for v in visits if all(ground(v) == wanted for wanted, ground in pairs)]


def people(visits: Iterable[Visit]) -> int:
    """How many humans, each once."""
    return len({visit.who.number for visit in visits})
