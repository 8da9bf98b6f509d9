"""Are the steps what the table says, and is the picture in the docs drawn from it?"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from stafett.handover.rules import (
    OPEN,
    STAND_WORDS,
    STEPS,
    Asked,
    Hand,
    Stand,
    after,
    can_take,
    diagram,
    due_days,
    faults_of_asking,
    faults_of_proposal,
    months_after,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "features" / "handover.md"
DAY = date(2025, 6, 2)


def test_the_picture_in_the_docs_is_the_table() -> None:
    drawn = re.search(r"```mermaid\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.S)
    assert drawn
    assert drawn[1] == diagram()


def test_nothing_leads_out_of_what_is_over_and_every_open_stand_can_end() -> None:
    assert all(step.at <= OPEN for step in STEPS.values())
    for stand in OPEN:
        ends = {step.to for step in STEPS.values() if stand in step.at}
        assert {Stand.WITHDRAWN, Stand.DECLINED, Stand.LAPSED} <= ends
    assert set(STAND_WORDS) == set(Stand)


def test_done_takes_both_hands() -> None:
    done = {
        (step.code, step.hand)
        for step in STEPS.values()
        if Stand.DONE in (step.to, step.to_if_both)
    }
    assert done == {
        ("accept", Hand.RECEIVER), ("take_by_link", Hand.RECEIVER), ("confirm", Hand.GIVER),
        ("record", Hand.GIVER),
    }  # fmt: skip
    assert after("accept", "proposed") == Stand.ACCEPTED
    assert after("accept", "proposed", both=True) == Stand.DONE


@pytest.mark.parametrize("stand", [one for one in Stand if one not in OPEN])
def test_no_step_from_what_is_over(stand: Stand) -> None:
    for step in STEPS:
        assert not can_take(step, stand, outside=False)
        with pytest.raises(ValueError, match="no step"):
            after(step, stand)


def test_only_somebody_outside_is_recorded_and_only_somebody_inside_answers() -> None:
    assert can_take("record", "proposed", outside=True)
    assert not can_take("record", "proposed", outside=False)
    assert not can_take("accept", "proposed", outside=True)
    assert can_take("withdraw", "proposed", outside=True)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Asked(" ", DAY), "what"),
        (Asked("x", date(2025, 6, 1)), "from_day"),
        (Asked("x", DAY, meeting_on=date(2025, 6, 3)), "meeting_on"),
        (Asked("x", DAY, alongside_until=date(2025, 6, 1)), "alongside_until"),
    ],
)
def test_a_proposal_that_cannot_be_says_where(asked: Asked, field: str) -> None:
    assert list(faults_of_proposal(asked, DAY)) == [field]


def test_days_that_can_be_are_none() -> None:
    assert faults_of_proposal(Asked("x", DAY, DAY, DAY), DAY) == {}


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)), (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)), (date(2025, 6, 2), 12, date(2026, 6, 2)),
        (date(2025, 6, 2), 6, date(2025, 12, 2)), (date(2025, 12, 31), 12, date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_months_end_where_months_do(day: date, number: int, then: date) -> None:
    assert months_after(day, number) == then


def test_each_time_is_asked_for_once_in_order() -> None:
    days = [(3, date(2025, 4, 1)), (12, date(2026, 1, 1))]
    assert due_days(date(2025, 1, 1), [12, 3, 3]) == days


@pytest.mark.parametrize(
    ("on_day", "sentence"),
    [
        (date(2025, 6, 3), "har inte varit än"),
        (date(2025, 3, 1), "Personen slutade 1 mars 2025"),
        (date(2025, 5, 1), "en månad före"),
        (date(2025, 5, 2), ""),
        (DAY, ""),
    ],
)
def test_the_day_of_asking_is_after_the_exit_and_about_when_it_was_due(
    on_day: date, sentence: str
) -> None:
    found = faults_of_asking(on_day, date(2025, 6, 1), date(2025, 3, 1), DAY)
    assert sentence in found.get("on_day", "")
    assert bool(found) == bool(sentence)
