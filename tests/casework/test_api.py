"""Does the API show and do what the pages do, to the same people, in the same sentences?"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from stafett.casework.actions import Doing, Living
from stafett.casework.models import Participation
from tests.casework.conftest import Page
from tests.cast import Cast

ROOT = "/api/v1/participations"


def read(client: Client, address: str, expected: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == expected, response.content
    return response.json()


def post(client: Client, address: str, expected: int = 200, /, **fields: Any) -> Any:
    response = client.post(address, {"fields": fields}, content_type="application/json")
    assert response.status_code == expected, response.content
    return response.json()


def test_the_list_is_the_pages(cast: Cast, page: Page) -> None:
    one = cast.enrolled(case_number="F 17")
    found = read(page("karin"), ROOT)
    assert (found["count"], found["more"], found["later"]) == (1, False, False)
    assert found["rows"][0] == {
        "key": str(one.pk), "name": "Amina Öberg", "initiative": "prov", "branch": "flen",
        "case_number": "F 17", "starts_on": "2024-02-01", "ends_on": None, "status": "remaining",
        "outcome": None, "next_step": None, "holder": "AUC", "worker": None,
    }  # fmt: skip
    assert read(page("karin"), f"{ROOT}?q=ceder")["rows"] == []
    assert read(page("olle"), ROOT)["rows"] == []


def test_a_filter_that_cannot_be_read_is_refused(page: Page) -> None:
    assert "helt tal" in read(page("karin"), f"{ROOT}?ar=nittio", 422)["detail"]


@pytest.mark.parametrize("address", [ROOT, "/api/v1/duplicates"])
def test_a_role_that_never_sees_a_person_is_told_so(page: Page, address: str) -> None:
    assert "aldrig enskilda personer" in read(page("stig"), address, 403)["detail"]


def test_nobody_reads_without_logging_in(client: Client, db: None) -> None:
    assert client.get(ROOT).status_code == 401


def test_one_participation_tells_everything_its_page_does(cast: Cast, page: Page) -> None:
    before = cast.ended()
    one = cast.enrolled(person=before.person_id, case_number="igen", starts_on=before.ends_on.replace(month=12),
                        cases=(cast.case_at("FK"),), livelihoods=(Living("start", "wages", 50),),
                        occupations=(Doing("start", "studies"),))  # fmt: skip
    told = read(page("lena"), f"{ROOT}/{one.pk}")
    assert told["may_change"] is False
    assert told["holders"][0]["unit"] == "AUC"
    assert told["cases"][0]["party"] == "Försäkringskassan"
    assert told["livelihoods"] == [{"moment": "start", "source": "wages", "percent": 50}]
    assert told["occupations"][0]["what"] == "studies"
    assert told["others"][0]["outcome"] == "arbete"
    assert told["why"].startswith("Din enhet AUC håller ihop")


def test_a_hidden_one_answers_as_one_that_never_was(cast: Cast, page: Page) -> None:
    client, one = page("olle"), cast.enrolled()
    assert read(client, f"{ROOT}/{one.pk}", 404) == read(client, f"{ROOT}/{uuid4()}", 404)
    hidden = post(client, f"{ROOT}/{one.pk}/forms/close_participation", 404)
    assert hidden == post(client, f"{ROOT}/{uuid4()}/forms/close_participation", 404)


def test_a_form_is_read_changed_and_sent_back(cast: Cast, page: Page) -> None:
    client, one = page("karin"), cast.enrolled()
    address = f"{ROOT}/{one.pk}/forms/close_participation"
    form = read(client, address)
    assert ["none_needed", "Ingen behövs"] in form["choices"]["next_step"]
    done = post(client, address, **form["fields"] | {"ends_on": "2025-05-30", "next_step": "none_needed",
                                                     "outcome": cast.outcome("arbete").pk})  # fmt: skip
    assert done["done"].startswith("Deltagandet är avslutat")
    one.refresh_from_db()
    assert one.status == "ended"
    changes = read(client, f"{ROOT}/{one.pk}")["changes"]
    assert {change["what"] for change in changes} == {"Håller ihop: AUC", "Deltagandet"}


def test_faults_come_one_line_for_each_field(cast: Cast, page: Page) -> None:
    client, one = page("karin"), cast.enrolled()
    address = f"{ROOT}/{one.pk}/forms/close_participation"
    said = post(client, address, 422, seen=read(client, address)["fields"]["seen"])["detail"]
    assert "next_step: Det saknas vad som händer härnäst." in said


def test_one_who_has_not_read_how_it_stands_is_shown_both_versions(cast: Cast, page: Page) -> None:
    client, one = page("karin"), cast.enrolled()
    said = post(client, f"{ROOT}/{one.pk}/forms/correct_person", 422, given_name="Bo", sex="man",
                family_name="Öberg", birth_year="2001", because="prov")["detail"]  # fmt: skip
    assert "Det här har ändrats" in said
    assert "Förnamn: Amina / Bo" in said


def test_somebody_is_enrolled(cast: Cast, page: Page) -> None:
    client = page("karin")
    done = post(client, ROOT, branch=cast.branch("flen").pk, starts_on="2025-05-05", given_name="Bo",
                family_name="Ceder", sex="man", needs_interpreter=False, language=None,
                cases=[cast.unit("FK Eskilstuna").authority_id])  # fmt: skip
    cast.as_everyone()
    one = Participation.objects.get(pk=done["key"])
    assert one.person.name == "Bo Ceder"
    assert one.involvements.count() == 1


def test_a_reader_changes_nothing(cast: Cast, page: Page) -> None:
    client, one = page("lena"), cast.enrolled()
    assert "inte ändra" in post(client, f"{ROOT}/{one.pk}/forms/involve", 403)["detail"]
    assert "aldrig" in post(client, ROOT, 403)["detail"]


def test_a_form_that_is_not_there_is_told(cast: Cast, page: Page) -> None:
    assert (
        "formulär"
        in read(page("karin"), f"{ROOT}/{cast.enrolled().pk}/forms/radera", 404)["detail"]
    )


def test_possible_doubles_are_listed(cast: Cast, page: Page) -> None:
    cast.enrolled()
    cast.enrolled()
    (pair,) = read(page("karin"), "/api/v1/duplicates")
    assert (pair["why"], pair["linked"]) == ("Samma namn och födelseår", False)


def test_what_disagrees_with_the_number_names_the_field_that_says_it_is_right(
    cast: Cast, page: Page
) -> None:
    told = {"branch": cast.branch("flen").pk, "starts_on": "2025-05-05", "family_name": "Ceder",
            "number": "199001032391", "sex": "woman"}  # fmt: skip
    said = post(page("karin"), ROOT, 422, **told)["detail"].splitlines()
    assert said[0].startswith("sex: Könet är inte det som numret säger.")
    assert said[1] == "sure: Jag har kontrollerat: det ska stå så"
    post(page("karin"), ROOT, **told, sure=True)


LINKS = "/api/v1/duplicates/links"


def _pair(cast: Cast) -> dict[str, str]:
    """Two records of people that karin works with, by key."""
    keys = [str(cast.enrolled().person_id) for _ in range(2)]
    return dict(zip(("first", "second"), keys, strict=True))


def _send(client: Client, address: str, status: int, **told: Any) -> Any:
    answer = client.post(address, told, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_records_are_linked_and_the_link_undone_with_a_reason_each(cast: Cast, page: Page) -> None:
    client, pair = page("karin"), _pair(cast)
    made = _send(client, LINKS, 201, **pair, because="Legitimation.", as_written=True)
    (found,) = read(client, "/api/v1/duplicates")
    assert (found["linked"], found["link"]) == (True, made["link"])
    undo = f"{LINKS}/{made['link']}/undo"
    assert _send(client, undo, 200, because="Fel person.") == made
    (found,) = read(client, "/api/v1/duplicates")
    assert (found["linked"], found["link"]) == (False, None)
    _send(client, undo, 404, because="Igen.")


@pytest.mark.parametrize("because", ["", "x" * 201])
def test_a_link_without_a_reason_that_can_be_kept_is_refused(
    cast: Cast, page: Page, because: str
) -> None:
    told = _send(page("karin"), LINKS, 422, **_pair(cast), because=because, as_written=True)
    assert [one["field"] for one in told["faults"]] == ["because"]


def test_records_that_one_does_not_work_with_are_not_there_to_link(cast: Cast, page: Page) -> None:
    _send(page("rut"), LINKS, 404, **_pair(cast), because="x")
