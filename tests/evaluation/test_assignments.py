"""Who gives an evaluator what, for how long; and is nothing there before, after and for others?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from stafett.casework.actions import Doing, Living
from stafett.casework.models import Participation
from stafett.evaluation import queries
from stafett.evaluation.actions import decide, revoke
from stafett.evaluation.columns import COLUMNS
from stafett.evaluation.models import EvaluationAssignment, PseudonymKey
from stafett.evaluation.queries import ROWS, rows
from stafett.evaluation.rules import pseudonym
from stafett.parties.models import Position
from stafett.parties.refusals import Refused
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.evaluation.giving import YEAR, given, new, post


def _raw(one: EvaluationAssignment, day: date = TODAY, posts: list[int] | None = None) -> list[Any]:
    """What the database gives whoever asks it, whatever the app thinks."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [one.pk, [post().pk] if posts is None else posts, day])
        return cursor.fetchall()


def test_the_evaluator_gets_a_row_for_each_participation_of_that_controller(cast: Cast) -> None:
    cast.enrolled()
    cast.ended()
    cast.enrolled("katrineholm")
    one = given(cast)
    found = rows(cast.as_("ulf"), one)
    assert [row.values for row in found] == [("2024-02", "Flen", "Kvinna", "20–24 år")] * 2


def test_rows_stand_by_pseudonym_which_tells_nothing(cast: Cast) -> None:
    for _each in range(5):
        cast.enrolled()
    found = [row.pseudonym for row in rows(cast.as_("ulf"), given(cast))]
    assert found == sorted(found)
    assert len(set(found)) == 5


def test_somebody_who_comes_back_is_recognised_within_an_assignment(cast: Cast) -> None:
    one = cast.ended()
    cast.enrolled(person=one.person_id, starts_on=date(2025, 1, 1), case_number="IGEN")
    first, second = rows(cast.as_("ulf"), given(cast))
    assert first.pseudonym == second.pseudonym


def test_rows_of_two_assignments_cannot_be_joined(cast: Cast) -> None:
    cast.enrolled()
    first = given(cast)
    before = {row.pseudonym for row in rows(cast.as_("ulf"), first)}
    revoke(first, "Ny tid.", by=cast.viewer("lena"))
    after = {row.pseudonym for row in rows(cast.as_("ulf"), given(cast))}
    assert len(before | after) == 2


def test_the_protected_are_never_in_the_rows(cast: Cast) -> None:
    karin = cast.viewer("karin").posts[0]
    hidden = cast.person(protection="marked", alias="A 1")
    cast.enrolled(person=hidden, named_team=((karin.unit_id, karin.position_id),))
    one = given(cast)
    cast.as_("ulf")
    assert _raw(one) == []


def test_only_the_columns_of_the_assignment_leave_the_database(cast: Cast) -> None:
    cast.ended()
    one = given(cast, columns=("sex",))
    cast.as_("ulf")
    ((_case, _circle, _person, *values),) = _raw(one)
    assert [value for value in values if value is not None] == ["woman"]


def test_the_database_gives_just_the_declared_columns(cast: Cast) -> None:
    one = given(cast)
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [one.pk, [post().pk], TODAY])
        names = [column.name for column in cursor.description]
    assert names == ["participation_id", "circle_id", "person_id", *COLUMNS]


def test_every_column_gives_what_the_register_says(cast: Cast) -> None:
    cast.ended(
        livelihoods=(Living("start", "sickness_benefit", 100),),
        occupations=(Doing("start", "studies", Decimal(20)), Doing("end", "studies", Decimal(30))),
    )
    (row,) = rows(cast.as_("ulf"), given(cast, columns=tuple(COLUMNS)))
    told = dict(zip(COLUMNS, row.values, strict=True))
    assert told["end_month"] == "2024-09"
    assert told["outcome"] == "Arbete"
    assert told["status"] == "Avslutat"
    assert "jukpenning" in told["livelihood_before"]
    assert told["livelihood_after"] is None
    assert (told["hours_before"], told["hours_after"]) == (20, 30)


def test_what_is_sensitive_follows_from_what_it_is_made_of() -> None:
    sensitive = {name for name, one in COLUMNS.items() if one.sensitive}
    assert sensitive == {
        "outcome", "next_step", "livelihood_before", "livelihood_after", "occupation_before",
        "occupation_after", "hours_before", "hours_after",
    }  # fmt: skip


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + YEAR])
def test_before_and_after_there_is_nothing_at_either_wall(cast: Cast, day: date) -> None:
    cast.enrolled()
    one = given(cast)
    viewer = replace(cast.as_("ulf"), day=day)
    assert _raw(one, day) == []
    with pytest.raises(PermissionDenied, match="gäller inte i dag"):
        rows(viewer, one)
    assert len(_raw(one, TODAY)) == 1


def test_a_revocation_closes_at_once_and_destroys_the_key(cast: Cast) -> None:
    cast.enrolled()
    one = given(cast)
    ended = revoke(one, "Studien är nedlagd.", by=cast.viewer("lena"))
    viewer = cast.as_("ulf")
    assert _raw(one) == []
    assert not PseudonymKey.objects.filter(assignment=one).exists()
    with pytest.raises(PermissionDenied):
        rows(viewer, ended)
    with pytest.raises(Refused, match="redan återkallat"):
        revoke(one, "Igen.", by=cast.viewer("lena"))


def test_another_post_gets_nothing(cast: Cast) -> None:
    cast.enrolled()
    one = given(cast)
    assert _raw(one, posts=[Position.objects.get(unit__name="AUC", role="coach").pk]) == []
    with pytest.raises(PermissionDenied, match="bara för utvärderaren"):
        rows(cast.as_("lena"), one)


def test_the_evaluator_reaches_no_row_about_anybody(cast: Cast) -> None:
    cast.enrolled()
    given(cast)
    cast.as_("ulf")
    assert not Participation.objects.exists()


@pytest.mark.parametrize("who", ["karin", "ulf", "stig", "lotta", "olle", "rakel"])
def test_only_who_speaks_for_that_controller_decides_and_revokes(cast: Cast, who: str) -> None:
    one = given(cast)
    with pytest.raises(PermissionDenied, match="den som svarar för deltagarnas uppgifter"):
        decide(new(cast), by=cast.viewer(who))
    with pytest.raises(PermissionDenied):
        revoke(one, "Nej.", by=cast.viewer(who))


def test_an_authority_that_is_no_controller_there_decides_nothing(cast: Cast) -> None:
    elsewhere = cast.unit("Utanför").authority
    with pytest.raises(PermissionDenied):
        decide(new(cast, authority=elsewhere), by=operator(TODAY))


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"until_day": TODAY}, "last_day", "före den första"),
        ({"from_day": TODAY - YEAR, "until_day": TODAY}, "last_day", "redan slut"),
        ({"until_day": TODAY + timedelta(days=732)}, "last_day", "högst två år"),
        ({"columns": ()}, "columns", "minst en"),
        ({"columns": ("given_name",)}, "columns", "ur listan"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    cast: Cast, told: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        decide(new(cast, **told), by=cast.viewer("lena"))
    assert refusal.value.field == field


def test_it_is_given_to_an_evaluators_post_in_the_initiative(cast: Cast) -> None:
    coach = Position.objects.get(unit__name="AUC", role="coach")
    with pytest.raises(Refused, match="inte utvärderare"):
        decide(new(cast, position=coach), by=cast.viewer("lena"))


def test_two_years_to_the_day_are_allowed(cast: Cast) -> None:
    made = given(cast, until_day=TODAY + timedelta(days=731))
    assert made.last_day == TODAY + timedelta(days=730)


def test_a_post_has_one_assignment_of_an_authority_at_a_time(cast: Cast) -> None:
    given(cast)
    with pytest.raises(DatabaseError, match="one_assignment_to_evaluate"), transaction.atomic():
        given(cast)


def test_a_reason_is_asked_for(cast: Cast) -> None:
    with pytest.raises(Refused, match="varför") as refusal:
        revoke(given(cast), " ", by=cast.viewer("lena"))
    assert refusal.value.field == "because"


def test_the_columns_are_kept_in_the_declared_order(cast: Cast) -> None:
    assert given(cast, columns=("sex", "start_month")).columns == ["start_month", "sex"]


def test_those_who_gave_it_and_the_evaluator_find_it_and_nobody_else(cast: Cast) -> None:
    one = given(cast)
    for who, finds in {"lena": True, "ulf": True, "lotta": False, "karin": False}.items():
        found = queries.assignments_in(cast.viewer(who), cast.initiative)
        assert found.exists() is finds, who
    assert queries.assignments(operator(TODAY)).get() == one
    with pytest.raises(Http404):
        queries.assignment(cast.viewer("stig"), one.pk)


def test_a_pseudonym_is_a_keyed_digest() -> None:
    person = UUID(int=1)
    assert pseudonym(b"a" * 32, person) == pseudonym(b"a" * 32, person)
    assert pseudonym(b"a" * 32, person) != pseudonym(b"b" * 32, person)
    assert len(pseudonym(b"a" * 32, person)) == 19


def test_the_key_stands_in_no_earlier_version(cast: Cast) -> None:
    one = given(cast)
    revoke(one, "Slut.", by=cast.viewer("lena"))
    events = EvaluationAssignment.pgh_event_model.objects.filter(pgh_obj=one)  # type: ignore[attr-defined]
    assert events.count() == 1
    assert "secret" not in {field.name for field in events.model._meta.fields}
