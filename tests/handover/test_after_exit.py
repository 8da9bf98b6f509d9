"""The page of a case that has ended says when to ask how it went, and what was answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stafett.casework.actions import Exit, close
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.handover.test_pages import at, left
from tests.meetings.world import booked

Page = Callable[[str], Client]
BUTTON = "Anteckna uppföljning"


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages ask the clock what day it is; here it is the cast's."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def head(client: Client, case: object) -> str:
    """What the head of the case's page says of what comes after the exit."""
    text = get(client, f"/deltagare/{getattr(case, 'pk', '')}/")
    return text.split("Uppföljning efter avslut:")[1].split("</p>")[0] if BUTTON in text else ""


def test_the_case_says_that_it_is_time_to_ask_and_has_the_button(cast: Cast, page: Page) -> None:
    case = left(cast)
    said = head(page("karin"), case)
    assert "3 månader efter" in said
    assert "att fråga nu" in said
    assert f'href="{at(case, "uppfoljning")}"' in said


def test_the_case_says_what_was_answered_and_when_one_asks_next(cast: Cast, page: Page) -> None:
    case, client = left(cast), page("karin")
    send(client, at(case, "uppfoljning"), answer="answered", kept="kept", source="wages")
    text = get(client, f"/deltagare/{case.pk}/")
    said = text.split("Uppföljning efter avslut:")[1].split("</p>")[0]
    assert "(ja, som vid avslutet)" in said
    assert "6 månader efter fråga den" in said
    assert BUTTON not in said, "it is too early"


def test_a_case_that_goes_on_says_nothing_of_it(cast: Cast, page: Page) -> None:
    text = get(page("karin"), f"/deltagare/{cast.enrolled().pk}/")
    assert "Uppföljning efter avslut:" not in text


def test_the_form_asks_about_the_outcome_by_name_and_has_the_day_and_the_number(
    cast: Cast, page: Page
) -> None:
    case, client = left(cast), page("karin")
    case.person.reached = "070-123 45 67"
    case.person.save(update_fields=["reached"])
    text = get(client, at(case, "uppfoljning"))
    assert f"Gäller det fortfarande: {case.outcome}?" in text
    assert "krävs när personen svarade" in text
    assert client.get(at(case, "uppfoljning")).context["form"]["on_day"].value() == TODAY
    assert "Personen nås på: 070-123 45 67." in text


def test_a_closed_case_does_not_say_what_is_next_in_two_ways(cast: Cast, page: Page) -> None:
    """Avslutet säger "Härnäst: ingen behövs": mötet som ändå är bokat i dag heter inte också så."""
    case = cast.ended(ends_on=TODAY)
    text = get(page("karin"), f"/deltagare/{case.pk}/")
    assert "inget möte är bokat" not in text
    goes_on = cast.enrolled()
    booked(cast, goes_on, on=TODAY)
    close([(goes_on, Exit(TODAY, cast.outcome("arbete").pk, "none_needed"))], by=cast.as_("karin"))
    text = get(page("karin"), f"/deltagare/{goes_on.pk}/")
    assert "Bokat efter avslutet:" in text
    assert text.split("<main")[1].count("<strong>Härnäst:") == 0
