"""What the database itself refuses about initiatives, whoever asks and however."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from stafett.initiatives import actions
from stafett.initiatives.models import Branch, Goal, Initiative, PromisedInflow
from stafett.initiatives.refusals import SENTENCES
from stafett.parties.refusals import constraint_of
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.parties.known_constraints import breakable

BY = operator(TODAY)
EARLY = START - timedelta(days=1)
YEAR = (START, date(2024, 12, 31))


BY_THE_ACTION = {"branch_question_has_no_answer", "consent_template_guardians_needed"}
"""No page has a field for it, or only the choices that it allows."""


def broken_by(act: Callable[[], Any]) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return constraint_of(caught.value)


def plain_sql(statement: str) -> str:
    """The constraint that a statement breaks past every model and form."""

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return broken_by(act)


def test_every_constraint_that_a_person_can_break_has_its_sentence(cast: Cast) -> None:
    assert breakable("initiatives") - BY_THE_ACTION == set(SENTENCES)


def test_a_question_has_no_answer_yet(cast: Cast) -> None:
    place = cast.unit("Viadidakt")
    by = cast.viewer("eva")
    actions.open_branch(cast.initiative, "ny", "Ny", place, by=by, controller=place.authority)
    for change in ("answered_by = 'X'", "answered_on = '2024-01-01'", "answer_note = 'X'"):
        statement = f"UPDATE initiatives_branch SET {change} WHERE code = 'ny'"
        assert plain_sql(statement) == "branch_question_has_no_answer"


@pytest.mark.parametrize("share", ["-0.01", "100.01"])
def test_a_goal_is_between_nothing_and_everything(cast: Cast, share: str) -> None:
    assert plain_sql(f"UPDATE initiatives_goal SET share_percent = {share}") == "goal_is_a_share"


@pytest.mark.parametrize("change", ["women = 11", "men = NULL", "total = 19", "women = NULL"])
def test_the_sexes_of_a_plan_sum_to_its_total(cast: Cast, change: str) -> None:
    statement = f"UPDATE initiatives_volumetarget SET {change}"
    assert plain_sql(statement) == "volume_target_sexes_sum"


def test_a_plan_may_leave_the_sexes_out(cast: Cast) -> None:
    made = actions.plan_volume(cast.initiative, 25, period=YEAR, by=BY)
    assert (made.version, made.women, made.men) == (2, None, None)


def test_an_initiative_does_not_end_before_it_begins(cast: Cast) -> None:
    statement = f"UPDATE initiatives_initiative SET ends_on = '{EARLY}'"
    assert plain_sql(statement) == "initiative_period_forward"


def test_a_target_groups_ages_go_upwards(cast: Cast) -> None:
    statement = "UPDATE initiatives_targetgroup SET age_min = 30"
    assert plain_sql(statement) == "target_group_ages_forward"


@pytest.mark.parametrize(
    ("table", "constraint"),
    [
        ("goal", "goal_version_once"), ("volumetarget", "volume_target_version_once"),
        ("targetgroup", "target_group_version_once"),
    ],
)  # fmt: skip
def test_a_version_is_there_once_for_the_whole_too(cast: Cast, table: str, constraint: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(column_name, ', ') FROM information_schema.columns "
            "WHERE table_name = %s AND column_name <> 'id'", [f"initiatives_{table}"],
        )  # fmt: skip
        columns = cursor.fetchone()[0]
    copy = f"INSERT INTO initiatives_{table} ({columns}) SELECT {columns} FROM initiatives_{table}"
    assert plain_sql(copy) == constraint


def test_a_code_is_used_by_one_initiative_and_one_branch_in_it(cast: Cast) -> None:
    controller = cast.initiative.controller
    assert broken_by(
        lambda: actions.start("prov", "Annan", controller, starts_on=START, by=BY)
    ) == "initiatives_initiative_code_key"  # fmt: skip
    holder = cast.unit("AUC")
    assert broken_by(
        lambda: actions.open_branch(cast.initiative, "flen", "Nytt", holder, by=BY)
    ) == "branch_code_once_per_initiative"  # fmt: skip
    assert broken_by(
        lambda: actions.open_branch(cast.initiative, "nytt", "Flen", holder, by=BY)
    ) == "branch_name_once_per_initiative"  # fmt: skip


def test_an_outcome_is_told_once(cast: Cast) -> None:
    assert broken_by(
        lambda: actions.add_outcome(cast.initiative, "arbete", "Nytt", "unknown", by=BY)
    ) == "outcome_code_once_per_initiative"  # fmt: skip
    assert broken_by(
        lambda: actions.add_outcome(cast.initiative, "nytt", "Arbete", "unknown", by=BY)
    ) == "outcome_label_once_per_initiative"  # fmt: skip


def test_a_party_promises_once_per_period(cast: Cast) -> None:
    fk = cast.party("FK")
    assert broken_by(
        lambda: actions.promise_inflow(cast.initiative, fk, 3, period=YEAR, by=BY)
    ) == "a_promise_once_per_period"  # fmt: skip


@pytest.mark.parametrize(
    ("table", "constraint"),
    [("volumetarget", "volume_period_forward"), ("promisedinflow", "promise_period_forward")],
)
def test_a_period_goes_forward(cast: Cast, table: str, constraint: str) -> None:
    statement = f"UPDATE initiatives_{table} SET period_end = '{EARLY}'"
    assert plain_sql(statement) == constraint


def test_an_association_is_controller_of_nothing_whoever_writes_it(cast: Cast) -> None:
    found = "(SELECT authority_id FROM parties_association)"
    place = cast.unit("Viadidakt")
    actions.open_branch(
        cast.initiative, "ny", "Ny", place, by=cast.viewer("eva"), controller=place.authority
    )
    for table, which in (("initiative", "prov"), ("branch", "ny")):
        statement = f"UPDATE initiatives_{table} SET controller_id = {found} WHERE code = '{which}'"
        assert plain_sql(statement) == "controller_is_no_association"
    statement = f"UPDATE parties_association SET authority_id = {cast.initiative.controller_id}"
    assert plain_sql(statement) == "association_is_no_controller"


def test_a_branchs_controller_is_no_association_either(cast: Cast) -> None:
    statement = (
        f"UPDATE parties_association SET authority_id = {cast.branch('katrineholm').controller_id}"
    )
    assert plain_sql(statement) == "association_is_no_controller"


def test_a_units_part_goes_forward(cast: Cast) -> None:
    statement = f"UPDATE initiatives_engagement SET until_day = '{START}'"
    assert plain_sql(statement) == "engagement_period_forward"


@pytest.mark.parametrize("model", [Initiative, Branch, Goal, PromisedInflow])
def test_what_was_changed_is_kept_as_it_was(cast: Cast, model: Any) -> None:
    row = model.objects.order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET id = id WHERE id = %s", [row.pk])
    assert row.events.count() <= 1
    field = {"initiative": "name", "branch": "name", "goal": "text", "promisedinflow": "reason"}
    column = field[model._meta.model_name]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {column} = 'Nytt' WHERE id = %s", [row.pk]
        )
    kept = row.events.order_by("-pgh_id").first()
    assert getattr(kept, column) == getattr(row, column)
