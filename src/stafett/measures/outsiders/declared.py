"""Which tables do outsiders see, divided by what, and with which columns? The same for every initiative.

A set holds these and nothing else, whoever asks. A new line here makes a new version of the
declaration, and everybody who answers for records signs anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from stafett.measures.language import Table
from stafett.measures.tables import TABLES


@dataclass(frozen=True)
class Shown:
    """A table in the set: its name, what it is divided by, and the columns that outsiders do not get."""

    name: str
    by: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The table's place in a set: "outcomes" or "outcomes/sex"."""
        return "/".join((self.name, *self.by))

    @property
    def table(self) -> Table:
        """The table as declared."""
        return TABLES[self.name]


SHOWN = (
    # A mean is told by its sum and its number, and two of them by the difference: not for outsiders.
    Shown("participants", without=("mean_age",)),
    Shown("participants", ("sex",), without=("mean_age",)),
    Shown("participants", ("branch",), without=("mean_age",)),
    Shown("cases"),
    Shown("outcomes"),
    Shown("outcomes", ("sex",)),
    Shown("outcomes-common"),
    Shown("work-or-studies"),
    Shown("work-or-studies", ("branch",)),
    Shown("next-steps"),
    Shown("goals"),
    Shown("inflow"),
    Shown("volume"),
    Shown("livelihood"),
    Shown("occupation"),
    Shown("between-chairs"),
    Shown("costs"),
    Shown("cost-per-participant"),
)
"""Every table of a set, in its order."""


def declaration() -> str:
    """A short name for what is declared here; it changes when the declaration does."""
    return sha256(repr(SHOWN).encode()).hexdigest()[:12]


def shown(name: str, by: tuple[str, ...]) -> Shown | None:
    """The table in the set that answers a question, undivided where it is not there divided so."""
    found = {one.key: one for one in SHOWN}
    return found.get("/".join((name, *by))) or found.get(name)
