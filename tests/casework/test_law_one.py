"""Law 1, never nobody: held by the database, against direct SQL too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.casework.models import Holding, Participation
from tests.cast import Cast

START = date(2024, 2, 1)
LAST = date(2024, 9, 30)


def _settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_participation_has_its_holder_from_the_first_instant(cast: Cast) -> None:
    participation = cast.enrolled()

    held = participation.holdings.get()

    assert (held.from_day, held.until_day) == (START, None)
    assert held.unit == cast.unit("AUC")


def test_the_holder_lets_go_the_day_after_the_last_and_not_before(cast: Cast) -> None:
    held = cast.ended().holdings.get()

    assert held.until_day == LAST + timedelta(days=1)


def test_taking_the_holder_away_is_refused(cast: Cast) -> None:
    participation = cast.enrolled()

    with pytest.raises(IntegrityError, match="law 1"), transaction.atomic():
        participation.holdings.all().delete()
        _settle()


def test_a_gap_is_refused(cast: Cast) -> None:
    participation = cast.enrolled()

    with pytest.raises(IntegrityError, match="law 1"), transaction.atomic():
        participation.holdings.update(until_day=START + timedelta(days=10))
        _settle()


def test_two_holders_on_one_day_are_refused(cast: Cast) -> None:
    participation = cast.enrolled()

    with pytest.raises(IntegrityError, match="one_holder_at_every_instant"), transaction.atomic():
        _hold(participation, START + timedelta(days=5), None)


def test_holding_before_the_start_is_refused(cast: Cast) -> None:
    participation = cast.enrolled()

    with pytest.raises(IntegrityError, match="law 1"), transaction.atomic():
        _hold(participation, START - timedelta(days=5), START)


def test_a_participation_without_any_holder_is_refused(cast: Cast) -> None:
    participation = cast.enrolled()
    values = Participation.objects.filter(pk=participation.pk).values().get()

    with pytest.raises(IntegrityError, match="law 1"), transaction.atomic():
        Holding.objects.filter(participation=participation).delete()
        Participation.objects.filter(pk=values["id"]).update(end_reason="x")
        _settle()


def _hold(participation: Participation, first: date, until: date | None) -> Holding:
    before = participation.holdings.order_by("from_day").first()
    assert before
    return Holding.objects.create(
        controller_id=before.controller_id, owner_authority_id=before.owner_authority_id,
        kind="holding", participation=participation, unit_id=before.unit_id,
        from_day=first, until_day=until,
    )  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(turns=st.lists(st.integers(1, 200), min_size=1, max_size=4, unique=True))
def test_whoever_takes_over_whenever_every_day_has_one_holder(cast: Cast, turns: list[int]) -> None:
    """Handing over on any days leaves each day with exactly one holder; leaving one out is refused."""
    with transaction.atomic():
        participation = cast.enrolled()
        days = [START + timedelta(days=turn) for turn in sorted(turns)]
        last = participation.holdings.get()
        for day in days:
            Holding.objects.filter(pk=last.pk).update(until_day=day)
            last = _hold(participation, day, None)
        _settle()

        for day in [START, *days, days[-1] + timedelta(days=400)]:
            held = [h for h in participation.holdings.all()
                    if h.from_day <= day and (h.until_day is None or day < h.until_day)]  # fmt: skip
            assert len(held) == 1
        with pytest.raises(IntegrityError, match="law 1"), transaction.atomic():
            participation.holdings.order_by("from_day").last().delete()  # type: ignore[union-attr]
            _settle()
        transaction.set_rollback(True)


@pytest.mark.parametrize("missing", ["outcome_id", "next_step_id"])
def test_an_exit_without_outcome_or_what_is_next_is_refused(missing: str, cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="an_exit_names_outcome"), transaction.atomic():
        cast.ended(**{missing: None})


def test_overlap_within_one_initiative_is_refused(cast: Cast) -> None:
    person = cast.person()
    cast.enrolled(person=person)

    with pytest.raises(IntegrityError, match="one_participation_at_a_time"), transaction.atomic():
        cast.enrolled(person=person, case_number="igen", starts_on=date(2024, 5, 1))


def test_coming_back_is_a_new_participation_of_the_same_person(cast: Cast) -> None:
    person = cast.person()
    cast.ended(person=person, case_number="en")

    cast.enrolled(person=person, case_number="två", starts_on=date(2025, 1, 7))

    assert Participation.objects.filter(person_id=person).count() == 2
