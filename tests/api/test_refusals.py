"""Does the API refuse what the pages refuse, in a form that another system can read?"""

from __future__ import annotations

import json
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from stafett.api import refusals
from stafett.api.refusals import made_legible
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
    told = json.loads(response.content)
    assert {"detail", "faults"} <= told.keys()
    assert told["faults"], "a refusal says why"
    for one in told["faults"]:
        assert one.keys() == {"field", "sentence"}
        assert one["sentence"] in told["detail"]
    detail: str = told["detail"]
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
        return str(UUID(int=7)) if part in ("key", "which") else "1"


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
        assert "tecken som inte" in said


def test_columns_nested_without_end_are_refused(page: Any) -> None:
    file = SimpleUploadedFile("r.csv", register(ANNA))
    sent = {"file": file, "columns": "[" * 20_000}
    said = refused(page("eva").post(f"{ROOT}/initiatives/prov/register", sent), 422)
    assert "ska vara JSON" in said


WRONG_KINDS = [
    ("parties/1/authorities", {}, "name", "Fältet saknas. Skicka med det."),
    ("initiatives/prov/costs", {"year": "i fjol"}, "year", "Skriv ett helt tal."),
    (
        "initiatives/prov/costs",
        {"booked_through": "nyss"},
        "booked_through",
        "Skriv en dag som ÅÅÅÅ",
    ),
    ("initiatives/prov/costs", {"kronor": "mycket"}, "kronor", "Skriv ett tal."),
    ("initiatives/prov/branches/flen/answer", {"agrees": "kanske"}, "agrees", "true eller false"),
    ("initiatives/prov/branches/flen/answer", {"seen": ""}, "seen", "Fältet är tomt"),
    ("agreements", {"title": 7}, "title", "Skriv text."),
    ("agreements", {"parties": "alla"}, "parties", "Skriv en lista."),
    ("agreements", {"parties": ["en"]}, "parties.0", "Skriv ett helt tal."),
    ("participations", {"fields": "alla"}, "fields", "Skriv fält och värden."),
    ("duplicates/links", {"first": "x"}, "first", "Det är ingen nyckel."),
]


@pytest.mark.parametrize(("address", "sent", "field", "sentence"), WRONG_KINDS)
def test_a_value_of_the_wrong_kind_is_told_by_its_field_in_our_words(
    page: Any, address: str, sent: dict[str, Any], field: str, sentence: str
) -> None:
    answer = page("eva").post(f"{ROOT}/{address}", sent, content_type="application/json")
    refused(answer, 422)
    told = {one["field"]: one["sentence"] for one in answer.json()["faults"]}
    assert sentence in told[field]


def test_the_same_in_the_address_and_in_what_is_no_json_at_all(page: Any) -> None:
    eva = page("eva")
    asked = eva.get(f"{ROOT}/reports/första")
    assert refused(asked, 422) == "number: Skriv ett helt tal."
    sent = eva.post(f"{ROOT}/parties", "inte json", content_type="application/json")
    assert "går inte att läsa" in refused(sent, 400)


def test_a_kind_of_fault_that_nobody_thought_of_has_words_too() -> None:
    assert refusals._words("frozen_field") == "Värdet går inte att läsa."


@pytest.mark.parametrize("address", ["participations/ingen-nyckel", "finns/inte", "imports/7"])
def test_an_address_that_is_not_there_is_told_as_data_like_what_is_hidden(
    page: Any, address: str
) -> None:
    said = refused(page("karin").get(f"{ROOT}/{address}"), 404 if address != "imports/7" else 422)
    assert said


def test_no_key_and_a_hidden_key_are_answered_alike(cast: Cast, page: Any) -> None:
    hidden = cast.enrolled("katrineholm", cast.person("katrineholm"))
    client = page("karin")
    answers = [client.get(f"{ROOT}/participations/{key}") for key in (hidden.pk, "ingen-nyckel")]
    assert answers[0].content == answers[1].content


def test_a_method_that_an_address_has_not_is_told_as_data(page: Any) -> None:
    assert "metoden" in refused(page("karin").delete(f"{ROOT}/parties"), 405)


def test_a_fault_of_ours_is_told_as_data_without_what_it_was(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(viewer: Any) -> None:
        raise RuntimeError("hemlig detalj")

    monkeypatch.setattr("stafett.parties.queries.parties", broken)
    client = page("karin")
    client.raise_request_exception = False
    assert "Något gick fel hos oss" in refused(client.get(f"{ROOT}/parties"), 500)


def test_pages_keep_their_own_answers(page: Any) -> None:
    answer = page("karin").get("/finns/inte/")
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_register_that_can_not_be_taken_is_told_in_the_same_shape_with_its_verdict(
    page: Any,
) -> None:
    file = SimpleUploadedFile("r.csv", register("K-1;2024-13-01;Flen"))
    answer = page("eva").post(f"{ROOT}/initiatives/prov/register", {"file": file})
    refused(answer, 422)
    assert answer.json()["verdict"]["errors"] >= 1


def test_a_chapter_that_another_has_written_is_told_with_what_stands_there(
    cast: Cast, page: Any
) -> None:
    by = cast.as_("eva")
    period = (cast.initiative.starts_on, cast.initiative.starts_on)
    one = reports.start(cast.initiative, "half_year", "Prov", period=period, by=by)
    address = f"{ROOT}/reports/{one.pk}/chapters/slutsatser"
    send = partial(page("eva").put, address, content_type="application/json")
    send({"text": "Ettan.", "version": 0})
    answer = send({"text": "Tvåan.", "version": 0})
    assert "Någon annan har skrivit" in refused(answer, 409)
    assert answer.json()["chapter"]["text"] == "Ettan."


def test_a_text_that_turns_is_refused_by_its_field_at_every_door(cast: Cast, page: Any) -> None:
    client, text = page("lena"), "An\u202ena"
    sent = {"fields": {"family_name": text, "cases": [["x", text]]}, "because": "Rätt\nrad"}
    for door in ("/api/v1/participations", "/api/v1/retention/rules"):
        answer = client.post(door, json.dumps(sent), content_type="application/json")
        assert answer.status_code == 422
        fields = [one["field"] for one in answer.json()["faults"]]
        assert fields == ["fields.cases", "fields.family_name"]
        assert "Vid ”Anna” står ett dolt tecken" in answer.json()["detail"]


def test_what_is_not_seen_is_taken_away_before_any_door_reads_it() -> None:
    told = {"text": "Hej\u00ad\vdu", "rows": [{"n": 1.5, "off": None}, "\ufeff070\u202c"]}
    request = RequestFactory().post("/api/v1/x", told, content_type="application/json")
    assert made_legible(request) == []
    assert json.loads(request.body) == {
        "text": "Hej\ndu", "rows": [{"n": 1.5, "off": None}, "070"]
    }  # fmt: skip


DEEP = "[" * 5_000 + "]" * 5_000


def test_what_is_nested_without_end_is_refused_as_what_cannot_be_read(page: Any) -> None:
    address = f"{ROOT}/participations"
    send = partial(Client().post, address, content_type="application/json")
    refused(send(DEEP), 401)
    answer = page("karin").post(address, DEEP, content_type="application/json")
    assert "går inte att läsa" in refused(answer, 400)
    key = Client().post("/logga-in/nyckel/", {"credential": DEEP})
    assert key.status_code in (302, 422)


def test_what_is_too_large_is_refused_in_the_same_shape(page: Any) -> None:
    large = json.dumps({"what": "x" * 3_000_000})
    answer = page("karin").post(f"{ROOT}/participations", large, content_type="application/json")
    assert "för stort" in refused(answer, 413)
