"""Does the head of a case say what is next, and no more than the viewer may know?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.meetings.actions import cancel, step
from stafett.meetings.models import Cause, Meeting, Promise
from stafett.meetings.rules import Step
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import get, send
from tests.cast import TODAY, Cast
from tests.meetings.test_at_the_end import leave
from tests.meetings.test_pages import at, noted
from tests.meetings.world import SOON, booked, held, of_person, of_post, of_unit

Page = Callable[[str], Client]
DAY = timedelta(days=1)


def head(client: Client, case: Participation) -> str:
    """What stands under *Härnäst*, in words; empty when nothing does."""
    page = get(client, reverse("participation", args=[case.pk]))
    found = re.search(r"<p class=\"holder\"><strong>Härnäst:</strong>(.*?)</p>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def test_the_nearest_meeting_stands_in_the_head_and_not_one_that_was_or_is_called_off(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    assert head(page("karin"), case) == "inget möte är bokat"
    held(cast, booked(cast, case))
    booked(cast, case, on=SOON + DAY)
    booked(cast, case, on=SOON, at=time(13, 15))
    booked(cast, case, on=SOON, at=time(8, 30))
    cancel(
        booked(cast, case, on=TODAY + DAY),
        Cause.CALLED_OFF,
        "Förhinder",
        None,
        by=cast.as_("karin"),
    )
    assert head(page("karin"), case) == "flerpartssamtal mån 16 juni 08.30"


def test_promises_stand_with_whose_they_are_and_the_rest_is_counted(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    mine = of_post(cast.as_("karin"), due=SOON - DAY)
    told = [
        of_person(due=SOON + DAY),
        mine,
        of_person("Ringa Bo"),
        of_person("Läsa", SOON + 2 * DAY),
    ]
    held(cast, booked(cast, case), *told)
    said = head(page("karin"), case)
    assert said.startswith("inget möte är bokat · Löften : Ringa arbetsgivaren (Karin")
    assert said.endswith("; Ringa Bo (Amina Öberg, senast mån 16 juni) och 2 till")


def test_a_promise_that_is_late_says_so_and_one_that_is_kept_is_gone(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cast.enrolled()
    held(cast, booked(cast, case), of_person("Ringa Bo"))
    later = SOON + DAY
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda *_a: later)
    assert "Ringa Bo (Amina Öberg, senast mån 16 juni) försenat" in head(page("karin"), case)
    step(Promise.objects.get(), Step.KEEP, by=cast.as_("karin"))
    assert head(page("karin"), case) == "inget möte är bokat"


def test_whoever_is_not_told_what_is_agreed_reads_of_no_meeting_and_not_that_none_is_booked(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(case, "Af Flen", parts=parts_between(team, {"course"}, {}))
    assert head(page("per"), case) == ""
    booked(cast, case, on=SOON)
    assert head(page("per"), case) == ""


def test_what_another_authority_may_know_of_is_told_without_naming_a_third(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    meeting = booked(cast, case)
    held(cast, meeting, of_unit(cast, "Projektkontoret", "Skicka kallelse"))
    assert "Skicka kallelse (Projektkontoret, senast" in head(page("per"), case)


def test_a_case_that_has_ended_has_nothing_next(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    leave(cast, case, TODAY - DAY)
    assert head(page("karin"), case) == ""


def test_the_page_of_a_meeting_that_was_held_leads_to_the_next_one(cast: Cast, page: Page) -> None:
    case = cast.enrolled()
    one = booked(cast, case)
    filled = {**noted(one), "next_day": "2025-06-16", "next_at": "10"}
    send(page("karin"), at(one, "meeting_note"), **filled)
    after = Meeting.objects.get(state="planned")
    shown = get(page("karin"), at(one))
    assert f'<a href="{at(after)}">16 juni 2025 10.00</a>' in shown
    assert "Nästa möte:" not in get(page("karin"), at(after))


def test_the_next_meeting_is_for_what_was_said_or_else_to_follow_up(cast: Cast, page: Page) -> None:
    for said, kept in (("", "Följa upp mötet 2 juni 2025"), (" Öva intervju ", "Öva intervju")):
        one = booked(cast, cast.enrolled())
        filled = {**noted(one), "next_day": "2025-06-16", "next_purpose": said}
        send(page("karin"), at(one, "meeting_note"), **filled)
        assert one.participation.meetings.get(state="planned").purpose == kept


def test_a_promise_dated_before_the_meeting_is_told_with_the_other_faults(
    cast: Cast, page: Page
) -> None:
    one = booked(cast, cast.enrolled())
    early = {"what_1": "Ringa", "owner_1": "person", "due_1": "2025-05-30"}
    answer = send(page("karin"), at(one, "meeting_note"), 422, **noted(one), **early, what_2="Läsa")
    assert answer.context["form"].errors.keys() == {"due_1", "owner_2", "due_2"}


def test_the_persons_page_says_that_nothing_is_booked_only_where_that_is_known(
    cast: Cast, page: Page
) -> None:
    case = cast.enrolled()
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(case, "Af Flen", parts=parts_between(team, {"course"}, {}))
    there = reverse("plan_person", args=[case.pk])
    known = get(page("karin"), there)
    assert "Inget möte är bokat." in known
    assert "Inget löfte väntar." in known
    told = get(page("per"), there)
    assert "Inget möte" not in told
    assert "Inget löfte" not in told
