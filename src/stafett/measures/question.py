"""What exactly is asked of a table, by whom, and as which role may it be answered?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from stafett.initiatives.models import Branch, Initiative
from stafett.measures.engine import Cube, fill
from stafett.measures.figures import Column, Row
from stafett.measures.language import Aggregate, Group, Population, Table
from stafett.measures.sources import Source
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Question:
    """One table asked for: about which initiatives, divided by what, counted to which day.

    `controllers` are those whose rows are read as the viewer, behind the wall; None means that the
    statistics role counts, which sees no person. `base` is never "own" here: it has been settled.
    """

    table: Table
    viewer: Viewer
    initiatives: tuple[Initiative, ...]
    by: tuple[str, ...]
    day: date
    base: str
    branch: Branch | None = None
    controllers: tuple[int, ...] | None = None

    @property
    def initiative(self) -> Initiative:
        """The one initiative that most questions are about."""
        return self.initiatives[0]

    @property
    def own(self) -> tuple[str, ...]:
        """The table's own groups, before those asked for; none where some of them were asked for."""
        return () if set(self.by) & set(self.table.own) else self.table.own

    @cached_property
    def source(self) -> Source:
        """The rows to count, with blanks for what `blanks` holds."""
        return Source(
            walled=self.controllers is not None,
            leavers=self.base == "leavers",
            one_branch=self.branch is not None,
            own_days=len(self.initiatives) > 1,
        )

    def cube(
        self,
        population: Population,
        numbers: tuple[Aggregate, ...],
        groups: tuple[Group, ...],
        *,
        day: date | None = None,
    ) -> Cube:
        """The numbers for every combination of the groups' values and every total, in one query."""
        blanks = {
            "controllers": list(self.controllers or ()),
            "initiatives": [initiative.pk for initiative in self.initiatives],
            "branch": self.branch.pk if self.branch else None,
            "day": day or self.day,
        }
        as_stats = population.persons and self.controllers is None
        return fill(population, numbers, groups, self.source, blanks, as_stats=as_stats)


@dataclass(frozen=True)
class Built:
    """What a table's own builder gives: its columns and rows, and what must be said with them."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    as_of: date | None = None
