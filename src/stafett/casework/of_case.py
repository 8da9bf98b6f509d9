"""The rows that hang on one case, a table at a time: a kept question each, and none where there are none.

A page of a case shows what two dozen tables have of it, and most cases have nothing in most of them. A page
that only reads lets one question tell which do (`look_at`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from stafett.casework.models import Participation
from stafett.database.kept import Kept, at_once, preparing
from stafett.safeguards.access import Opened

R = TypeVar("R", bound=Model)
HAS = "_has_rows_in"
"""Where a case keeps which tables have rows of it, once it has been looked at."""
ROWS = "_rows_of"
"""Where it keeps what was fetched at once."""
OF = ("pk", "circle_id", "person_id")
"""What of a case can be asked by."""
_asked: dict[type[Model], tuple[str, str]] = {}
"""Each table that is asked about: its column, and what of the case stands there."""


class OfCase(Generic[R]):
    """The rows of one table that hang on a case; `ask` narrows and orders them, and depends on nothing else."""

    def __init__(
        self, model: type[R], ask: Callable[[QuerySet[R]], Any] = lambda rows: rows
    ) -> None:
        """Named at the top of a module, so that all are known before a page is asked for."""
        self.kept: Kept[R] = Kept(
            lambda case: ask(model._default_manager.filter(participation_id=case))
        )
        self.model = model
        also_ask(model)

    def of(self, case: Participation) -> list[R]:
        """All of them, whoever may see them: `shown` says which that is."""
        if not has(case, self.model):
            return []
        known: dict[Any, list[R]] = case.__dict__.get(ROWS, {})
        return list(known[self]) if self in known else self.told(case, self.kept(case=case.pk))

    def told(self, case: Participation, rows: list[R]) -> list[R]:
        """The rows, each knowing its case."""
        for row in rows:
            row._state.fields_cache["participation"] = case
        return rows

    def shown(self, case: Participation, to: Opened) -> list[R]:
        """Those that are open to the viewer."""
        return [row for row in self.of(case) if to.shows(row)]


def also_ask(model: type[Model], column: str = "participation_id", of: str = "pk") -> None:
    """Let `look_at` tell whether a table has any row of the case, found by a column."""
    _asked.setdefault(model, (column, of))


def look_at(case: Participation, fetch: Sequence[OfCase[Any]] = ()) -> Participation:
    """The same case, knowing which tables have rows of it, and those that the page is to tell of; for a page
    that only reads."""
    with preparing(connection) as cursor:
        cursor.execute(_text(), [getattr(case, of) for of in OF])
        found: Iterable[bool] = cursor.fetchone()
    case.__dict__[HAS] = {model for model, any_ in zip(_asked, found, strict=True) if any_}
    there = [one for one in fetch if has(case, one.model)]
    rows = at_once([one.kept for one in there], case=case.pk)
    case.__dict__[ROWS] = {one: one.told(case, some) for one, some in zip(there, rows, strict=True)}
    return case


def has(case: Participation, model: type[Model]) -> bool:
    """False when the table is known to have no row of the case."""
    known: set[type[Model]] | None = case.__dict__.get(HAS)
    return known is None or model in known


def _text() -> str:
    """One question of all the tables."""
    each = (
        f'EXISTS (SELECT FROM "{model._meta.db_table}" WHERE "{column}" = ${OF.index(of) + 1})'
        for model, (column, of) in _asked.items()
    )
    return f"SELECT {', '.join(each)}"


__all__ = ["OfCase", "also_ask", "has", "look_at"]
