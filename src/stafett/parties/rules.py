"""What must hold between parties: funding shares, vacancies, agreements. Pure: no database, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

LAW_SHARES = {
    "state": Fraction(1, 2),
    "region": Fraction(1, 4),
    "municipality": Fraction(1, 4),
}
"""Lag (2003:1210) 5 §: the state's agencies half, region and municipality a quarter each (A2)."""

COORDINATING = frozenset({"project_leader", "local_leader"})
"""Roles that hold the work together; one person alone in one of them is a risk to point out (D22)."""

SOON = 90
"""An agreement that ends within so many days is about to run out (D21)."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class FundingShare:
    """A party's share, with the funding group of the law that its kind belongs to."""

    party: str
    group: str
    share: Fraction


def sum_of(shares: Iterable[FundingShare]) -> Fraction:
    """What the shares add up to, exactly."""
    return sum((share.share for share in shares), Fraction(0))


def departures_from_law(shares: Sequence[FundingShare]) -> list[tuple[str, Fraction, Fraction]]:
    """Each group whose share is not the law's: (group, share, the law's share). 2003:1210 5 §."""
    found = []
    for group, expected in LAW_SHARES.items():
        actual = sum_of(share for share in shares if share.group == group)
        if actual != expected:
            found.append((group, actual, expected))
    return found


@dataclass(frozen=True)
class Span:
    """Days from one until another, the latter not included; None is still."""

    from_day: date
    until_day: date | None

    @property
    def last_day(self) -> date | None:
        """The last day in it, as people say it; None is still."""
        return last_day(self.until_day)

    def covers(self, day: date) -> bool:
        """True when the day is in it."""
        return self.from_day <= day and (self.until_day is None or day < self.until_day)


def last_day(until_day: date | None) -> date | None:
    """The last day of a half-open period; None is still."""
    return None if until_day is None else until_day - DAY


def until(last: date | None) -> date | None:
    """The end of a half-open period whose last day is given; None is still."""
    return None if last is None else day_after(last)


def day_after(last: date) -> date:
    """The end of a half-open period whose last day is given."""
    return last + DAY


def shared(one: Span, other: Span) -> Span | None:
    """The days that are in both, or None when there are none."""
    ends = [span.until_day for span in (one, other) if span.until_day is not None]
    both = Span(max(one.from_day, other.from_day), min(ends, default=None))
    return both if both.until_day is None or both.from_day < both.until_day else None


def vacancies(post: Span, held: Iterable[Span]) -> list[Span]:
    """The parts of a post's time when nobody held it, in order; F16's half-year shows up here."""
    gaps: list[Span] = []
    free_from: date | None = post.from_day
    within = [span for span in (shared(post, each) for each in held) if span]
    for span in sorted(within, key=lambda s: s.from_day):
        if free_from is None:
            break
        if span.from_day > free_from:
            gaps.append(Span(free_from, span.from_day))
        free_from = None if span.until_day is None else max(free_from, span.until_day)
    if free_from is not None and (post.until_day is None or free_from < post.until_day):
        gaps.append(Span(free_from, post.until_day))
    return gaps


class Kind(StrEnum):
    """How a post was filled during a piece of its time."""

    HELD = "held"
    STAND_IN = "stand_in"
    VACANT = "vacant"


@dataclass(frozen=True)
class Piece:
    """A piece of a post's time: held by somebody, by a stand-in, or by nobody.

    A stand-in's may lie over the ordinary holder's, who is away meanwhile.
    """

    span: Span
    kind: Kind
    who: str = ""
    note: str = ""
    key: int | None = None


def pieces(post: Span, held: Sequence[Piece]) -> list[Piece]:
    """The whole of a post's time in order, vacancies among those who held it (D1, F16)."""
    inside = [replace(each, span=both) for each in held if (both := shared(post, each.span))]
    empty = [Piece(gap, Kind.VACANT) for gap in vacancies(post, [each.span for each in held])]
    return sorted([*inside, *empty], key=lambda p: (p.span.from_day, p.kind == Kind.STAND_IN))


def on_day(parts: Iterable[Piece], day: date) -> tuple[Piece | None, Piece | None]:
    """Who has the post on a day, and who stands in beside them; a stand-in alone has it."""
    there = [piece for piece in parts if piece.span.covers(day)]
    beside = [piece for piece in there if piece.kind == Kind.STAND_IN]
    ordinary = [piece for piece in there if piece.kind != Kind.STAND_IN]
    both = [*ordinary, *beside, None, None]
    return both[0], both[1]


@dataclass(frozen=True)
class Drawn:
    """A piece as a stretch of a line that is `LINE` long."""

    start: int
    length: int
    kind: Kind


LINE = 1000


def drawn(parts: Iterable[Piece], window: tuple[date, date]) -> list[Drawn]:
    """The pieces that fall within the window (last day included), scaled to a line."""
    frame = Span(window[0], window[1] + DAY)
    found = []
    for piece in parts:
        seen = shared(frame, piece.span)
        if seen and seen.until_day:
            start, end = _place(seen.from_day, window), _place(seen.until_day, window)
            found.append(Drawn(start, max(end - start, 1), piece.kind))
    return found


def _place(day: date, window: tuple[date, date]) -> int:
    length = (window[1] - window[0]).days + 1
    return LINE * (day - window[0]).days // length


def alone(held: Iterable[tuple[Hashable, str, int]]) -> set[tuple[Hashable, str]]:
    """The coordinating roles that one person carries alone (D22).

    Takes (where, role, person) for everybody who holds a post now; gives (where, role).
    """
    people: dict[tuple[Hashable, str], set[int]] = defaultdict(set)
    for where, role, person in held:
        if role in COORDINATING:
            people[where, role].add(person)
    return {place for place, persons in people.items() if len(persons) == 1}


class Validity(StrEnum):
    """Where an agreement stands on a day."""

    COMING = "coming"
    RUNNING = "running"
    ENDING = "ending"
    ENDED = "ended"


def validity(valid_from: date, valid_to: date | None, day: date) -> Validity:
    """Where an agreement stands on a day; both its days are included (D21 G26)."""
    if day < valid_from:
        return Validity.COMING
    if valid_to is None or valid_to > day + SOON * DAY:
        return Validity.RUNNING
    return Validity.ENDED if valid_to < day else Validity.ENDING


def place_named(said: str, names: Iterable[str], *, and_somebody: bool = False) -> str:
    """Which of these names of a place somebody has written, as it is spelled there; empty when none is.

    With `and_somebody` a person may stand after it, behind a comma: the longest name that fits is the place.
    """
    typed = _plain(said)
    fits = [
        name for name in names
        if typed == _plain(name) or (and_somebody and typed.startswith(f"{_plain(name)},"))
    ]  # fmt: skip
    return max(fits, key=len, default="")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def organisation_number(text: str) -> str:
    """The number as 212000-0142, or nothing when the ten digits do not agree with the last (Luhn)."""
    digits = "".join(sign for sign in text if sign not in " -")
    if len(digits) != 10 or not digits.isdecimal() or not digits.isascii():
        return ""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    fits = sum(number // 10 + number % 10 for number in doubled) % 10 == 0
    return f"{digits[:6]}-{digits[6:]}" if fits else ""
