"""How many of each sex came, stayed and left to what in each municipality, so that all printed shares hold?

The report prints totals, five counts and a handful of shares rounded to whole per cent. This
module finds whole people that fit them all: first the sizes, then the sexes, then who left, then
to what. Whatever several answers fit is chosen: the answer nearest the printed share, and an even
spread where nothing is printed ("tämligen likvärdiga mellan kommunerna").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stafett.demo.cohorts.fsla.branches import NINTH, branches, code_of
from stafett.demo.cohorts.fsla.outcomes import OUTCOMES, outcome_totals
from stafett.demo.cohorts.marginals import (
    MarginalError,
    apportion,
    fill,
    first_solution,
    require,
    whole_numbers,
)

Cells = dict[tuple[str, str], int]

SEXES = {"women": "woman", "men": "man"}
LABELS = tuple(outcome.label for outcome in OUTCOMES)
BALANCED = (40, 60)
"""Per cent women where the report does not call either sex overrepresented: chosen."""


@dataclass(frozen=True)
class Plan:
    """Whole people: members and leavers by (branch, sex), outcomes by (branch, outcome) per sex."""

    members: Cells
    left: Cells
    outcomes: dict[str, Cells]


def plan(figures: dict[str, Any]) -> Plan:
    """Everything laid out; raises MarginalError when the printed figures cannot all be true."""
    sizes = branch_sizes(figures)
    members = by_sex(figures, sizes)
    left = leavers(figures, sizes, members)
    return Plan(members, left, {sex: _outcomes(figures, left, sex) for sex in SEXES.values()})


def branch_sizes(figures: dict[str, Any]) -> dict[str, int]:
    """Participants per branch: five are printed, the others lie between the printed extremes.

    They share evenly what the printed ones leave, as nearly as their printed shares allow.
    """
    tables = figures["tables"]
    printed = {code_of(n): size for n, size in tables["participants_by_municipality"].items()}
    rest = tables["participants_by_sex"]["total"] - sum(printed.values())
    low, high = sorted(printed.values())[1], sorted(printed.values())[-3]
    unprinted = [code for code in branches(figures) if code not in printed and code != NINTH]
    share = rest // (len(unprinted) + 1)
    domain = sorted(range(low + 1, high), key=lambda size: (abs(size - share), size))

    def holds(sizes: dict[str, int]) -> bool:
        ninth = rest - sum(sizes.values())
        return low < ninth < high and all(_women(figures, b, n) for b, n in sizes.items())

    found = first_solution(dict.fromkeys(unprinted, domain), holds, "sizes of the branches")
    return {**printed, **found, NINTH: rest - sum(found.values())}


def _women(figures: dict[str, Any], branch: str, size: int) -> tuple[int, ...]:
    """The numbers of women that a printed share allows, nearest first; any when none is printed."""
    tables = figures["tables"]
    women = {code_of(n): share for n, share in tables["share_women_by_municipality"].items()}
    men = {code_of(n): share for n, share in tables["share_men_by_municipality"].items()}
    if branch in women:
        return whole_numbers(women[branch], size)
    if branch in men:
        return tuple(size - number for number in whole_numbers(men[branch], size))
    return tuple(range(size + 1))


def by_sex(figures: dict[str, Any], sizes: Mapping[str, int]) -> Cells:
    """Women and men per branch: the printed shares, and an even split of the rest by size."""
    tables = figures["tables"]
    named = {
        code_of(name)
        for table in ("share_women_by_municipality", "share_men_by_municipality")
        for name in tables[table]
    }
    women = {branch: _women(figures, branch, sizes[branch])[0] for branch in named}
    rest = tables["participants_by_sex"]["women"] - sum(women.values())
    women |= apportion(rest, {b: size for b, size in sizes.items() if b not in named})
    for branch in set(sizes) - named:
        if not BALANCED[0] * sizes[branch] <= 100 * women[branch] <= BALANCED[1] * sizes[branch]:
            raise MarginalError(f"{branch} would be overrepresented without the report saying so")
    return {
        (branch, sex): women[branch] if sex == "woman" else size - women[branch]
        for branch, size in sizes.items()
        for sex in SEXES.values()
    }


def leavers(figures: dict[str, Any], sizes: Mapping[str, int], members: Cells) -> Cells:
    """Leavers per branch and sex: the sum of the sexes, which fits the printed 53 and 47 per cent."""
    tables = figures["tables"]
    exited = tables["exited_by_october_2022"]
    staying = {sex: tables["participants_by_sex"][key] - exited[key] for key, sex in SEXES.items()}
    still = fill(staying_by_branch(figures, sizes, sum(staying.values())), staying, {})
    left = {cell: number - still[cell] for cell, number in members.items()}
    require(min(left.values()) >= 0, True, "nobody stays who never came")
    return left


def staying_by_branch(
    figures: dict[str, Any], sizes: Mapping[str, int], total: int
) -> dict[str, int]:
    """Those who remain per branch: where leavers are printed, what is left over; else by size.

    A branch with a printed share of its leavers gets the nearest number for which whole people can
    print as that share (39 % cannot be said of 78).
    """
    printed = {
        code_of(name): cells
        for name, cells in figures["tables"]["exit_outcome_by_municipality"].items()
    }
    stay = {b: sizes[b] - cells["exited"] for b, cells in printed.items() if "exited" in cells}
    others = {branch: size for branch, size in sizes.items() if branch not in stay}
    even = apportion(total - sum(stay.values()), others)
    for branch in [code for code in others if code in printed]:
        shares = [n for key, n in printed[branch].items() if key in LABELS]
        stay[branch] = _nearest(even[branch], sizes[branch], shares)
    rest = {branch: size for branch, size in sizes.items() if branch not in stay}
    return stay | apportion(total - sum(stay.values()), rest)


def _nearest(even: int, size: int, shares: list[Decimal]) -> int:
    """The number remaining nearest the even one for which every share can be whole people."""
    nearest_first = sorted(range(size), key=lambda stay: (abs(stay - even), stay))
    return first_solution(
        {"stay": nearest_first},
        lambda found: all(whole_numbers(share, size - found["stay"]) for share in shares),
        "those who remain",
    )["stay"]


def _outcomes(figures: dict[str, Any], left: Cells, sex: str) -> Cells:
    """Leavers of one sex by branch and outcome, the printed cells fixed."""
    rows = {branch: number for (branch, of), number in left.items() if of == sex}
    columns = {o: n for (of, o), n in outcome_totals(figures, SEXES).items() if of == sex}
    fixed = {(b, o): n for (b, of, o), n in fixed_cells(figures, left).items() if of == sex}
    return fill(rows, columns, fixed)


def fixed_cells(figures: dict[str, Any], left: Cells) -> dict[tuple[str, str, str], int]:
    """The cells that a municipality's printed share settles, by branch, sex and outcome.

    A share of a whole branch is split between the sexes as its leavers are; "Annat, women" is a
    share of the women alone.
    """
    cells: dict[tuple[str, str, str], int] = {}
    for name, printed in figures["tables"]["exit_outcome_by_municipality"].items():
        for key, share in printed.items():
            if key not in ("exited", "note"):
                cells |= _cell(code_of(name), key, share, left)
    return cells


def _cell(branch: str, key: str, share: Any, left: Cells) -> dict[tuple[str, str, str], int]:
    label, _, only = key.partition(", ")
    sexes = [SEXES[only]] if only else list(SEXES.values())
    of = {sex: left[branch, sex] for sex in sexes}
    fitting = whole_numbers(share, sum(of.values()))
    if not fitting:
        raise MarginalError(f"{branch}: no number of {sum(of.values())} prints as {share}")
    return {(branch, sex, label): n for sex, n in apportion(fitting[0], of).items()}
