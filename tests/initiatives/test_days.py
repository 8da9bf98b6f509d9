"""Which days can an initiative and its decisions have, and what is said of those that they can't?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from stafett.initiatives import actions
from stafett.initiatives.models import Initiative
from stafett.initiatives.overview import overview
from stafett.initiatives.rules import first_to_decide, refusal_of_counting, refusal_of_deciding
from stafett.measures.queries import table
from stafett.parties.refusals import Refused, constraint_of
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.initiatives.places import FOR_LEADERS
from tests.parties.filling_in import fill_in, told

BY = operator(TODAY)
TOMORROW = TODAY + timedelta(days=1)
YEAR = (START, date(2024, 12, 31))


def broken_by(statement: str) -> str:
    """The constraint that a statement breaks past every model and form."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)
    return constraint_of(caught.value)


@pytest.mark.parametrize(
    ("counted_on", "said"),
    [
        (None, ""), (START, ""), (TODAY, ""), (TOMORROW, "har inte varit än"),
        (START - timedelta(days=1), "började först 1 januari 2024"),
    ],
)  # fmt: skip
def test_figures_are_counted_to_a_day_that_has_been_and_not_before_the_start(
    counted_on: date | None, said: str
) -> None:
    sentence = refusal_of_counting(counted_on, START, TODAY)
    assert said in sentence if said else sentence == ""


@pytest.mark.parametrize(
    ("decided_on", "earlier", "said"),
    [
        (None, TODAY, ""), (TODAY, None, ""), (TODAY, TODAY, ""),
        (TOMORROW, None, "har inte varit än"),
        (date(2024, 5, 31), date(2024, 6, 1), "tidigare version beslutades 1 juni 2024"),
        (date(2019, 1, 1), None, ""),
        (date(2018, 12, 31), None, "mer än 5 år innan insatsen började, 1 januari 2024"),
    ],
)  # fmt: skip
def test_a_version_is_decided_in_its_turn_and_not_before_there_was_anything(
    decided_on: date | None, earlier: date | None, said: str
) -> None:
    sentence = refusal_of_deciding(decided_on, earlier, START, TODAY)
    assert said in sentence if said else sentence == ""


def test_a_start_on_a_leap_day_or_in_the_first_years_has_a_first_day_to_decide_too() -> None:
    assert first_to_decide(date(2024, 2, 29)) == date(2019, 2, 28)
    assert first_to_decide(date(3, 1, 1)) == date(1, 1, 1)


def test_the_page_refuses_days_to_count_to_that_can_not_be(cast: Cast, page: Any) -> None:
    eva, address = page("eva"), FOR_LEADERS["initiative_edit"](cast)
    assert "har inte varit än" in told(fill_in(eva, address, counted_on="2099-01-01"))
    assert "började först" in told(fill_in(eva, address, counted_on="2023-12-31"))
    assert "mellan 1990 och 2100" in told(fill_in(eva, address, starts_on="1950-01-01"))
    assert fill_in(eva, address, counted_on="2024-12-31").status_code == 302


def test_an_initiative_can_not_be_started_counted_to_a_day_to_come(cast: Cast) -> None:
    with pytest.raises(Refused, match="har inte varit"):
        actions.start("ny", "Ny", cast.initiative.controller, starts_on=START, by=BY,
                      counted_on=TOMORROW)  # fmt: skip


def test_a_day_to_count_to_that_stood_there_before_stops_no_other_change(cast: Cast) -> None:
    of = actions.change(cast.initiative, by=operator(TOMORROW), counted_on=TOMORROW)
    actions.change(of, by=BY, name="Nytt namn", counted_on=TOMORROW)
    assert Initiative.objects.get(pk=of.pk).name == "Nytt namn"
    with pytest.raises(Refused, match="har inte varit"):
        actions.change(of, by=BY, starts_on=START - timedelta(days=9))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("counted_on = '2023-12-31'", "initiative_counted_after_its_start"),
        ("counted_on = '2101-01-01'", "initiative_counted_after_its_start"),
        ("starts_on = '1989-12-31'", "initiative_days_are_days"),
        ("starts_on = '2101-01-01'", "initiative_days_are_days"),
        ("ends_on = '2101-01-01'", "initiative_days_are_days"),
    ],
)
def test_the_database_refuses_days_that_can_not_be(
    cast: Cast, change: str, constraint: str
) -> None:
    assert broken_by(f"UPDATE initiatives_initiative SET {change}") == constraint


def _group(cast: Cast, day: date | None) -> Any:
    return actions.describe_target_group(cast.initiative, "Alla", by=BY, decided_on=day)


def _plan(cast: Cast, day: date | None) -> Any:
    return actions.plan_volume(cast.initiative, 9, period=YEAR, by=BY, decided_on=day)


def _goal(cast: Cast, day: date | None) -> Any:
    return actions.set_goal(cast.initiative, "vidare", "Alla", share_percent=9, base="leavers", by=BY,
                            readings=[("arbete", [cast.outcome("arbete")])], decided_on=day)  # fmt: skip


DECIDE: dict[str, Callable[[Cast, date | None], Any]] = {
    "targetgroup": _group, "volumetarget": _plan, "goal": _goal,
}  # fmt: skip


@pytest.mark.parametrize("name", DECIDE)
def test_a_decision_to_come_or_out_of_turn_is_refused_whatever_it_is_about(
    cast: Cast, name: str
) -> None:
    decide = DECIDE[name]
    with pytest.raises(Refused, match="har inte varit än"):
        decide(cast, TOMORROW)
    with pytest.raises(Refused, match="mer än 5 år"):
        decide(cast, date(2012, 1, 1))
    decide(cast, date(2024, 6, 1))
    with pytest.raises(Refused, match="tidigare version beslutades 1 juni 2024"):
        decide(cast, date(2024, 5, 31))
    assert decide(cast, None).decided_on is None
    assert decide(cast, date(2024, 6, 1)).decided_on == date(2024, 6, 1)


@pytest.mark.parametrize("name", DECIDE)
def test_the_database_holds_versions_in_order(cast: Cast, name: str) -> None:
    made = DECIDE[name](cast, date(2024, 6, 1))
    DECIDE[name](cast, date(2024, 8, 1))
    late = f"UPDATE initiatives_{name} SET decided_on = '2024-09-01' WHERE id = {made.pk}"
    early = f"UPDATE initiatives_{name} SET decided_on = '2012-09-01' WHERE id = {made.pk}"
    assert broken_by(late) == broken_by(early) == "version_decided_in_order"


def test_the_pages_say_why_a_day_can_not_be(cast: Cast, page: Any) -> None:
    eva = page("eva")
    for name in ("volume", "target_group", "goal_version"):
        typed = {"reason": "Beslut", "decided_on": "2099-01-01"}
        assert "har inte varit än" in told(fill_in(eva, FOR_LEADERS[name](cast), **typed))


def test_what_was_decided_later_did_not_hold_before(cast: Cast) -> None:
    for decide in DECIDE.values():
        decide(cast, date(2024, 6, 1))
    before, after = (operator(day) for day in (date(2024, 5, 31), date(2024, 6, 1)))

    def held(by: Any) -> list[int]:
        page = overview(by, cast.initiative)
        assert page.volume
        assert page.target_group
        return [page.volume.latest.version, page.target_group.latest.version,
                page.goals[0].latest.version]  # fmt: skip

    assert held(before) == [1, 1, 1]
    assert held(after) == [2, 2, 2]


def test_figures_are_held_against_versions_decided_by_the_day_and_say_which(cast: Cast) -> None:
    _goal(cast, date(2024, 6, 1))
    _plan(cast, date(2024, 6, 1))
    cast.ended()
    for day, versions in ((date(2024, 5, 31), 1), (date(2024, 6, 1), 2)):
        by = operator(day).reaching(cast.viewer("eva").controllers)
        goals = table(by, "goals", cast.initiative)
        assert [row.parent.split("(")[1] for row in goals.rows] == [
            "version 1, 1 januari 2024)",
            "version 2, 1 juni 2024)",
        ][:versions]
        plans = table(by, "volume", cast.initiative)
        assert [row.label for row in plans.rows] == [
            "Version 1, 1 januari 2024",
            "Version 2, 1 juni 2024",
        ][:versions]
