"""How are whole people laid out so that every printed margin holds? Small integer methods, no tables.

Each method either meets what it was asked for or raises `MarginalError`; nothing is nearly right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TypeVar

K = TypeVar("K")
R = TypeVar("R")
C = TypeVar("C")


class MarginalError(ValueError):
    """The figures asked for cannot all be true of whole people."""


def require(found: object, expected: object, what: str) -> None:
    """Raise MarginalError unless what was laid out is what was printed."""
    if found != expected:
        raise MarginalError(f"{what}: laid out {found}, printed {expected}")


def percent(part: int, whole: int) -> int:
    """A share in whole per cent, halves upwards as the reports round."""
    return (200 * part + whole) // (2 * whole)


def as_percent(share: Decimal) -> int:
    """A printed share such as 0.37 as whole per cent."""
    return int(share * 100)


def whole_numbers(share: Decimal, of: int) -> tuple[int, ...]:
    """The numbers of people, out of `of`, that print as the share; the nearest to it first."""
    fitting = [n for n in range(of + 1) if of and percent(n, of) == as_percent(share)]
    return tuple(sorted(fitting, key=lambda n: (abs(Fraction(n, of) - Fraction(share)), n)))


def spread(counts: Mapping[K, int]) -> list[K]:
    """Each key as many times as its count says, in the order of the keys."""
    return [key for key, count in counts.items() for _ in range(count)]


def deal(counts: Mapping[K, int], people: int) -> list[tuple[K, ...]]:
    """Lay the tokens out around a table of people, kind after kind, until all are dealt.

    A kind with no more tokens than people never reaches the same person twice, and everybody gets
    one as soon as the tokens are at least as many as the people (D8: 196 cases over 133 people).
    Raises MarginalError when either cannot be.
    """
    tokens = spread(counts)
    if len(tokens) < people or any(count > people for count in counts.values()):
        raise MarginalError(f"{dict(counts)} cannot be dealt to {people}")
    return [tuple(tokens[seat::people]) for seat in range(people)]


def apportion(total: int, weights: Mapping[K, int]) -> dict[K, int]:
    """Whole numbers that sum to the total, by largest remainder; ties go to the earlier key.

    When the total is no larger than the sum of the weights, nobody gets more than their weight.
    Raises MarginalError when there is something to share out and nobody to take it.
    """
    whole = sum(weights.values())
    if not whole:
        require(total, 0, "nobody to take what is shared out")
        return dict.fromkeys(weights, 0)
    parts = {key: total * weight // whole for key, weight in weights.items()}
    order = sorted(weights, key=lambda key: -(total * weights[key] % whole))
    for key in order[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def first_solution(
    domains: Mapping[K, Sequence[int]], holds: Callable[[dict[K, int]], bool], what: str
) -> dict[K, int]:
    """The first combination, in the order of the domains, for which everything printed holds."""
    for values in product(*domains.values()):
        candidate = dict(zip(domains, values, strict=True))
        if holds(candidate):
            return candidate
    raise MarginalError(f"{what}: no whole numbers fit what is printed")


def fill(
    rows: Mapping[R, int], columns: Mapping[C, int], fixed: Mapping[tuple[R, C], int]
) -> dict[tuple[R, C], int]:
    """A table of whole numbers with the given margins, some cells fixed, the rest in proportion.

    Rows with fixed cells are filled first; each row shares out what the columns have left.
    Raises MarginalError when the margins do not meet or a cell would be negative.
    """
    require(sum(rows.values()), sum(columns.values()), "the sum of the rows and of the columns")
    table = dict(fixed)
    left = {c: n - sum(fixed.get((r, c), 0) for r in rows) for c, n in columns.items()}
    for row in sorted(rows, key=lambda row: not any((row, c) in fixed for c in columns)):
        free = {c: n for c, n in left.items() if (row, c) not in fixed}
        rest = rows[row] - sum(fixed.get((row, c), 0) for c in columns)
        for column, number in apportion(rest, free).items():
            table[row, column] = number
            left[column] -= number
    _check(table, rows, columns)
    return {(r, c): table[r, c] for r in rows for c in columns}


def _check(
    table: Mapping[tuple[R, C], int], rows: Mapping[R, int], columns: Mapping[C, int]
) -> None:
    if min(table.values(), default=0) < 0:
        raise MarginalError("a cell would be less than nobody")
    for row, number in rows.items():
        require(sum(table[row, c] for c in columns), number, f"row {row}")
    for column, number in columns.items():
        require(sum(table[r, column] for r in rows), number, f"column {column}")


def tally(keys: Iterable[K]) -> dict[K, int]:
    """How many there are of each, in the order of first appearance."""
    counts: dict[K, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts
