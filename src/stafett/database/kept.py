"""Questions that are asked at nearly every page: put together once, and planned once by the database.

Django takes a millisecond or two of a core to put a question together, and PostgreSQL as long to plan it,
behind the walls. A question that is kept is put together the first time, with marks where what is asked about
stands, and is then asked with that in the marks' places, as a prepared statement (ADR 26).

Only for what is found by keys (a case, some cases, a circle, an account): there one plan fits all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID
from weakref import WeakSet

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg.types.numeric import Int8

R = TypeVar("R")
MOST = 300
"""So many statements stay prepared in a connection; the one that was asked longest ago makes room."""
MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda n: 2_147_480_000 + n,
    UUID: lambda n: UUID(f"fade0000-0000-4000-8000-{n:012x}"),
    date: lambda n: date.max - timedelta(days=n),
    str: lambda n: f"<mark {n}>",
}
"""What stands for a value while a question is put together: nothing that is asked about looks so."""
WHERE = re.compile(r"IN \(((?:%s, )*%s)\)|%s|%%")
"""Where Django puts values into a text: one, several to be among, or a percent sign."""


LEFT = re.compile(r"'fade0000-|'999\d-|21474[78]\d{4}|<mark ")
"""A mark that became something else than a value by itself."""


@dataclass(frozen=True)
class Asked:
    """The text of what was asked."""

    query: bytes


class Preparing(psycopg.RawCursor[Any]):
    """A cursor whose statements the database prepares, if the connection lets it (`STAFETT_PREPARE`)."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
        """Ask, and have it prepared from the first time."""
        self.connection.prepared_max = MOST
        done = super().execute(query, params, prepare=True)
        # psycopg says what was asked only of what it did not prepare; Django's own record of it reads it here
        self._query: Any = Asked(query.encode())
        return done


def preparing(connection: Any) -> Any:
    """A cursor as Django gives it, wrapped alike, whose statements are prepared."""
    connection.ensure_connection()
    return connection._prepare_cursor(Preparing(connection.connection))


def by_one_process() -> None:
    """Let the database start no other process for what is asked in this transaction from now on.

    It would, where it reckons with thousands of rows, and to start one costs more than to read them.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")


@dataclass(frozen=True)
class Made:
    """A question put together: its text, and by name what goes where in it."""

    rows: QuerySet[Any]
    compiler: SQLCompiler
    text: str
    names: list[str]

    def ask(self, known: dict[str, Any]) -> list[Any]:
        """The rows now, made as the question itself would make them."""
        with self.sent(known) as cursor:
            return self.made_of(cursor.fetchall())

    def sent(self, known: dict[str, Any]) -> Any:
        """A cursor that has asked."""
        cursor = preparing(connections[self.rows.db])
        cursor.execute(self.text, [_typed(known[name]) for name in self.names])
        return cursor

    def made_of(self, found: list[Any]) -> list[Any]:
        """Rows of what was found."""
        asked: Any = QuerySet.__new__(type(self.rows))
        asked.__dict__ = self.rows.__dict__.copy()
        asked._query = copy(self.rows.query)
        compiler = copy(self.compiler)
        compiler.connection = connections[self.rows.db]
        compiler.execute_sql = lambda *_, **__: [found]  # type: ignore[assignment,method-assign]
        asked._query.get_compiler = lambda *_, **__: compiler
        return list(asked)


def _typed(value: Any) -> Any:
    """Each number as wide as a key, so that the statement is the same for all."""
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return Int8(value) if type(value) is int else value


class Kept(Generic[R]):
    """A question that is asked often; `ask` puts it together of what it is asked about, by name.

    It may depend on nothing else: neither on who asks, nor on the language, nor on the day. Several values
    may only be what something is among.
    """

    def __init__(self, ask: Callable[..., Any]) -> None:
        """Nothing is put together before it is asked."""
        self._ask = ask
        self._made: dict[tuple[str, ...], Made | None] = {}
        _all.add(self)

    def __call__(self, **asked: Any) -> list[R]:
        """The rows, in the question's order; nothing when it can have none."""
        made, known = self._made_for(asked)
        return made.ask(known) if made else []

    def _made_for(self, asked: dict[str, Any]) -> tuple[Made | None, dict[str, Any]]:
        known = {name: list(v) if _is_many(v) else v for name, v in asked.items()}
        # what is among none of them is asked in another way, or not at all
        shape = tuple(name for name, value in known.items() if value != [])
        if shape not in self._made:
            self._made[shape] = _put_together(self._ask, known)
        return self._made[shape], known


_all: WeakSet[Kept[Any]] = WeakSet()


def forget() -> None:
    """Let every question be put together anew: what they are put together of has changed, as in a test."""
    for kept in _all:
        kept._made.clear()


def at_once(kept: Sequence[Kept[Any]], **asked: Any) -> list[list[Any]]:
    """The answers to several questions of the same, all sent before the first answer is waited for."""
    made = [one._made_for(asked) for one in kept]
    connection = connections["default"]
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        sent = [one.sent(known) if one else None for one, known in made]
        found = [cursor.fetchall() if cursor else [] for cursor in sent]
    return [one.made_of(rows) if one else [] for (one, _), rows in zip(made, found, strict=True)]


def _put_together(ask: Callable[..., Any], known: dict[str, Any]) -> Made | None:
    """The question with marks for what is asked about, and then numbers for the marks."""
    stand_in: dict[str, Any] = {}
    marks: dict[Any, str] = {}
    for name, value in known.items():
        some = [MARKS[type(one)](len(marks) + at) for at, one in enumerate(_two(value))]
        marks |= dict.fromkeys(some, name)
        stand_in[name] = some if _is_many(value) else some[0]
    rows = ask(**stand_in)
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        text, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    numbered = _Numbered(marks, iter(params), connections[rows.db])
    text = WHERE.sub(numbered.put, text)
    assert not LEFT.search(text), f"what is asked about was changed on the way into {text}"
    return Made(rows, compiler, text, numbered.names)


class _Numbered:
    """Puts a number where a mark stood, and what is the same each time as it is."""

    def __init__(self, marks: dict[Any, str], params: Iterator[Any], connection: Any) -> None:
        self.names: list[str] = []
        self._marks, self._params, self._connection = marks, params, connection

    def put(self, found: re.Match[str]) -> str:
        """What stands instead of one place, or of several to be among."""
        if found[0] == "%%":
            return "%"
        if found[1] is None:
            return self._one(next(self._params))
        some = [next(self._params) for _ in range(found[1].count("%s"))]
        names = {self._name(one) for one in some}
        if len(some) == 2 and len(names) == 1 and names != {None}:
            return f"= ANY({self._number(names.pop() or '')})"
        return f"IN ({', '.join(map(self._one, some))})"

    def _one(self, param: Any) -> str:
        name = self._name(param)
        if name is None:
            literal: str = self._connection.ops.compose_sql("%s", [param])
            return literal
        return self._number(name)

    def _name(self, param: Any) -> str | None:
        return self._marks.get(param) if isinstance(param, tuple(MARKS)) else None

    def _number(self, name: str) -> str:
        if name not in self.names:
            self.names.append(name)
        return f"${self.names.index(name) + 1}"


def _is_many(value: Any) -> bool:
    return isinstance(value, list | tuple | set | frozenset)


def _two(value: Any) -> list[Any]:
    """Of several two, since one alone would not be told from a value by itself."""
    return [*value, *value][:2] if _is_many(value) else [value]


__all__ = ["Kept", "at_once", "by_one_process", "forget", "preparing"]
