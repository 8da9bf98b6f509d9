"""What must hold between parties: funding shares, vacancies. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

LAW_SHARES = {
    "state": Fraction(1, 2),
    "region": Fraction(1, 4),
    "municipality": Fraction(1, 4),
}
"""Lag (2003:1210) 5 §: the state's agencies half, region and municipality a quarter each (A2)."""


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


def vacancies(post: Span, held: Iterable[Span]) -> list[Span]:
    """The parts of a post's time when nobody held it, in order; F16's half-year shows up here."""
    gaps: list[Span] = []
    free_from: date | None = post.from_day
    for span in sorted(held, key=lambda s: s.from_day):
        if free_from is None:
            break
        if span.from_day > free_from:
            gaps.append(Span(free_from, span.from_day))
        free_from = None if span.until_day is None else max(free_from, span.until_day)
    if free_from is not None and (post.until_day is None or free_from < post.until_day):
        gaps.append(Span(free_from, post.until_day))
    return gaps
