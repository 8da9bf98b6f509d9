"""What could somebody clever work out from everything that is shown, and is any secret told?

The attack is the one of the textbooks: every figure shown is an equation, every hidden one an unknown,
and linear programming over all of it at once says between which ends an unknown can lie. Ours is
harder on itself than that: the other world that it asks for must be made of whole people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from stafett.measures.disclosure.linked import Cell, Linked, Parts, Range, Secret

World = NDArray[np.float64]
"""A count for every atom that goes together with all that is shown."""
SECONDS = 20.0
"""For so long one question is put to the solver; a question without an answer counts as told."""
_ANSWERED = (0, 2)
"""What the solver says when it has found the best, or that there is none."""


def solved(**question: Any) -> World | None:
    """The solver's answer; where its shortcuts fail it is asked again without them."""
    for presolve in (True, False):
        options = {"time_limit": SECONDS, "presolve": presolve, "mip_rel_gap": 0.05}
        found = milp(**question, options=options)
        if found.status in _ANSWERED or found.x is not None:
            break
    answer: World | None = found.x
    return answer


@dataclass(frozen=True)
class Told:
    """A secret that is not kept: who can tell, what, and which of its values can be ruled out."""

    knower: str
    secret: str
    truth: int
    ruled_out: int


@dataclass
class Attack:
    """One who looks: the shown cells are equations, the hidden ones unknown, the own branch known."""

    linked: Linked
    hidden: set[str]
    knower: str = ""
    places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Number the atoms."""
        self.places = {atom: place for place, atom in enumerate(self.linked.atoms)}
        self.truth = np.array([*self.linked.atoms.values()], dtype=float)

    def worth_keeping(self) -> Iterator[tuple[Secret, dict[str, int], int, Range]]:
        """The secrets that are small in what the one who looks does not know, with their ranges."""
        for secret in self.linked.secrets.values():
            parts = self.linked.unknown_to(self.knower, secret.parts)
            value = self.linked.value(parts)
            wanted = secret.range_of(value) if parts else None
            if wanted:
                yield secret, parts, value, wanted

    def bounds(self) -> Bounds:
        """Nobody is fewer than none; one's own people are known."""
        least, most = np.zeros(len(self.places)), np.full(len(self.places), np.inf)
        if self.knower:
            for atom, owner in self.linked.owners.items():
                if owner == self.knower:
                    least[self.places[atom]] = most[self.places[atom]] = self.linked.atoms[atom]
        return Bounds(least, most)

    def limits(self, cells: Collection[Cell]) -> tuple[list[Parts], list[float], list[float]]:
        """The rows of the equations: what is known beforehand, and these cells."""
        rows = [known.parts for known in self.linked.known]
        least = [known.least for known in self.linked.known]
        most = [known.most for known in self.linked.known]
        for cell in cells:
            value = self.linked.value(cell.parts)
            unknown = self.is_hidden(cell)
            rows.append(cell.parts)
            least.append(0 if unknown else value)
            most.append(np.inf if unknown else value)
        return rows, least, most

    def is_hidden(self, cell: Cell) -> bool:
        """True when the one who looks reads "dolt" there."""
        return cell.hidden if cell.fixed else cell.key in self.hidden

    def matrix(self, rows: list[Parts]) -> csr_array:
        """Sums of atoms as rows of a matrix."""
        entries = [
            (number, self.places[atom], times)
            for number, parts in enumerate(rows)
            for atom, times in parts.items()
        ]
        at, places, times = zip(*entries, strict=True) if entries else ((), (), ())
        return csr_array((times, (at, places)), shape=(len(rows), len(self.places)), dtype=float)


@dataclass
class Worlds:
    """Other worlds that look the same to one who looks; each shows that some values can be so."""

    attack: Attack

    def __post_init__(self) -> None:
        """Start from the truth, the one world that is known to go together with what is shown."""
        kept = list(self.attack.worth_keeping())
        self.secrets = [(secret, value, wanted) for secret, _parts, value, wanted in kept]
        self.parts = [parts for _secret, parts, _value, _wanted in kept]
        self.rows = self.attack.matrix([*self.parts])
        self.low = np.array([value for _secret, value, _wanted in self.secrets], dtype=float)
        self.high = self.low.copy()
        self.renew()

    def renew(self) -> None:
        """Read anew what is hidden."""
        rows, least, most = self.attack.limits(self.attack.linked.cells.values())
        self.shown = LinearConstraint(self.attack.matrix(rows), least, most)
        self.beside = self.shown.A.tocsc()

    def learn(self, world: World) -> None:
        """Widen the known range of every secret by what it is in another world."""
        values = self.rows @ world
        self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)

    def wanting(self, place: int) -> list[int]:
        """The ends of a secret's range that no world found so far has reached."""
        least, most = self.secrets[place][2]
        found = [least] if self.low[place] > least else []
        return [*found, most] if self.high[place] < most else found

    def where(self, place: int, value: int) -> World | None:
        """A world of whole people in which a secret has a value, or None when there is none.

        First one that is the true world but for what hangs together with the secret nearest: it is found
        in a tenth of the time, and there nearly always is one.
        """
        aim = LinearConstraint(self.attack.matrix([self.parts[place]]), value, value)
        bounds = self.attack.bounds()
        for places in (self._near(place), None):
            found = self._solved(aim, bounds, places)
            world = None if found is None else self._checked(np.round(found), bounds, aim)
            if world is not None:
                break
        return world

    def _near(self, place: int) -> NDArray[np.intp]:
        """The atoms of a secret, those that stand in a sum with any of them, and those with any of these."""
        near = self.rows[[place]].indices
        for _hop in range(2):
            sums = self.shown.A[np.unique(self.beside[:, near].indices)]
            near = np.union1d(near, sums.indices)
        return near

    def _solved(
        self, aim: LinearConstraint, bounds: Bounds, places: NDArray[np.intp] | None
    ) -> World | None:
        """The solver's answer, all others than some atoms being as they are in truth."""
        still = self.attack.truth.copy()
        if places is None:
            places = np.arange(len(still))
        still[places] = 0
        touched = np.unique(self.beside[:, places].indices)
        rules = [
            LinearConstraint(kept[:, places], least - kept @ still, most - kept @ still)
            for kept, least, most in (
                (self.shown.A[touched], self.shown.lb[touched], self.shown.ub[touched]),
                (aim.A, aim.lb, aim.ub),
            )
        ]
        found = solved(
            c=np.zeros(len(places)), integrality=np.ones(len(places)),
            bounds=Bounds(bounds.lb[places], bounds.ub[places]), constraints=rules,
        )  # fmt: skip
        if found is None:
            return None
        still[places] = found
        return still

    def _checked(self, world: World, bounds: Bounds, aim: LinearConstraint) -> World | None:
        """The world, if it holds when it is counted again in whole numbers: a solver's word is not enough."""
        within = bool(np.all((bounds.lb <= world) & (world <= bounds.ub)))
        for rule in (self.shown, aim):
            values = rule.A @ world
            within &= bool(np.all((rule.lb <= values) & (values <= rule.ub)))
        return world if within else None


def told(linked: Linked, hidden: set[str]) -> list[Told]:
    """Every secret that somebody could tell apart, whoever they are; none when all are kept.

    The audit that stands between a set and its being frozen: it knows nothing of how the cells to
    hide were chosen.
    """
    found: list[Told] = []
    seen: list[World] = []
    for knower in reversed(linked.knowing()):
        worlds = Worlds(Attack(linked, hidden, knower))
        if not knower:  # who knows less can't rule out what those who know more could not
            for world in seen:
                worlds.learn(world)
        for place, (secret, value, _wanted) in enumerate(worlds.secrets):
            for end in worlds.wanting(place):
                other = worlds.where(place, end)
                if other is None:
                    found.append(Told(knower, secret.key, value, end))
                else:
                    worlds.learn(other)
                    seen.append(other)
    return found
