"""From which counts are all tables of a set made, and what does everybody know of them beforehand?

One cube per population, always divided by branch too: the branches are what those who work in one
know already. Where somebody may stand in several rows (livelihood, cases) each row is a count of its
own, at most the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stafett.initiatives.models import Initiative, OutcomeChoice
from stafett.measures.disclosure.linked import Known, Linked, less
from stafett.measures.groups import (
    BRANCH,
    LIVELIHOOD,
    NEXT_STEP,
    NOBODY_KNOWS,
    OCCUPATION,
    OUTCOME,
    PARTY,
    REFERRER,
    SEX,
    STATES,
)
from stafett.measures.language import ALL, Counted, Group, Population
from stafett.measures.populations import (
    CASES,
    COUNT,
    KEPT_PROMISES,
    LIVELIHOODS,
    MONTH_ENDS,
    OCCUPATIONS,
    PARTICIPATIONS,
    PEOPLE,
    WITHIN_PLANS,
)
from stafett.measures.question import Question
from stafett.measures.tables import TABLES
from stafett.measures.tables.between import MONTH, OPEN, RULE, STOOD, months_of
from stafett.measures.tables.circumstances import AFTER, BEFORE
from stafett.measures.tables.people import WITH_A_CASE
from stafett.measures.tables.promises import KEPT, PLAN, PROMISE, REACHED
from stafett.safeguards.viewer import Viewer

Sum = dict[str, int]


@dataclass
class Counts:
    """The counts of an initiative on a day as linked atoms; each method gives a count as their sum."""

    viewer: Viewer
    initiative: Initiative
    day: date
    linked: Linked = field(default_factory=Linked)
    found: dict[str, dict[str, frozenset[Any]]] = field(default_factory=dict)
    """Which values each group of a cube has."""
    placed: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """The atoms of each cube, with their values."""
    apart: dict[str, Sum] = field(default_factory=dict)
    """What no figure shows and must be told by none, by its name."""

    def __post_init__(self) -> None:
        """Fetch them all."""
        self._participations()
        self._next_steps()
        self._referred()
        self._beside("livelihood", LIVELIHOODS, LIVELIHOOD)
        self._beside("occupation", OCCUPATIONS, OCCUPATION)
        self._cases()
        self._people("people", self.day)
        self._reached()
        self._month_ends()

    def began(self, outcomes: Iterable[int] | None = None, **at: Any) -> Sum:
        """Participations by outcome or state, sex and branch; all that are not said."""
        states = self._values("n", "outcome") if outcomes is None else outcomes
        return self._sum("n", outcome=states, **at)

    def left(self, outcomes: Iterable[int] | None = None, **at: Any) -> Sum:
        """The same of those who have left."""
        states = self._values("n", "outcome") if outcomes is None else outcomes
        return self.began([one for one in states if one not in STATES.values()], **at)

    def whole(self, base: str, **at: Any) -> Sum:
        """Whom the shares of a base are shares of."""
        return self.left(**at) if base == "leavers" else self.began(**at)

    def taken(self, name: str, **at: Any) -> Sum:
        """Any other count by its cube and values."""
        return self._sum(name, **at)

    def people(self, day: date | None = None, **at: Any) -> Sum:
        """Persons who had begun by a day; one with the same human in two branches is counted once."""
        name = f"people@{day.isoformat()}" if day and day != self.day else "people"
        if name not in self.found:
            self._people(name, day or self.day)
        return self._once(name, at)

    def reached(self, plan: int, sex: Any = None) -> Sum:
        """Persons who began within a plan's period."""
        at = {"plan": plan} | ({"sex": sex} if sex else {})
        return self._once("reached", at)

    def _once(self, name: str, at: dict[str, Any]) -> Sum:
        found = self._sum(name, **at)
        if "branch" not in at:
            twice = [a for a in self.linked.atoms if a.startswith(f"{name}-twice/")]
            wanted = [f"{key}={value}" for key, value in at.items()]
            found |= {a: -1 for a in twice if all(one in a.split("/") for one in wanted)}
        return found

    def _sum(self, name: str, **at: Any) -> Sum:
        wanted = {key: _several(value) for key, value in at.items()}
        return {
            atom: 1
            for atom, values in self.placed[name].items()
            if all(values[key] in several for key, several in wanted.items())
        }

    def _values(self, name: str, group: str) -> frozenset[Any]:
        return self.found[name][group]

    def _cube(
        self, name: str, population: Population, number: Counted, groups: tuple[Group, ...],
        *, base: str = "starters", day: date | None = None,
        only: Callable[[Any], bool] = lambda value: True,
    ) -> dict[tuple[Any, ...], int]:  # fmt: skip
        """Fetch a cube and make an atom of each of its cells, also where nobody is."""
        day = day or self.day
        question = Question(TABLES["participants"], self.viewer, (self.initiative,), (), day, base)
        cube = question.cube(population, (number,), groups, day=day)
        cells = {values: int(numbers[0]) for values, numbers in cube.cells.items()}
        self.found[name] = {
            group.name: frozenset(filter(only, cube.found(group.name))) for group in groups
        }
        self.placed[name] = {}
        for values in _crossed([sorted(self.found[name][g.name], key=str) for g in groups]):
            self._atom(name, dict(zip(cube.groups, values, strict=True)), cells.get(values, 0))
        return cells

    def _atom(self, name: str, values: dict[str, Any], count: int) -> None:
        key = "/".join((name, *(f"{group}={value}" for group, value in values.items())))
        self.linked.atoms[key] = count
        branch = values.get("branch", NOBODY_KNOWS)
        self.linked.owners[key] = "" if branch == NOBODY_KNOWS else str(branch)
        self.placed[name][key] = values

    def _participations(self) -> None:
        self._cube("n", PARTICIPATIONS, COUNT, (OUTCOME, SEX, BRANCH))
        for sex in self._values("n", "sex"):
            for branch in self._values("n", "branch"):
                at = {"sex": sex, "branch": branch}
                self.linked.growing[f"began/{sex}/{branch}"] = self.began(**at)
        for atom in self.left():
            self.linked.growing[atom] = {atom: 1}

    def _next_steps(self) -> None:
        self._cube("next", PARTICIPATIONS, COUNT, (NEXT_STEP, BRANCH), base="leavers")
        self._same_in_each_branch("next", self.left)
        self._all_grow("next")

    def _referred(self) -> None:
        self._cube("referred", PARTICIPATIONS, COUNT, (REFERRER, BRANCH))
        self._same_in_each_branch("referred", self.began)
        self._all_grow("referred")
        self._cube("kept", KEPT_PROMISES, KEPT, (PROMISE, BRANCH))
        self._all_grow("kept")
        parties = dict(self.initiative.promises.order_by("pk").values_list("pk", "party_id"))
        for atom, values in self.placed["kept"].items():
            party = {"referrer": parties[values["promise"]], "branch": values["branch"]}
            self._at_most({atom: 1}, self.taken("referred", **party))

    def _beside(self, name: str, population: Population, group: Group) -> None:
        """What each stood on before and after: several at once can be, one at least."""
        for number, moment in ((BEFORE, "start"), (AFTER, "end")):
            own = f"{name}-{moment}"
            self._cube(own, population, number, (group, BRANCH))
            self._all_grow(own)
            whole = self.began if moment == "start" else self.left
            for branch in self._values(own, "branch"):
                self._among(self.taken(own, branch=branch), whole(branch=branch))

    def _cases(self) -> None:
        self._cube("cases", CASES, WITH_A_CASE, (PARTY, BRANCH))
        parties = [one for one in self._values("cases", "party") if one != NOBODY_KNOWS]
        for branch in self._values("cases", "branch"):
            none = self.taken("cases", party=NOBODY_KNOWS, branch=branch)
            some = less(self.began(branch=branch), none)
            self._among(self.taken("cases", party=parties, branch=branch), some)
            self.linked.known.append(Known(some))
        for atom in self.taken("cases", party=parties):
            self.linked.growing[atom] = {atom: 1}

    def _people(self, name: str, day: date) -> None:
        cells = self._cube(name, PARTICIPATIONS, PEOPLE, (SEX, BRANCH), day=day)
        self._all_grow(name)
        for sex in self._values(name, "sex"):
            in_all = sum(count for (s, b), count in cells.items() if s == sex and b is not ALL)
            self._twice(f"{name}-twice/sex={sex}", in_all - cells[sex, ALL])
        for atom, values in self.placed[name].items():
            more = self.began(**values) if name == "people" else self.taken("people", **values)
            self._at_most({atom: 1}, more)

    def _reached(self) -> None:
        cells = self._cube("reached", WITHIN_PLANS, REACHED, (PLAN, SEX, BRANCH))
        self._all_grow("reached")
        for plan in self._values("reached", "plan"):
            for sex in self._values("reached", "sex"):
                in_all = sum(
                    count for (p, s, b), count in cells.items()
                    if (p, s) == (plan, sex) and b is not ALL
                )  # fmt: skip
                once = cells.get((plan, sex, ALL), 0)
                self._twice(f"reached-twice/plan={plan}/sex={sex}", in_all - once)
        for atom, values in self.placed["reached"].items():
            at = {"sex": values["sex"], "branch": values["branch"]}
            self._at_most({atom: 1}, self.taken("people", **at))

    def _month_ends(self) -> None:
        """Who was open at each month's end that was counted, who stood between the chairs, by which rule."""
        days = {one.day for one in months_of(self.initiative, self.day) if one.counted}

        def only(value: Any) -> bool:
            return value in days if isinstance(value, date) else value != ""

        self._cube("open", MONTH_ENDS, OPEN, (MONTH, BRANCH), only=only)
        self._cube("stood", MONTH_ENDS, STOOD, (MONTH, BRANCH), only=only)
        self._cube("found", MONTH_ENDS, STOOD, (MONTH, RULE, BRANCH), only=only)
        for values in self.placed["stood"].values():
            stood = self.taken("stood", **values)
            self._among(self.taken("found", **values), stood)
            self._at_most(stood, self.taken("open", **values))
            self._at_most(self.taken("open", **values), self.began(branch=values["branch"]))
        for name in ("open", "stood", "found"):
            self.linked.settled |= {atom: {atom: 1} for atom in self.placed[name]}
        self._still_there(days)

    def _still_there(self, days: Collection[date]) -> None:
        """Who is there on a counting day that ends a month is who was open then, but for what came late."""
        if self.day not in days:
            return
        for branch in self._values("n", "branch"):
            there = self.began([*STATES.values()], branch=branch)
            late = less(there, self.taken("open", month=self.day, branch=branch))
            self.apart[f"late/{branch}"] = late
            value = self.linked.value(late)
            if value >= 0:
                self.linked.known.append(Known(late, 0, float("inf") if value else 0))

    def _twice(self, key: str, count: int) -> None:
        """Who stands in two branches; where nobody does, everybody is taken to know that."""
        if count:
            self.linked.atoms[key] = count
            self.linked.owners[key] = ""

    def _same_in_each_branch(self, name: str, whole: Any) -> None:
        for branch in self._values("n", "branch"):
            both = less(self.taken(name, branch=branch), whole(branch=branch))
            self.linked.known.append(Known(both, 0, 0))

    def _among(self, rows: Sum, whole: Sum) -> None:
        """Each row is at most the whole, and together they are at least it."""
        for atom in rows:
            self._at_most({atom: 1}, whole)
        self.linked.known.append(Known(less(rows, whole)))

    def _at_most(self, few: Sum, many: Sum) -> None:
        self.linked.known.append(Known(less(many, few)))

    def _all_grow(self, name: str) -> None:
        self.linked.growing |= {atom: {atom: 1} for atom in self.placed[name]}

    def outcomes(self, **wanted: Any) -> list[int]:
        """The initiative's own outcomes that answer to something of the common list."""
        rows = OutcomeChoice.objects.filter(initiative=self.initiative, **wanted)
        return list(rows.order_by("pk").values_list("pk", flat=True))


def _several(value: Any) -> Any:
    return value if isinstance(value, list | tuple | set | frozenset) else (value,)


def _crossed(levels: list[list[Any]]) -> Iterable[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = [()]
    for level in levels:
        found = [(*before, value) for before in found for value in level]
    return found


__all__ = ["Counts", "Sum"]
