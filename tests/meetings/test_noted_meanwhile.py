"""A meeting that somebody else noted while one typed: the way to what is noted, and nothing typed lost.

And where a unit's own promise stands, once it is handed over.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stafett.meetings.actions import step
from stafett.meetings.models import Meeting
from stafett.meetings.queries.case import meetings_page, seen_meeting
from stafett.meetings.releasing import hand_over
from stafett.meetings.rules import Step
from tests.casework.conftest import get, send
from tests.casework.unit_world import nils
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, af_gives_too, booked, held, of_person, of_unit

Page = Callable[[str], Client]
TO_IT = "Läs det som är antecknat, och rätta där"


def address(one: Meeting, name: str) -> str:
    return reverse(name, args=[one.participation_id, one.pk])


def test_nils_antecknar_ett_möte_som_karin_redan_har_antecknat(cast: Cast, page: Page) -> None:
    """Nils antecknar mötet när Karin redan har gjort det. Hans text står kvar, med länk till hennes."""
    nils(cast)
    one = booked(cast, cast.enrolled())
    there, client = address(one, "meeting_note"), page("nils")
    assert TO_IT not in get(client, there)
    held(cast, one, of_person())
    came = [str(key) for key in one.called.order_by("pk").values_list("pk", flat=True)]
    shown = send(client, there, 422, came=came, agreed="Nils egna ord.").content.decode()
    assert "Nils egna ord." in shown
    assert "Mötet är redan antecknat: hölls." in shown
    assert f'href="{address(one, "meeting")}"' in shown
    assert TO_IT in shown


@pytest.mark.parametrize("door", ["meeting_note", "meeting_cancel", "meeting_change"])
def test_whoever_opens_the_form_afterwards_is_stopped_before_they_type(
    cast: Cast, page: Page, door: str
) -> None:
    one = booked(cast, cast.enrolled())
    client = page("karin")
    assert "<form" in get(client, address(one, door)).split("<main")[1]
    held(cast, one, of_person())
    shown = get(client, address(one, door)).split("<main")[1]
    assert "Mötet är redan antecknat: hölls." in shown
    assert TO_IT in shown
    assert "<form" not in shown


def test_per_ser_sitt_eget_löfte_på_mötets_sida(cast: Cast) -> None:
    """Af fick det man kom överens om. På mötets sida står också vad Af själv lovade, en gång."""
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    af_gives_too(cast)
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_person(), of_unit(cast, "Af Flen"))
    hand_over(one, by=cast.as_("karin"))
    per = cast.as_("per")
    promised = {
        told.promise.what: told.mine for told in seen_meeting(per, case.pk, one.pk).promises
    }
    assert promised == {"Skriva sitt cv": False, "Boka studiebesök": True}
    assert meetings_page(per, case.pk).loose == []


def test_a_promise_that_was_moved_once_says_so_in_the_singular(cast: Cast, page: Page) -> None:
    one = booked(cast, cast.enrolled())
    promise = held(cast, one, of_person())[0]
    there = reverse("promise_step", args=[promise.participation_id, promise.pk])
    step(promise, Step.MOVE, by=cast.as_("karin"), to=TODAY.replace(day=20), because="sjuk")
    assert "Flyttat 1 gång, först till 16 juni 2025. sjuk" in get(page("karin"), there)
    step(promise, Step.MOVE, by=cast.as_("karin"), to=SOON, because="frisk")
    assert "Flyttat 2 gånger, först till 16 juni 2025. frisk" in get(page("karin"), there)
