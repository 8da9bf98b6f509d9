"""Is the API the same door: same action, same rights, same faults?"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.exchange.models import RegisterImport
from tests.cast import STAFF, Cast
from tests.exchange.doors import ANNA, BO, HEADERS, checked, register, uploaded
from tests.exchange.register.registers import as_xlsx

DOOR = "/api/v1/initiatives/{}/register"


def send(client: Client, content: bytes, code: str = "prov", **options: Any) -> HttpResponse:
    """Send a register to the API."""
    sent = {"file": SimpleUploadedFile("register.csv", content), **options}
    return client.post(DOOR.format(code), sent)  # type: ignore[return-value]


def test_a_register_is_read_in(page: Any, cast: Cast) -> None:
    answer = send(page("eva"), register(ANNA, BO))
    assert answer.status_code == 200
    verdict = answer.json()  # type: ignore[attr-defined]
    assert (verdict["rows"], verdict["new"], verdict["applied"]) == (2, 2, True)
    cast.as_everyone()
    assert Participation.objects.count() == 2


def test_a_dry_run_keeps_nothing(page: Any, cast: Cast) -> None:
    verdict = send(page("eva"), register(ANNA), dry_run="true").json()  # type: ignore[attr-defined]
    assert (verdict["new"], verdict["applied"]) == (1, False)
    assert verdict["first"][0]["case"] == "K-1"
    cast.as_everyone()
    assert not Participation.objects.exists()


def test_columns_that_are_not_read_are_named(page: Any) -> None:
    content = register(f"{ANNA};svarta", headers=f"{HEADERS};Skor")
    verdict = send(page("eva"), content, dry_run="true").json()  # type: ignore[attr-defined]
    assert verdict["unread"] == ["Skor"]


def test_a_correction_is_told_old_and_new(page: Any) -> None:
    eva = page("eva")
    send(eva, register(ANNA))
    verdict = send(eva, register(ANNA.replace("Ek", "Ekman"))).json()  # type: ignore[attr-defined]
    assert verdict["changes"] == [
        {"row": 2, "case": "K-1", "what": "Efternamn", "before": "Ek", "after": "Ekman"}
    ]


@pytest.mark.parametrize("who", [key for key, *_rest in STAFF])
def test_only_those_who_may_import_there_are_let_in(page: Any, cast: Cast, who: str) -> None:
    whole = send(page(who), register(ANNA)).status_code
    branch = send(page(who), register(ANNA), branch="katrineholm", dry_run="true").status_code
    other = send(page(who), register(ANNA), code="annan").status_code
    sees = {"eva": (200, 422, 404), "lotta": (403, 422, 404), "olle": (404, 404, 403)}
    outside = {"per", "fatima", "rut"}
    assert (whole, branch, other) == sees.get(
        who, (404,) * 3 if who in outside else (403, 403, 404)
    )


def test_nobody_gets_in_without_logging_in(cast: Cast) -> None:
    assert send(Client(), register(ANNA)).status_code == 401


def test_the_token_is_asked_for(page: Any) -> None:
    eva = page("eva")
    eva.handler.enforce_csrf_checks = True
    assert send(eva, register(ANNA)).status_code == 403


def test_columns_can_be_told(page: Any) -> None:
    content = register("K-1;2024-02-01;Flen", headers="Ärendenummer;Började på riktigt;Gren")
    assert send(page("eva"), content).status_code == 422
    told = '{"starts_on": "Började på riktigt"}'
    assert send(page("eva"), content, columns=told).status_code == 200


@pytest.mark.parametrize("columns", ["inte json", "[]", '{"shoe_size": "Skor"}'])
def test_columns_that_cannot_be_understood_are_refused(page: Any, columns: str) -> None:
    answer = send(page("eva"), register(ANNA), columns=columns)
    assert answer.status_code == 422
    assert "columns" in answer.json()["detail"]  # type: ignore[attr-defined]


def test_a_missing_file_is_said_in_words(page: Any) -> None:
    answer = page("eva").post(DOOR.format("prov"), {})
    assert answer.status_code == 422
    assert "Skicka filen som fältet file" in answer.json()["detail"]


def test_of_two_files_in_the_field_none_is_read(page: Any, cast: Cast) -> None:
    files = [SimpleUploadedFile(name, register(ANNA)) for name in ("a.csv", "b.csv")]
    for door, told in ((DOOR.format("prov"), {}), (reverse("imports"), {"where": "prov"})):
        answer = page("eva").post(door, {"file": files, **told})
        assert answer.status_code == 422
        said = str(answer.json()) if "api" in door else answer.content.decode()
        assert "Fältet har fått flera filer" in said
    cast.as_everyone()
    assert not Participation.objects.exists()
    assert not RegisterImport.objects.exists()


def test_a_sheet_can_be_named(page: Any) -> None:
    book = as_xlsx(
        [["Ärendenummer", "Startdatum", "Gren"], ["K-1", "2024-02-01", "Flen"]]
    ).getvalue()
    assert send(page("eva"), book, sheet="Register").status_code == 200
    assert send(page("eva"), book, sheet="Blad9").status_code == 422


def test_uploads_are_listed_and_told_of_one_by_one(page: Any) -> None:
    eva = page("eva")
    one = checked(eva, register(ANNA))
    listed = eva.get("/api/v1/imports").json()
    assert [(i["id"], i["status"], i["rows"]) for i in listed] == [(str(one.pk), "checked", 1)]
    told = eva.get(f"/api/v1/imports/{one.pk}").json()
    assert (told["work"], told["result"]["new"]) == ("none", 1)


def test_uploads_of_what_one_may_not_import_into_are_not_there(page: Any) -> None:
    one = uploaded(page("eva"), register(ANNA))
    assert page("lotta").get("/api/v1/imports").json() == []
    assert page("lotta").get(f"/api/v1/imports/{one.pk}").status_code == 404
