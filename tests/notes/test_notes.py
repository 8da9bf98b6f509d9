"""Notes and contacts: who writes, who reads, what is refused, and what is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stafett.casework import last_contact
from stafett.casework.models import PART, Participation
from stafett.casework.queries.between import MINE, between
from stafett.casework.queries.timeline import story
from stafett.notes import queries
from stafett.notes.actions import NewContact, NewNote, correct, correct_contact, seek, write
from stafett.notes.models import Contact, Note
from stafett.notes.queries import note_of, notes_page, reached
from stafett.notes.rules import LAPSES_AFTER, faults_of_day, lapsed_since
from stafett.safeguards.access import may_see
from stafett.safeguards.rules import Refused
from tests.casework.conftest import faults, get, send
from tests.casework.test_shut_out import protect, told
from tests.cast import TODAY, Cast

DAY = timedelta(days=1)


def noted(cast: Cast, one: Participation, who: str = "karin", **told: Any) -> Note:
    known = {"text": "Vi pratade om praktik.", "on_day": TODAY, **told}
    return write(one, NewNote(**known), by=cast.as_(who))


def rows_of_notes() -> tuple[Any, str]:
    return Note.objects.all(), "on_day"


def sought(cast: Cast, one: Participation, who: str = "karin", **told: Any) -> Contact:
    known = {"on_day": TODAY, "by": "phone", "result": "reached", **told}
    return seek(one, NewContact(**known), by=cast.as_(who))


def with_af(cast: Cast) -> Participation:
    one = cast.enrolled()
    cast.consented(one, "Af Flen")
    return one


def texts(cast: Cast, one: Participation, who: str) -> list[str]:
    page = notes_page(cast.as_(who), one)
    return [line.note.text for line in page.lines if line.note]


def test_a_note_is_read_by_its_own_authority_and_by_no_other_whatever_the_consent(
    cast: Cast,
) -> None:
    one = with_af(cast)
    noted(cast, one)
    noted(cast, one, "per", text="Af:s egen.")
    assert texts(cast, one, "karin") == ["Vi pratade om praktik."]
    assert texts(cast, one, "per") == ["Af:s egen."]


def test_a_note_about_health_is_opened_by_the_consent_about_health_alone(cast: Cast) -> None:
    one = with_af(cast)
    made = noted(cast, one, health=True)
    assert made.kind == "health"
    assert may_see(cast.as_("per"), Note.objects.all(), PART).count() == 1
    cast.as_everyone()
    for member in one.circle.members.filter(basis="consent"):
        member.kinds = [kind for kind in member.kinds if kind != "health"]
        member.save()
    assert may_see(cast.as_("per"), Note.objects.all(), PART).count() == 0


def test_only_those_who_work_in_the_case_write_in_it(cast: Cast) -> None:
    one = cast.enrolled()
    for who in ("lena", "per", "olle"):
        with pytest.raises(PermissionDenied):
            noted(cast, one, who)
        with pytest.raises(PermissionDenied):
            sought(cast, one, who)
    assert Note.objects.count() == Contact.objects.count() == 0


@pytest.mark.parametrize(
    ("on_day", "said"),
    [(TODAY + DAY, "inte varit än"), (date(2020, 1, 1), "mer än ett år före starten")],
)
def test_a_day_that_cannot_be_is_refused(on_day: date, said: str, cast: Cast) -> None:
    one = cast.enrolled()
    with pytest.raises(Refused) as refused:
        noted(cast, one, on_day=on_day)
    assert said in refused.value.faults["on_day"]
    with pytest.raises(Refused):
        sought(cast, one, on_day=on_day)
    assert faults_of_day(one.starts_on - DAY, one.starts_on, TODAY) == {}


def test_a_note_that_says_nothing_is_refused_also_by_the_database(cast: Cast) -> None:
    one = cast.enrolled()
    with pytest.raises(Refused):
        noted(cast, one, text="  ")
    made = noted(cast, one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=made.pk).update(text="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=made.pk).update(kind="agreement")


def test_one_tries_again_on_a_day_to_come(cast: Cast) -> None:
    one = cast.enrolled()
    with pytest.raises(Refused):
        sought(cast, one, again_on=TODAY - DAY, result="no_answer")
    with pytest.raises(Refused) as far:
        sought(cast, one, again_on=TODAY + 367 * DAY, result="no_answer")
    assert far.value.faults == {"again_on": "Dagen ligger mer än ett år bort. Kontrollera året."}
    assert sought(cast, one, again_on=TODAY + DAY, result="no_answer").again_on == TODAY + DAY


def test_a_corrected_note_keeps_how_it_stood_and_why(cast: Cast) -> None:
    one = cast.enrolled()
    made = noted(cast, one)
    told = NewNote("Vi pratade om studier.", TODAY - DAY, True)
    with pytest.raises(Refused, match="Skriv varför"):
        correct(made, told, by=cast.as_("karin"), because=" ")
    now = correct(made, told, by=cast.as_("karin"), because="fel ord")
    assert (now.text, now.kind, now.on_day) == (told.text, "health", told.on_day)
    before = made.events.get()
    assert (before.text, before.kind) == ("Vi pratade om praktik.", "note")
    assert before.pgh_context.metadata["why"] == "fel ord"


def test_those_who_work_in_the_case_at_the_authority_that_wrote_a_note_correct_it(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    made = noted(cast, one)
    for who in ("sven", "lena"):
        with pytest.raises(PermissionDenied, match="hos Flens arbetsmarknadsnämnd"):
            correct(made, NewNote("x", TODAY), by=cast.as_(who), because="y")
        assert not [line for line in notes_page(cast.as_(who), one).lines if line.may_correct]
    assert [line.may_correct for line in notes_page(cast.as_("eva"), one).lines] == [True]
    assert correct(made, NewNote("x", TODAY), by=cast.as_("eva"), because="y").text == "x"


def test_a_note_of_another_case_or_hidden_is_not_there(cast: Cast) -> None:
    one, other = with_af(cast), cast.enrolled()
    made = noted(cast, one)
    assert note_of(cast.as_("karin"), one, made.pk) == made
    with pytest.raises(Http404):
        note_of(cast.as_("karin"), other, made.pk)
    with pytest.raises(Http404):
        note_of(cast.as_("per"), one, made.pk)


def test_the_list_mixes_notes_and_contacts_latest_first_and_has_pages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    one = cast.enrolled()
    for ago in (4, 2, 0):
        noted(cast, one, on_day=TODAY - ago * DAY)
    sought(cast, one, on_day=TODAY - 3 * DAY)
    pages = [notes_page(cast.as_("karin"), one, number) for number in (1, 2, 3)]
    days = [[(TODAY - line.written.on_day).days for line in page.lines] for page in pages]
    assert days == [[0, 2], [3, 4], []]
    assert [page.more for page in pages] == [True, False, False]


def test_the_number_of_queries_is_the_same_for_any_number_of_notes(cast: Cast) -> None:
    one, viewer = cast.enrolled(), cast.as_("karin")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            notes_page(viewer, one)
        return len(queries_made)

    noted(cast, one)
    sought(cast, one)
    few = asked()
    for _number in range(5):
        noted(cast, one)
        sought(cast, one)
    assert asked() == few


def test_contact_is_when_somebody_was_reached_and_not_when_somebody_tried(cast: Cast) -> None:
    one = cast.enrolled()
    sought(cast, one, on_day=TODAY - 9 * DAY)
    sought(cast, one, on_day=TODAY - 12 * DAY)
    sought(cast, one, result="no_answer")
    assert reached(cast.as_("karin"), [one.pk]) == {one.pk: TODAY - 9 * DAY}
    assert notes_page(cast.as_("karin"), one).last_contact == TODAY - 9 * DAY


def test_contact_that_another_authority_had_is_not_told_without_leave(cast: Cast) -> None:
    one = with_af(cast)
    sought(cast, one, "per")
    assert reached(cast.as_("karin"), [one.pk]) == {}
    assert reached(cast.as_("per"), [one.pk]) == {one.pk: TODAY}


@pytest.mark.parametrize(
    ("last", "since"),
    [
        (TODAY - LAPSES_AFTER * DAY, None),
        (TODAY - (LAPSES_AFTER + 1) * DAY, TODAY - (LAPSES_AFTER + 1) * DAY),
        (None, date(2024, 1, 1)),
        (date(2023, 1, 1), date(2024, 1, 1)),
    ],
)
def test_contact_has_lapsed_after_thirty_days_counted_from_the_start_at_the_earliest(
    last: date | None, since: date | None
) -> None:
    assert lapsed_since(last, date(2024, 1, 1), TODAY) == since


def test_a_case_without_contact_is_between_the_chairs_until_somebody_is_reached(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    sought(cast, one, result="no_answer")

    def found() -> list[str]:
        return [row.rule.code for row in between(cast.as_("karin"), MINE).rows]

    assert "contact_lapsed" in found()
    sought(cast, one)
    assert "contact_lapsed" not in found()


def test_the_story_tells_of_contacts_and_of_the_first_words_of_a_note(cast: Cast) -> None:
    one = cast.enrolled()
    sought(cast, one, text="ringer igen")
    sought(cast, one, by="letter", result="message_left")
    noted(cast, one, text="Lång " * 60)
    noted(cast, one, text="Kort.")
    said = [event.event.told for event in story(cast.as_("karin"), one.pk).told]
    assert "telefon, fick kontakt: ringer igen" in said
    assert "brev, lämnade ett meddelande" in said
    assert "Kort." in said
    assert any(text.endswith(" …") and len(text) < 120 for text in said)


def test_an_app_tells_of_contact_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="another try already"):
        last_contact.register_again(queries.again_on)
    monkeypatch.setattr(last_contact, "_sources", [])
    last_contact.register(reached)
    with pytest.raises(ValueError, match="already"):
        last_contact.register(reached)
    monkeypatch.setattr(last_contact, "_noted", [])
    last_contact.register_noted(rows_of_notes)
    with pytest.raises(ValueError, match="counts already"):
        last_contact.register_noted(rows_of_notes)


def test_the_latest_of_all_apps_contacts_counts(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, viewer = cast.enrolled(), cast.viewer("karin")
    monkeypatch.setattr(last_contact, "_sources", [])
    for day in (TODAY - DAY, TODAY, TODAY - 2 * DAY):
        last_contact.register(lambda _viewer, keys, day=day: dict.fromkeys(keys, day))  # type: ignore[misc]
    assert last_contact.last_contacts(viewer, [one.pk]) == {one.pk: TODAY}


def test_notes_that_a_protection_took_away_are_told_of_by_number_to_their_authority(
    cast: Cast,
) -> None:
    one = with_af(cast)
    noted(cast, one, "per")
    cast.as_everyone()
    protect(cast, one, "karin")
    assert told(cast, "per") == [("Flens arbetsmarknadsnämnd", 1)]


def test_a_note_is_written_on_the_page_in_one_field_and_read_there(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    karin = page("karin")
    send(karin, reverse("note_new", args=[one.pk]), text="Hon vill bli <b>kock</b>.")
    text = get(karin, reverse("notes", args=[one.pk]))
    assert "Hon vill bli &lt;b&gt;kock&lt;/b&gt;." in text
    assert 'action="' + reverse("note_new", args=[one.pk]) in text
    lenas = get(page("lena"), reverse("notes", args=[one.pk]))
    assert "kock" in lenas
    assert reverse("note_new", args=[one.pk]) not in lenas


def test_a_note_refused_comes_back_with_what_was_typed(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    told = {"text": "Mycket viktigt.", "on_day": "2025-06-31"}
    answer = send(page("karin"), reverse("note_new", args=[one.pk]), 422, **told)
    assert "Mycket viktigt." in answer.content.decode()
    assert "2025-06-31" in answer.content.decode()


def test_a_note_that_somebody_else_has_corrected_meanwhile_shows_both(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    made = noted(cast, one)
    karin, address = page("karin"), reverse("note_correct", args=[one.pk, made.pk])
    stale = karin.get(address).context["form"].version
    correct(made, NewNote("Sven skrev.", TODAY), by=cast.as_("karin"), because="nytt")
    told = {"text": "Karin skrev.", "on_day": TODAY, "because": "fel", "seen": stale}
    answer = karin.post(address, told)
    assert "Det här har ändrats" in faults(answer)
    assert "Sven skrev." in answer.content.decode()
    assert "Karin skrev." in answer.content.decode()
    send(karin, address, text="Karin skrev.", because="fel")
    assert Note.objects.get().text == "Karin skrev."


def test_a_contact_is_noted_on_the_page(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    karin = page("karin")
    assert "Ingen har nått personen än" in get(karin, reverse("notes", args=[one.pk]))
    again = {"result": "no_answer", "again_on": TODAY + DAY, "text": "Röstbrevlåda"}
    send(karin, reverse("contact_new", args=[one.pk]), **again)
    text = get(karin, reverse("notes", args=[one.pk]))
    assert "Röstbrevlåda" in text
    assert "Försök igen" in text
    send(karin, reverse("contact_new", args=[one.pk]), result="reached")
    assert "Senaste kontakt:" in get(karin, reverse("notes", args=[one.pk]))


def test_a_contact_is_corrected_with_the_reason_and_how_it_stood_is_kept(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    made = sought(cast, one, again_on=TODAY)
    karin, where = page("karin"), reverse("contact_correct", args=[one.pk, made.pk])
    assert where in get(karin, reverse("notes", args=[one.pk]))
    answer = send(karin, where, 422, again_on=TODAY - DAY, because="fel svar")
    assert "Dagen har redan varit" in faults(answer)
    send(karin, where, result="no_answer", because="fel svar")
    made.refresh_from_db()
    assert made.result == "no_answer"
    assert "Ingen har nått personen än" in get(karin, reverse("notes", args=[one.pk]))
    cast.as_everyone()
    before = made.events.get()
    assert (before.result, before.pgh_context.metadata["why"]) == ("reached", "fel svar")


def test_a_contact_that_somebody_else_has_corrected_meanwhile_shows_both(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    made = sought(cast, one, text="Ringde.")
    karin, where = page("karin"), reverse("contact_correct", args=[one.pk, made.pk])
    stale = karin.get(where).context["form"].version
    theirs = NewContact(TODAY, "letter", "no_answer", "Brev i stället.")
    correct_contact(made, theirs, by=cast.as_("karin"), because="nytt")
    told = {"text": "Karin skrev.", "on_day": TODAY, "by": "phone", "result": "reached"}
    answer = karin.post(where, {**told, "because": "fel", "seen": stale})
    assert "Det här har ändrats" in faults(answer)
    assert "Brev i stället." in answer.content.decode()
    assert "Karin skrev." in answer.content.decode()


def test_an_attempt_is_corrected_by_the_same_and_never_without_a_reason(cast: Cast) -> None:
    one = with_af(cast)
    made, told = sought(cast, one), NewContact(TODAY, "phone", "no_answer")
    for who in ("per", "lena"):
        with pytest.raises(PermissionDenied, match="hos Flens arbetsmarknadsnämnd"):
            correct_contact(made, told, by=cast.as_(who), because="y")
    with pytest.raises(Refused, match="Skriv varför"):
        correct_contact(made, told, by=cast.as_("karin"), because=" ")


def test_pages_lead_to_older_and_newer(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    one = cast.enrolled()
    for _number in range(3):
        noted(cast, one)
    text = get(page("karin"), reverse("notes", args=[one.pk]) + "?sida=2")
    assert "?sida=1" in text
    assert "?sida=3" in text


def test_another_program_writes_and_reads_notes(cast: Cast, page: Any) -> None:
    one = cast.enrolled()
    karin, where = page("karin"), f"/api/v1/participations/{one.pk}"
    told = {"fields": {"text": "Från ett annat program.", "on_day": TODAY.isoformat()}}
    made = karin.post(f"{where}/forms/note_new", told, content_type="application/json")
    assert made.status_code < 300, made.content
    sought(cast, one)
    rows = karin.get(f"{where}/notes").json()["rows"]
    assert {row["what"] for row in rows} == {"note", "contact"}


def test_another_program_corrects_notes_and_contacts_as_the_page_does(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    rows = {"notes": noted(cast, one), "contacts": sought(cast, one)}
    karin, plain = page("karin"), {"content_type": "application/json"}
    for what, made in rows.items():
        where = f"/api/v1/participations/{one.pk}/{what}/{made.pk}"
        stands = karin.get(where).json()["fields"]
        told = {**stands, "text": "Rättat härifrån."}
        unsaid = karin.put(where, {"fields": told}, **plain)
        assert unsaid.status_code == 422
        assert "because: " in unsaid.json()["detail"]
        done = karin.put(where, {"fields": {**told, "because": "fel ord"}}, **plain)
        assert (done.status_code, done.json()["key"]) == (200, str(made.pk))
        stale = karin.put(where, {"fields": {**told, "because": "igen"}}, **plain)
        assert "har ändrats sedan du öppnade" in stale.json()["detail"]
        cast.as_everyone()
        made.refresh_from_db()
        assert made.text == "Rättat härifrån."
        assert made.events.get().pgh_context.metadata["why"] == "fel ord"
        cast.as_everyone()


def test_another_program_that_says_nothing_of_health_leaves_it_as_it_was(
    cast: Cast, page: Any
) -> None:
    one = cast.enrolled()
    made = noted(cast, one, health=True)
    where = f"/api/v1/participations/{one.pk}/notes/{made.pk}"
    karin, plain = page("karin"), {"content_type": "application/json"}
    for said, kind in (({}, "health"), ({"health": False}, "note")):
        told = karin.get(where).json()["fields"]
        told.pop("health")
        sent = {**told, **said, "text": f"Rättat {kind}.", "because": "fel ord"}
        assert karin.put(where, {"fields": sent}, **plain).status_code == 200
        cast.as_everyone()
        made.refresh_from_db()
        assert made.kind == kind
