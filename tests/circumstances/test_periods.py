"""Periods of livelihood and occupation: what cannot be, who writes, who reads, and what is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from stafett.circumstances import actions
from stafett.circumstances.actions import DID, LIVED, NewPeriod
from stafett.circumstances.models import LivelihoodPeriod, OccupationPeriod
from stafett.circumstances.queries.page import life_page, one_of
from stafett.safeguards.rules import Refused
from tests.cast import TODAY, Cast
from tests.circumstances.conftest import DAY, WEEK, did, lived


def refused(act: Any) -> dict[str, str]:
    with pytest.raises(Refused) as said:
        act()
    return dict(said.value.faults)


def test_a_period_is_its_authoritys_own_and_another_authoritys_stands_beside_it(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    mine = lived(cast, one)
    theirs = lived(cast, one, "per", amount=50)
    assert (mine.owner_authority.name, theirs.owner_authority.name) == (
        "Flens arbetsmarknadsnämnd", "Arbetsförmedlingen",
    )  # fmt: skip
    assert [line.extent for line in life_page(cast.as_("per"), one).lived] == ["100 %", "50 %"]
    assert [line.mine for line in life_page(cast.as_("per"), one).lived] == [False, True]
    assert [line.extent for line in life_page(cast.as_("karin"), one).lived] == ["100 %"]


def test_the_same_source_stands_once_on_a_day_and_the_refusal_says_where_it_stands(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    lived(cast, one, from_day=TODAY - 8 * WEEK, last_day=TODAY - 4 * WEEK)
    last = TODAY - 4 * WEEK
    assert refused(lambda: lived(cast, one, from_day=last)) == {
        "word": "”Aktivitetsstöd, även utvecklingsersättning” står redan från 7 april 2025 till "
        "5 maj 2025. Rätta den, eller ändra dagarna."
    }
    after = lived(cast, one, from_day=last + DAY)
    assert after.from_day == last + DAY
    again = refused(lambda: lived(cast, one, from_day=TODAY))
    assert "Avsluta eller rätta den först" in again["word"]


def test_more_hours_than_a_week_has_are_refused_when_added_and_when_corrected(cast: Cast) -> None:
    one = cast.enrolled()
    did(cast, one, word="studies", amount=80)
    did(cast, one, word="practice", amount=80)
    much = refused(lambda: did(cast, one, word="job_seeking", amount=9))
    assert "169 timmar" in much["amount"]
    last = did(cast, one, word="job_seeking", amount=8)
    told = NewPeriod("job_seeking", last.from_day, None, Decimal("8.5"))
    said = refused(lambda: actions.correct(last, told, by=cast.as_("karin"), because="fel"))
    assert "168,5 timmar" in said["amount"]


def test_the_database_holds_that_a_source_stands_once_on_a_day(cast: Cast) -> None:
    one = cast.enrolled()
    lived(cast, one, last_day=TODAY - 4 * WEEK)
    later = lived(cast, one, from_day=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        LivelihoodPeriod.objects.filter(pk=later.pk).update(from_day=TODAY - 5 * WEEK)
    first = did(cast, one, last_day=TODAY - 4 * WEEK)
    second = did(cast, one, from_day=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        OccupationPeriod.objects.filter(pk=second.pk).update(from_day=first.from_day)


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"last_day": TODAY - 9 * WEEK}, "last_day", "före den första"),
        ({"from_day": date(2001, 1, 1)}, "from_day", "tjugo år"),
        ({"from_day": date(2029, 1, 1)}, "from_day", "för långt fram"),
        ({"word": "finns-inte"}, "word", "Välj ur listan"),
        ({"word": "social_assistance"}, "amount", "hela hushållets"),
        ({"word": "supported_by_relatives"}, "amount", "ingen omfattning"),
    ],
)
def test_what_cannot_be_is_refused(
    told: dict[str, Any], field: str, words: str, cast: Cast
) -> None:
    faults = refused(lambda: lived(cast, cast.enrolled(), **told))
    assert set(faults) == {field}
    assert words in faults[field]


def test_no_public_support_excludes_all_others_on_the_same_days_alone(cast: Cast) -> None:
    one = cast.enrolled()
    lived(cast, one, last_day=TODAY - WEEK)
    alone = {"word": "no_public_support", "amount": None}
    assert "utesluter alla andra" in refused(lambda: lived(cast, one, **alone))["word"]
    assert lived(cast, one, from_day=TODAY - WEEK + DAY, **alone).until_day is None


def test_correcting_keeps_how_it_stood_with_who_and_why(cast: Cast) -> None:
    one = cast.enrolled()
    row = did(cast, one)
    told = NewPeriod("practice", TODAY - 6 * WEEK, TODAY, Decimal("14.5"))
    assert "because" in refused(
        lambda: actions.correct(row, told, by=cast.as_("karin"), because=" ")
    )
    actions.correct(row, told, by=cast.as_("karin"), because="Fel timmar")
    row.refresh_from_db()
    assert (row.from_day, row.last_day, row.hours_a_week) == (
        TODAY - 6 * WEEK,
        TODAY,
        Decimal("14.5"),
    )
    earlier = row.events.get()  # type: ignore[attr-defined]
    assert (earlier.hours_a_week, earlier.pgh_context.metadata["why"]) == (12, "Fel timmar")


def test_a_correction_is_judged_beside_the_others_but_not_beside_itself(cast: Cast) -> None:
    one = cast.enrolled()
    first = lived(cast, one, last_day=TODAY - 4 * WEEK)
    lived(cast, one, from_day=TODAY - 2 * WEEK)
    longer = NewPeriod("activity_support", first.from_day, TODAY - 3 * WEEK, 100)
    assert (
        actions.correct(first, longer, by=cast.as_("karin"), because="x").last_day
        == TODAY - 3 * WEEK
    )
    too_long = NewPeriod("activity_support", first.from_day, TODAY, 100)
    faults = refused(lambda: actions.correct(first, too_long, by=cast.as_("karin"), because="x"))
    assert set(faults) == {"word"}


def test_what_was_taken_away_is_gone_and_kept_in_the_history(cast: Cast) -> None:
    one = cast.enrolled()
    row = did(cast, one)
    assert "because" in refused(lambda: actions.take_away(row, by=cast.as_("karin"), because=""))
    actions.take_away(row, by=cast.as_("karin"), because="Fel person")
    assert life_page(cast.as_("karin"), one).did == []
    from stafett.circumstances.models import OccupationPeriodEvent  # type: ignore[attr-defined]

    assert OccupationPeriodEvent.objects.get(pgh_label="delete").pgh_obj_id == row.pk
    gone = refused(lambda: actions.end(row, TODAY, by=cast.as_("karin")))
    assert gone == {"": "Perioden har tagits bort sedan du öppnade sidan."}


def test_a_period_ends_on_a_day_within_it(cast: Cast) -> None:
    one = cast.enrolled()
    row = did(cast, one)
    assert set(refused(lambda: actions.end(row, row.from_day - DAY, by=cast.as_("karin")))) == {
        "last_day"
    }
    assert actions.end(row, TODAY, by=cast.as_("karin")).last_day == TODAY
    said = refused(lambda: actions.end(row, TODAY + DAY, by=cast.as_("karin")))
    assert said == {"last_day": "Den slutar redan tidigare. Rätta perioden om det är fel."}


@pytest.mark.parametrize("who", ["lena", "per", "olle"])
def test_only_those_who_work_in_the_case_write(cast: Cast, who: str) -> None:
    one = cast.enrolled()
    row = lived(cast, one)
    told = NewPeriod("activity_support", TODAY, None, 50)
    for act in (
        lambda: lived(cast, one, who),
        lambda: actions.correct(row, told, by=cast.as_(who), because="x"),
        lambda: actions.end(row, TODAY, by=cast.as_(who)),
        lambda: actions.take_away(row, by=cast.as_(who), because="x"),
        lambda: actions.nothing_next(row, "x", by=cast.as_(who)),
    ):
        with pytest.raises(PermissionDenied):
            act()
    cast.as_everyone()
    assert LivelihoodPeriod.objects.get().extent_percent == 100


def test_another_authoritys_period_is_not_ones_own_to_change(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    row = lived(cast, one)
    with pytest.raises(PermissionDenied, match="annan myndighet"):
        actions.end(row, TODAY, by=cast.as_("per"))


def test_a_consent_opens_livelihood_and_occupation_by_themselves(cast: Cast) -> None:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    lived(cast, one)
    row = did(cast, one)
    cast.as_everyone()
    for member in one.circle.members.filter(basis="consent"):
        member.kinds = [kind for kind in member.kinds if kind != "occupation"]
        member.save()
    page = life_page(cast.as_("per"), one)
    assert (len(page.lived), page.did) == (1, [])
    with pytest.raises(Http404):
        one_of(cast.as_("per"), OccupationPeriod, one, row.pk)
    with pytest.raises(Http404):
        one_of(cast.as_("karin"), OccupationPeriod, one, uuid4())


def test_the_page_takes_as_many_queries_whatever_is_in_it(cast: Cast) -> None:
    from django.test.utils import CaptureQueriesContext

    one = cast.enrolled()
    viewer = cast.as_("karin")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            life_page(viewer, one)
        return len(caught)

    lived(cast, one)
    did(cast, one)
    asked()  # the case's own circle is read once
    few = asked()
    for week in range(1, 6):
        lived(cast, one, word="wages", from_day=TODAY - week * WEEK, last_day=TODAY - week * WEEK)
        did(cast, one, word="studies", from_day=TODAY - week * WEEK, last_day=TODAY - week * WEEK)
    assert asked() == few


def test_the_sorts_know_their_tables() -> None:
    assert (LIVED.model, DID.model) == (LivelihoodPeriod, OccupationPeriod)
