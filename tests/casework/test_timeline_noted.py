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
from stafett.handover.actions import accept as accept_handover
from stafett.handover.actions import decline
from stafett.handover.actions import withdraw as take_back
from stafett.meetings.models import Promise
from stafett.meetings.promised import give
from stafett.notes.actions import NewContact, NewNote, seek, write
from stafett.notes.models import By, Result
from stafett.plans.actions import NewStep, add_step, set_goal, settle_step
from stafett.safeguards.actions import Scan, withdraw
from stafett.safeguards.models import Consent
from tests.casework.conftest import get, send
from tests.casework.test_own_record import shared
from tests.cast import TODAY, Cast
from tests.handover.giving import proposed
from tests.meetings.world import booked, held, of_unit

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
    assert '<span class="rows__when">Karin Ek, AUC</span>' in text
    assert "Flens arbetsmarknadsnämnd" not in text, "one's own authority is not said on every line"


def test_whoever_works_at_two_authorities_reads_of_both_which(cast: Cast) -> None:
    one = cast.enrolled()
    karin = cast.as_("karin")
    both = replace(karin, posts=(*karin.posts, *cast.viewer("sven").posts))
    own = [{line.own for line in story(viewer, one.pk).told} for viewer in (karin, both)]
    assert own == [{True}, {False}]


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


def taken_back_of_fk(one: Participation, client: Any) -> None:
    """All that FK was to be told is taken back, on the page."""
    address = f"/deltagare/{one.pk}/samtycke/ta-tillbaka/"
    groups = dict(client.get(address).context["form"].fields["which"].choices)
    ((whole, _label), *_rest) = next(some for who, some in groups.items() if "kassan" in str(who))
    send(client, address, which=[whole], how="ringde")


def back(cast: Cast, who: str, one: Participation) -> list[str]:
    found = [told.event for told in story(cast.as_(who), one.pk).told]
    return [event.by for event in found if "aget tillbaka" in event.told]


def test_who_noted_that_a_consent_was_taken_back_is_told_to_the_controllers_alone(
    cast: Cast, page: Any
) -> None:
    """Karin antecknar att Amina ångrat sig: hennes egna läser vem, Per läser bara att det är gjort."""
    one = shared(cast)
    taken_back_of_fk(one, page("karin"))
    assert back(cast, "karin", one) == ["Karin Ek"]
    assert back(cast, "per", one) == [""]


def test_what_another_authority_noted_that_was_taken_back_the_controllers_read_its_unit_of(
    cast: Cast, page: Any
) -> None:
    one = shared(cast)
    taken_back_of_fk(one, page("per"))
    assert back(cast, "per", one) == ["Per Af"]
    assert back(cast, "karin", one) == ["Af Flen"]


def test_what_no_account_took_back_is_named_to_who_did_it_alone(cast: Cast) -> None:
    one = shared(cast)
    consent = Consent.objects.get(circle=one.circle)
    withdraw(list(consent.parts.order_by("pk")), how="ringde", by=cast.as_("karin"))
    assert (back(cast, "karin", one), back(cast, "lena", one)) == (["Karin Ek"], [""])


def test_a_promise_a_step_and_a_handover_say_by_whom_to_ones_own_staff_alone(cast: Cast) -> None:
    one = shared(cast)
    held(cast, booked(cast, one), of_unit(cast, "AUC"))
    goal = set_goal(one, "Bli kock", by=cast.as_("karin"))
    settle_step(
        add_step(goal, NewStep("Ringa"), by=cast.as_("karin")), "done", by=cast.as_("karin")
    )
    over = proposed(cast, one)
    for mark in ("promise", "step", "handover"):
        assert by_of(cast, "karin", one, mark) == ["Karin Ek"], mark
        assert by_of(cast, "per", one, mark) == [""], mark
    accept_handover(over, by=cast.as_("per"))
    assert by_of(cast, "per", one, "handover") == ["Per Af", ""]


def test_a_handover_that_came_to_nothing_names_who_said_no_to_their_own_alone(cast: Cast) -> None:
    one = shared(cast)
    decline(proposed(cast, one), "Vi har inte plats.", by=cast.as_("per"))
    assert by_of(cast, "per", one, "handover") == ["Per Af", ""]
    assert by_of(cast, "karin", one, "handover") == ["", "Karin Ek"]
    take_back(proposed(cast, one), "Fel enhet.", by=cast.as_("karin"))
    assert by_of(cast, "karin", one, "handover")[:2] == ["Karin Ek", "Karin Ek"]


def test_a_promise_that_was_handed_over_is_told_to_its_receiver_without_the_givers_name(
    cast: Cast,
) -> None:
    one = shared(cast)
    held(cast, booked(cast, one, "Af Flen"), of_unit(cast, "Af Flen"))
    (promise,) = Promise.objects.filter(copy_of=None)
    give([promise], by=cast.as_("karin"))
    assert "Karin Ek" not in by_of(cast, "per", one, "promise")
