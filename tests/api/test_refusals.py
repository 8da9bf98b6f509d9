"""Does the API refuse what the pages refuse, in a form that another system can read?"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stafett.api.urls import api
from stafett.reports import actions as reports
from tests.cast import PASSWORD, Cast
from tests.exchange.doors import ANNA, register

ROOT = "/api/v1"
SECRET = "Zqnamnet"


def refused(response: Any, status: int) -> str:
    """The sentence of a refusal, which is JSON whatever was asked."""
    assert response.status_code == status, response.content[:400]
    assert response.headers["Content-Type"].startswith("application/json")
    detail: str = json.loads(response.content)["detail"]
    return detail


ADDRESSES = sorted(
    address for address, methods in api.get_openapi_schema()["paths"].items() if "get" in methods
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_is_answered_before_logging_in(db: None, address: str) -> None:
    filled = address.format_map(Somewhere())
    assert refused(Client().get(filled), 401) == "Logga in först."


class Somewhere(dict[str, str]):
    """Something for each part of an address; who is not logged in learns nothing of whether it is."""

    def __missing__(self, part: str) -> str:
        return str(UUID(int=7)) if part == "key" else "1"


def test_a_refusal_is_the_pages_sentence(page: Any) -> None:
    said = refused(page("karin").get(f"{ROOT}/initiatives/prov/costs"), 403)
    assert "Vänd dig till projektledaren" in said


def test_writing_without_the_right_is_refused_in_a_sentence(page: Any) -> None:
    new = json.dumps({"kind": "af", "name": "Ny", "short_name": "Ny"})
    said = refused(page("karin").post(f"{ROOT}/parties", new, content_type="application/json"), 403)
    assert "ändras av projektledaren" in said


@pytest.mark.parametrize("address", ["initiatives/annan", "initiatives/annan/costs", "reports/0"])
def test_what_one_may_not_know_of_is_not_there(page: Any, address: str) -> None:
    refused(page("karin").get(f"{ROOT}/{address}"), 404)


def test_a_hidden_case_is_answered_as_one_that_never_was(cast: Cast, page: Any) -> None:
    hidden = cast.enrolled("katrineholm", cast.person("katrineholm", given_name=SECRET))
    client = page("karin")
    answers = [client.get(f"{ROOT}/participations/{key}") for key in (hidden.pk, UUID(int=7))]
    assert answers[0].content == answers[1].content
    assert [answer.status_code for answer in answers] == [404, 404]


def test_another_site_cannot_write_in_somebodys_name(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.login(username="rakel@prov.example", password=PASSWORD)
    new = json.dumps({"kind": "af", "name": "Ny", "short_name": "Ny"})
    refused(client.post(f"{ROOT}/parties", new, content_type="application/json"), 403)


def test_a_fault_names_its_field_in_a_sentence(page: Any) -> None:
    new = json.dumps({"kind": "af", "name": "", "short_name": "Ny"})
    answer = page("rakel").post(f"{ROOT}/parties", new, content_type="application/json")
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["faults"]] == ["name"]


def test_an_answer_is_never_kept_on_the_way(page: Any) -> None:
    answer = page("karin").get(f"{ROOT}/initiatives")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["given_name", "family_name"])
@pytest.mark.parametrize("text", ["a\\u0000b", "\\ud800"])
def test_text_that_cannot_be_kept_is_told_and_not_our_fault(
    cast: Cast, page: Any, name: str, text: str
) -> None:
    told = {"branch": str(cast.branch("flen").pk), "starts_on": "2024-03-01", "sex": "woman"}
    new = json.dumps({"fields": {**told, "family_name": "Ny", name: "X"}}).replace("X", text)
    answer = page("karin").post(f"{ROOT}/participations", new, content_type="application/json")
    assert answer.status_code == 422, answer.content[:300]


def test_a_chapter_of_such_text_is_told_too(cast: Cast, page: Any) -> None:
    by = cast.as_("eva")
    period = (cast.initiative.starts_on, cast.initiative.starts_on)
    one = reports.start(cast.initiative, "half_year", "Prov", period=period, by=by)
    for text in ("a\\u0000b", "\\ud800"):
        sent = json.dumps({"text": "X", "version": 0}).replace("X", text)
        address = f"{ROOT}/reports/{one.pk}/chapters/slutsatser"
        said = refused(page("eva").put(address, sent, content_type="application/json"), 422)
        assert "tecken som inte går att spara" in said


def test_columns_nested_without_end_are_refused(page: Any) -> None:
    file = SimpleUploadedFile("r.csv", register(ANNA))
    sent = {"file": file, "columns": "[" * 20_000}
    said = refused(page("eva").post(f"{ROOT}/initiatives/prov/register", sent), 422)
    assert "ska vara JSON" in said
