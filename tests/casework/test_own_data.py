"""Does it go from question to answer: noted, compiled, decided, handed over; and is what is left out gone?"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from jsonschema import Draft202012Validator

from stafett.casework.actions import Living
from stafett.casework.models import Livelihood
from stafett.casework.own_data_paper import answer_paper
from stafett.people.models import Person
from stafett.safeguards.actions import Scan
from stafett.safeguards.actions.own_data import (
    begin_again,
    compile_request,
    hand_over,
    note_request,
    prolong,
)
from stafett.safeguards.models import (
    Form,
    OwnDataDecision,
    OwnDataExclusion,
    OwnDataRequest,
    OwnDataState,
)
from stafett.safeguards.own_data_rules import Excluded, due_on
from stafett.safeguards.queries.own_data import About
from stafett.safeguards.queries.own_data_requests import answer_of, usual_appeal
from stafett.safeguards.rules import Refused
from tests.casework.asking import APPEAL, ASKED, at, decided, files, noted, ready, without
from tests.casework.conftest import Page, faults, get, send
from tests.cast import TODAY, Cast
from tests.safeguards.readings import readings_of

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "own-data.schema.json"


def test_it_goes_from_noted_to_handed_over_by_the_pages(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "wages"),))
    start = f"/deltagare/{one.pk}/egna-uppgifter/"
    assert start in get(page("karin"), f"/deltagare/{one.pk}/")
    assert f"{start}ny/" in get(page("karin"), start)
    send(page("karin"), f"{start}ny/", **{**ASKED, "asked_on": "2025-05-30"})
    asked = OwnDataRequest.objects.get()
    assert "30 juni 2025" in get(page("karin"), at(asked))
    lena = page("lena")
    assert at(asked) in get(lena, "/")
    assert at(asked) not in get(page("karin"), "/")
    assert at(asked) in get(lena, f"/deltagare/{one.pk}/")
    assert lena.post(at(asked, "sammanstall/")).status_code == 302
    shown = get(lena, at(asked, "besluta/"))
    assert "Försörjning och sysselsättning" in shown
    assert "Öberg" in shown
    send(lena, at(asked, "besluta/"))
    said, data = files(lena, asked)
    assert "Dina uppgifter hos Flens arbetsmarknadsnämnd" in said
    assert "Efternamn: Öberg" in said
    assert "Uppgifter om Amina Öberg Sida 1 av" in said
    assert "Svaret har de här delarna:" in said
    assert "Vad du är med i, sedan när" in said
    assert "(inte med)" not in said
    assert "Samma uppgifter som fil" in said
    assert data["authority"] == "Flens arbetsmarknadsnämnd"
    send(lena, at(asked, "lamna/"), on="2025-06-02", how="I handen")
    assert "I handen" in get(lena, at(asked))
    assert at(asked) not in get(lena, "/")
    shown = get(lena, start)
    assert "lämnad" in shown


def test_taking_the_files_is_logged_by_a_door_of_its_own(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    asked = decided(cast, ready(cast, one))
    files(page("lena"), asked)
    found = [r for r in readings_of(cast, one.person_id) if r.door == "own_data_file"]
    assert [(r.form, r.name) for r in found] == [(Form.EXPORT, "Lena Chef")] * 2


@pytest.mark.parametrize("how", ["whole", "row", "text"])
def test_what_is_left_out_is_in_neither_file_and_a_line_says_so(
    cast: Cast, page: Page, how: str
) -> None:
    person = cast.person(guardian="Zqgranne")
    one = cast.enrolled(person=person)
    cast.as_everyone()
    Person.objects.filter(pk=person).update(guardian="Zqgranne Nilsson")
    asked = ready(cast, one)
    item = "" if how == "whole" else f"people.person:{person}"
    column = "guardian" if how == "text" else ""
    left = without(item, column, About.IDENTITY, why="somebody")
    said, data = files(page("lena"), decided(cast, asked, left))
    assert "Zqgranne" not in said + json.dumps(data)
    assert ("Öberg" in said) is (how == "text")
    assert "Uteslutet: " in said
    assert "det gäller någon annan. Kan skada. Stöd: Vår sekretessprövning" in said
    assert len(data["excluded"]) == 1
    assert APPEAL in said


def test_what_the_person_is_not_even_to_know_leaves_no_line(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "wages"),))
    left = without(unsaid_because="Zqfarligt", because="Zqskäl")
    asked = decided(cast, ready(cast, one), left)
    said, data = files(page("lena"), asked)
    assert "Uteslutet" not in said
    assert data["excluded"] == []
    assert not {"Zqfarligt", "Zqskäl"} & set(re.findall(r"\w+", said + json.dumps(data)))
    assert "Zqfarligt" in get(page("lena"), at(asked))
    assert "Zqfarligt" not in get(page("karin"), at(asked))


def test_leaving_out_is_done_on_the_page_and_nothing_typed_is_lost(cast: Cast, page: Page) -> None:
    one = cast.enrolled(person=cast.person(support_person="Zqvän"))
    asked = ready(cast, one)
    item = f"people.person:{one.person_id}#support_person"
    ticked = {
        "identity_items": [item],
        "identity_ground": "Vår prövning",
        "identity_why": "somebody",
    }
    answer = send(page("lena"), at(asked, "besluta/"), 422, **ticked)
    shown = answer.content.decode()
    assert "Skriv varför det inte lämnas ut." in shown
    assert "Skriv hur personen överklagar" in shown
    assert "Vår prövning" in shown
    told = {**ticked, "identity_because": "Gäller vännen", "appeal": APPEAL}
    send(page("lena"), at(asked, "besluta/"), **told)
    left = OwnDataExclusion.objects.get()
    assert (left.item, left.column) == (f"people.person:{one.person_id}", "support_person")
    assert left.what == "Namn, nummer och kontakt: stödperson"
    other = ready(cast, cast.enrolled())
    assert APPEAL in get(page("lena"), at(other, "besluta/"))
    assert usual_appeal(cast.unit("AUC").authority) == APPEAL
    assert usual_appeal(cast.unit("Af Flen").authority) == ""


def test_all_of_one_sort_is_left_out_by_one_tick_and_stands_folded_with_its_number(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "wages"), Living("start", "sickness_benefit")))
    asked = ready(cast, one)
    shown = get(page("lena"), at(asked, "besluta/"))
    assert "<summary>Försörjning (2)</summary>" in shown
    assert "Alla av det här slaget: Försörjning (2)" in shown
    key = f"casework.livelihood:{one.livelihoods.order_by('pk')[0].pk}"
    told = {
        "life_items": ["all:Försörjning", key], "life_why": "secrecy", "life_ground": "g",
        "life_because": "b.", "appeal": APPEAL,
    }  # fmt: skip
    send(page("lena"), at(asked, "besluta/"), **told)
    left = OwnDataExclusion.objects.order_by("item").values_list("item", "column")
    rows = one.livelihoods.order_by("pk").values_list("pk", flat=True)
    assert sorted(left) == sorted((f"casework.livelihood:{pk}", "") for pk in rows)


def test_a_whole_heading_is_left_out_on_the_page(cast: Cast, page: Page) -> None:
    asked = ready(cast, cast.enrolled())
    told = {
        "access_whole": "on",
        "access_why": "secrecy",
        "access_ground": "g",
        "access_because": "b.",
        "appeal": APPEAL,
    }
    send(page("lena"), at(asked, "besluta/"), **told)
    said, _data = files(page("lena"), asked)
    assert "Uteslutet: Vilka som släppts in i ärendet, sekretess. b. Stöd: g" in said


@pytest.mark.parametrize(("left", "appeal", "field"), [
    (without(why=""), APPEAL, "life_why"), (without(ground=""), APPEAL, "life_ground"),
    (without(because=""), APPEAL, "life_because"),
    (without(), "", "appeal"), (without(), "Ring [fyll i: telefon].", "appeal"),
    (without(because="Se [fyll i]."), APPEAL, "life_because"),
    (without(ground="[fyll i: lagrum]"), APPEAL, "life_ground"),
    (without("casework.livelihood:0"), APPEAL, ""),
])  # fmt: skip
def test_a_decision_that_is_not_whole_is_refused(
    cast: Cast, left: Excluded, appeal: str, field: str
) -> None:
    asked = ready(cast, cast.enrolled())
    with pytest.raises(Refused) as refusal:
        decided(cast, asked, left, appeal=appeal)
    assert list(refusal.value.faults) == [field]
    assert not OwnDataDecision.objects.exists()


def test_how_to_appeal_is_not_left_to_be_filled_in_though_all_is_handed_out(
    cast: Cast, page: Page
) -> None:
    """Också utan något uteslutet: orden går ut i filen. Inga tomma platser föreslås heller."""
    asked = ready(cast, cast.enrolled())
    answer = send(page("lena"), at(asked, "besluta/"), 422, appeal="[fylls i av myndigheten]")
    assert "Det står [fylls i av myndigheten] kvar" in faults(answer)
    cast.as_everyone()
    assert not OwnDataDecision.objects.exists()
    send(page("lena"), at(asked, "besluta/"))
    cast.as_everyone()
    assert OwnDataDecision.objects.get().appeal == ""


def test_a_place_that_an_earlier_decision_left_is_neither_offered_nor_printed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ready(cast, cast.enrolled())
    monkeypatch.setattr("stafett.safeguards.own_data_rules.faults_of_unfilled", lambda told: {})
    decided(cast, asked, appeal="[fylls i av myndigheten]")
    assert usual_appeal(asked.authority) == ""
    asked = OwnDataRequest.objects.get(pk=asked.pk)
    answer = answer_of(asked)
    assert answer
    assert "Om du inte är nöjd" not in [part.title for part in answer_paper(asked, answer[0]).parts]


def test_why_it_takes_longer_is_not_left_to_be_filled_in(cast: Cast) -> None:
    asked = ready(cast, cast.enrolled())
    with pytest.raises(Refused, match="kvar"):
        prolong(asked, "[fyll i: skäl]", by=cast.as_("lena"))


def test_rows_that_change_before_the_decision_are_compiled_anew(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    asked = ready(cast, one)
    Person.objects.filter(pk=one.person_id).update(given_name="Amira")
    lena = page("lena")
    answer = lena.post(at(asked, "besluta/"), {"digest": asked.compiled_digest, "appeal": "Zqord"})
    assert answer.status_code == 422
    assert "Sammanställ på nytt" in answer.content.decode()
    assert "Zqord" in answer.content.decode()
    assert lena.get(at(asked, "besluta/")).status_code == 302
    assert "Uppgifterna har ändrats sedan de sammanställdes" in get(lena, at(asked))
    assert lena.post(at(asked, "sammanstall/")).status_code == 302
    assert "Amira" in get(lena, at(asked, "besluta/"))


def test_what_was_decided_on_another_compilation_is_refused(cast: Cast) -> None:
    asked = ready(cast, cast.enrolled())
    asked.compiled_digest = "0" * 64
    with pytest.raises(Refused, match="ändrats"):
        decided(cast, asked)


def test_rows_that_change_after_the_decision_ask_for_a_new_request(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    asked = decided(cast, ready(cast, one))
    Person.objects.filter(pk=one.person_id).update(given_name="Amira")
    lena = page("lena")
    refused = lena.get(at(asked, "egna-uppgifter.json"))
    assert (refused.status_code, refused["Location"]) == (302, at(asked)), "which says why"
    shown = get(lena, at(asked))
    assert "Uppgifterna har ändrats sedan beslutet" in shown
    assert "Börja om" in shown
    assert "egna-uppgifter.json" not in shown
    send(lena, at(asked, "lamna/"), 422, on="2025-06-02", how="Brev")
    assert lena.post(at(asked, "borja-om/")).status_code == 302
    cast.as_everyone()
    again = OwnDataRequest.objects.get(replaces=asked.pk)
    assert (again.due_on, again.state) == (asked.due_on, OwnDataState.RECEIVED)
    assert OwnDataRequest.objects.get(pk=asked.pk).state == OwnDataState.REPLACED
    assert "Ersatt av" in get(lena, at(asked))
    assert lena.post(at(asked, "borja-om/")).status_code == 302
    assert OwnDataRequest.objects.count() == 2


def test_what_was_fetched_before_the_change_may_have_been_handed_over(
    cast: Cast, page: Page
) -> None:
    """Lena hämtar filerna och skickar brevet. Sedan rättas namnet. Att svaret är lämnat går att skriva ändå."""
    one = cast.enrolled()
    asked = decided(cast, ready(cast, one))
    lena = page("lena")
    files(lena, asked)
    Person.objects.filter(pk=one.person_id).update(given_name="Amira")
    assert "skriv att svaret är lämnat" in get(lena, at(asked))
    send(lena, at(asked, "lamna/"), on="2025-06-02", how="Rekommenderat brev")
    cast.as_everyone()
    assert OwnDataRequest.objects.get(pk=asked.pk).state == OwnDataState.HANDED


def test_a_file_that_no_longer_gives_its_digest_is_not_handed_out(cast: Cast, page: Page) -> None:
    asked = decided(cast, ready(cast, cast.enrolled()))
    authority = cast.unit("AUC").authority
    authority.name = "Nya nämnden"
    authority.save()
    refused = page("lena").get(at(asked, "egna-uppgifter.json"), follow=True)
    assert refused.redirect_chain == [(at(asked), 302)]
    assert "Uppgifterna har ändrats sedan beslutet" in refused.content.decode()


@pytest.mark.parametrize(("asked_on", "due", "longer"), [
    ("2025-01-15", "2025-02-15", "2025-04-15"), ("2025-01-31", "2025-02-28", "2025-04-30"),
    ("2024-01-31", "2024-02-29", "2024-04-30"), ("2025-11-30", "2025-12-30", "2026-02-28"),
])  # fmt: skip
def test_the_answer_is_due_in_a_month_and_in_three_when_prolonged(
    asked_on: str, due: str, longer: str
) -> None:
    day = date.fromisoformat(asked_on)
    assert due_on(day) == date.fromisoformat(due)
    assert due_on(day, longer=True) == date.fromisoformat(longer)


def test_the_time_is_prolonged_once_with_a_reason_before_it_has_passed(
    cast: Cast, page: Page
) -> None:
    asked = noted(cast, cast.enrolled())
    lena = page("lena")
    send(lena, at(asked, "forlang/"), because="Många ärenden")
    assert "30 augusti 2025" in get(lena, at(asked))
    assert "Många ärenden" in get(lena, at(asked))
    answer = send(lena, at(asked, "forlang/"), 422, because="Igen")
    assert "redan förlängd" in answer.content.decode()
    cast.as_everyone()
    late = noted(cast, cast.enrolled(), asked_on=date(2025, 5, 1))
    with pytest.raises(Refused, match="har gått ut"):
        prolong(late, "Sent", by=cast.viewer("lena"))
    fresh = noted(cast, cast.enrolled())
    with pytest.raises(Refused, match="Skriv varför"):
        prolong(fresh, " ", by=cast.viewer("lena"))
    assert "för sent" in get(lena, "/")
    assert "för sent" in get(lena, at(late))


@pytest.mark.parametrize(("change", "said"), [
    ({"asked_on": "2999-01-01"}, "Den dagen har inte varit än"), ({"asked_by": " "}, "Vem frågade?"),
    ({"identity_checked": ""}, "Hur vet ni"), ({"asked_how": ""}, "Hur?"),
])  # fmt: skip
def test_a_note_that_is_not_whole_comes_back(
    cast: Cast, page: Page, change: dict[str, str], said: str
) -> None:
    address = f"/deltagare/{cast.enrolled().pk}/egna-uppgifter/ny/"
    answer = send(page("karin"), address, 422, **{**ASKED, "asked_on": "2025-05-30", **change})
    assert said in answer.content.decode()


def test_the_action_wants_who_and_how_one_knows(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"Skriv vem.*Skriv hur"):
        noted(cast, cast.enrolled(), asked_by=" ", identity_checked=" ")


@pytest.mark.parametrize(("on", "how", "said"), [
    (date(2025, 6, 1), "Brev", "från beslutet"), (date(2025, 6, 3), "Brev", "till i dag"),
    (TODAY, " ", "Skriv hur"),
])  # fmt: skip
def test_handing_over_says_when_and_how(cast: Cast, on: date, how: str, said: str) -> None:
    asked = decided(cast, ready(cast, cast.enrolled()))
    with pytest.raises(Refused, match=said):
        hand_over(asked, on=on, how=how, by=cast.viewer("lena"))


def test_a_step_out_of_order_is_refused(cast: Cast, page: Page) -> None:
    asked = noted(cast, cast.enrolled())
    lena = page("lena")
    assert lena.get(at(asked, "besluta/")).status_code == 302
    assert lena.get(at(asked, "egna-uppgifter.pdf")).status_code == 404
    for act in (
        lambda: hand_over(asked, on=TODAY, how="Brev", by=cast.viewer("lena")),
        lambda: begin_again(asked, by=cast.viewer("lena")),
        lambda: decided(cast, asked),
    ):
        with pytest.raises(Refused, match="mottagen"):
            act()
    done = decided(cast, ready(cast, cast.enrolled()))
    assert lena.post(at(done, "sammanstall/")).status_code == 302
    assert "beslutad" in get(lena, at(done))
    assert lena.get(at(done, "egna-uppgifter.txt")).status_code == 404


def test_only_those_who_answer_for_the_records_compile_decide_and_take_the_files(
    cast: Cast, page: Page
) -> None:
    asked = decided(cast, ready(cast, cast.enrolled()))
    karin = page("karin")
    assert "Svaret sammanställs och beslutas av" in get(karin, at(asked))
    for word in ("besluta/", "egna-uppgifter.pdf", "lamna/", "forlang/"):
        assert karin.get(at(asked, word)).status_code == 403, word
    assert karin.post(at(asked, "sammanstall/")).status_code == 403


def test_deciding_asks_who_one_is_again(cast: Cast, page: Page) -> None:
    asked = ready(cast, cast.enrolled())
    lena = page("lena")
    session = lena.session
    session["proved_at"] = 0
    session.save()
    assert "next=" in lena.get(at(asked, "besluta/")).headers["Location"]
    late = lena.post(at(asked, "besluta/"), {"appeal": "Zqord"})
    assert late.status_code == 403
    assert "Zqord" in late.content.decode()


def test_another_authority_in_the_case_sees_its_own_requests_alone(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    mine, theirs = noted(cast, one), noted(cast, one, "sven")
    assert at(mine) not in get(page("sven"), f"/deltagare/{one.pk}/egna-uppgifter/")
    assert at(theirs) in get(page("sven"), f"/deltagare/{one.pk}/egna-uppgifter/")
    assert at(theirs) not in get(page("lena"), f"/deltagare/{one.pk}/egna-uppgifter/")
    assert page("lena").get(at(theirs)).status_code == 404
    with pytest.raises(PermissionDenied):
        compile_request(theirs, by=cast.viewer("lena"))
    with pytest.raises(PermissionDenied, match="egna myndigheten"):
        note_request(one.circle, cast.unit("AUC").authority, **ASKED, by=cast.viewer("sven"))


def test_what_is_decided_is_never_changed(cast: Cast) -> None:
    asked = decided(cast, ready(cast, cast.enrolled()), without(about=About.ACCESS))
    for model in (OwnDataDecision, OwnDataExclusion):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            model.objects.update(controller=asked.controller_id)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            model.objects.all()._raw_delete("default")


def test_the_api_tells_how_far_requests_have_come(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    asked = noted(cast, one)
    (told_of,) = page("lena").get(f"/api/v1/participations/{one.pk}/own-data").json()
    assert told_of["key"] == str(asked.pk)
    assert (told_of["state"], told_of["due_on"]) == ("received", "2025-06-30")


def test_the_data_file_is_as_its_schema_says(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "wages"),))
    paper = Scan("papper.png", "image/png", b"\x89PNG\r\n\x1a\n")
    cast.consented(one, "Af Flen", manner="paper", scan=paper)
    Livelihood.objects.all().delete()
    page("eva").get(f"/deltagare/{one.pk}/")
    left = without(about=About.ACCESS)
    _said, data = files(page("lena"), decided(cast, ready(cast, one), left))
    schema = Draft202012Validator(json.loads(SCHEMA.read_text()))
    assert [one.message for one in schema.iter_errors(data)] == []
    assert not schema.is_valid({**data, "mer": 1})
