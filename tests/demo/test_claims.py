"""Do the rows give every published figure that can be true, counted without the generator's help?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from stafett.demo.claims import LATER_TABLES, PUBLIC_TABLES, Claim, claims, rounded
from stafett.demo.cohorts import cohort
from stafett.demo.contradictions import choice
from stafett.demo.published import CODES, at, published
from tests.demo.counting import COUNTERS, found

NOT_CLAIMED = {
    ("duellen", "staff_survey"): "surveys come in a later step",
    ("aktsam", "planned_months"): "a plan, not a result",
    ("aktsam", "expected_during_2012"): "an expectation",
    ("aktsam", "interviews"): "interviews come in a later step",
    ("fsla", "benchmark_esf_2_3"): "of other projects",
    ("fsla", "sökandelots"): "methods come in a later step",
    ("fsla", "ocn_validation"): "validation comes in a later step",
    ("access", "ambassador_2008_h1"): "placements come in a later step",
}
"""What the reports print that no table of this step shows, and why."""


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every number below a value."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from leaves(inner, (*path, key))
    elif isinstance(value, int | Decimal):
        yield path


@pytest.mark.parametrize("code", CODES)
def test_every_published_figure_comes_out_of_the_rows(code: str) -> None:
    made = cohort(code)
    differs = [(c, found(c, made)) for c in claims(code) if not c.holds(found(c, made))]
    assert differs == []


@pytest.mark.parametrize("code", CODES)
def test_every_number_in_a_published_table_is_claimed_or_has_a_reason(code: str) -> None:
    claimed = {claim.source for claim in claims(code)}
    excused = {key for (of, key) in NOT_CLAIMED if of == code} | {"years", "columns"}
    missing = [
        path
        for path in leaves(published(code)["tables"], ("tables",))
        if path not in claimed and not excused & set(path)
    ]
    assert missing == []


@pytest.mark.parametrize("code", CODES)
def test_a_claim_prints_what_the_report_prints(code: str) -> None:
    figures = published(code)
    for claim in claims(code):
        printed = at(figures, claim.source) if claim.source else None
        assert claim.printed == printed


@pytest.mark.parametrize("code", CODES)
def test_no_cell_is_claimed_twice_but_where_the_report_prints_it_twice(code: str) -> None:
    cells = [(c.table, c.by, c.row, c.column) for c in claims(code) if c.kind == "agrees"]
    assert len(cells) == len(set(cells))


@pytest.mark.parametrize("code", CODES)
def test_a_chosen_cell_names_its_choice_and_an_agreeing_one_its_source(code: str) -> None:
    for claim in claims(code):
        if claim.kind == "chosen":
            assert choice(claim.choice).cohort == code
        else:
            assert (claim.choice, bool(claim.source)) == ("", True)


def test_every_table_of_a_claim_is_one_that_somebody_shows() -> None:
    tables = {claim.table for code in CODES for claim in claims(code)}
    assert tables == set(PUBLIC_TABLES) | set(LATER_TABLES) == set(COUNTERS)


def test_claims_of_an_unknown_cohort_are_refused() -> None:
    with pytest.raises(KeyError):
        claims("annan")


@pytest.mark.parametrize(
    ("code", "change", "concerned"),
    [
        (
            "duellen",
            {"outcome": "arbete"},
            {
                ("outcomes", "arbete"),
                ("outcomes", "annat"),
                ("work-or-studies", "total"),
                ("goals", "forandrad-situation-v1-1"),
                ("goals", "forandrad-situation-v1-2"),
            },
        ),
        (
            "access",
            {"status": "remaining"},
            {
                ("outcomes", "status:unknown/woman"),
                ("outcomes", "status:remaining/woman"),
                ("outcomes", "status:unknown"),
                ("outcomes", "status:remaining"),
            },
        ),
    ],
)
def test_changing_one_row_breaks_exactly_the_cells_concerned(
    code: str, change: dict[str, str], concerned: set[tuple[str, str]]
) -> None:
    made = cohort(code)
    wanted = {"duellen": ("outcome", "annat"), "access": ("status", "unknown")}[code]
    row = next(r for r in made.rows if r[wanted[0]] == wanted[1])  # type: ignore[literal-required]
    row.update(change)  # type: ignore[typeddict-item]
    broken = {(c.table, c.row) for c in claims(code) if not c.holds(found(c, made))}
    assert broken == concerned


def _claim(kind: Any, printed: Any, chosen: Any = None, unit: Any = "count") -> Claim:
    return Claim("duellen", "cases", (), "af", "cases", unit, kind, printed, (), chosen)


def test_a_share_agrees_after_rounding_halves_upwards() -> None:
    claim = _claim("agrees", Decimal("0.88"), unit="share")
    assert [claim.holds(Fraction(n, 16)) for n in (13, 14, 15)] == [False, True, False]


def test_money_agrees_in_whole_kronor() -> None:
    claim = _claim("agrees", 16958, unit="kronor")
    assert (claim.verdict(Fraction(2255451, 133)), claim.verdict(Fraction(16959))) == (
        "agrees",
        "differs",
    )


def test_an_open_cell_holds_whatever_stands_in_it_and_says_chosen() -> None:
    assert [_claim("chosen", None).verdict(value) for value in (7, None)] == ["chosen", "chosen"]


def test_a_contradicted_cell_is_held_to_what_was_chosen() -> None:
    claim = _claim("chosen", 43, chosen=39)
    assert [claim.verdict(value) for value in (39, 43, None)] == ["chosen", "differs", "differs"]


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (Fraction(7, 8), "share", 88),
        (Decimal("0.105"), "share", 11),
        (Fraction(5, 2), "years", 3),
        (16958, "kronor", 16958),
    ],
)
def test_figures_round_as_the_reports_round(value: Any, unit: Any, printed: int) -> None:
    assert rounded(value, unit) == printed
