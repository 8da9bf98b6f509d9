"""Is a goal shown with its version, each reading and the range between them?"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Goal
from stafett.measures.access import leaves_out
from stafett.measures.figures import Share, TableResult
from stafett.measures.queries import table
from stafett.measures.tables.goals import Range, met
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.measures.reading import cells, column, ordinary, row

Ask = Callable[..., TableResult]


def test_a_goal_says_planned_and_reached_and_whether_it_is_met(ask: Ask) -> None:
    found = ask("eva", "goals")

    assert cells(found, "vidare-v1-1") == {"goal": "50 %", "share": (2, 4), "met": "nått"}
    heading = row(found, "vidare-v1-1").parent
    assert "50 % av dem som avslutat (version 1, 1 januari 2024)" in ordinary(heading)
    assert found.notes == (leaves_out(),), "one reading leaves nothing open"


def test_each_version_and_reading_is_a_row_and_the_range_is_said(some: Cast) -> None:
    ways = [("bara arbete", [some.outcome("arbete")]),
            ("allt utom annat", [some.outcome(c) for c in ("arbete", "studier", "sjuk")])]  # fmt: skip
    initiatives.set_goal(some.initiative, "vidare", "Fler går vidare", share_percent="62.5",
                         base="starters", readings=ways, by=operator(TODAY))  # fmt: skip

    found = table(some.as_("eva"), "goals", some.initiative)

    assert column(found, "share") == {
        "vidare-v1-1": (2, 4), "vidare-v2-1": (1, 8), "vidare-v2-2": (3, 8),
    }  # fmt: skip
    assert column(found, "met")["vidare-v2-2"] == "inte nått"
    assert column(found, "goal")["vidare-v2-1"] == "62,50 %"
    assert ordinary(found.notes[0]).startswith("Fler går vidare (version 2): 1–3 av 8, 13–38 %")


def test_a_goal_by_sex_is_reached_by_each(ask: Ask) -> None:
    found = column(ask("eva", "goals", "sex"), "share")

    assert found["vidare-v1-1/woman"] == (2, 2)
    assert found["vidare-v1-1/man"] == (0, 1)


def test_a_goal_nobody_can_have_reached_is_not_judged(cast: Cast) -> None:
    found = table(cast.as_("eva"), "goals", cast.initiative)

    assert cells(found, "vidare-v1-1")["met"] == ""


@pytest.mark.parametrize(
    ("reached", "whole", "verdict"), [(9, 10, True), (89, 100, False), (0, 0, False)]
)
def test_a_goal_is_met_at_exactly_its_share(reached: int, whole: int, verdict: bool) -> None:
    assert met(Goal(share_percent=Decimal(90)), Share(reached, whole)) is verdict


def test_duellens_range_is_said_as_people_say_it() -> None:
    assert said(Share(87, 133), Share(124, 133)) == "87–124 av 133, 65–93 %"
    assert said(Share(11, 15), Share(11, 15)) == "11 av 15, 73 %"
    assert said(Share(0, 0), Share(0, 0)) == "ingen att räkna på än"


def said(least: Share, most: Share) -> str:
    return ordinary(str(Range(least, most)))


def test_an_undated_goal_has_no_day_in_its_version(some: Cast) -> None:
    initiatives.set_goal(some.initiative, "annat", "Ett till", share_percent=30, base="leavers",
                         readings=[("arbete", [some.outcome("arbete")])], by=operator(TODAY))  # fmt: skip

    found = table(some.as_("eva"), "goals", some.initiative)

    assert ordinary(row(found, "annat-v1-1").parent) == (
        "Ett till: 30 % av dem som avslutat (version 1)"
    )
