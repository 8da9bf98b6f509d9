"""Which rows of one file cannot stand together: the same row, the same case, the same person twice."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from stafett.exchange.register.faults import Fault

STILL_IN = date.max.toordinal()


class Ledger:
    """Remembers of each row only its number and a few hashes: about 40 bytes a row, however long it is.

    The hashes are Python's own 64-bit ones, keyed per process, so that no file can be made to collide.
    """

    def __init__(self) -> None:
        self._rows, self._contents = array("q"), array("q")
        self._case_rows, self._cases = array("q"), array("q")
        self._person_rows, self._people = array("q"), array("q")
        self._starts, self._ends = array("q"), array("q")

    def note_row(self, row: int, cells: Sequence[str]) -> None:
        """A row of the file, whatever is in it."""
        self._rows.append(row)
        self._contents.append(hash("\x1f".join(cells)))

    def note_case(self, row: int, case_number: str) -> None:
        """The case number of a row."""
        self._case_rows.append(row)
        self._cases.append(hash(case_number))

    def note_person(self, row: int, number: str, starts_on: date, ends_on: date | None) -> None:
        """A person's time in the initiative; both days count, no end means still in."""
        self._person_rows.append(row)
        self._people.append(hash(number))
        self._starts.append(starts_on.toordinal())
        self._ends.append(ends_on.toordinal() if ends_on else STILL_IN)

    def faults(self, case_column: str = "", start_column: str = "") -> Iterator[Fault]:
        """What only the whole file can tell. A row that stands twice is said once, and only that."""
        twice = set()
        for row, first in repeated(self._rows, self._contents):
            twice.add(row)
            yield Fault(row, "", "row-twice", {"first": first})
        for row, first in repeated(self._case_rows, self._cases):
            if row not in twice:
                yield Fault(row, case_column, "case-twice", {"first": first})
        for row, first in overlapping(self._person_rows, self._people, self._starts, self._ends):
            if row not in twice and first not in twice:
                yield Fault(row, start_column, "overlap", {"first": first})


def repeated(rows: array[int], keys: array[int]) -> Iterator[tuple[int, int]]:
    """Each row whose key an earlier row has, with the first such row."""
    numbers, hashes = _numbers(rows), _numbers(keys)
    order = np.lexsort((numbers, hashes))
    again = np.flatnonzero(hashes[order][1:] == hashes[order][:-1]) + 1
    first, last = 0, -1
    for place in again.tolist():
        if place - 1 != last:
            first = int(numbers[order[place - 1]])
        last = place
        yield int(numbers[order[place]]), first


def overlapping(
    rows: array[int], people: array[int], starts: array[int], ends: array[int]
) -> Iterator[tuple[int, int]]:
    """Each row whose time meets another of the same person's, with that one's row, the earlier in the file."""
    numbers, who, begin, end = map(_numbers, (rows, people, starts, ends))
    order = np.lexsort((numbers, begin, who))
    again = np.flatnonzero(who[order][1:] == who[order][:-1]) + 1
    latest, reaching, last = 0, 0, -1
    for place in again.tolist():
        here, before = order[place], order[place - 1]
        if place - 1 != last:
            latest, reaching = int(end[before]), int(numbers[before])
        last = place
        if begin[here] <= latest:
            row = int(numbers[here])
            yield max(row, reaching), min(row, reaching)
        if end[here] > latest:
            latest, reaching = int(end[here]), int(numbers[here])


def _numbers(values: array[int]) -> NDArray[np.int64]:
    return np.frombuffer(values, dtype=np.int64) if values else np.empty(0, dtype=np.int64)


__all__ = ["Ledger", "overlapping", "repeated"]
