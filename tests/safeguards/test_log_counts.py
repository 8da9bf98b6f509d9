"""What do a sample's size, its keys and the numbers beside it tell of those who are hidden? Nothing."""

from __future__ import annotations

import random
from uuid import UUID

import pytest

from stafett.safeguards.actions.follow_up import size_of
from stafett.safeguards.log_rules import about, about_words
from stafett.safeguards.models import FollowUp, Reviewed


def test_a_sample_varies_in_size_by_a_tenth_and_its_keys_are_no_series() -> None:
    sizes = {size_of(20, random.Random(seed)) for seed in range(40)}
    assert sizes == {18, 19, 20}
    assert size_of(5, random.Random(1)) == 5
    one = FollowUp(pk=UUID(int=1))
    keys = [Reviewed(pk=n, follow_up=one, reading_id=UUID(int=n)).key for n in (1, 2, 3)]
    assert len(set(keys)) == 3
    assert keys != sorted(keys)


@pytest.mark.parametrize(
    ("number", "told", "words"),
    [
        (0, 100, "färre än 100"), (99, 100, "färre än 100"), (149, 100, "omkring 100"),
        (151, 200, "omkring 200"), (3614, 4000, "omkring 4 000"), (3798, 4000, "omkring 4 000"),
    ],
)  # fmt: skip
def test_how_many_there_were_is_told_to_one_digit(number: int, told: int, words: str) -> None:
    assert (about(number), about_words(number).replace("\xa0", " ")) == (told, words)
