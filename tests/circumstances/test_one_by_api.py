"""One period over the API: corrected by PUT, ended, and that nothing comes after, by what was read of it."""

from __future__ import annotations

from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.circumstances import actions
from stafett.circumstances.models import FormPeriod, LivelihoodPeriod, OccupationPeriod, Pause
from tests.cast import TODAY, Cast
from tests.circumstances.conftest import DAY, WEEK, did, lived
from tests.circumstances.test_courses import paused
from tests.circumstances.test_past import changed, ended


def at(one: Participation, sort: str, row: Any, act: str = "") -> str:
    return "/".join(
        filter(None, [f"/api/v1/participations/{one.pk}/circumstances/{sort}/{row.pk}", act])
    )


def stands(client: Any, address: str, status: int = 200) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    return dict(answer.json().get("fields", {}))


def told(client: Any, address: str, method: str = "put", status: int = 200, **fields: Any) -> Any:
    send = getattr(client, method)
    answer = send(address, {"fields": fields}, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_livelihood_is_corrected_by_what_was_read_of_it(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    row = lived(cast, one)
    address = at(one, "livelihoods", row)
    read = stands(karin, address)
    assert (read["word"], read["amount"], read["last_day"]) == ("activity_support", 100, None)
    told(karin, address, **{**read, "amount": 50, "because": "Läste fel"})
    assert LivelihoodPeriod.objects.get().extent_percent == 50
    stale = told(karin, address, status=422, **{**read, "amount": 25, "because": "Läste fel"})
    assert "50" in stale["detail"]
    assert "because" in told(karin, address, status=422, **stands(karin, address))["detail"]
    told(karin, address, **stands(karin, address), wrong=True, because="Fel person")
    assert not LivelihoodPeriod.objects.exists()
    assert stands(karin, address, 404) == {}


def test_what_is_odd_is_asked_about_once(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    lived(cast, one, word="wages", amount=60)
    row = lived(cast, one, amount=40)
    address = at(one, "livelihoods", row)
    fields = {**stands(karin, address), "amount": 50, "because": "Fel"}
    assert "110 procent" in told(karin, address, status=422, **fields)["detail"]
    told(karin, address, **fields, as_written=True)
    row.refresh_from_db()
    assert row.extent_percent == 50


def test_an_occupation_is_ended_and_needs_nothing_after_it(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    row = did(cast, one)
    end, nothing = (at(one, "occupations", row, act) for act in ("end", "nothing"))
    told(karin, end, "post", seen=stands(karin, end)["seen"], last_day=str(TODAY))
    told(karin, nothing, "post", seen=stands(karin, nothing)["seen"], because="Flyttar")
    found = OccupationPeriod.objects.get()
    assert (found.last_day, found.nothing_next) == (TODAY, "Flyttar")
    page_ = karin.get(f"/api/v1/participations/{one.pk}/circumstances").json()
    assert page_["occupations"][0]["nothing_next"] == "Flyttar"


def test_a_pause_and_a_form_that_have_been_are_corrected(cast: Cast, page: Any) -> None:
    one, karin = cast.enrolled(), page("karin")
    row = ended(cast, one)
    changed(cast, one)
    address = at(one, "pauses", row)
    told(karin, address, **{**stands(karin, address), "reason": "Flytt", "because": "Fel"})
    assert Pause.objects.get().reason == "Flytt"
    keys = karin.get(f"/api/v1/participations/{one.pk}/circumstances").json()["forms"]
    form = FormPeriod.objects.get(pk=keys[1]["key"])
    address = at(one, "forms", form)
    first = str(TODAY - 6 * WEEK)
    told(karin, address, **{**stands(karin, address), "from_day": first, "because": "Fel"})
    form.refresh_from_db()
    assert form.from_day == TODAY - 6 * WEEK


def test_a_pause_that_goes_on_is_not_corrected_as_one_that_has_been(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    row = paused(cast, one)
    assert "Pausen pågår" in page("karin").get(at(one, "pauses", row)).json()["detail"]
    stands(page("karin"), at(one, "pauses", row), 409)


@pytest.mark.parametrize(
    ("sort", "act"),
    [("annat", ""), ("pauses", "end"), ("livelihoods", "correct"), ("forms", "nothing")],
)
def test_what_there_is_no_form_for_is_not_found(sort: str, act: str, cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    address = at(one, sort, lived(cast, one), act)
    stands(page("karin"), address, 404)
    told(page("karin"), address, "post" if act else "put", 404)


def test_another_cases_period_and_somebody_elses_case_are_not_found(cast: Cast, page: Any) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    row = lived(cast, other, last_day=TODAY - DAY)
    for act in ("", "end", "nothing"):
        stands(page("karin"), at(one, "livelihoods", row, act), 404)
        stands(page("per"), at(other, "livelihoods", row, act), 404)
        stands(page("lena"), at(other, "livelihoods", row, act), 403)
    actions.take_away(row, by=cast.as_("karin"), because="x")
