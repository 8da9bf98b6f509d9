"""Questions that are put together once, and asked each time of what they are asked about now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, QuerySet, Value

from stafett.database.kept import Kept, at_once, by_one_process, preparing
from stafett.parties.models import Authority, Tenure, Unit
from tests.cast import Cast


class Counted:
    """A question that tells how many times it was put together."""

    def __init__(self, ask: Callable[..., QuerySet[Any]]) -> None:
        self.ask, self.times = ask, 0

    def __call__(self, **asked: Any) -> QuerySet[Any]:
        self.times += 1
        return self.ask(**asked)


def units_of(authority: int) -> QuerySet[Unit]:
    return Unit.objects.filter(authority=authority).select_related("authority").order_by("pk")


def among(keys: list[int]) -> QuerySet[Any, tuple[int, str]]:
    return Authority.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "name")


def test_it_answers_as_the_question_itself_of_what_is_asked_about_each_time(cast: Cast) -> None:
    kept: Kept[Unit] = Kept(asked := Counted(units_of))
    for authority in Authority.objects.order_by("pk"):
        found = kept(authority=authority.pk)
        assert found == list(units_of(authority.pk))
        assert all(unit.authority == authority for unit in found)
    assert asked.times == 1


def test_several_are_asked_about_in_one_way_however_many_they_are(cast: Cast) -> None:
    kept: Kept[tuple[int, str]] = Kept(asked := Counted(among))
    keys = list(Authority.objects.order_by("pk").values_list("pk", flat=True))
    for some in (keys, keys[:1], set(keys[1:3]), tuple(keys[:5])):
        assert kept(keys=some) == list(among(list(some)))
    assert asked.times == 1
    assert kept(keys=[]) == []
    assert kept(keys=keys) == list(among(keys)), "none in between changes nothing"


def test_being_among_none_is_no_condition_that_is_left_out(cast: Cast) -> None:
    kept: Kept[Any] = Kept(lambda keys: Authority.objects.exclude(pk__in=keys).order_by("pk"))
    everyone = list(Authority.objects.order_by("pk"))
    assert kept(keys=[]) == everyone
    assert kept(keys=[everyone[0].pk]) == everyone[1:]


def test_what_is_the_same_each_time_stands_as_it_is(cast: Cast) -> None:
    odd = "100 % 'rätt' $1"
    kept: Kept[Any] = Kept(
        lambda key: Authority.objects.filter(pk=key).annotate(odd=Value(odd)).order_by("pk")
    )
    some = Authority.objects.order_by("pk")[0]
    assert [(one, one.odd) for one in kept(key=some.pk)] == [(some, odd)]


def test_days_and_words_can_be_asked_about(cast: Cast) -> None:
    def begun(day: date, role: str) -> QuerySet[Tenure]:
        return Tenure.objects.filter(from_day__lte=day, position__role=role).order_by("pk")

    kept: Kept[Tenure] = Kept(begun)
    first = Tenure.objects.order_by("pk")[0]
    role = first.position.role
    assert first in kept(day=first.from_day, role=role)
    assert kept(day=first.from_day - timedelta(days=9_000), role=role) == []
    assert kept(day=first.from_day, role="ingen") == []


def test_what_is_asked_about_may_not_be_changed_on_the_way(cast: Cast) -> None:
    kept: Kept[Any] = Kept(
        lambda day: Tenure.objects.filter(from_day__lte=day - timedelta(days=30)).order_by("pk")
    )
    with pytest.raises(AssertionError, match="changed on the way"):
        kept(day=date(2026, 5, 1))


def test_several_questions_of_the_same_are_answered_each_by_itself(cast: Cast) -> None:
    units: Kept[Unit] = Kept(units_of)
    names: Kept[Any] = Kept(
        lambda authority: Authority.objects.filter(pk=authority).order_by("pk").values_list("name")
    )
    for authority in Authority.objects.order_by("pk"):
        found = at_once([units, names], authority=authority.pk)
        assert found == [list(units_of(authority.pk)), [(authority.name,)]]
    assert at_once([], authority=1) == []
    few: Kept[Any] = Kept(among)
    assert at_once([few, few], keys=[]) == [[], []]


def prepared() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return {text for (text,) in cursor.fetchall()}


def test_the_database_prepares_it_and_prepares_it_again_after_a_rollback(cast: Cast) -> None:
    kept: Kept[Unit] = Kept(units_of)
    authority = Authority.objects.order_by("pk")[0]
    first = kept(authority=authority.pk)
    assert any('FROM "parties_unit"' in text and "$1" in text for text in prepared())
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    assert kept(authority=authority.pk) == first


def test_where_statements_may_not_be_prepared_it_is_asked_all_the_same(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority.objects.order_by("pk")[0]
    connection.ensure_connection()
    with preparing(connection) as cursor:
        cursor.execute("DEALLOCATE ALL")
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    kept: Kept[Unit] = Kept(units_of)
    assert kept(authority=authority.pk) == list(units_of(authority.pk))
    assert not any('FROM "parties_unit"' in text for text in prepared())


def test_no_other_process_is_started_for_what_a_page_asks(cast: Cast) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        by_one_process()
        cursor.execute("SHOW max_parallel_workers_per_gather")
        assert cursor.fetchone() == ("0",)


def test_a_percent_sign_in_a_question_stays_one(cast: Cast) -> None:
    kept: Kept[Any] = Kept(
        lambda unit: Unit.objects.filter(pk=unit).annotate(odd=F("pk") % 2).values_list("odd")
    )
    for unit in Unit.objects.order_by("pk")[:2]:
        assert kept(unit=unit.pk) == [(unit.pk % 2,)]
