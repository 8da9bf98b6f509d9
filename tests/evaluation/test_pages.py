"""From a manager's decision to an evaluator's rows, on pages, in files and over the API; and in the log."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.casework.actions import Doing
from stafett.evaluation.actions import revoke
from stafett.evaluation.models import EvaluationAssignment
from stafett.safeguards.models import Reading, ReadPerson
from stafett.safeguards.queries.follow_up import has_part
from stafett.safeguards.told import units_with_a_part
from tests.cast import Cast
from tests.evaluation.giving import given, post
from tests.measures.reading import ordinary

Page = Callable[[str], Client]
LIST, NEW = "/utvardering/insats/prov/", "/utvardering/insats/prov/nytt/"


def _now(cast: Cast, **told: Any) -> EvaluationAssignment:
    """One that is on today, whatever day the cast has."""
    return given(cast, timezone.localdate(), **told)


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return ordinary(answer.content.decode())


def _typed(cast: Cast) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "authority": cast.branch("flen").controller_id, "position": post().pk,
        "purpose": "Vad stödet leder till", "plain": ["sex", "branch"], "sensitive": ["outcome"],
        "ground": "Avtal 2025:3", "ethics": "Dnr 1", "from_day": today.isoformat(),
        "last_day": (today + timedelta(days=30)).isoformat(),
    }  # fmt: skip


def test_from_a_decision_to_rows_and_back_to_nothing(cast: Cast, page: Page) -> None:
    person = cast.ended()
    lena, ulf = page("lena"), page("ulf")
    assert "Du har inget uppdrag än" in _text(ulf, LIST)
    assert "Ge ett uppdrag" in _text(lena, LIST)
    assert "Stafett bedömer inte" in _text(lena, NEW)

    assert lena.post(NEW, _typed(cast)).status_code == 302
    one = EvaluationAssignment.objects.get()
    address = reverse("evaluation", args=[one.pk])
    assert "Vad stödet leder till" in _text(ulf, LIST)
    shown = _text(ulf, address)
    assert "Det här är personuppgifter" in shown
    assert "Rader: 1. Personer: 1." in shown
    assert "<td>Kvinna</td><td>Arbete</td>" in shown
    assert "Amina" not in shown
    assert person.case_number not in shown
    assert "Raderna visas bara för utvärderaren" in _text(lena, address)

    away = reverse("evaluation_revoke", args=[one.pk])
    assert "Det går inte att ångra" in _text(lena, away)
    assert lena.post(away, {"because": ""}).status_code == 422
    assert lena.post(away, {"because": "Studien är nedlagd."}).status_code == 302
    after = _text(ulf, address)
    assert "Studien är nedlagd." in after
    assert "Kvinna" not in after
    for form in ("csv", "xlsx", "json"):
        _text(ulf, reverse("evaluation_rows", args=[one.pk, form]), 403)


def test_what_is_typed_wrongly_is_said_and_nothing_is_lost(cast: Cast, page: Page) -> None:
    lena = page("lena")
    for wrong, words in {
        "plain": "Välj minst en uppgift",
        "last_day": "redan slut",
        "ethics": "",
    }.items():
        sent = {**_typed(cast), "sensitive": [], wrong: "2020-01-01" if wrong == "last_day" else ""}
        sent["from_day"] = "2019-01-01" if wrong == "last_day" else sent["from_day"]
        answer = lena.post(NEW, sent)
        assert answer.status_code == 422, wrong
        assert words in answer.content.decode()
        assert "Avtal 2025:3" in answer.content.decode()
    assert lena.post(NEW, _typed(cast)).status_code == 302
    assert "har redan ett uppdrag" in lena.post(NEW, _typed(cast)).content.decode()


def test_deciding_asks_one_to_show_who_one_is_again(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = page("lena")
    hours_later = time.time() + 9 * 3600
    monkeypatch.setattr("stafett.frame.stepup.time.time", lambda: hours_later)
    answer = lena.post(NEW, _typed(cast))
    assert answer.status_code == 403
    assert "Vad stödet leder till" in answer.content.decode()
    assert not EvaluationAssignment.objects.exists()


def test_a_page_has_fifty_and_the_log_has_those_alone(cast: Cast, page: Page) -> None:
    for _each in range(52):
        cast.enrolled()
    one = _now(cast)
    ulf, address = page("ulf"), reverse("evaluation", args=[one.pk])
    assert "1–50 av 52" in _text(ulf, address)
    cast.as_everyone()
    assert Reading.objects.filter(door="evaluation").latest("at").people == 50
    assert "51–52 av 52" in _text(ulf, f"{address}?sida=2")
    assert "51–52 av 52" in _text(ulf, f"{address}?sida=99")
    assert "1–50 av 52" in _text(ulf, f"{address}?sida=x")


def test_each_person_read_stands_in_the_log_with_what_let_the_evaluator_in(
    cast: Cast, page: Page
) -> None:
    person = cast.enrolled()
    one = _now(cast)
    ulf = page("ulf")
    assert ulf.get(reverse("evaluation_rows", args=[one.pk, "csv"])).status_code == 200
    cast.as_everyone()
    met = ReadPerson.objects.get(person_id=person.person_id)
    assert (met.basis, met.since, met.unit_id) == ("assignment", one.from_day, post().unit_id)
    assert Reading.objects.get(pk=met.reading_id).role == "evaluator"
    shown = _text(page("karin"), reverse("readers", args=[person.pk]))
    assert "hämtade uppgifter om dig utan namn, som fil" in shown
    assert "gav ett uppdrag att utvärdera" in shown
    assert "Provuniversitetet" in shown


def test_an_evaluator_is_not_asked_about_for_reading_what_was_given(cast: Cast) -> None:
    person = cast.enrolled()
    unit = given(cast).position.unit_id
    parts = units_with_a_part({person.circle_id})
    assert has_part([(person.person_id, person.circle_id, unit)], 1, parts, set())
    assert (cast.enrolled("katrineholm").circle_id, unit) not in parts


def test_the_files_say_the_same_in_three_forms(cast: Cast, page: Page) -> None:
    cast.ended()
    one = _now(cast, columns=("sex", "end_month", "hours_before"))
    ulf = page("ulf")
    csv, xlsx, as_json = (
        ulf.get(reverse("evaluation_rows", args=[one.pk, form])) for form in ("csv", "xlsx", "json")
    )
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Pseudonym;Slutmånad;Kön;Timmar i veckan före"
    (row,) = json.loads(as_json.content)
    assert lines[1] == f"{row['pseudonym']};2024-09;Kvinna;"
    assert row["hours_before"] is None
    words = zipfile.ZipFile(io.BytesIO(xlsx.content)).read("xl/sharedStrings.xml").decode()
    assert row["pseudonym"] in words
    for told in ("Slutmånad", "år och månad då det slutade", "end_month"):
        assert told in words, told
    assert _text(ulf, reverse("evaluation_rows", args=[one.pk, "pdf"]), 404)


def test_hours_are_numbers_in_every_form(cast: Cast, page: Page) -> None:
    cast.enrolled(occupations=(Doing("start", "studies", Decimal("12.5")),))
    one = _now(cast, columns=("hours_before",))
    ulf = page("ulf")
    files = {
        form: ulf.get(reverse("evaluation_rows", args=[one.pk, form])).content
        for form in ("csv", "xlsx", "json")
    }
    assert b";12,5" in files["csv"]
    assert json.loads(files["json"])[0]["hours_before"] == 12.5
    sheet = zipfile.ZipFile(io.BytesIO(files["xlsx"])).read("xl/worksheets/sheet1.xml").decode()
    assert "<v>12.5</v>" in sheet


def test_a_word_of_the_list_that_a_spreadsheet_could_run_is_made_harmless(
    cast: Cast, page: Page
) -> None:
    branch = cast.branch("flen")
    branch.name = "=1+1"
    branch.save(update_fields=["name"])
    cast.enrolled()
    one = _now(cast, columns=("branch",))
    body = page("ulf").get(reverse("evaluation_rows", args=[one.pk, "csv"])).content.decode()
    assert ";'=1+1" in body


def test_the_api_gives_the_same_and_revokes(cast: Cast, page: Page) -> None:
    cast.enrolled()
    one = _now(cast)
    ulf, lena = page("ulf"), page("lena")
    (told,) = ulf.get("/api/v1/evaluations").json()
    assert (told["key"], told["is_on"]) == (str(one.pk), True)
    (row,) = ulf.get(f"/api/v1/evaluations/{one.pk}/rows").json()
    assert row["sex"] == "Kvinna"
    away = f"/api/v1/evaluations/{one.pk}/revoke"
    send: Any = {"content_type": "application/json"}
    assert lena.get(f"/api/v1/evaluations/{one.pk}/rows").status_code == 403
    assert lena.post(away, {"because": " "}, **send).status_code == 422
    assert lena.post(away, {"because": "Slut."}, **send).status_code == 200
    assert ulf.get(f"/api/v1/evaluations/{one.pk}/rows").status_code == 403


def test_how_it_stands_is_said_in_a_word(cast: Cast, page: Page) -> None:
    today = timezone.localdate()
    one = given(cast, today + timedelta(days=3))
    lena, ulf = page("lena"), page("ulf")
    assert "har inte börjat" in _text(lena, LIST)
    assert "Raderna visas under uppdragets tid" in _text(ulf, reverse("evaluation", args=[one.pk]))
    revoke(one, "Nytt.", by=cast.viewer("lena"))
    assert "återkallat" in _text(lena, LIST)
    given(cast, from_day=today - timedelta(days=9), until_day=today - timedelta(days=2))
    assert "slut" in _text(lena, LIST)


def test_the_initiatives_page_leads_there_for_those_it_concerns(cast: Cast, page: Page) -> None:
    cast.as_everyone()
    for who, leads in {"lena": True, "ulf": True, "stig": False, "karin": False}.items():
        assert (LIST in _text(page(who), "/insatser/prov/")) is leads, who


def test_an_initiative_of_others_is_not_there(cast: Cast, page: Page) -> None:
    _text(page("ulf"), "/utvardering/insats/annan/", 404)
    _text(page("ulf"), "/utvardering/insats/ingen/", 404)
    assert "visas för den som ger dem" in _text(page("stig"), LIST, 403)
