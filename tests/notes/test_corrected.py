"""What was corrected is seen to have been, and what was written in the wrong case says nothing more there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.casework.queries.timeline import story
from stafett.notes.actions import NewContact, NewNote, correct, correct_contact, retract
from stafett.notes.models import Contact, Note
from stafett.notes.queries import Line, notes_page, reached
from stafett.safeguards.rules import Refused
from tests.casework.conftest import faults, get, send
from tests.cast import TODAY, Cast
from tests.notes.test_notes import noted, sought, with_af

YESTERDAY = TODAY - timedelta(days=1)


def line(cast: Cast, one: Participation, who: str = "karin") -> Line:
    return notes_page(cast.as_(who), one).lines[0]


def test_karin_ser_att_anteckningen_har_rättats_varför_och_hur_den_stod(
    cast: Cast, page: Any
) -> None:
    """Karin rättar en anteckning. Listan och tidslinjen säger varför, och hur den stod."""
    one = cast.enrolled()
    made = noted(cast, one)
    correct(made, NewNote("Om studier.", YESTERDAY), by=cast.as_("karin"), because="fel ord")
    found = line(cast, one).earlier
    assert [(v.unit, v.why, v.day, v.text) for v in found] == [
        ("AUC", "fel ord", TODAY, "Vi pratade om praktik.")
    ]
    for door in ("notes", "timeline"):
        text = get(page("karin"), reverse(door, args=[one.pk]))
        assert "av AUC: fel ord" in text
        assert "<summary>Så stod det förut</summary>" in text
        assert "Vi pratade om praktik." in text


def test_each_correction_is_told_the_latest_first_and_what_changed_nothing_is_none(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    made = noted(cast, one, text="ett")
    for text in ("två", "tre"):
        correct(made, NewNote(text, TODAY), by=cast.as_("karin"), because=f"blev {text}")
    Note.objects.filter(pk=made.pk).update(written_by="Karin E")
    assert [(v.why, v.text) for v in line(cast, one).earlier] == [
        ("blev tre", "två"),
        ("blev två", "ett"),
    ]


def test_a_corrected_contact_says_how_it_stood_in_words(cast: Cast) -> None:
    one = cast.enrolled()
    made = sought(cast, one, text="ringer igen")
    told = NewContact(TODAY, "letter", "no_answer")
    correct_contact(made, told, by=cast.as_("karin"), because="fel")
    assert [v.text for v in line(cast, one).earlier] == ["telefon, fick kontakt: ringer igen"]
    event = next(one.event for one in story(cast.as_("karin"), one.pk).told if one.event.earlier)
    assert event.earlier[0].why == "fel"


def test_whoever_may_not_read_the_earlier_text_is_told_that_it_was_corrected_alone(
    cast: Cast,
) -> None:
    """Per läser bara anteckningar om hälsa. Den var ingen förut: han ser att den rättats, inget mer."""
    one = with_af(cast)
    made = noted(cast, one, text="Om hyran.")
    told = NewNote("Om ryggen.", TODAY, health=True)
    correct(made, told, by=cast.as_("karin"), because="är om hälsa, inte hyran")
    (version,) = line(cast, one, "per").earlier
    assert (version.unit, version.why, version.text) == ("AUC", "", "")
    assert line(cast, one).earlier[0].text == "Om hyran."


def test_karin_drar_tillbaka_det_som_skrevs_i_fel_ärende(cast: Cast, page: Any) -> None:
    """Karin ser att anteckningen gäller någon annan. Hon drar tillbaka den; texten är borta ur ärendet."""
    one = cast.enrolled()
    made = noted(cast, one, text="Bosse har fått jobb.")
    correct(made, NewNote("Bosse fick jobb.", TODAY), by=cast.as_("karin"), because="Bosse")
    karin, where = page("karin"), reverse("note_retract", args=[one.pk, made.pk])
    assert where in get(karin, reverse("notes", args=[one.pk]))
    text = get(karin, where)
    assert '<p class="as-text">Bosse fick jobb.</p>' in text
    assert "<textarea" not in text
    send(karin, where, because="två flikar öppna")
    for door in ("notes", "timeline", "api-1:list_notes", "api-1:list_timeline"):
        answer = karin.get(_address(door, one))
        assert answer.status_code == 200, door
        assert "Bosse" not in answer.content.decode(), door
    text = get(karin, reverse("notes", args=[one.pk]))
    assert "Anteckning: tillbakadragen" in text
    assert "skriven i fel ärende (AUC)" in text
    assert where not in text
    assert "skriven i fel ärende (AUC)" in get(karin, reverse("timeline", args=[one.pk]))


def _address(door: str, one: Participation) -> str:
    apis = {"api-1:list_notes": "notes", "api-1:list_timeline": "timeline"}
    if door in apis:
        return f"/api/v1/participations/{one.pk}/{apis[door]}"
    return reverse(door, args=[one.pk])


def test_the_text_stands_in_the_history_with_the_reason_and_nowhere_else(cast: Cast) -> None:
    one = cast.enrolled()
    made = noted(cast, one)
    now = retract(made, by=cast.as_("karin"), because="fel flik")
    assert (now.text, now.retracted_on, now.retracted_by) == ("", TODAY, "Karin Ek")
    before = made.events.get()
    assert before.text == "Vi pratade om praktik."
    assert before.pgh_context.metadata["why"] == "fel flik"
    assert line(cast, one).earlier == ()


def test_contact_with_somebody_else_is_no_contact(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    made = sought(cast, one, text="Bosse", again_on=TODAY)
    karin, where = page("karin"), reverse("contact_retract", args=[one.pk, made.pk])
    assert "telefon, fick kontakt: Bosse" in get(karin, where)
    send(karin, where, because="fel person")
    assert reached(cast.as_("karin"), [one.pk]) == {}
    (row,) = karin.get(_address("api-1:list_notes", one)).json()["rows"]
    assert (row["text"], row["by"], row["result"], row["again_on"]) == ("", "", "", None)
    assert row["retracted_on"] == TODAY.isoformat()


@pytest.mark.parametrize(("made_by", "rows"), [(noted, "notes"), (sought, "contacts")])
def test_over_the_api_what_was_taken_back_is_gone_and_not_empty(
    cast: Cast, page: Any, made_by: Any, rows: str
) -> None:
    one = cast.enrolled()
    made = made_by(cast, one)
    karin, where = page("karin"), f"/api/v1/participations/{one.pk}/{rows}/{made.pk}"
    assert karin.get(where).json()["fields"]["on_day"] == TODAY.isoformat()
    cast.as_everyone()
    retract(made, by=cast.as_("karin"), because="fel")
    answer = karin.get(where)
    assert answer.status_code == 410
    assert "skrivet i fel ärende. Fråga AUC." in answer.json()["detail"]


@pytest.mark.parametrize(("made_by", "rows"), [(noted, "notes"), (sought, "contacts")])
def test_another_program_takes_back_what_was_written_in_the_wrong_case(
    cast: Cast, page: Any, made_by: Any, rows: str
) -> None:
    one = cast.enrolled()
    made = made_by(cast, one, text="Bosse.")
    karin, plain = page("karin"), {"content_type": "application/json"}
    where = f"/api/v1/participations/{one.pk}/{rows}/{made.pk}/retraction"
    stands = karin.get(where).json()["fields"]
    assert "Bosse." in stands["stands"]
    unsaid = karin.post(where, {"fields": stands}, **plain)
    assert unsaid.status_code == 422
    assert "because: " in unsaid.json()["detail"]
    told = {"fields": {**stands, "because": "fel flik"}}
    assert karin.post(where, told, **plain).json()["key"] == str(made.pk)
    cast.as_everyone()
    made.refresh_from_db()
    assert (made.text, made.retracted_by) == ("", "Karin Ek")
    again = karin.post(where, told, **plain)
    assert (again.status_code, karin.get(where).status_code) == (422, 410)
    assert "skrivet i fel ärende. Fråga AUC." in again.json()["detail"]


def test_only_the_authority_that_wrote_it_takes_it_back_and_only_with_a_reason(cast: Cast) -> None:
    one = with_af(cast)
    made = noted(cast, one)
    for who in ("per", "sven", "lena"):
        with pytest.raises(PermissionDenied, match="den myndighet som skrev det"):
            retract(made, by=cast.as_(who), because="x")
    with pytest.raises(Refused, match="Skriv varför"):
        retract(made, by=cast.as_("karin"), because=" ")
    assert retract(made, by=cast.as_("eva"), because="Karin är borta").retracted_by == "Eva Led"


def test_what_was_taken_back_meanwhile_says_so_and_nothing_typed_is_lost(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    made = noted(cast, one)
    karin = page("karin")
    for door in ("note_correct", "note_retract"):
        assert karin.get(reverse(door, args=[one.pk, made.pk])).status_code == 200
    retract(made, by=cast.as_("karin"), because="fel")
    for door in ("note_correct", "note_retract"):
        where = reverse(door, args=[one.pk, made.pk])
        assert "skrivet i fel ärende. Fråga AUC." in get(karin, where)
        told = {"text": "Karins rättelse.", "on_day": TODAY, "because": "mitt skäl", "seen": "x"}
        answer = karin.post(where, told)
        assert answer.status_code == 422
        assert "skrivet i fel ärende. Fråga AUC." in faults(answer)
        assert "mitt skäl" in answer.content.decode()


def test_the_database_lets_nothing_that_was_taken_back_say_anything(cast: Cast) -> None:
    one = cast.enrolled()
    note, contact = noted(cast, one), sought(cast, one)
    wrong: list[tuple[Any, dict[str, Any]]] = [
        (note, {"retracted_on": TODAY, "retracted_by": "Karin Ek"}),
        (note, {"retracted_on": TODAY, "retracted_by": "", "text": ""}),
        (note, {"retracted_by": "Karin Ek"}),
        (contact, {"retracted_on": TODAY, "retracted_by": "K", "again_on": TODAY}),
    ]
    for row, told in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**told)
    assert Contact.objects.get().retracted_on is None
