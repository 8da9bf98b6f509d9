"""Is the interval of a share the one that Wilson gives, and the share never without its numbers?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.measures.figures import SMALL_GROUP, Share
from stafett.measures.intervals import wilson


def test_eleven_of_fifteen_is_fortyeight_to_eightynine() -> None:
    low, high = wilson(11, 15)

    assert (round(low, 2), round(high, 2)) == (0.48, 0.89)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_mirrors_itself(numbers: tuple[int, int]) -> None:
    part, whole = numbers
    low, high = wilson(part, whole)
    mirrored = wilson(whole - part, whole)

    assert 0 <= low <= part / whole <= high <= 1
    assert low == pytest.approx(1 - mirrored[1], abs=1e-12)
    assert low < high


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(part, whole)


def test_a_share_of_nobody_has_neither_value_nor_interval() -> None:
    nobody = Share(0, 0)

    assert (nobody.value, nobody.interval) == (None, None)
    assert Share(11, 15).value == 11 / 15
    assert Share(1, SMALL_GROUP - 1).small
    assert not Share(1, SMALL_GROUP).small
