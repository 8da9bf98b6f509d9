"""Does FSLA's register print as the report does: every count, and every share after rounding?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from stafett.demo.cohorts.fsla.branches import branches, code_of
from stafett.demo.cohorts.fsla.outcomes import BOTH, OUTCOMES
from stafett.demo.cohorts.marginals import as_percent, percent, require, tally
from stafett.demo.cohorts.shapes import RegisterRow

Rows = list[RegisterRow]
CODE = {outcome.label: outcome.code for outcome in OUTCOMES}
COLUMNS = {"women": "woman", "men": "man"}


def prove(register: Rows, figures: dict[str, Any]) -> None:
    """Raise MarginalError at the first figure that the rows do not give."""
    tables = figures["tables"]
    _prove_participants(register, tables)
    left = [row for row in register if row["status"] == "ended"]
    _shares(left, tables["exit_outcome_share"], "everybody")
    for key, sex in COLUMNS.items():
        mine = _of(left, "sex", sex)
        require(len(mine), tables["exited_by_october_2022"][key], f"left, {key}")
        _shares(mine, tables[f"exit_outcome_share_{key}"], key)
    _prove_branches(left, figures)


def _of(rows: Rows, column: str, value: str) -> Rows:
    return [row for row in rows if row[column] == value]  # type: ignore[literal-required]


def _share(part: int, whole: int, printed: Decimal, what: str) -> None:
    require(percent(part, whole), as_percent(printed), what)


def _shares(rows: Rows, printed: dict[str, Decimal], whose: str) -> None:
    reached = tally(row["outcome"] for row in rows)
    for label, share in printed.items():
        labels = ("Arbete", "Studier") if label == BOTH else (label,)
        part = sum(reached.get(CODE[name], 0) for name in labels)
        _share(part, len(rows), share, f"{whose}: {label}")


def _prove_participants(register: Rows, tables: dict[str, Any]) -> None:
    by_sex = tables["participants_by_sex"]
    require(len(register), by_sex["total"], "participants")
    for key, sex in COLUMNS.items():
        require(len(_of(register, "sex", sex)), by_sex[key], key)
        for name, share in tables[f"share_{key}_by_municipality"].items():
            members = _of(register, "branch", code_of(name))
            _share(len(_of(members, "sex", sex)), len(members), share, f"{name}: {key}")
    for name, number in tables["participants_by_municipality"].items():
        require(len(_of(register, "branch", code_of(name))), number, name)


def _prove_branches(left: Rows, figures: dict[str, Any]) -> None:
    """The municipalities' own shares, and that each is the highest where the report says so."""
    for name, printed in figures["tables"]["exit_outcome_by_municipality"].items():
        rows = _of(left, "branch", code_of(name))
        require(len(rows), printed.get("exited", len(rows)), f"{name}: left")
        for key, share in printed.items():
            label, _, only = key.partition(", ")
            if label in CODE:
                mine = _of(rows, "sex", COLUMNS[only]) if only else rows
                _shares(mine, {label: share}, name)
                _require_highest(left, branches(figures), code_of(name), label)


def _require_highest(left: Rows, codes: Iterable[str], branch: str, label: str) -> None:
    """That no other municipality has a higher share of its leavers with the outcome."""

    def share(code: str) -> float:
        rows = _of(left, "branch", code)
        return len(_of(rows, "outcome", CODE[label])) / len(rows)

    highest: Callable[[str], float] = share
    require(max(codes, key=highest), branch, f"highest share of {label}")
