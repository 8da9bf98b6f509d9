"""Who may answer for people, who may meet them, and what a goal may count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stafett.initiatives import rules


def test_an_association_is_never_controller_and_the_refusal_says_why() -> None:
    sentence = rules.refusal_of_controller("Förbundet Prov", association=True)
    assert sentence.startswith("Förbundet Prov är ett samordningsförbund")
    assert "2003:1210, 7 §" in sentence
    assert "Datainspektionens beslut 2016" in sentence
    assert rules.refusal_of_controller("Nämnden", association=False) == ""


def test_an_associations_unit_never_meets_people() -> None:
    assert "aldrig se en person" in rules.refusal_of_role(
        "Kansliet", association=True, sees_people=True
    )
    assert rules.refusal_of_role("Kansliet", association=True, sees_people=False) == ""
    assert rules.refusal_of_role("AUC", association=False, sees_people=True) == ""


def test_two_readings_that_count_the_same_are_named() -> None:
    readings = [("smal", frozenset({1})), ("bred", frozenset({1, 2})), ("annan", frozenset({2, 1}))]
    assert rules.same_reading(readings) == ("bred", "annan")


@given(st.lists(st.frozensets(st.integers(0, 5), min_size=1), unique=True, max_size=6))
def test_readings_that_all_differ_are_never_refused(counted: list[frozenset[int]]) -> None:
    assert rules.same_reading([(str(i), each) for i, each in enumerate(counted)]) is None
