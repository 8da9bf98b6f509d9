"""Is a correction of an exit asked what the exit is asked, and refused what it is refused?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from stafett.casework.actions import Living, correct_told
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.initiatives.actions import add_outcome
from stafett.notes.actions import NewContact, seek
from stafett.notes.models import By, Result
from stafett.parties.models import Party, Unit
from stafett.safeguards.rules import Refused, parts_between
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, faults, get, send
from tests.casework.test_acting import at
from tests.cast import TODAY, Cast

WAGES = (Living("end", "social_assistance"),)
"""What somebody lives on who did not go on to work."""


def left(cast: Cast, **facts: Any) -> Participation:
    """Somebody who left for studies."""
    return cast.ended(outcome_id=cast.outcome("studier").pk, livelihoods=WAGES, **facts)


def dead(cast: Cast) -> int:
    """The initiative's own outcome for somebody who has died."""
    told = {"code": "avliden", "label": "Avliden", "common_id": "deceased"}
    return add_outcome(cast.initiative, **told, by=operator(TODAY)).pk


def corrected(client: Client, one: Participation, expected: int = 302, **told: Any) -> str:
    """A correction is sent; gives what its faults say."""
    return faults(send(client, at(one, "ratta"), expected, because="fel", **told))


def test_an_outcome_that_does_not_go_with_life_after_is_asked_about_once(
    cast: Cast, page: Page
) -> None:
    one, client, work = left(cast), page("karin"), cast.outcome("arbete").pk
    assert "Ja, det stämmer" not in get(client, at(one, "ratta"))
    said = corrected(client, one, 422, outcome=work)
    assert "ingen försörjning efter är lön" in said
    assert "Stämmer det? Rätta, eller kryssa i att det stämmer." in said
    corrected(client, one, outcome=work, as_written="on")
    one.refresh_from_db()
    assert one.outcome_id == work
    corrected(client, one, end_reason="fick jobb")
    one.refresh_from_db()
    assert one.end_reason == "fick jobb"


def test_a_last_day_before_the_last_contact_is_asked_about_when_one_may_know_of_it(
    cast: Cast, page: Page
) -> None:
    one = left(cast, ends_on=TODAY)
    seek(one, NewContact(TODAY, By.PHONE, Result.REACHED), by=cast.as_("karin"))
    early = (TODAY - timedelta(days=9)).isoformat()
    assert "efter sista dagen" in corrected(page("karin"), one, 422, ends_on=early)
    corrected(page("karin"), one, ends_on=early, as_written="on")
    corrected(page("karin"), one, referring_caseworker="Mona")


def test_a_question_tells_nothing_of_a_life_that_one_may_not_see(cast: Cast, page: Page) -> None:
    af = cast.unit("Af Flen")
    one = left(cast, holder_unit_id=af.pk, circle_units=(*cast.enrolment().circle_units, af.pk))
    team = {one.controller_id, af.authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, {"course"}, {}))
    work = cast.outcome("arbete").pk
    assert "Stämmer det?" in corrected(page("karin"), one, 422, outcome=work)
    corrected(page("per"), one, outcome=work)
    cast.as_everyone()
    assert Participation.objects.get(pk=one.pk).outcome_id == work


def test_the_api_asks_the_same(cast: Cast, page: Page) -> None:
    one, client = left(cast), page("karin")
    there = f"/api/v1/participations/{one.pk}/forms/correct_participation"
    now = client.get(there).json()["fields"]
    told = {name: value for name, value in now.items() if value is not None}
    told |= {"outcome": cast.outcome("arbete").pk, "because": "fel"}
    kind = "application/json"
    answer = client.post(there, {"fields": told}, kind)
    assert answer.status_code == 422
    assert "Stämmer det?" in answer.json()["detail"]
    told["as_written"] = True
    assert client.post(there, {"fields": told}, kind).status_code == 200


def test_whoever_is_corrected_to_have_died_goes_on_to_nothing_else(cast: Cast, page: Page) -> None:
    one, gone = left(cast), dead(cast)
    said = corrected(page("karin"), one, 422, outcome=gone)
    assert "Personen har avlidit, så ingen tar över" in said
    assert "Stämmer det?" not in said
    facts = as_told(one, outcome_id=gone)
    with pytest.raises(Refused, match="så ingen tar över"):
        correct_told(one, facts, by=cast.as_("karin"), because="fel", only={"outcome_id"})
    corrected(page("karin"), one, outcome=gone, next_step="deceased", as_written="on")


def test_what_is_wrong_in_an_exit_is_said_before_what_is_odd(cast: Cast, page: Page) -> None:
    sent = {"outcome": dead(cast), "source_1": "wages", "ends_on": "2025-05-30"}
    said = faults(
        send(page("karin"), at(cast.enrolled(), "avsluta"), 422, **sent, next_step="moved")
    )
    assert "så ingen tar över" in said
    assert "Stämmer det?" not in said


def test_what_a_register_has_said_of_somebody_who_died_can_stay(cast: Cast, page: Page) -> None:
    one = cast.ended(outcome_id=dead(cast), next_step_id="unknown")
    corrected(page("karin"), one, end_reason="avliden")
    one.refresh_from_db()
    assert (one.end_reason, one.next_step_id) == ("avliden", "unknown")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"ends_on": TODAY + timedelta(days=1)}, "har inte varit än"),
        ({"ends_on": date(2024, 1, 1)}, "före startdagen"),
        ({"outcome_id": None}, "Det saknas vad det ledde till"),
        ({"outcome_id": 0}, "Det saknas vad det ledde till"),
        ({"next_step_id": "unknown"}, "Det saknas vad som händer härnäst"),
        ({"next_step_id": "holder"}, "Någon tar över: välj enheten"),
    ],
)
def test_the_action_itself_refuses_what_an_exit_is_refused(
    cast: Cast, told: dict[str, Any], sentence: str
) -> None:
    one = left(cast)
    with pytest.raises(Refused, match=sentence):
        correct_told(one, as_told(one, **told), by=cast.as_("karin"), because="fel", only={*told})


def test_nobody_is_corrected_to_be_taken_over_by_an_association(cast: Cast) -> None:
    one, unit = left(cast), cast.unit("Psykiatrin")
    cast.as_everyone()
    kind = Party.objects.get(pk=unit.authority.party_id).kind
    kind.handles_people = False
    kind.save()
    assert Unit.objects.get(pk=unit.pk).authority.party.kind == kind
    told = {"next_step_id": "holder", "next_unit_id": unit.pk}
    by = cast.as_("karin")
    with pytest.raises(Refused, match="hanterar inga enskilda"):
        correct_told(one, as_told(one, **told), by=by, because="fel", only={*told})


def test_one_that_goes_on_is_asked_nothing_of_an_exit(cast: Cast) -> None:
    one = cast.enrolled()
    told = {"status": "paused"}
    correct_told(one, as_told(one, **told), by=cast.as_("karin"), because="fel", only={*told})
    one.refresh_from_db()
    assert one.status == "paused"
