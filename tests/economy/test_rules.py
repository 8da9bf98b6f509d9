"""Costs laid out by year and kind: every sum is the sum of what stands by it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from stafett.economy import rules
from stafett.economy.rules import Amount

amounts = st.lists(
    st.builds(
        Amount, st.integers(2007, 2010), st.sampled_from(["Personal", "Övrigt"]),
        st.sampled_from(["", "FK"]), st.decimals(0, 10**6, places=2),
        st.dates(date(2007, 1, 1), date(2010, 12, 31)),
    ),
    max_size=12,
)  # fmt: skip
DUELLEN = {
    "Personal": (105289, 491423, 317808), "Kringkostnader": (20840, 141000, 86999),
    "Övrigt": (135227, 539105, 417760),
}  # fmt: skip


@given(amounts)
def test_rows_and_years_sum_to_the_same_whole(found: list[Amount]) -> None:
    table = rules.by_year(found)
    assert table.kronor == sum((row.kronor for row in table.rows), Decimal(0))
    assert table.kronor == sum(table.year_sums, Decimal(0)) == rules.total(found)
    for row in table.rows:
        assert row.kronor == sum((cell for cell in row.by_year if cell is not None), Decimal(0))


@given(amounts, st.dates(date(2006, 1, 1), date(2011, 1, 1)))
def test_what_is_counted_through_a_day_and_what_comes_after_make_the_whole(
    found: list[Amount], day: date
) -> None:
    later = rules.total(a for a in found if a.through > day)
    assert rules.through(found, day) + later == rules.total(found)


def test_the_four_columns_of_duellen() -> None:
    found = [
        Amount(2007 + i, kind, "RAR", Decimal(kronor), date(2007 + i, 12, 31))
        for kind, years in DUELLEN.items()
        for i, kronor in enumerate(years)
    ]
    table = rules.by_year(found)
    assert table.years == [2007, 2008, 2009]
    assert [row.kind for row in table.rows] == list(DUELLEN)
    assert table.year_sums == [261356, 1171528, 822567]
    assert table.kronor == 2255451
    assert rules.through(found, date(2008, 12, 31)) == 261356 + 1171528


def test_a_year_in_which_nothing_of_the_kind_is_booked_is_empty_not_zero() -> None:
    day = date(2008, 12, 31)
    table = rules.by_year([
        Amount(2007, "Personal", "", Decimal(1), day), Amount(2008, "Övrigt", "", Decimal(0), day),
    ])  # fmt: skip
    assert [row.by_year for row in table.rows] == [[1, None], [None, 0]]


@given(st.decimals(0, 10**9, places=2))
def test_no_amount_from_zero_up_is_refused(kronor: Decimal) -> None:
    assert rules.refusal_of_amount(kronor) == ""


def test_an_amount_below_zero_is_refused_and_told_what_to_do_instead() -> None:
    assert "Ändra den raden" in rules.refusal_of_amount(Decimal("-0.01"))


def test_nothing_booked_is_nothing() -> None:
    table = rules.by_year([])
    assert (table.years, table.rows, table.kronor) == ([], [], 0)
    assert rules.through([], date.today() + timedelta(days=1)) == 0  # noqa: DTZ011
