"""Is the collector called seldom while a register comes in, and as before when the last has come?"""

from __future__ import annotations

import gc

import pytest

from stafett.exchange.pauses import SELDOM, few_pauses


def test_what_held_before_holds_again_after_the_last_of_several() -> None:
    usual = gc.get_threshold()
    with few_pauses():
        assert gc.get_threshold()[0] == SELDOM
        with few_pauses():
            assert gc.get_threshold() == (SELDOM, *usual[1:])
        assert gc.get_threshold()[0] == SELDOM, "one is still on its way"
    assert gc.get_threshold() == usual


def test_it_holds_again_after_a_failure() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), few_pauses():
        1 / 0  # noqa: B018
    assert gc.get_threshold() == usual
