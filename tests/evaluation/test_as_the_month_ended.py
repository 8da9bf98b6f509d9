"""Do rows that are fetched every day tell no day on which somebody began, paused or ended?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.casework.actions import Doing, Exit, Living, close
from stafett.casework.models import Participation
from stafett.evaluation import actions, queries
from stafett.evaluation.columns import COLUMNS
from stafett.evaluation.draws import Wanted, planned
from stafett.evaluation.models import EvaluationAssignment
from stafett.evaluation.queries import rows
from stafett.evaluation.rules import stood_on
from stafett.parties.refusals import Refused
from tests.cast import TODAY, Cast
from tests.evaluation.giving import given, post
from tests.measures.reading import ordinary

Page = Callable[[str], Client]
FIRST = TODAY.replace(day=1)
LAST = FIRST - timedelta(days=1)
NEXT = date(2025, 7, 1)
AFTER = ("end_month", "outcome", "next_step", "livelihood_after", "occupation_after", "hours_after")


def _told(cast: Cast, one: EvaluationAssignment, day: date = TODAY) -> list[dict[str, Any]]:
    """What the evaluator's rows say on a day, column by column."""
    found = rows(replace(cast.as_("ulf"), day=day), one)
    cast.as_everyone()
    return [
        dict(zip((c.name for c in queries.columns_of(one)), row.values, strict=True))
        for row in found
    ]


@pytest.mark.parametrize(
    ("day", "stood"),
    [
        (date(2025, 6, 1), LAST),
        (date(2025, 6, 30), LAST),
        (date(2025, 1, 1), date(2024, 12, 31)),
        (date(2024, 3, 31), date(2024, 2, 29)),
    ],
)
def test_rows_are_as_of_the_end_of_the_last_whole_month(day: date, stood: date) -> None:
    assert stood_on(day) == stood


@pytest.mark.parametrize(("begun", "number"), [(LAST, 1), (FIRST, 0), (TODAY, 0)])
def test_who_began_in_the_running_month_is_in_no_row_and_no_count_until_it_is_over(
    cast: Cast, begun: date, number: int
) -> None:
    cast.enrolled(starts_on=begun)
    one = given(cast)
    assert len(_told(cast, one)) == number
    (mine,) = queries.mine_today(cast.as_("ulf"), 5)
    assert mine.rows == number
    assert len(_told(cast, one, NEXT)) == 1


def _one_who_ends(cast: Cast, ends_on: date) -> Participation:
    return cast.ended(
        ends_on=ends_on,
        livelihoods=(Living("end", "sickness_benefit", 100),),
        occupations=(Doing("end", "studies", Decimal(30)),),
    )


@pytest.mark.parametrize("ends_on", [FIRST, TODAY])
def test_who_ended_in_the_running_month_goes_on_until_it_is_over(cast: Cast, ends_on: date) -> None:
    _one_who_ends(cast, ends_on)
    one = given(cast, columns=tuple(COLUMNS))
    (row,) = _told(cast, one)
    assert row["status"] == "Pågår"
    assert [row[name] for name in AFTER] == [None] * len(AFTER)
    (then,) = _told(cast, one, NEXT)
    assert (then["status"], then["end_month"]) == ("Avslutat", "2025-06")
    assert None not in [then[name] for name in AFTER]


def test_who_ended_on_the_last_day_of_the_month_before_is_told_as_ended(cast: Cast) -> None:
    _one_who_ends(cast, LAST)
    (row,) = _told(cast, given(cast, columns=tuple(COLUMNS)))
    assert (row["status"], row["end_month"], row["outcome"]) == ("Avslutat", "2025-05", "Arbete")


def test_an_end_tells_no_day_by_what_was_known_before_it(cast: Cast) -> None:
    """A pause or an outcome that was there before would else be seen to go on the day of the end."""
    paused = cast.enrolled(status="paused", outcome_id=cast.outcome("arbete").pk)
    one = given(cast, columns=tuple(COLUMNS))
    before = _told(cast, one)
    arbete = cast.outcome("arbete").pk
    close([(paused, Exit(TODAY, arbete, "none_needed"))], by=cast.as_("karin"))
    cast.as_everyone()
    assert Participation.objects.get(pk=paused.pk).status == "ended"
    assert _told(cast, one) == before
    assert (before[0]["status"], before[0]["outcome"]) == ("Pausat", None)


def test_a_pause_is_told_when_the_month_is_over(cast: Cast) -> None:
    paused = cast.enrolled()
    one = given(cast, timezone.localdate(), columns=("status",))
    today = timezone.localdate()
    Participation.objects.filter(pk=paused.pk).update(status="paused")
    following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert _told(cast, one, today) == [{"status": "Pågår"}]
    assert _told(cast, one, following) == [{"status": "Pausat"}]


def test_nobody_who_began_in_the_running_month_is_drawn_or_invited(cast: Cast) -> None:
    new = cast.enrolled(starts_on=FIRST)
    one = given(cast)
    ulf = cast.as_("ulf")
    with pytest.raises(Refused, match="ingen kvar"):
        planned(one, Wanted(number=5), by=ulf)
    assert queries.unattended(ulf, one) == set()
    cast.as_everyone()
    cast.enrolled(starts_on=LAST)
    made = actions.invite(one, "Hej!", NEXT, Wanted(number=1), by=cast.as_("ulf"))
    with connection.cursor() as cursor:
        for day, number in ((TODAY, 0), (NEXT, 1)):
            cursor.execute(actions.INVITE, [made.pk, [post().pk], day, [new.person_id]])
            assert cursor.fetchone() == (number,)


def test_who_has_nobody_to_ask_them_is_told_of_those_in_the_rows_alone(cast: Cast) -> None:
    old, new = cast.enrolled(starts_on=LAST), cast.enrolled(starts_on=FIRST)
    one = given(cast)
    cast.as_("ulf")
    with connection.cursor() as cursor:
        for day, people in ((TODAY, {old.person_id}), (NEXT, {old.person_id, new.person_id})):
            cursor.execute(queries.UNATTENDED, [one.pk, [post().pk], day, []])
            assert {person for (person,) in cursor.fetchall()} == people


def test_the_page_the_files_and_the_api_say_as_of_which_day(cast: Cast, page: Page) -> None:
    cast.enrolled()
    one = given(cast, timezone.localdate())
    ulf = page("ulf")
    stood = stood_on(timezone.localdate())
    words = "Raderna visar registret som det stod den "
    assert words in ordinary(ulf.get(reverse("evaluation", args=[one.pk])).content.decode())
    files = {
        form: ulf.get(reverse("evaluation_rows", args=[one.pk, form]))
        for form in ("csv", "xlsx", "json")
    }
    for form, answer in files.items():
        assert answer["Content-Disposition"].endswith(f'-{stood}.{form}"')
    told = zipfile.ZipFile(io.BytesIO(files["xlsx"].content)).read("xl/sharedStrings.xml").decode()
    assert words in told
    (listed,) = ulf.get("/api/v1/evaluations").json()
    assert listed["rows_as_of"] == stood.isoformat()
