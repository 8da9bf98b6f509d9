"""Is the day of another try seen where one works, and does the case rest until then, and no longer?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.queries.between import MINE, between
from stafett.frame.formats import plain_day, short_day
from stafett.notes.models import Contact
from stafett.notes.rules import rests
from stafett.people.models import Person
from tests.cast import TODAY, Cast
from tests.notes.test_notes import DAY, sought


def lapsed_rows(cast: Cast) -> list[str]:
    rows = between(cast.as_("karin"), MINE).rows
    return [row.gap.told for row in rows if row.rule.code == "contact_lapsed"]


def test_a_case_rests_until_the_day_of_another_try_and_the_row_says_the_day(cast: Cast) -> None:
    one = cast.enrolled()
    sought(cast, one, on_day=TODAY - 9 * DAY, result="no_answer", again_on=TODAY + 20 * DAY)
    assert lapsed_rows(cast) == []
    sought(cast, one, on_day=TODAY, result="no_answer", again_on=TODAY + DAY)
    assert lapsed_rows(cast) == []
    sought(cast, one, on_day=TODAY, result="no_answer", again_on=TODAY)
    day = plain_day(TODAY)
    assert lapsed_rows(cast) == [f"senaste försök {day}, försök igen {day}"]
    sought(cast, one, on_day=TODAY, result="no_answer")
    assert lapsed_rows(cast) == [f"senaste försök {day}"]


@pytest.mark.parametrize(
    ("tried", "again", "quiet"),
    [
        (TODAY, TODAY + DAY, True),
        (TODAY, TODAY, False),
        (TODAY - 30 * DAY, TODAY + DAY, True),
        (TODAY - 31 * DAY, TODAY + DAY, False),
        (TODAY, None, False),
        (None, None, False),
    ],
)
def test_it_rests_no_longer_than_it_may_be_without_contact(
    tried: date | None, again: date | None, quiet: bool
) -> None:
    assert rests(tried, again, TODAY) is quiet


def test_the_head_of_the_case_says_when_to_try_anew(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    here = reverse("participation", args=[one.pk])
    sought(cast, one, result="no_answer", again_on=TODAY + 3 * DAY)
    text = " ".join(page("karin").get(here).content.decode().split())
    assert (
        f"inget möte är bokat · försök nå personen igen {short_day(TODAY + 3 * DAY, TODAY)}" in text
    )
    assert "försenat" not in text
    Contact.objects.update(on_day=TODAY - 4 * DAY, again_on=TODAY - DAY)
    text = page("karin").get(here).content.decode()
    assert "försök nå personen igen" in text
    assert "försenat" in text
    sought(cast, one)
    assert "försök nå personen igen" not in page("karin").get(here).content.decode()


def test_the_form_of_a_contact_has_the_number_to_call_and_asks_for_an_answer(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    client, there = page("karin"), reverse("contact_new", args=[one.pk])
    assert "Personen nås på" not in client.get(there).content.decode()
    Person.objects.filter(pk=one.person_id).update(reached="070-174 06 05")
    text = client.get(there).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert 'Personen nås på: <a class="nowrap" href="tel:0701740605">070-174 06 05</a>' in text
    refused = client.post(there, {"on_day": str(TODAY), "by": "phone"}).content.decode()
    assert "Vad gav det? Välj ett svar." in refused
