"""The walls as the catalogue tells them, and the app role as it finds them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from stafett.casework.models import Participation
from stafett.people.models import Person
from stafett.safeguards.access import may_see, why
from stafett.safeguards.middleware import set_reach
from tests.cast import Cast

APP_MAY_ONLY_ADD = "a table of earlier versions"


def _rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _walled() -> list[str]:
    found = _rows(
        "SELECT c.table_name FROM information_schema.columns c JOIN pg_tables t ON t.tablename = c.table_name"
        " WHERE c.table_schema = 'public' AND t.schemaname = 'public' AND c.column_name = 'controller_id'"
        " AND c.table_name NOT LIKE 'initiatives_%%' AND c.table_name <> 'safeguards_reach' ORDER BY 1"
    )
    return [name for (name,) in found]


def test_the_tests_run_as_the_app_role(db: None) -> None:
    assert _rows("SELECT current_user::text") == [("stafett_app",)]


def test_the_app_role_owns_nothing_and_bypasses_nothing(db: None) -> None:
    assert _rows("SELECT count(*) FROM pg_tables WHERE tableowner = 'stafett_app'") == [(0,)]
    assert _rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'stafett_app'"
    ) == [(False, False, False)]


def test_every_table_is_the_owners(db: None) -> None:
    others = _rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner <> 'stafett_owner'"
    )
    assert others == []


def test_every_table_with_a_controller_is_behind_the_wall_for_its_owner_too(db: None) -> None:
    walled = _walled()
    open_ones = _rows(
        "SELECT relname::text FROM pg_class WHERE relname = ANY(%s)"
        " AND NOT (relrowsecurity AND relforcerowsecurity)",
        walled,
    )

    assert len(walled) > 12
    assert open_ones == []


BESIDE = {"notices_notice": ["about_nobody", "controller_wall"]}
"""A notice about no case, such as that one stands in for somebody, has no controller to be walled by."""


def test_the_apps_policy_is_the_controllers_and_there_is_no_other(db: None) -> None:
    policies = _rows(
        "SELECT tablename::text, array_agg(policyname::text ORDER BY policyname),"
        " bool_and(qual ~ 'app.controllers')"
        " FROM pg_policies WHERE 'stafett_app' = ANY(roles) OR 'public' = ANY(roles) GROUP BY 1"
    )

    assert {name for name, _names, _by in policies} >= set(_walled())
    others = {name: names for name, names, by in policies if names != ["controller_wall"] or not by}
    assert others == BESIDE


def test_what_the_wall_lets_through_beside_is_about_nobody(db: None) -> None:
    told = _rows("SELECT qual FROM pg_policies WHERE policyname = 'about_nobody'")
    assert [one for (one,) in told] == ["((controller_id IS NULL) AND (circle_id IS NULL))"]


def test_earlier_versions_can_be_added_to_and_read_and_nothing_else(db: None) -> None:
    changed = _rows(
        "SELECT DISTINCT table_name::text FROM information_schema.role_table_grants"
        " WHERE grantee = 'stafett_app' AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')"
        " AND table_name LIKE '%%event' AND table_name ~ '^(people|safeguards|casework)_'"
    )
    assert changed == []


@pytest.mark.parametrize("column", ["given_name", "family_name", "identity_number", "register_key"])
def test_statistics_cannot_read_who_somebody_is(column: str, db: None) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE stafett_stats")
            cursor.execute(f"SELECT {column} FROM people_person")


def test_statistics_cannot_write(db: None) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE stafett_stats")
            cursor.execute("UPDATE casework_participation SET status = 'paused'")


def test_without_a_reach_there_are_no_rows(cast: Cast) -> None:
    cast.enrolled()

    set_reach(())

    assert not Person.objects.exists()
    assert not Participation.objects.exists()
    assert _rows("SELECT count(*) FROM safeguards_member") == [(0,)]


def test_the_wall_alone_hides_another_controllers_people(cast: Cast) -> None:
    """Without any `may_see`: the second wall stands by itself."""
    cast.enrolled("katrineholm")
    cast.enrolled("flen")

    cast.as_("karin")

    assert Participation.objects.count() == 1
    assert Participation.objects.get().branch.code == "flen"


def test_a_row_cannot_be_put_behind_somebody_elses_wall(cast: Cast) -> None:
    participation = cast.enrolled("flen")
    cast.as_("karin")

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        other = cast.branch("katrineholm").controller_id
        Participation.objects.filter(pk=participation.pk).update(controller_id=other)


def test_the_predicate_alone_hides_a_case_that_ones_unit_is_not_in(cast: Cast) -> None:
    """Without the tenant wall: the first wall stands by itself."""
    participation = cast.enrolled("flen")
    outsider = cast.viewer("olle").reaching(tuple(range(1, 50)))
    cast.as_everyone()

    assert Participation.objects.filter(pk=participation.pk).exists()
    assert not may_see(outsider, Participation.objects.order_by("pk")).exists()
    assert not why(outsider, participation.circle_id).allowed


@pytest.mark.parametrize("who", ["karin", "lena", "sven", "eva"])
def test_the_case_team_sees_its_people_and_is_told_why(who: str, cast: Cast) -> None:
    participation = cast.enrolled("flen")
    viewer = cast.as_(who)

    assert list(may_see(viewer, Participation.objects.order_by("pk"))) == [participation]
    assert "är med i ärendet" in why(viewer, participation.circle_id).why


@pytest.mark.parametrize("who", ["ulf", "stig", "rakel", "lotta", "olle", "per"])
def test_those_outside_the_case_see_nobody(who: str, cast: Cast) -> None:
    cast.enrolled("flen")
    viewer = cast.as_(who)

    assert not may_see(viewer, Participation.objects.order_by("pk")).exists()


def test_a_member_whose_time_is_over_is_outside(cast: Cast) -> None:
    participation = cast.enrolled("flen")
    participation.circle.members.update(until_day=date(2025, 6, 1))
    viewer = cast.as_("karin")

    assert not may_see(viewer, Participation.objects.order_by("pk")).exists()
