"""Can somebody be shown, in plain words, who has read about them; and the names, once that is decided?"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.people.models import Person
from stafett.safeguards.actions.follow_up import decide_names
from stafett.safeguards.middleware import acting
from stafett.safeguards.models import NamesDecision
from stafett.safeguards.queries import log
from stafett.safeguards.queries.log import Line, Readers, readers_of
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page
from tests.cast import TODAY, Cast


def _address(one: Participation, name: str = "readers") -> str:
    return reverse(name, args=[one.pk])


def _decide(cast: Cast, one: Participation, by: str = "lena", **told: Any) -> NamesDecision:
    facts = {
        "asked_by": "Personen",
        "asked_on": date(2025, 6, 1),
        "given": True,
        "because": "Prövat.",
    }
    made = decide_names(one.circle, by=cast.viewer(by), **{**facts, **told})
    assert (made.decided_by_id, made.decided_by) == (cast.user(by).pk, cast.user(by).name)
    return made


def test_it_says_which_authority_unit_and_role_read_what_when_and_why_but_no_name(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    for who in ("sven", "sven", "eva"):
        page(who).get(reverse("participation", args=[one.pk]))
    shown = " ".join(page("karin").get(_address(one)).content.decode().split())
    assert (
        "<strong>Flens socialnämnd</strong>, Försörjningsstöd, Handläggare, "
        "därför att de för registret åt den som svarar för uppgifterna"
    ) in shown
    assert "<ul><li>läste sidan om dig 2 gånger</li></ul>" in shown
    assert "Projektledare" in shown
    assert "Sven Soc" not in shown
    assert "Eva Led" not in shown


def line(role: str, what: str, why: str = "enheten är med", **more: Any) -> Line:
    told = {"day": TODAY, "first": None, "last": None, "authority": "Af", "unit": "Flen"}
    return Line(**{**told, "times": 1, **more}, role=role, what=what, why=why)


def test_who_and_why_are_said_once_a_day_and_then_what_was_done() -> None:
    yesterday = date(2025, 6, 1)
    lines = [
        line("Coach", "läste", name="Karin"), line("Chef", "läste"), line("Coach", "skrev", name="Karin"),
        line("Coach", "läste", name="Kim"), line("Coach", "skrev", "ett löfte", name="Karin"),
        line("Coach", "läste", unit="Katrineholm", name="Karin"),
        line("Coach", "läste", authority="FK", name="Karin"),
        line("Coach", "läste", name="Karin", day=yesterday),
    ]  # fmt: skip
    days = Readers(lines, False, [], None, False, 500).days
    told = [(day, [[lines.index(one) for one in group] for group in found]) for day, found in days]
    assert told == [(TODAY, [[0, 2], [1], [3], [4], [5], [6]]), (yesterday, [[7]])]


def test_several_things_by_one_reader_stand_under_them(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    for name in ("participation", "timeline"):
        page("sven").get(reverse(name, args=[one.pk]))
    shown = page("karin").get(_address(one)).content.decode()
    assert shown.count("<strong>Flens socialnämnd</strong>") == 1
    (done,) = re.findall(r"Flens socialnämnd</strong>.*?<ul>(.*?)</ul>", shown, re.DOTALL)
    assert done.count("<li>") == 2


def test_nobody_has_read_yet_is_said(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    assert "Ingen har läst om dig än." in page("karin").get(_address(one)).content.decode()


def test_the_page_of_a_case_leads_there_for_those_who_may_open_it(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    for who, leads in (("karin", True), ("lena", True), ("sven", False)):
        shown = page(who).get(reverse("participation", args=[one.pk])).content.decode()
        assert (_address(one) in shown) is leads, who


def test_another_authority_in_the_case_is_told_whom_to_ask(cast: Cast, page: Page) -> None:
    answer = page("sven").get(_address(cast.enrolled()))
    assert answer.status_code == 403
    assert "Loggen hör till Flens arbetsmarknadsnämnd" in answer.content.decode()


def test_readings_of_the_same_person_in_another_case_do_not_show_here(cast: Cast) -> None:
    one = cast.ended()
    other = cast.enrolled(person=one.person_id, starts_on=date(2025, 1, 1), case_number="IGEN")
    with acting(cast.viewer("eva"), "prov"):
        Participation.objects.get(pk=other.pk)
    viewer = cast.as_("karin")
    assert readers_of(viewer, one.circle).lines == []
    assert len(readers_of(viewer, other.circle).lines) == 1


def test_names_show_when_it_has_been_decided_and_for_readings_until_then(
    cast: Cast, page: Page
) -> None:
    one = cast.enrolled()
    page("eva").get(reverse("participation", args=[one.pk]))
    client = page("lena")
    sent = {"asked_by": "Personen", "asked_on": "2025-06-01", "given": "ja", "because": "Prövat."}
    assert client.post(_address(one, "names_of_readers"), sent).status_code == 302
    page("sven").get(reverse("participation", args=[one.pk]))
    shown = client.get(_address(one)).content.decode()
    assert "Projektledare <strong>Eva Led</strong>" in shown
    assert "Sven Soc" not in shown
    assert "Personen frågade 1 juni 2025, Lena Chef beslutade." in shown


def test_a_no_is_recorded_too_and_shows_no_name(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    page("eva").get(reverse("participation", args=[one.pk]))
    cast.as_everyone()
    _decide(cast, one, given=False, because="Hot mot personalen.")
    shown = page("karin").get(_address(one)).content.decode()
    assert "Namnen lämnas inte ut" in shown
    assert "Hot mot personalen." in shown
    assert "Eva Led" not in shown


@pytest.mark.parametrize(("change", "said"), [
    ({"asked_on": "2999-01-01"}, "Den dagen har inte varit än"), ({"because": ""}, "Skäl"),
    ({"given": ""}, "Beslut"), ({"asked_on": "30 februari"}, "Vilken dag?"),
])  # fmt: skip
def test_a_decision_that_is_not_whole_comes_back_with_what_was_typed(
    cast: Cast, page: Page, change: dict[str, str], said: str
) -> None:
    sent = {
        "asked_by": "Gode mannen",
        "asked_on": "2025-06-01",
        "given": "ja",
        "because": "Prövat.",
    }
    answer = page("lena").post(_address(cast.enrolled(), "names_of_readers"), {**sent, **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Gode mannen" in answer.content.decode()
    assert not NamesDecision.objects.exists()


def test_only_those_who_answer_for_the_records_decide_about_names(cast: Cast) -> None:
    one = cast.enrolled()
    for who in ("karin", "sven", "lotta"):
        with pytest.raises(PermissionDenied):
            _decide(cast, one, by=who)


def test_a_decision_about_names_is_never_changed(cast: Cast) -> None:
    one = _decide(cast, cast.enrolled())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        NamesDecision.objects.filter(pk=one.pk).update(given=False)


def test_a_reading_from_the_server_says_on_whose_behalf(cast: Cast) -> None:
    one = cast.enrolled()
    with acting(operator(TODAY).reaching((one.controller_id,)), "rättning efter beslut"):
        Person.objects.get(pk=one.person_id)
    (line,) = readers_of(cast.as_("karin"), one.circle).lines
    assert (line.role, line.authority) == ("Den som sköter servern", "")
    assert line.why == "den som sköter servern arbetade på uppdrag: rättning efter beslut"


@pytest.mark.parametrize(("basis", "said"), [
    ("consent", "du sa ja till det, från 1 feb. 2024"),
    ("keeping", "de för registret åt den som svarar för uppgifterna, sedan 1 feb. 2024"),
])  # fmt: skip
def test_what_opened_the_door_is_said_in_words(cast: Cast, basis: str, said: str) -> None:
    one = cast.enrolled()
    one.circle.members.filter(unit=cast.unit("AUC")).update(basis=basis)
    with acting(cast.viewer("karin"), "prov"):
        Participation.objects.get(pk=one.pk)
    (line,) = readers_of(cast.as_("karin"), one.circle).lines
    assert line.why.replace("1 februari", "1 feb.") == said


def test_one_whom_no_member_let_in_is_said_not_to_be_explained(cast: Cast) -> None:
    one = cast.enrolled()
    with acting(cast.viewer("olle").reaching((one.controller_id,)), "prov"):
        Participation.objects.get(pk=one.pk)
    (line,) = readers_of(cast.as_("karin"), one.circle).lines
    assert line.why == "det framgår inte varför"


def test_the_page_says_when_there_are_more(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = cast.enrolled()
    for _ in range(3):
        page("eva").get(reverse("participation", args=[one.pk]))
    monkeypatch.setattr(log, "MOST_LINES", 2)
    shown = page("karin").get(_address(one)).content.decode()
    assert "Här står de 2 senaste läsningarna" in shown
    assert "2 gånger" in shown


def test_the_hours_are_told_of_ones_own_authority_and_the_day_of_others(
    cast: Cast, page: Page
) -> None:
    """Also in the order: others stand after one's own, by name, whenever they read."""
    one = cast.enrolled()
    for who in ("karin", "sven", "eva", "lena", "sven"):
        page(who).get(reverse("participation", args=[one.pk]))
    shown = readers_of(cast.as_("karin"), one.circle).lines
    told = [(line.unit, line.first is not None, line.last is not None) for line in shown]
    assert told == [
        ("AUC", True, True), ("Projektkontoret", True, True), ("AUC", True, True),
        ("Försörjningsstöd", False, False),
    ]  # fmt: skip
    text = page("karin").get(_address(one)).content.decode()
    rows = text.split('<div class="rows__what">')
    (his,) = [row for row in rows if "Försörjningsstöd" in row]
    (hers,) = [row for row in rows if "Projektkontoret" in row]
    assert "rows__when" in hers
    assert "rows__when" not in his
    told = page("karin").get(reverse("api:list_readers", args=[one.pk])).json()["readers"]
    assert [line["first"] for line in told if line["unit"] == "Försörjningsstöd"] == [None]
    assert len(told[0]["day"]) == len("2025-06-02")


def test_the_same_over_the_api(cast: Cast, page: Page) -> None:
    one = cast.enrolled()
    page("eva").get(reverse("participation", args=[one.pk]))
    told = page("karin").get(reverse("api:list_readers", args=[one.pk])).json()
    (line,) = told["readers"]
    assert (line["unit"], line["role"], line["name"]) == ("Projektkontoret", "Projektledare", "")
    assert told["since"]
