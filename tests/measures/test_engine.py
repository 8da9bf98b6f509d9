"""Is every table one query, behind the wall, and as a role that can't read a name?"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from stafett.initiatives.queries import initiative as find_initiative
from stafett.measures import engine
from stafett.measures.engine import Cube, with_totals
from stafett.measures.groups import BRANCH, OUTCOME, SEX
from stafett.measures.outsiders.declared import SHOWN
from stafett.measures.populations import COUNT, PARTICIPATIONS, PEOPLE
from stafett.measures.queries import table
from stafett.measures.sources import COLUMNS, Source
from stafett.measures.tables import TABLES
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.measures.cohort import SOME, put_in
from tests.measures.freezing import frozen
from tests.measures.reading import cells


def queries_for(key: str, cast: Cast, name: str, by: tuple[str, ...]) -> list[str]:
    """The statements that a table takes, for somebody; "" is the one at the command line."""
    viewer = cast.as_(key) if key else operator(TODAY)
    initiative = find_initiative(viewer, "prov")
    with CaptureQueriesContext(connection) as seen:
        table(viewer, name, initiative, by)
    return [query["sql"] for query in seen.captured_queries]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        *(("eva", name) for name in TABLES),
        *(("ulf", n) for n in dict.fromkeys(s.name for s in SHOWN)),
    ],
)
def test_a_table_takes_as_many_queries_for_a_hundred_rows_as_for_one(
    cast: Cast, key: str, name: str
) -> None:
    by = TABLES[name].groups[:2]
    put_in(cast, SOME[:1])
    frozen(cast)
    few = queries_for(key, cast, name, by)
    put_in(cast, [replace(v, who=replace(v.who, number=n)) for n, v in enumerate(SOME[2:] * 14)])
    many = queries_for(key, cast, name, by)

    assert [_shape(one) for one in many] == [_shape(one) for one in few]
    assert len(few) <= 18


def _shape(statement: str) -> str:
    """A statement without its values and its savepoint's number."""
    return re.sub(r"\d+|'[^']*'|\([^()]*\)", "", statement).strip().replace(", ", "")


def test_figures_are_one_query(some: Cast) -> None:
    statements = queries_for("eva", some, "outcomes", ("branch", "sex"))

    assert sum("casework_participation" in one for one in statements) == 1


def test_the_viewers_controllers_stand_as_values_in_the_statement(some: Cast) -> None:
    viewer = some.as_("eva")
    statements = queries_for("eva", some, "outcomes", ())

    counted = next(one for one in statements if "casework_participation" in one)
    listed = ",".join(str(number) for number in viewer.controllers)
    assert f"'{{{listed}}}'" in counted


def test_another_controllers_viewer_gets_nothing_through_the_wall(some: Cast) -> None:
    """Even if the rights were decided wrongly, the wall leaves nothing of what is not theirs."""
    olle, wanted = some.as_("olle"), (COUNT,)
    blanks = {"initiatives": [some.initiative.pk], "branch": None, "day": TODAY}

    def counted(controllers: list[int], *, walled: bool = True) -> int:
        source = Source(walled=walled)
        cube = engine.fill(
            PARTICIPATIONS, wanted, (), source, {**blanks, "controllers": controllers},
            as_stats=False,
        )  # fmt: skip
        return int(cube.at((), "participations"))

    every = [branch.controller_id for branch in some.initiative.branches.order_by("pk")]
    assert counted(list(olle.controllers)) == 0, "the condition in the statement"
    assert counted(every) == 0, "row security alone"
    assert counted([], walled=False) == 0, "row security without the condition"
    some.as_("eva")
    assert counted(every) == 8


def test_the_statistics_role_can_count_but_not_read_a_name(some: Cast) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE stafett_stats")
        cursor.execute("SELECT count(sex) FROM people_person")
        assert cursor.fetchone()[0] > 0
        cursor.execute("SET LOCAL ROLE NONE")
    for column in ("given_name", "family_name", "identity_number", "register_key", "*"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _ask_as_statistics(f"SELECT {column} FROM people_person")


def _ask_as_statistics(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE stafett_stats")
        cursor.execute(statement)


@pytest.mark.parametrize("table_name", [t for t in COLUMNS if t != "economy_costline"])
def test_the_columns_declared_are_granted_to_the_statistics_role(db: None, table_name: str) -> None:
    with connection.cursor() as cursor:
        for column in COLUMNS[table_name]:
            cursor.execute(
                "SELECT has_column_privilege('stafett_stats', %s, %s, 'SELECT')",
                [table_name, column],
            )
            assert cursor.fetchone()[0], f"{table_name}.{column}"


def test_one_is_oneself_again_after_counting_as_statistics(some: Cast) -> None:
    table(operator(TODAY), "participants", some.initiative)

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "stafett_app"


def test_one_is_oneself_again_after_an_error_while_counting(some: Cast) -> None:
    with pytest.raises(ZeroDivisionError), engine._as_stats():
        raise ZeroDivisionError
    with pytest.raises(ProgrammingError), engine._as_stats():
        _ask_as_statistics("SELECT given_name FROM people_person")

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "stafett_app"


def test_a_statement_names_its_columns_and_leaves_its_values_blank() -> None:
    statement = engine.sql(PARTICIPATIONS, (COUNT,), (OUTCOME, SEX), Source(own_days=True))

    assert not re.search(r"SELECT\s+\*\s+FROM \"casework", statement)
    assert set(re.findall(r"%\((\w+)\)s", statement)) == {"controllers", "initiatives", "day"}
    assert "%(branch)s" in engine.sql(PARTICIPATIONS, (COUNT,), (), Source(one_branch=True))
    assert "controllers" not in engine.sql(PARTICIPATIONS, (COUNT,), (), Source(walled=False))


def test_a_statement_is_compiled_once() -> None:
    engine.sql(PARTICIPATIONS, (COUNT,), (SEX,), Source())
    before = engine.sql.cache_info().hits

    engine.sql(PARTICIPATIONS, (COUNT,), (SEX,), Source())

    assert engine.sql.cache_info().hits == before + 1


def test_only_counts_of_people_make_the_database_count_every_total() -> None:
    assert "CUBE" not in engine.sql(PARTICIPATIONS, (COUNT,), (SEX, BRANCH), Source())
    assert "CUBE" in engine.sql(PARTICIPATIONS, (COUNT, PEOPLE), (SEX, BRANCH), Source())


def test_joins_that_nobody_asks_for_are_left_out_by_the_planner(some: Cast) -> None:
    viewer = some.as_("eva")
    blanks = {"controllers": list(viewer.controllers), "initiatives": [some.initiative.pk],
              "day": TODAY}  # fmt: skip

    def plan(*groups: object) -> str:
        statement = engine.sql(PARTICIPATIONS, (COUNT,), groups, Source())  # type: ignore[arg-type]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {statement}", blanks)
            return "\n".join(row[0] for row in cursor.fetchall())

    assert "people_person" not in plan(OUTCOME, BRANCH)
    assert "outcomechoice" not in plan(OUTCOME, BRANCH)
    assert "people_person" in plan(SEX)


def test_totals_are_added_up_over_every_choice_of_groups() -> None:
    cells_ = {("a", 1): (1, Decimal(2)), ("a", 2): (10, Decimal(20)), ("b", 2): (100, Decimal(200))}

    cube = Cube(("x", "y"), ("n", "kr"), with_totals(cells_, 2))

    assert cube.at(("a", None), "n") == 11
    assert cube.at((None, 2), "kr") == 220
    assert cube.at((None, None), "n") == 111
    assert cube.at(("c", None), "n") == 0
    assert cube.found("y") == {1, 2}


def test_nobody_at_all_is_a_table_of_noughts(cast: Cast) -> None:
    for name, declared in TABLES.items():
        for by in ((), declared.groups[:2]):
            found = table(cast.as_("eva"), name, cast.initiative, by)
            assert all(len(row.figures) == len(found.columns) for row in found.rows), name
    assert cells(table(cast.as_("eva"), "participants", cast.initiative), "total")["people"] == 0
