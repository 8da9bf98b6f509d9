"""How do all counts that outsiders are shown hang together, in one table and in all?

Everything shown is a sum of *atoms*: the counts that nothing shown divides further. Cells, secrets and
what everybody knows beforehand are sums of atoms, so that two tables, a whole and its branches, and
two periods are linked by having atoms in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Parts = Mapping[str, int]
"""A sum of atoms: how many times each is taken."""
Range = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """A count that outsiders are shown, or are told is hidden; `cost` is what hiding it costs them.

    `fixed` cells have been shown, or hidden, already and can't be changed.
    """

    key: str
    parts: Parts
    cost: float = 1.0
    fixed: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Known:
    """What everybody knows before they see a figure: that a sum of atoms lies within some limits."""

    parts: Parts
    least: float = 0
    most: float = float("inf")


@dataclass(frozen=True)
class Secret:
    """A sum of atoms that must not be known closer than its whole range when it is small."""

    key: str
    parts: Parts
    threshold: int

    def range_of(self, value: int) -> Range | None:
        """The range that a value must keep: 1…t−1, or −(t−1)…−1; None for a value that is not small."""
        if not 0 < abs(value) < self.threshold:
            return None
        return (1, self.threshold - 1) if value > 0 else (1 - self.threshold, -1)


@dataclass
class Linked:
    """All counts at once: the truth of every atom and whose it is, cells, knowledge and secrets."""

    atoms: dict[str, int] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    """The branch that an atom is about; those who work there know it."""
    cells: dict[str, Cell] = field(default_factory=dict)
    known: list[Known] = field(default_factory=list)
    growing: dict[str, Parts] = field(default_factory=dict)
    """Sums that only grow from one period to the next unless something was corrected, by their names."""
    settled: dict[str, Parts] = field(default_factory=dict)
    """Sums about a day that has been, the same in every set unless something was corrected, by their names."""
    before: str = ""
    """What stands in front of the keys of atoms, cells and secrets, but not of names."""
    secrets: dict[str, Secret] = field(default_factory=dict)

    def value(self, parts: Parts) -> int:
        """What a sum of atoms is in truth."""
        return sum(times * self.atoms[atom] for atom, times in parts.items())

    def add(self, cell: Cell, threshold: int) -> None:
        """Add a cell; a count that is shown or hidden is itself a secret where it is small."""
        self.cells[cell.key] = cell
        self.keep(Secret(cell.key, cell.parts, threshold))

    def keep(self, secret: Secret) -> None:
        """Add a secret, unless it is about nothing; of two with one key the stricter stays."""
        before = self.secrets.get(secret.key)
        if secret.parts and (before is None or before.threshold < secret.threshold):
            self.secrets[secret.key] = secret

    def knowing(self) -> list[str]:
        """Those who know something before they look: nobody in particular, then each branch's own."""
        return ["", *sorted(set(self.owners.values()) - {""})]

    def unknown_to(self, knower: str, parts: Parts) -> dict[str, int]:
        """The part of a sum that somebody does not know already."""
        if not knower:
            return dict(parts)
        return {atom: n for atom, n in parts.items() if self.owners.get(atom, "") != knower}

    def as_dict(self) -> dict[str, Any]:
        """All but the secrets as plain values, to be kept with what was frozen."""
        return {
            "atoms": self.atoms,
            "owners": self.owners,
            "cells": [[c.key, dict(c.parts), c.hidden] for c in self.cells.values()],
            "known": [[dict(k.parts), k.least, _written(k.most)] for k in self.known],
            "growing": {name: dict(parts) for name, parts in self.growing.items()},
            "settled": {name: dict(parts) for name, parts in self.settled.items()},
            "secrets": [[s.key, dict(s.parts), s.threshold] for s in self.secrets.values()],
        }


def _written(limit: float) -> float | None:
    return None if limit == float("inf") else limit


def earlier(kept: Mapping[str, Any], before: str) -> Linked:
    """What was kept of an earlier set: the same with `before` in front of its keys, its cells fixed."""
    return Linked(
        atoms={before + atom: value for atom, value in kept["atoms"].items()},
        owners={before + atom: owner for atom, owner in kept["owners"].items()},
        cells={
            before + key: Cell(before + key, _named(parts, before), fixed=True, hidden=hidden)
            for key, parts, hidden in kept["cells"]
        },
        known=[
            Known(_named(parts, before), least, float("inf") if most is None else most)
            for parts, least, most in kept["known"]
        ],
        growing={name: _named(parts, before) for name, parts in kept["growing"].items()},
        settled={name: _named(parts, before) for name, parts in kept.get("settled", {}).items()},
        before=before,
        secrets={
            before + key: Secret(before + key, _named(parts, before), threshold)
            for key, parts, threshold in kept["secrets"]
        },
    )


def _named(parts: Parts, before: str) -> dict[str, int]:
    return {before + atom: times for atom, times in parts.items()}


def between(first: Linked, second: Linked, threshold: int, *, same_day: bool) -> Linked:
    """What hangs together between two sets, by their days: what grew, and what changed by a few.

    What did not grow in truth, since something was corrected, nobody is taken to believe has grown; what
    did, everybody is taken to know has. The difference of two cells is a secret like a cell.
    """
    whole = joined([first, second])
    found = Linked()
    for name in first.growing.keys() & second.growing.keys():
        more = less(second.growing[name], first.growing[name])
        value = whole.value(more)
        if value >= 0:
            found.known.append(Known(more, 0, 0 if same_day and not value else float("inf")))
    for name in first.settled.keys() & second.settled.keys():
        changed = less(second.settled[name], first.settled[name])
        if not whole.value(changed):
            found.known.append(Known(changed, 0, 0))
    for key, cell in second.cells.items():
        earlier_cell = first.cells.get(first.before + key.removeprefix(second.before))
        if earlier_cell:
            name = f"{key} − {earlier_cell.key}"
            found.keep(Secret(name, less(cell.parts, earlier_cell.parts), threshold))
    return found


def joined(many: Iterable[Linked]) -> Linked:
    """Several as one; their keys differ by what was put in front of them."""
    whole = Linked()
    for one in many:
        whole.atoms |= one.atoms
        whole.owners |= one.owners
        whole.cells |= one.cells
        whole.known += one.known
        whole.secrets |= one.secrets
    return whole


def less(parts: Parts, other: Parts) -> dict[str, int]:
    """One sum less another."""
    found = dict(parts)
    for atom, times in other.items():
        found[atom] = found.get(atom, 0) - times
    return {atom: times for atom, times in found.items() if times}
