"""When has the time come, counted from a named day; and does every table about people have an end?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from stafett.safeguards import ended
from stafett.safeguards.ending_rules import (
    add_months,
    due_on,
    faults_of_first_day,
    faults_of_rule,
    is_spared,
    latest_end,
    latest_start,
    spared_from,
)
from stafett.safeguards.sorting import Sort, fields_of

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
MONTHS = st.integers(0, 240)


@given(DAYS, MONTHS)
def test_the_latest_start_is_the_last_day_from_which_the_time_has_gone(
    day: date, months: int
) -> None:
    latest = latest_start(day, months)
    assert add_months(latest, months) <= day
    assert add_months(latest + timedelta(days=1), months) > day


@given(DAYS, MONTHS, DAYS, st.sampled_from(["case_end", "case_year_end"]))
def test_a_case_is_due_exactly_when_its_day_has_come(
    day: date, months: int, ended_on: date, start: str
) -> None:
    assert (ended_on <= latest_end(start, day, months)) == (due_on(start, ended_on, months) <= day)


def test_a_month_without_such_a_day_ends_on_its_last() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)


def test_three_years_after_the_end_of_the_year_the_case_ended() -> None:
    assert due_on("case_year_end", date(2024, 3, 1), 36) == date(2027, 12, 31)


def test_a_birthday_that_is_not_known_spares_where_any_day_does() -> None:
    assert is_spared(date(1990, 5, 15), (5, 15, 25))
    assert not is_spared(date(1990, 5, 16), (5, 15, 25))
    assert is_spared(None, (5,))
    assert not is_spared(None, ())


def test_days_are_read_as_people_write_them() -> None:
    assert spared_from("25, 5 15,5") == [5, 15, 25]
    assert spared_from("") == []
    assert spared_from("5 och 15") is None
    assert spared_from("32") is None


OURS = [m for m in apps.get_models() if m.__module__.startswith("stafett.")]
KEPT_MODELS = [m for m in OURS if not hasattr(m, "pgh_tracked_model")]


def _personal(model: type) -> bool:
    return any(one.sort != Sort.HARMLESS for one in fields_of(model).values())


@pytest.mark.parametrize("model", KEPT_MODELS, ids=lambda model: model._meta.label)
def test_every_table_with_something_personal_ends_or_says_why_not(model: type) -> None:
    ends = {one.model for one in ended.every()}
    stays = ended.stays()
    assert not ends & set(stays)
    assert (model in ends or model in stays) == _personal(model)


def test_a_table_that_nobody_has_thought_of_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *rest = ended.every()
    monkeypatch.setattr(ended, "every", lambda: rest)
    with pytest.raises(AssertionError):
        test_every_table_with_something_personal_ends_or_says_why_not(first.model)


def test_the_database_lets_every_such_table_end_and_its_history_and_nothing_else(db: None) -> None:
    told = [one.model for one in ended.every()]
    tables = {m._meta.db_table for m in [*told, *filter(None, map(ended.earlier_of, told))]}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname::text FROM pg_class c CROSS JOIN aclexplode(c.relacl) a"
            " JOIN pg_roles r ON r.oid = a.grantee"
            " WHERE r.rolname = 'stafett_retention' AND a.privilege_type = 'DELETE'"
        )
        may = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "SELECT tablename::text FROM pg_policies WHERE 'stafett_retention' = ANY(roles)"
            " AND cmd IN ('ALL', 'DELETE') AND qual !~ 'safeguards_endingrow'"
        )
        undecided = {name for (name,) in cursor.fetchall()}
    log = {"safeguards_reading", "safeguards_readperson"}
    assert may == tables | log
    assert not tables & undecided


def test_what_points_at_others_is_emptied_before_what_it_points_at() -> None:
    order = {one.model: one.order for one in ended.every()}
    for model, place in order.items():
        for column in model._meta.concrete_fields:
            # a row that points at another of its own table is held to it by no constraint
            if column.is_relation and column.related_model in {*order} - {model}:
                assert place < order[column.related_model], (model, column.name)


TODAY = date(2025, 6, 2)


@pytest.mark.parametrize(("day", "said"), [
    (date(1989, 12, 31), "Skriv en dag från och med 1 januari 1990. Kontrollera året."),
    (date(1990, 1, 1), ""), (TODAY, ""), (date(2026, 6, 3), ""),
    (date(2026, 6, 4), "Skriv en dag till och med 3 juni 2026. Kontrollera året."),
])  # fmt: skip
def test_a_first_day_is_neither_too_long_ago_nor_too_far_ahead(day: date, said: str) -> None:
    assert faults_of_first_day(day, TODAY) == ({"from_day": said} if said else {})


RULE = {"from_day": TODAY, "months": 1, "ground": "Plan 7", "ends": "case", "start": "case_end",
        "owner_authority": None, "wait_days": 1}  # fmt: skip


@pytest.mark.parametrize(("told", "fields"), [
    ({}, []), ({"months": 0}, ["months"]), ({"wait_days": 0}, ["wait_days"]), ({"ground": "  "}, ["ground"]),
    ({"start": "row_day"}, ["start"]), ({"ends": "file"}, ["start"]),
    ({"ends": "file", "start": "row_day"}, []), ({"ends": "note", "start": "row_day"}, []),
    ({"ends": "file", "start": "row_day", "owner_authority": 1}, ["owner_authority"]),
    ({"ends": "note", "owner_authority": 1}, []), ({"from_day": date(1900, 1, 1)}, ["from_day"]),
])  # fmt: skip
def test_each_fault_of_a_rule_stands_at_its_own_field(
    told: dict[str, object], fields: list[str]
) -> None:
    faults = faults_of_rule({**RULE, **told}, TODAY)
    assert list(faults) == fields
    assert all(faults.values())
