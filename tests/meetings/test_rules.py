"""Do the rules of meetings and promises allow what they should, and is the picture in the docs the same?"""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from stafett.meetings.rules import (
    GOING_ON,
    MEETING_STEPS,
    STEPS,
    Stands,
    State,
    Step,
    after_step,
    fault_of_step,
    listed,
)

DOCS = Path(__file__).resolve().parents[2] / "docs" / "features" / "meetings.md"


def promise_diagram() -> str:
    """The states of a promise as Mermaid draws them, from the table."""
    lines = ["stateDiagram-v2", f"    [*] --> {Stands.OPEN}"]
    for step, allowed in STEPS.items():
        for begins in allowed.begins:
            ends = {after_step(begins, step, moves) for moves in (0, 1)}
            lines += [f"    {begins} --> {end}: {step}" for end in sorted(e for e in ends if e)]
    return "\n".join(lines)


def meeting_diagram() -> str:
    """The states of a meeting."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.PLANNED}"]
    lines += [f"    {begins} --> {end}" for begins, ends in MEETING_STEPS.items() for end in ends]
    return "\n".join(lines)


def test_the_pictures_in_the_docs_are_the_tables() -> None:
    text = DOCS.read_text("utf-8")
    assert f"```mermaid\n{promise_diagram()}\n```" in text
    assert f"```mermaid\n{meeting_diagram()}\n```" in text


@given(st.lists(st.sampled_from(list(Step)), max_size=30))
def test_whatever_is_done_a_promise_stands_somewhere_and_its_moves_are_counted(
    steps: list[Step],
) -> None:
    stands, moves = Stands.OPEN, 0
    for step in steps:
        to = after_step(stands, step, moves)
        assert bool(fault_of_step(stands, step, moves, "skäl")) == (to is None)
        if to is None:
            continue
        moves += step == Step.MOVE
        stands = to
        assert (stands == Stands.OPEN) <= (moves == 0)
        assert (stands == Stands.MOVED) <= (moves > 0)
    assert (stands in GOING_ON) == (after_step(stands, Step.KEEP, moves) is not None)


def test_what_must_say_why_says_it() -> None:
    assert "because" in fault_of_step(Stands.OPEN, Step.MOVE, 0, "  ")
    assert "because" in fault_of_step(Stands.OPEN, Step.DROP, 0, "")
    assert fault_of_step(Stands.OPEN, Step.KEEP, 0, "") == {}


def test_names_are_listed_as_one_says_them() -> None:
    assert listed(["Af"]) == "Af"
    assert listed(["Af", "FK", "regionen"]) == "Af, FK och regionen"


def test_every_state_has_a_way_on_or_is_an_end() -> None:
    assert {s for step in STEPS.values() for s in step.begins} == set(Stands)
    assert MEETING_STEPS.keys() == set(State)
