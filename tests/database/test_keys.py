"""Do keys of rows that are made together tell their order and their time, and nothing of how many there are?"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from stafett.database import keys
from stafett.database.keys import new_keys


def test_keys_are_in_order_and_of_this_moment() -> None:
    begun = datetime.now(UTC)
    made = new_keys(500)
    assert made == sorted(made)
    assert len(set(made)) == 500
    assert {(key.version, key.variant) for key in made} == {(7, "specified in RFC 4122")}
    at = datetime.fromtimestamp((made[0].int >> 80) / 1000, UTC)
    assert abs((at - begun).total_seconds()) < 60


def test_nothing_counts_them() -> None:
    """Rader som gjorts tillsammans står olika långt från varandra, så att ingen ser att en saknas."""
    made = [key.int for key in new_keys(60)]
    steps = [later - earlier for earlier, later in pairwise(made)]
    assert len({step >> 62 for step in steps}) > 10, "a counter's steps are all alike"


def test_a_number_that_is_drawn_twice_is_no_key_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = iter([5, 5, 3])
    monkeypatch.setattr(keys.secrets, "randbits", lambda _bits: next(drawn))
    assert [key.int & 7 for key in new_keys(2)] == [3, 5]
