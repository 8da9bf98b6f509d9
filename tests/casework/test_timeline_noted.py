"""Does the time line say who wrote each thing and at what time, as far as the viewer may know?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.casework.queries.timeline import story
from stafett.casework.timeline import noted
from stafett.documents.actions import NewDocument, put
from stafett.notes.actions import NewContact, NewNote, seek, write
from stafett.notes.models import By, Result
from stafett.safeguards.actions import Scan
from tests.casework.conftest import get
from tests.casework.test_own_record import shared
from tests.cast import TODAY, Cast
from tests.meetings.world import booked, held

pytestmark = pytest.mark.django_db
AT = datetime(TODAY.year, TODAY.month, TODAY.day, 12, 5, tzinfo=UTC)


def by_of(cast: Cast, who: str, one: Participation, mark: str) -> list[str]:
    found = story(cast.as_(who), one.pk).told
    return [told.event.by for told in found if told.event.mark == mark]


def test_ones_own_staff_stand_by_name_and_with_the_minute_when_it_was_written_the_same_day(
    cast: Cast,
) -> None:
    unit, karin = cast.unit("AUC"), cast.as_("karin")
    assert noted(karin, unit, "Karin Ek", TODAY, AT) == "Karin Ek, AUC, skrivet 14.05"
    assert noted(karin, unit, "Karin Ek", TODAY - timedelta(days=1), AT) == "Karin Ek, AUC"
    assert noted(karin, unit, "Karin Ek", TODAY) == "Karin Ek, AUC"


def test_another_authoritys_staff_stand_by_unit_without_name_or_minute(cast: Cast) -> None:
    assert noted(cast.as_("per"), cast.unit("AUC"), "Karin Ek", TODAY, AT) == "AUC"


def test_somebody_without_a_post_that_sees_people_is_told_no_name(cast: Cast) -> None:
    nobody = replace(cast.as_("karin"), posts=())
    assert noted(nobody, cast.unit("AUC"), "Karin Ek", TODAY, AT) == "AUC"


def test_each_thing_that_is_written_says_by_whom(cast: Cast) -> None:
    one, karin = cast.enrolled(), cast.as_("karin")
    write(one, NewNote("Ringde skolan.", TODAY), by=karin)
    seek(one, NewContact(TODAY, By.PHONE, Result.REACHED), by=karin)
    put(
        one,
        NewDocument("Betyg", "other", TODAY, Scan("a.pdf", "application/pdf", b"%PDF-")),
        by=karin,
    )
    for mark in ("note", "contact", "document"):
        assert by_of(cast, "karin", one, mark) == ["Karin Ek, AUC"], mark


def test_a_meeting_says_its_time_and_who_noted_it(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    meeting = booked(cast, one)
    assert by_of(cast, "karin", one, "meeting") == ["Karin Ek, AUC"]
    held(cast, meeting)
    text = get(page("karin"), f"/deltagare/{one.pk}/tidslinje/")
    assert "2 juni 2025 09.00" in text
    assert "Karin Ek, AUC · Flens arbetsmarknadsnämnd" in text


def test_who_reads_of_another_authority_reads_its_unit(cast: Cast, page: Any) -> None:
    one = shared(cast)
    booked(cast, one)
    assert by_of(cast, "per", one, "meeting") == ["AUC"]
    text = get(page("per"), f"/deltagare/{one.pk}/tidslinje/")
    assert "AUC · Flens arbetsmarknadsnämnd" in text
    assert "Karin Ek" not in text


def test_ones_own_consents_and_releases_say_by_whom_and_no_others(cast: Cast) -> None:
    one = shared(cast)
    assert by_of(cast, "karin", one, "release") == ["Karin Ek"]
    assert set(by_of(cast, "karin", one, "consent")) == {"Karin Ek"}
    assert by_of(cast, "per", one, "release") == [""]
    assert set(by_of(cast, "per", one, "consent")) == {""}


def test_another_program_gets_the_time_and_who(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    booked(cast, one)
    found = page("karin").get(f"/api/v1/participations/{one.pk}/timeline").json()
    meeting = next(row for row in found if row["kind"] == "meeting")
    assert (meeting["at"], meeting["by"]) == ("09:00:00", "Karin Ek, AUC")
