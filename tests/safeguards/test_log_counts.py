"""What do a sample's size, its keys and the numbers beside it tell of those who are hidden? Nothing."""

from __future__ import annotations

import random
from uuid import UUID

import pytest

from stafett.safeguards.actions.follow_up import sample, size_of
from stafett.safeguards.log_rules import FEW, Reason, about, about_words
from stafett.safeguards.models import FollowUp, LogRules, Reviewed


def test_a_sample_varies_in_size_by_a_tenth_and_its_keys_are_no_series() -> None:
    sizes = {size_of(20, random.Random(seed)) for seed in range(40)}
    assert sizes == {18, 19, 20}
    assert size_of(5, random.Random(1)) == 5
    one = FollowUp(pk=UUID(int=1))
    keys = [Reviewed(pk=n, follow_up=one, reading_id=UUID(int=n)).key for n in range(1, 21)]
    assert len(set(keys)) == 20
    assert keys != sorted(keys)


@pytest.mark.parametrize(
    ("number", "told", "words"),
    [
        (0, 500, "färre än 500"), (499, 500, "färre än 500"), (500, 500, "omkring 500"),
        (551, 600, "omkring 600"), (3614, 4000, "omkring 4 000"), (3798, 4000, "omkring 4 000"),
    ],
)  # fmt: skip
def test_how_many_there_were_is_told_to_one_digit(number: int, told: int, words: str) -> None:
    assert (about(number), about_words(number).replace("\xa0", " ")) == (told, words)


def test_no_sample_holds_so_many_that_it_could_be_held_against_a_round_number() -> None:
    most = LogRules._meta.get_field("sample").validators
    assert max(one.limit_value for one in most) < FEW


def test_a_sample_is_never_known_to_be_half_of_each() -> None:
    """Annars säger det som saknas i ena halvan hur många läsningar som gäller någon dold."""
    every = [UUID(int=n) for n in range(1, 1001)]
    asked = {key: [Reason.HOURS] for key in every[:100]}
    halves = set()
    for seed in range(40):
        found = sample(every, asked, 20, random.Random(seed))
        halves.add(next(n for n, key in enumerate([*found, UUID(int=999)]) if key not in asked))
    assert halves >= {7, 8, 9, 10}
    assert min(halves) >= 7


def test_what_is_asked_about_many_does_not_hide_what_is_asked_about_few() -> None:
    every = [UUID(int=n) for n in range(1, 101)]
    asked = {key: [Reason.HOURS] for key in every[:90]} | {every[95]: [Reason.NO_PART]}
    found = sample(every, asked, 10, random.Random(1))
    assert every[95] in found[:2]
