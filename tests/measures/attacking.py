"""What somebody clever does with everything that they have fetched; knows nothing of how it was protected.

A count has a name in a period: ("2024-12-31", "outcome", "arbete", "woman"). What is fetched fixes some
of them; what the tables are says how they sum; linear programming says between which ends the rest
can lie.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.test import Client
from scipy.optimize import linprog

from stafett.measures.outsiders.declared import SHOWN

Name = tuple[str, ...]
WORK = ("arbete", "studier")
"""The outcomes that are work or studies, by the cast's own list."""
COMMON = {"work_unsupported": "arbete", "studies": "studier",
          "rehabilitation_or_care": "sjuk", "unknown": "annat"}  # fmt: skip


@dataclass
class Fetched:
    """All that one viewer has been given: shown counts, hidden ones, and what sums to what."""

    shown: dict[Name, int] = field(default_factory=dict)
    hidden: set[Name] = field(default_factory=set)
    sums: list[tuple[Name, list[Name], bool]] = field(default_factory=list)
    """A whole, its parts, and whether all its parts are known to be there."""

    def read(self, client: Client, last: str) -> None:
        """Fetch every table of a period through the API, and take each figure for what it says."""
        for one in SHOWN:
            grounds = "".join(f"&by={ground}" for ground in one.by)
            address = f"/api/v1/initiatives/prov/tables/{one.name}?period={last}{grounds}"
            answer = client.get(address)
            if answer.status_code == 200:
                self._table(last, one.key, json.loads(answer.content))

    def _table(self, last: str, key: str, table: dict[str, Any]) -> None:
        for row in table["rows"]:
            for column, figure in row["figures"].items():
                for name, value in _said(key, row["key"], column, figure):
                    self._take((last, *name), value)
        self.sums += _sums(last, key, [row["key"] for row in table["rows"]])

    def _take(self, name: Name, value: int | None) -> None:
        if value is None:
            self.hidden.add(name)
        else:
            assert self.shown.setdefault(name, value) == value, f"{name} is shown as two numbers"

    def within(
        self, wanted: dict[Name, int], also: Iterable[tuple[Name, Name]] = ()
    ) -> tuple[float, float]:
        """The least and the most that a sum of counts can be; `also` are counts that grow to another."""
        names = sorted(
            {*self.shown, *self.hidden, *wanted, *(n for w, p, _ in self.sums for n in (w, *p))}
        )
        place = {name: number for number, name in enumerate(names)}
        bounds = [(self.shown.get(n, 0), self.shown.get(n)) for n in names]
        equal, less = [], []
        for whole, parts, all_there in self.sums:
            row = np.zeros(len(names))
            for part in parts:
                row[place[part]] += 1
            row[place[whole]] -= 1
            (equal if all_there else less).append(row)
        for small, big in also:
            row = np.zeros(len(names))
            row[place[small]], row[place[big]] = 1, -1
            less.append(row)
        aim = np.zeros(len(names))
        for name, times in wanted.items():
            aim[place[name]] = times
        return tuple(_end(sign, aim, equal, less, bounds) for sign in (1, -1))  # type: ignore[return-value]


def _end(sign: int, aim: Any, equal: list[Any], less: list[Any], bounds: Any) -> float:
    found = linprog(
        sign * aim, A_eq=np.array(equal) if equal else None, b_eq=np.zeros(len(equal)) if equal else None,
        A_ub=np.array(less) if less else None, b_ub=np.zeros(len(less)) if less else None, bounds=bounds,
    )  # fmt: skip
    assert found.status in (0, 3), found.message
    return sign * found.fun if found.status == 0 else -sign * np.inf


def _said(key: str, row: str, column: str, figure: Any) -> Iterator[tuple[Name, int | None]]:
    """The counts that a figure says, by name; None for what it hides."""
    name = _name(key, row, column)
    if figure is None or name is None:
        return
    part, whole = name
    match figure:
        case {"kind": "count", "value": value}:
            yield part, value
        case {"kind": "share", "numerator": numerator, "denominator": denominator}:
            yield part, numerator
            if whole:
                yield whole, denominator
        case {"kind": "hidden"}:
            yield part, None


def _name(key: str, row: str, column: str) -> tuple[Name, Name | None] | None:
    """The names of a figure's count and of what it is a share of."""
    total, _slash, last = row.partition("/")
    at = (last,) if last else ()
    match key, column:
        case (
            "participants" | "participants/sex" | "participants/branch",
            "participations" | "share",
        ):
            return ("began", *(() if row == "total" else (row,))), ("began",)
        case "outcomes" | "outcomes/sex", "participations" | "share":
            whole = ("left", *at)
            return (whole if total == "total" else ("outcome", total, *at)), whole
        case "outcomes-common", "participations" | "share":
            return (("left",) if row == "total" else ("outcome", COMMON[row])), ("left",)
        case "work-or-studies" | "work-or-studies/branch", "share":
            where = () if row == "total" else (row,)
            return ("reached", *where), ("left", *where)
        case "goals", "share":
            return ("reached",), ("left",)
        case "next-steps", "participations" | "share":
            return (("left",) if row == "total" else ("next", row)), ("left",)
        case "between-chairs", "open":
            return ("open", total), None
        case "between-chairs", "stood" | "share":
            whole = ("open", total) if column == "share" else None
            return ("stood", *row.split("/")), whole
        case "inflow", "referred":
            if not last:
                return (("began",) if row == "total" else ("referred", row)), None
    return None


def _sums(last: str, key: str, rows: list[str]) -> Iterator[tuple[Name, list[Name], bool]]:
    """What the rows of a table sum to."""
    outer = [row for row in rows if "/" not in row and row != "total"]

    def named(*names: Name) -> list[Name]:
        return [(last, *name) for name in names]

    match key:
        case "participants/sex":
            yield (
                (last, "began"),
                named(*(("began", row) for row in outer)),
                {"woman", "man"} == {*outer},
            )
        case "participants/branch":
            yield (last, "began"), named(*(("began", row) for row in outer)), True
        case "outcomes":
            yield (last, "left"), named(*(("outcome", row) for row in outer)), True
            yield (last, "reached"), named(*(("outcome", row) for row in WORK)), True
        case "outcomes/sex":
            for outcome in outer:
                parts = named(*(("outcome", outcome, sex) for sex in ("woman", "man")))
                yield (last, "outcome", outcome), parts, True
            for sex in ("woman", "man"):
                parts = named(*(("outcome", outcome, sex) for outcome in outer))
                yield (last, "left", sex), parts, True
        case "work-or-studies/branch":
            for what in ("reached", "left"):
                yield (last, what), named(*((what, row) for row in outer)), True
        case "between-chairs":
            for row in rows:
                month, _slash, rule = row.partition("/")
                yield (last, "began"), named(("open", month)), False
                yield (last, "open", month), named(("stood", month)), False
                if rule:
                    yield (last, "stood", month), named(("stood", month, rule)), False
        case "next-steps":
            yield (last, "left"), named(*(("next", row) for row in outer)), False
        case "inflow":
            yield (last, "began"), named(*(("referred", row) for row in outer)), False
