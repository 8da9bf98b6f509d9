"""Is an odd time of a meeting asked about once, and only when nothing else is wrong?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from stafett.meetings.models import Meeting
from tests.casework.conftest import Page, get, send
from tests.cast import Cast
from tests.meetings.test_pages import BOOKED, noted
from tests.meetings.world import booked


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"on_day": "2029-06-16"}, "16 juni 2029 är om mer än ett år."),
        ({"at": "3.00"}, "Klockan 03.00 är på natten."),
        ({"at": "22"}, "Klockan 22.00 är på natten."),
    ],
)
def test_an_odd_time_of_a_meeting_is_asked_about_once_when_all_else_is_right(
    cast: Cast, page: Page, told: dict[str, str], said: str
) -> None:
    case, client = cast.enrolled(), page("karin")
    there = reverse("meeting_book", args=[case.pk])
    assert "Stämmer det?" not in get(client, there)
    unit = str(cast.unit("FK Eskilstuna").pk)
    faulty = send(client, there, 422, **{**BOOKED, **told, "unit": unit}).content.decode()
    assert said not in faulty
    assert "berätta om mötet för FK Eskilstuna" in faulty
    assert said in send(client, there, 422, **{**BOOKED, **told}).content.decode()
    send(client, there, **{**BOOKED, **told}, as_written="on")
    assert Meeting.objects.count() == 1


def test_a_year_that_is_a_slip_is_no_question(cast: Cast, page: Page) -> None:
    case, client = cast.enrolled(), page("karin")
    there, slip = (
        reverse("meeting_book", args=[case.pk]),
        "Det är mer än fem år bort. Kontrollera året.",
    )
    for last, as_written in (("9999-12-31", ""), ("2126-06-16", "on")):
        told = {**BOOKED, "on_day": last, "as_written": as_written}
        assert slip in send(client, there, 422, **told).content.decode()
    change = reverse("meeting_change", args=[case.pk, booked(cast, case).pk])
    assert slip in send(client, change, 422, on_day="2126-06-16", as_written="on").content.decode()


def test_a_meeting_that_is_changed_is_asked_about_only_where_its_time_is(
    cast: Cast, page: Page
) -> None:
    case, client = cast.enrolled(), page("karin")
    book = reverse("meeting_book", args=[case.pk])
    send(client, book, **{**BOOKED, "at": "5.30"}, as_written="on")
    there = reverse("meeting_change", args=[case.pk, Meeting.objects.get().pk])
    send(client, there, place="Rum 3")
    text = send(client, there, 422, on_day="2029-06-17").content.decode()
    assert "17 juni 2029 är om mer än ett år. Klockan 05.30 är på natten." in text
    send(client, there, on_day="2029-06-17", as_written="on")


def test_an_odd_next_meeting_is_asked_about_and_one_that_has_been_is_refused_with_the_rest(
    cast: Cast, page: Page
) -> None:
    case, client = cast.enrolled(), page("karin")
    one = booked(cast, case)
    note, cancel = (
        reverse(f"meeting_{name}", args=[case.pk, one.pk]) for name in ("note", "cancel")
    )
    told = noted(one, agreed="Vi börjar.")
    text = send(client, note, 422, **told, next_day="2025-05-01", what_1="Ringa").content.decode()
    assert "Dagen har varit" in text
    assert "Välj vem som har lovat det" in text
    assert (
        "om mer än ett år"
        in send(client, note, 422, **told, next_day="2029-01-04").content.decode()
    )
    text = send(client, cancel, 422, cause="not_there", next_day="2029-01-04").content.decode()
    assert "om mer än ett år" in text
    send(client, cancel, cause="not_there", next_day="2029-01-04", as_written="on")
    assert str(Meeting.objects.get(state="planned").on_day) == "2029-01-04"
