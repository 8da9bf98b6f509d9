"""What may happen to an assignment, and what must be said then."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from stafett.commissions.rules import (
    OPEN,
    STEPS,
    Result,
    Side,
    State,
    Step,
    diagram,
    fault_of_due,
    fault_of_result,
    faults_of_new,
    faults_of_step,
    steps_from,
)
from tests.cast import TODAY

DAY = timedelta(days=1)
PAGE = Path(__file__).parents[2] / "docs" / "features" / "assignments.md"


def test_the_docs_show_the_table_of_steps() -> None:
    drawn = "\n".join(diagram())
    assert f"```mermaid\n{drawn}\n```" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("step", list(Step))
def test_each_step_is_taken_from_its_states_alone(step: Step) -> None:
    way = STEPS[step]
    for state in State:
        faults = faults_of_step(state, step, "Därför.")
        assert bool(faults) is (state not in way.begins)
        if faults:
            assert str(state.label) in faults[""]


@pytest.mark.parametrize("step", list(Step))
def test_a_step_that_notes_something_needs_words(step: Step) -> None:
    way = STEPS[step]
    assert bool(faults_of_step(way.begins[0], step, " ")) is bool(way.noted)


def test_each_side_has_its_own_steps() -> None:
    assert steps_from("given", frozenset({Side.RECEIVER})) == [Step.ACCEPT, Step.ASK, Step.DECLINE]
    assert steps_from("asked", frozenset({Side.GIVER})) == [Step.REPLY, Step.MOVE, Step.TAKE_BACK]
    assert steps_from("lapsed", frozenset(Side)) == [Step.CLOSE]
    assert steps_from("done", frozenset(Side)) == steps_from("given", frozenset()) == []


def test_nothing_that_is_open_can_be_left_without_a_way_out() -> None:
    for state in OPEN:
        assert steps_from(state, frozenset({Side.GIVER}))
        assert steps_from(state, frozenset({Side.NOBODY})) == [Step.LAPSE]


@pytest.mark.parametrize(
    ("due_on", "fault"),
    [(None, True), (TODAY - DAY, True), (TODAY, False), (TODAY + 733 * DAY, True)],
)
def test_it_is_due_on_a_day_to_come(due_on: object, fault: bool) -> None:
    assert bool(fault_of_due(due_on, TODAY)) is fault  # type: ignore[arg-type]


def test_a_new_one_says_what_why_and_when() -> None:
    assert set(faults_of_new(" ", "", None, TODAY)) == {"what", "purpose", "due_on"}
    assert faults_of_new("Söka", "Redo", TODAY, TODAY) == {}


@pytest.mark.parametrize(("result", "fault"), [("", True), ("elsewhere", True), ("reached", False)])
def test_a_result_is_one_that_somebody_can_choose(result: str, fault: bool) -> None:
    assert bool(fault_of_result(result)) is fault
    assert Result.ELSEWHERE.value == "elsewhere"
