"""Is the day that the two are to meet also a meeting, or said not to be one yet?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.handover.actions import decline
from stafett.meetings.models import Called, Meeting, Role
from tests.casework.conftest import _on_the_casts_day, get, send
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, at_af, proposed
from tests.meetings.world import booked

__all__ = ["_on_the_casts_day"]
WHEN = TODAY + 7 * DAY


def to_meet(cast: Cast, to: str = "Af Flen") -> Participation:
    case = at_af(cast)
    proposed(cast, case, to=to, meeting_on=WHEN, from_day=WHEN)
    return case


def place(client: Any, case: Participation) -> str:
    """The meeting on the way, as it stands on the page."""
    text = get(client, f"/deltagare/{case.pk}/overlamning/")
    found = re.search(r"<strong>Möte</strong>.*?</li>", text, re.S)
    return found[0] if found else ""


def way(client: Any, case: Participation) -> str:
    """The link beside it."""
    found = re.search(r'href="([^"]+)"', place(client, case))
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.parametrize("to", ["Af Flen", "Projektkontoret"])
def test_it_is_booked_from_the_handover_with_day_purpose_and_receiver(
    cast: Cast, page: Any, to: str
) -> None:
    case = to_meet(cast, to)
    client = page("karin")
    assert "9 juni 2025, inte bokat än" in place(client, case)
    assert ">Boka mötet</a>" in place(client, case)
    send(client, way(client, case))
    one = Meeting.objects.get(participation=case)
    assert (one.on_day, one.purpose) == (WHEN, "Överlämningsmöte")
    called = Called.objects.filter(meeting=one, role=Role.UNIT).order_by("unit__name")
    assert list(called.values_list("unit__name", flat=True)) == sorted(["AUC", to])
    assert "inte bokat än" not in place(client, case)
    assert way(client, case) == f"/deltagare/{case.pk}/moten/{one.pk}/"


def test_whoever_proposes_is_shown_the_way_at_once(cast: Cast, page: Any) -> None:
    case = at_af(cast)
    address, client = f"/deltagare/{case.pk}/overlamning/ny/", page("karin")
    told = {"to": cast.unit("Af Flen").pk, "what": "Coachning", "heard": "Bra"}
    form = client.get(address).context["form"]
    told |= {"from_day": WHEN.isoformat(), "meeting_on": WHEN.isoformat(), "seen": form.version}
    notice = client.post(address, told, follow=True).content.decode().split('id="messages"')[1]
    assert "dag=2025-06-09" in notice.split("</p>")[0]
    assert "Boka mötet</a>" in notice.split("</p>")[0]


def test_one_that_is_called_off_is_not_booked(cast: Cast, page: Any) -> None:
    case = to_meet(cast)
    one = booked(cast, case, "Af Flen", on=WHEN)
    assert way(page("karin"), case) == f"/deltagare/{case.pk}/moten/{one.pk}/"
    cast.as_everyone()
    Meeting.objects.update(state="cancelled", cause="called_off", because="sjuk", noted_on=TODAY,
                           noted_by="Karin Ek")  # fmt: skip
    assert "inte bokat än" in place(page("karin"), case)


def test_who_may_not_see_the_meeting_is_shown_none_and_not_told_that_there_is_none(
    cast: Cast, page: Any
) -> None:
    case = to_meet(cast)
    booked(cast, case, "Af Flen", on=WHEN)
    cast.as_everyone()
    case.circle.members.filter(basis="consent").update(kinds=["participation", "holding"])
    assert "9 juni 2025" in place(page("per"), case)
    assert "/moten/" not in place(page("per"), case)
    assert "inte bokat" not in place(page("per"), case)


def test_after_a_no_none_is_to_be_booked(cast: Cast, page: Any) -> None:
    case = to_meet(cast)
    decline(case.handovers.get(), "Ingen plats", by=cast.as_("per"))
    assert place(page("karin"), case) == ""


@pytest.mark.parametrize(
    "asked",
    ["dag=igår&for=allt&enhet=allt", "enhet=999999&for=Skriv+ditt+losenord", "dag=2025-13-01"],
)
def test_an_address_that_names_nothing_that_can_be_chosen_fills_in_nothing(
    cast: Cast, page: Any, asked: str
) -> None:
    case = cast.enrolled()
    form = page("karin").get(f"/deltagare/{case.pk}/moten/boka/?{asked}").context["form"]
    told = {name: form.initial.get(name) for name in ("on_day", "purpose", "units", "unit")}
    assert not any(told.values()), told


def test_a_unit_that_is_not_near_is_chosen_in_the_list(cast: Cast, page: Any) -> None:
    case, unit = cast.enrolled(), cast.unit("FK Eskilstuna")
    there = f"{reverse('meeting_book', args=[case.pk])}?for=overlamning&enhet={unit.pk}"
    form = page("karin").get(there).context["form"]
    assert form.initial["unit"] == str(unit.pk)
    assert "units" not in form.initial
