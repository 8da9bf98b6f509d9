"""By what way does a table's rows end? Each app says so of its own tables in its module `ending`.

It lies beneath all apps, as `sorting` does: whoever adds a table about people says in the same change how
its rows end, and no lower floor has to know an upper one. `safeguards.ended` merges them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Model, Q
from django.utils.functional import Promise


@dataclass(frozen=True)
class EndsBy:
    """How the rows of a table are found when they end, and in which order the tables are emptied."""

    model: type[Model]
    order: int
    """Tables are emptied in this order: what points at others before what it points at."""
    circle: str = ""
    """The way to the circle of the case that the row ends with; none for a person's own rows and files."""
    person: str = ""
    """The way to the person with whose last case the row ends."""
    spine: bool = False
    """True when the row says its owner authority and its kind, and can end before the case does."""
    day: str = ""
    """The row's own day, where time can be counted from it."""
    named: Q | None = None
    """Which rows say who somebody is, where that can be taken away; of earlier versions these end."""
    unname: Callable[[Collection[UUID]], int] | None = None
    """Takes it out of these people's rows, and says how many; a table without it has its rows ended whole."""
    who: str = ""
    """The ways to those of whom a row says who they are, where they are others than whose case it is."""
    called: str | Promise = ""
    """What one row is called in what is archived, where the person is never told of it (`own_data`)."""
    file: bool = False
    """True for a register on its way in: it belongs to no case and ends by its own day."""


@dataclass(frozen=True)
class Course:
    """A table that says when a case ended: each case in one of them, which `counts` tells."""

    model: type[Model]
    circle: str
    person: str
    last_day: str
    counts: Q | None = None
    """Which rows say it, where not all do; the others leave it to another table."""


@dataclass(frozen=True)
class Endings:
    """What an app says of its tables."""

    ends: tuple[EndsBy, ...] = ()
    stays: Mapping[type[Model], str] = field(default_factory=dict)
    """Tables with something personal that no case ends, each with the reason and what does end them."""
    course: Course | None = None
    counted: Callable[[UUID, Collection[UUID] | None], None] | None = None
    """Told, before they go and when its rows are listed, which whole cases an ending takes: by number alone
    may be kept what is not there to count any more. Told anew it is that number which holds; told None, the
    ending took nothing."""


__all__ = ["Course", "Endings", "EndsBy"]
