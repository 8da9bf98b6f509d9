"""How many women and men left to what in all of FSLA, from shares rounded to whole per cent (G21 F16)?"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from stafett.demo.cohorts.marginals import (
    apportion,
    as_percent,
    first_solution,
    percent,
    whole_numbers,
)
from stafett.demo.cohorts.shapes import OutcomeSetup

OUTCOMES = (
    OutcomeSetup("arbete", "Arbete", "work_unsupported", "med eller utan stöd står inte"),
    OutcomeSetup("studier", "Studier", "studies"),
    OutcomeSetup("praktik", "Praktik", "practice_or_measure"),
    OutcomeSetup("soker-arbete", "Söker arbete", "job_seeking"),
    OutcomeSetup("annat", "Annat", "unknown", "vad som ryms i Annat står inte"),
)
WORK, STUDY, PRACTICE, SEEKING, REST = (outcome.label for outcome in OUTCOMES)
BOTH = "work_or_studies"
"""The printed sum of work and studies, itself rounded: it narrows which whole numbers fit."""

Key = tuple[str, str]


def outcome_totals(figures: dict[str, Any], sexes: Mapping[str, str]) -> dict[Key, int]:
    """Leavers by (sex, outcome label): the first whole numbers that print as every share does.

    Practice is printed for both sexes together and is split as the leavers are; Annat is the rest.
    """
    tables = figures["tables"]
    left = {sex: tables["exited_by_october_2022"][key] for key, sex in sexes.items()}
    shares = {sex: tables[f"exit_outcome_share_{key}"] for key, sex in sexes.items()}
    found = first_solution(
        {
            (sex, label): whole_numbers(shares[sex][label], left[sex])
            for sex in left
            for label in (WORK, STUDY, SEEKING)
        },
        lambda cells: _fits(cells, left, shares, tables["exit_outcome_share"]),
        "outcomes by sex",
    )
    practice = whole_numbers(tables["exit_outcome_share"][PRACTICE], sum(left.values()))[0]
    totals = {**found, **{(s, PRACTICE): n for s, n in apportion(practice, left).items()}}
    for sex, number in left.items():
        totals[sex, REST] = number - sum(n for (of, _), n in totals.items() if of == sex)
    return totals


def _fits(
    cells: Mapping[Key, int],
    left: Mapping[str, int],
    shares: Mapping[str, Mapping[str, Decimal]],
    together: Mapping[str, Decimal],
) -> bool:
    """Whether the sexes' own sums and the totals print as the report does."""
    everybody = sum(left.values())
    total = {label: sum(cells[sex, label] for sex in left) for label in (WORK, STUDY)}
    return (
        all(
            percent(cells[sex, WORK] + cells[sex, STUDY], left[sex])
            == as_percent(shares[sex][BOTH])
            for sex in left
        )
        and all(percent(total[label], everybody) == as_percent(together[label]) for label in total)
        and percent(sum(total.values()), everybody) == as_percent(together[BOTH])
    )
