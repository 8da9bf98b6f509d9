"""Which rows about people have been read since somebody began to look? Noticed as each row is made.

A page cannot forget it: every model about a person inherits `AboutAPerson`, which says so whenever one
of its rows comes out of the database. What only `values()` brought out is told with `notice`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

MOST = 5_000
"""So many are kept before they are handed on: a register of any length takes little memory."""
Columns = tuple[str, str, str]
"""The way from a row to its circle, its person and its controller; no circle is an empty string."""
OWN: Columns = ("circle_id", "person_id", "controller_id")
BY_CIRCLE: Columns = ("circle_id", "circle__person_id", "controller_id")
EXCUSED = {
    "possible doubles": "All that a unit sees are compared with each other; only the pairs found are "
    "shown, and those are noticed by themselves.",
    "alike before enrolling": "Those born the same day or of the same name are compared with the one "
    "about to be recorded; only the ones found alike are shown, and those are noticed by themselves.",
    "what a link leads to": "A code, or an answer from an identity provider, is looked up by its digest; "
    "nothing of anybody is shown before they have shown who they are, and is then noticed by itself.",
    "cases to move among": "What may be moved is looked up in the unit's list; the cases moved, and the "
    "list when it is shown again, are noticed by themselves.",
    "consents to accept among": "What waits for one's own authority is looked up to find the one that is "
    "accepted; that one is noticed by itself, and the list when it is shown again.",
    "readings to judge": "What is judged is looked up among the readings of a sample, whose people were "
    "noticed when it was shown; they are so anew when it is shown again.",
    "where a calendar's link leads": "What stands in one's own calendar is gone through to find the one that "
    "was pressed; nothing is told but where its page is, and that one is noticed by itself.",
}
"""Readings that look something up and show nobody, by name with the reason; there are no others."""


@dataclass(frozen=True)
class LetIn:
    """What let somebody in to a case other than being in its circle: on what ground, since when, and whom."""

    basis: str
    since: date
    unit_id: int


@dataclass
class Noticed:
    """The people met so far: by themselves, by their case's circle, and by parts of a case."""

    people: dict[UUID, int] = field(default_factory=dict)
    """Person → controller."""
    circles: dict[UUID, tuple[UUID, int]] = field(default_factory=dict)
    """Circle → person and controller."""
    parts: dict[tuple[type[models.Model], Columns], set[Any]] = field(default_factory=dict)
    """Model and the way from it to circle, person and controller → keys, to be looked up in the end."""
    let_in: dict[UUID, LetIn] = field(default_factory=dict)
    """Circle → what let the reader in, where that is no membership that opens the case."""
    whole: set[tuple[type[models.Model], Any]] = field(default_factory=set)
    """Those that have said it all themselves: their parts need not be looked up."""
    hand_on: Callable[[Noticed], None] | None = None
    """What takes them when they are many."""
    busy: bool = False

    def person(self, key: UUID, controller: int) -> None:
        """A person's own row."""
        self.people[key] = controller
        self._not_too_many(len(self.people))

    def circle(self, key: UUID, person: UUID, controller: int) -> None:
        """A row that says both case and person."""
        self.circles[key] = (person, controller)
        self._not_too_many(len(self.circles))

    def part(self, model: type[models.Model], way: Columns, key: Any) -> None:
        """A row that does not itself say whom it is about."""
        found = self.parts.setdefault((model, way), set())
        found.add(key)
        self._not_too_many(len(found))

    def looked_up(self) -> None:
        """Find out whom the parts are about."""
        for (model, (circle, person, controller)), keys in self.parts.items():
            left = keys - {key for of, key in self.whole if of is model}
            if not left:
                continue
            rows = model._base_manager.filter(pk__in=left).order_by("pk")
            if circle:
                found = rows.values_list("pk", circle, person, controller)
                self.circles |= {c: (who, whose) for _key, c, who, whose in found}
            else:
                self.people |= dict(rows.values_list(person, controller))
        self.parts = {}

    def _not_too_many(self, number: int) -> None:
        if number >= MOST and self.hand_on is not None and not self.busy:
            self.busy = True
            try:
                self.hand_on(self.taken())
            finally:
                self.busy = False

    def taken(self) -> Noticed:
        """What has been noticed, which begins anew here."""
        all_of_it = Noticed(self.people, self.circles, self.parts, self.let_in, self.whole)
        self.people, self.circles, self.parts, self.let_in = {}, {}, {}, {}
        self.whole = set()
        return all_of_it

    def __bool__(self) -> bool:
        return bool(self.people or self.circles or self.parts)


_now: ContextVar[Noticed | None] = ContextVar("noticed", default=None)


@contextmanager
def noticing(into: Noticed) -> Iterator[Noticed]:
    """Keep in `into` whom the rows read meanwhile are about."""
    token = _now.set(into)
    try:
        yield into
    finally:
        _now.reset(token)


def is_noticed() -> bool:
    """True when somebody keeps whom the rows are about already."""
    return _now.get() is not None


@contextmanager
def looking_up(name: str) -> Iterator[None]:
    """Read without showing: for the readings in EXCUSED, and no others (KeyError)."""
    assert EXCUSED[name]
    token = _now.set(None)
    try:
        yield
    finally:
        _now.reset(token)


def notice(rows: Iterable[AboutAPerson]) -> None:
    """Say that these rows are shown, when they were read without it being noticed."""
    found = _now.get()
    if found is not None:
        for row in rows:
            row.notice(found)


def notice_circles(rows: Iterable[tuple[UUID, UUID, int]], let_in: LetIn | None = None) -> None:
    """The same of what was written, or read as values: (circle, person, controller) of each.

    With what let the reader in, where that is no membership that opens the circles.
    """
    found = _now.get()
    if found is not None:
        for row in rows:
            if let_in is not None:
                found.let_in[row[0]] = let_in
            found.circle(*row)


class AboutAPerson(models.Model):
    """A row that is about a person: that it was read is noticed."""

    way_to_person: ClassVar[Columns] = OWN

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Any:  # type: ignore[override]
        """Make the row as always, and notice whom it is about."""
        row = super().from_db(db, field_names, values)
        found = _now.get()
        if found is not None:
            row.notice(found)
        return row

    def notice(self, found: Noticed) -> None:
        """Tell whom the row is about, by what it says itself; what it does not say is looked up later."""
        known = self.__dict__
        circle = known.get("circle_id")
        if circle is not None and "person_id" in known and "controller_id" in known:
            found.circle(circle, known["person_id"], known["controller_id"])
            found.whole.add((type(self), self.pk))
        elif circle is None or circle not in found.circles:
            found.part(type(self), self.way_to_person, self.pk)


__all__ = [
    "BY_CIRCLE",
    "EXCUSED",
    "OWN",
    "AboutAPerson",
    "LetIn",
    "Noticed",
    "is_noticed",
    "looking_up",
    "notice",
    "notice_circles",
    "noticing",
]  # fmt: skip
