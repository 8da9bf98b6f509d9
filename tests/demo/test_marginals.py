"""Do the integer methods meet every margin, or say that nobody can?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.demo.cohorts.marginals import (
    MarginalError,
    apportion,
    as_percent,
    deal,
    fill,
    first_solution,
    percent,
    require,
    spread,
    tally,
    whole_numbers,
)

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 50), min_size=1)


def test_what_is_laid_out_must_be_what_is_printed() -> None:
    require(3, 3, "people")
    with pytest.raises(MarginalError, match="people: laid out 3, printed 4"):
        require(3, 4, "people")


def test_halves_round_upwards() -> None:
    assert [percent(*pair) for pair in ((14, 16), (1, 200), (10, 26))] == [88, 1, 38]


def test_a_printed_share_is_read_as_whole_per_cent() -> None:
    assert as_percent(Decimal("0.57")) == 57


def test_39_per_cent_can_be_said_of_79_people_but_not_of_78() -> None:
    share = Decimal("0.39")
    assert (whole_numbers(share, 79), whole_numbers(share, 78)) == ((31,), ())


def test_the_number_nearest_the_share_comes_first() -> None:
    assert whole_numbers(Decimal("0.37"), 219) == (81, 82, 80)


def test_nobody_has_no_share() -> None:
    assert whole_numbers(Decimal("0"), 0) == ()


@given(COUNTS)
def test_spreading_and_tallying_are_each_others_way_back(counts: dict[str, int]) -> None:
    assert tally(spread(counts)) == {key: count for key, count in counts.items() if count}


@given(st.integers(1, 60), st.data())
def test_dealing_reaches_everybody_and_nobody_twice_for_one_kind(
    people: int, data: st.DataObject
) -> None:
    counts = {"af": people, **{k: data.draw(st.integers(0, people)) for k in ("fk", "kommun")}}
    seats = deal(counts, people)
    assert tally(kind for seat in seats for kind in seat) == {k: n for k, n in counts.items() if n}
    assert all(0 < len(seat) == len(set(seat)) for seat in seats)


@pytest.mark.parametrize("counts", [{"af": 3, "fk": 1}, {"af": 6, "fk": 1}])
def test_too_few_cases_or_too_many_of_one_kind_cannot_be_dealt(counts: dict[str, int]) -> None:
    with pytest.raises(MarginalError):
        deal(counts, 5)


@given(st.integers(0, 100), COUNTS)
def test_what_is_shared_out_sums_to_the_total(total: int, weights: dict[str, int]) -> None:
    if sum(weights.values()):
        parts = apportion(total, weights)
        assert sum(parts.values()) == total
        if total <= sum(weights.values()):
            assert all(parts[key] <= weights[key] for key in weights)


def test_nothing_can_be_shared_out_among_nobody_but_something_cannot() -> None:
    assert apportion(0, {"a": 0}) == {"a": 0}
    with pytest.raises(MarginalError):
        apportion(1, {"a": 0})


def test_the_first_combination_that_holds_is_the_answer() -> None:
    domains = {"a": [2, 1], "b": [5, 3]}
    assert first_solution(domains, lambda c: sum(c.values()) == 4, "sums") == {"a": 1, "b": 3}
    with pytest.raises(MarginalError, match="sums"):
        first_solution(domains, lambda c: False, "sums")


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_table_is_filled_to_its_margins(cells: list[list[int]]) -> None:
    rows = {index: sum(row) for index, row in enumerate(cells)}
    columns = {c: sum(row[i] for row in cells) for i, c in enumerate("xyz")}
    table = fill(rows, columns, {(0, "x"): cells[0][0]})
    assert table[0, "x"] == cells[0][0]
    assert [sum(table[r, c] for c in columns) for r in rows] == list(rows.values())
    assert [sum(table[r, c] for r in rows) for c in columns] == list(columns.values())
    assert min(table.values()) >= 0


@pytest.mark.parametrize(
    ("rows", "columns", "fixed"),
    [
        ({1: 2}, {"x": 3}, {}),
        ({1: 2, 2: 2}, {"x": 2, "y": 2}, {(1, "x"): 3}),
        ({1: 2, 2: 2}, {"x": 1, "y": 3}, {(1, "x"): 2}),
        ({1: 2}, {"x": 2}, {(1, "x"): 1}),
    ],
)
def test_margins_that_do_not_meet_are_refused(
    rows: dict[int, int], columns: dict[str, int], fixed: dict[tuple[int, str], int]
) -> None:
    with pytest.raises(MarginalError):
        fill(rows, columns, fixed)
