"""Which counts must be hidden, the small ones and others beside them, so that no secret is told?

Small counts first. Then, for each secret that could still be told, the cheapest other world in which
it is at the end of its range: the cells that differ there must be hidden as well (the sequential
linear programmes of Kelly, Golden and Assad, Networks 22, 1992; Hundepool et al. § 4.4). Every cell
hidden makes the ranges of all wider, so one round for each who looks is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import csr_array, hstack, vstack

from stafett.measures.disclosure.attack import Attack, World, Worlds, solved
from stafett.measures.disclosure.linked import Cell, Linked


class CannotProtect(Exception):
    """A secret that is told even with everything new hidden: by what was shown before."""

    def __init__(self, secret: str) -> None:
        super().__init__(secret)
        self.secret = secret


def to_hide(linked: Linked, already: Iterable[str] = ()) -> set[str]:
    """The keys of the cells that must be hidden, those `already` chosen among them.

    Raises CannotProtect when that is not enough.
    """
    hidden = small(linked) | {*already}
    seen: list[World] = []
    for knower in reversed(linked.knowing()):
        worlds = Worlds(Attack(linked, hidden, knower))
        if not knower:
            for world in seen:
                worlds.learn(world)
        seen += _hide_beside(worlds, hidden)
    return hidden


def small(linked: Linked) -> set[str]:
    """The new cells whose own count is small."""
    return {
        cell.key
        for cell in linked.cells.values()
        if not cell.fixed and linked.secrets[cell.key].range_of(linked.value(cell.parts))
    }


def _hide_beside(worlds: Worlds, hidden: set[str]) -> list[World]:
    """Hide what must be hidden for one who looks; the worlds found on the way."""
    found = []
    for place, (secret, _value, _wanted) in enumerate(worlds.secrets):
        for end in worlds.wanting(place):
            world = worlds.where(place, end)
            if world is None:
                world, more = _cheapest(worlds, place, end)
                if world is None:
                    raise CannotProtect(secret.key)
                hidden |= more
                worlds.renew()
            worlds.learn(world)
            found.append(world)
    return found


def _cheapest(worlds: Worlds, place: int, end: int) -> tuple[World | None, set[str]]:
    """The other world that costs least to hide, and the shown cells that differ in it."""
    attack = worlds.attack
    cells = [c for c in attack.linked.cells.values() if _may_be_hidden(c, attack)]
    values = np.array([attack.linked.value(cell.parts) for cell in cells], dtype=float)
    limits = _limits(worlds, place, end, cells, values)
    width, moved = len(attack.places), len(cells)
    own = attack.bounds()
    cost = np.array([cell.cost for cell in cells])
    found = solved(
        c=np.concatenate([np.zeros(width), cost, cost]),
        integrality=np.concatenate([np.ones(width), np.zeros(2 * moved)]),
        bounds=Bounds(
            np.concatenate([own.lb, np.zeros(2 * moved)]),
            np.concatenate([own.ub, values, np.full(moved, np.inf)]),
        ),
        constraints=limits,
    )
    if found is None:
        return None, set()
    world = np.round(found[:width])
    there = attack.matrix([cell.parts for cell in cells]) @ world
    return world, {c.key for c, a, b in zip(cells, values, there, strict=True) if a != b}


def _limits(
    worlds: Worlds, place: int, end: int, cells: Sequence[Cell], values: NDArray[np.float64]
) -> LinearConstraint:
    """That the secret is as asked, that what stays shown is as shown, and that each cell that may be hidden is
    the other world's count + what it lacks − what it has too much."""
    attack = worlds.attack
    free = {cell.key for cell in cells}
    rest = [cell for cell in attack.linked.cells.values() if cell.key not in free]
    rows, least, most = attack.limits(rest)
    fixed = attack.matrix([*rows, worlds.parts[place]])
    unit = csr_array(np.eye(len(cells)))
    freed = hstack([attack.matrix([cell.parts for cell in cells]), unit, -unit])
    kept = hstack([fixed, csr_array((fixed.shape[0], 2 * len(cells)))])
    return LinearConstraint(
        vstack([kept, freed]).tocsr(), [*least, end, *values], [*most, end, *values]
    )


def _may_be_hidden(cell: Cell, attack: Attack) -> bool:
    """A nought may be hidden to protect others, so that nobody knows; what was shown before can't be."""
    return not cell.fixed and not attack.is_hidden(cell)
