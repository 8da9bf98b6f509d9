"""Through which days can costs and participants be counted, and what is said of those that can't be?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from stafett.economy import actions
from stafett.economy.rules import refusal_of_cost_day, refusal_of_people_day
from stafett.parties.refusals import Refused, constraint_of
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.parties.filling_in import fill_in, told

BY = operator(TODAY)
TOMORROW = TODAY + timedelta(days=1)
COSTS = "/insatser/prov/kostnader/"
OVER = date(2024, 6, 30)


@pytest.mark.parametrize(
    ("day", "ends_on", "said"),
    [
        (TODAY, None, ""), (TOMORROW, None, "har inte varit än"),
        (date(2022, 12, 31), None, ""), (date(2022, 12, 30), None, "mer än ett år före"),
        (TODAY, OVER, ""), (TODAY, date(2024, 5, 31), "mer än ett år efter insatsens slut, 31 maj"),
    ],
)  # fmt: skip
def test_costs_are_counted_through_days_that_have_been_near_the_initiative(
    day: date, ends_on: date | None, said: str
) -> None:
    sentence = refusal_of_cost_day(day, START, ends_on, TODAY)
    assert said in sentence if said else sentence == ""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (START, ""), (TODAY, ""), (TOMORROW, "har inte varit än"),
        (START - timedelta(days=1), "började först 1 januari 2024"),
    ],
)  # fmt: skip
def test_participants_are_counted_through_days_when_there_could_be_any(
    day: date, said: str
) -> None:
    sentence = refusal_of_people_day(day, START, TODAY)
    assert said in sentence if said else sentence == ""


def test_the_pages_refuse_days_that_can_not_be(cast: Cast, page: Any) -> None:
    eva = page("eva")
    typed = {"year": "2024", "cost_kind": "Resor", "kronor": "10", "booked_through": "2099-12-31"}
    assert "har inte varit än" in told(fill_in(eva, f"{COSTS}ny/", **typed))
    typed = {"label": "Ny", "costs_through": "2024-06-30", "participants_through": "2023-12-31"}
    assert "började först" in told(fill_in(eva, f"{COSTS}uppgift/", **typed))
    typed |= {"costs_through": "1999-01-01", "participants_through": "2024-06-30"}
    assert "mer än ett år före" in told(fill_in(eva, f"{COSTS}uppgift/", **typed))


def test_corrections_are_held_to_the_same_days_and_others_are_left_in_peace(cast: Cast) -> None:
    line, statement = cast.initiative.cost_lines.get(), cast.initiative.cost_statements.get()
    with pytest.raises(Refused, match="har inte varit"):
        actions.correct_line(line, by=BY, booked_through=TOMORROW)
    with pytest.raises(Refused, match="har inte varit"):
        actions.correct_statement(statement, by=BY, participants_through=TOMORROW)
    with pytest.raises(Refused, match="har inte varit"):
        actions.correct_statement(statement, by=BY, costs_through=TOMORROW)
    early = operator(START)
    actions.correct_line(line, by=early, kronor=Decimal(5))
    actions.correct_statement(statement, by=early, label="Annat")


@pytest.mark.parametrize(
    ("table", "change", "constraint"),
    [
        ("costline", "booked_through = '2199-01-01'", "cost_near_its_initiative"),
        ("coststatement", "costs_through = '1999-01-01'", "cost_stated_near_its_initiative"),
        ("coststatement", "costs_through = '2199-01-01'", "cost_stated_near_its_initiative"),
        ("coststatement", "participants_through = '2023-12-31'", "cost_stated_near_its_initiative"),
        ("coststatement", "participants_through = '2199-01-01'", "cost_stated_near_its_initiative"),
    ],
)
def test_the_database_refuses_days_far_from_the_initiative(
    cast: Cast, table: str, change: str, constraint: str
) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE economy_{table} SET {change}")
    assert constraint_of(caught.value) == constraint
