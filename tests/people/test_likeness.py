"""Who could be the same human, and on what grounds; and never across controllers?"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.people.likeness import MOST_ALIKE, Known, likeness, likenesses

BORN = date(1990, 5, 3)


def known(key: int, /, **different: Any) -> Known:
    facts = {"controller_id": 1, "given_name": "Amina", "family_name": "Öberg", "birth_date": BORN,
             "birth_year": 1990, "number": ""}  # fmt: skip
    return Known(UUID(int=key), **{**facts, **different})


UNDATED = {"birth_date": None}
REASONS = [
    ({}, "Samma namn och födelsedag"),
    ({"family_name": "Oberg"}, "Samma namn och födelsedag"),
    ({"given_name": "Öberg", "family_name": "Amina"}, "Samma namn och födelsedag"),
    ({"family_name": "Öbergh"}, "Samma födelsedag och liknande namn"),
    ({"given_name": "Aminah"}, "Samma födelsedag och liknande namn"),
    (UNDATED, "Samma namn och födelseår"),
    ({"given_name": "Bo", "family_name": "Ek"}, None),
    ({"birth_date": date(1990, 5, 4)}, None),
    ({**UNDATED, "birth_year": 1991}, None),
    ({**UNDATED, "birth_year": None}, "Samma namn, och när en av dem är född är inte känt"),
    ({**UNDATED, "birth_year": None, "family_name": "Öbergh"}, None),
    ({**UNDATED, "family_name": "Öbergh"}, None),
    ({"given_name": "", "family_name": ""}, None),
    ({"controller_id": 2}, None),
]


@pytest.mark.parametrize(("different", "why"), REASONS)
def test_two_records_are_alike_for_a_reason_or_not_at_all(
    different: dict[str, Any], why: str | None
) -> None:
    found = likeness(known(1), known(2, **different))
    assert (found.why if found else None) == why
    assert likeness(known(2, **different), known(1)) == found


def test_the_same_number_is_surest_whatever_the_rest_says() -> None:
    one, other = known(1, number="A"), known(2, number="A", given_name="Bo", birth_date=None)
    found = likeness(one, other)
    assert found is not None
    assert (found.rank, found.why) == (0, "Samma nummer")


def test_nobody_at_two_controllers_is_one_even_with_one_number() -> None:
    assert likeness(known(1, number="A"), known(2, number="A", controller_id=2)) is None


def test_every_pair_is_found_once_the_surest_first() -> None:
    records = [known(1), known(2), known(3, number="A", given_name="Bo", birth_date=None),
               known(4, number="A", birth_date=None)]  # fmt: skip
    found = likenesses(records)
    assert [(a.first.int, a.second.int, a.rank) for a in found] == [
        (3, 4, 0), (1, 2, 1), (1, 4, 2), (2, 4, 2),
    ]  # fmt: skip


def test_a_name_without_a_birth_is_compared_with_all_who_have_it() -> None:
    records = [known(1), known(2, birth_date=None, birth_year=None), known(3, given_name="Bo")]
    assert [(a.first.int, a.second.int, a.rank) for a in likenesses(records)] == [(1, 2, 4)]


def test_a_day_that_everybody_has_says_nothing() -> None:
    crowd = [known(n, given_name=f"Namn{n}", family_name="") for n in range(MOST_ALIKE + 1)]
    assert likenesses(crowd) == []


@given(st.lists(st.tuples(st.sampled_from(["Amina", "Aminah", "Bo", ""]), st.sampled_from([BORN, None]),
                          st.sampled_from([1990, None]), st.sampled_from(["", "A"])), max_size=8))  # fmt: skip
def test_looking_in_groups_finds_just_what_comparing_all_does(people: list[Any]) -> None:
    records = [known(n, given_name=g, birth_date=b, birth_year=y, number=no)
               for n, (g, b, y, no) in enumerate(people, start=1)]  # fmt: skip
    every = {
        likeness(one, other) for i, one in enumerate(records) for other in records[i + 1 :]
    } - {None}
    assert set(likenesses(records)) == every
