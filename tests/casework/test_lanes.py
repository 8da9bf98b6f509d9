"""Are periods drawn where they belong, cut at the edges, with marks that have room?"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stafett.casework.lanes import MOST_TICKS, Span, draw, ticks

TODAY = date(2024, 4, 9)
FIRST = date(2024, 1, 1)
days = st.integers(0, 6000).map(lambda n: FIRST + timedelta(days=n))


def test_a_picture_ends_today_while_it_goes_on_and_a_period_fills_its_share() -> None:
    picture = draw([("Kommun", 3, [Span(FIRST, date(2024, 2, 20))])], FIRST, None, TODAY)
    assert picture.last == TODAY
    (bar,) = picture.lanes[0].bars
    assert (bar.x, bar.wide) == ("0.00%", "50.00%")
    assert bar.last_day == date(2024, 2, 19)


def test_a_period_that_reaches_outside_is_cut_and_one_outside_is_not_drawn() -> None:
    spans = [Span(date(2023, 1, 1), None), Span(date(2025, 1, 1), None)]
    (bar,) = draw([("Kommun", 3, spans)], FIRST, date(2024, 3, 31), TODAY).lanes[0].bars
    assert (bar.left, bar.width, bar.last_day) == (0, 100, None)


def test_one_that_holds_and_has_a_case_of_its_own_the_same_days_is_named_once() -> None:
    days = (date(2024, 1, 1), date(2024, 3, 1))
    spans = [
        Span(*days, "AUC", "holds"), Span(*days, "AUC"), Span(*days), Span(days[1], None, "AUC"),
        Span(days[0], days[1], "Boendestödet"),
    ]  # fmt: skip
    (lane,) = draw([("Flen", 1, spans)], days[0], None, date(2024, 6, 1)).lanes
    assert len(lane.bars) == 5
    assert [(bar.label, bar.kind) for bar in lane.spells] == [
        ("AUC", "holds"), ("AUC", "involved"), ("Boendestödet", "involved"),
    ]  # fmt: skip


def test_a_single_day_is_still_seen() -> None:
    span = Span(FIRST, FIRST + timedelta(days=1))
    (bar,) = draw([("K", 1, [span])], FIRST, date(2030, 1, 1), TODAY).lanes[0].bars
    assert bar.wide == "0.60%"


def test_one_that_handed_over_the_day_it_got_it_is_drawn_as_a_line_of_that_day() -> None:
    for day in (FIRST, date(2024, 2, 1)):
        (lane,) = draw([("K", 1, [Span(day, day, "AUC", "holds")])], FIRST, None, TODAY).lanes
        (bar,) = lane.bars
        assert (bar.same_day, bar.from_day, bar.wide) == (True, day, "0.60%")
    whole = draw([("K", 1, [Span(FIRST, None), Span(FIRST, TODAY)])], FIRST, None, TODAY)
    assert not any(bar.same_day for bar in whole.lanes[0].bars)
    early = date(2023, 1, 1)
    assert draw([("K", 1, [Span(early, early)])], FIRST, None, TODAY).lanes[0].bars == ()


def test_one_that_began_after_today_is_a_picture_of_one_day() -> None:
    picture = draw([("K", 1, [Span(date(2025, 1, 1), None)])], date(2025, 1, 1), None, TODAY)
    assert (picture.first, picture.last, picture.ticks) == (date(2025, 1, 1), date(2025, 1, 1), ())


@given(days, st.integers(1, 12000))
def test_marks_are_firsts_of_months_inside_the_picture_and_few_enough(
    first: date, length: int
) -> None:
    end = first + timedelta(days=length)
    found = ticks(first, end)
    assert len(found) <= MOST_TICKS + 1
    assert all(tick.day.day == 1 and first < tick.day < end for tick in found)
    assert all(0 < tick.left < 100 for tick in found)


def test_marks_of_years_stand_at_january() -> None:
    found = ticks(date(2010, 5, 5), date(2017, 2, 1))
    assert {tick.day.month for tick in found} == {1}
    assert found[0].x.endswith("%")


def test_words_that_would_reach_out_of_a_phone_are_known() -> None:
    found = ticks(FIRST, FIRST + timedelta(days=100))
    assert [(tick.day.month, tick.at_the_edge) for tick in found] == [
        (2, False), (3, False), (4, True),
    ]  # fmt: skip
