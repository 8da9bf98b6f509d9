"""Documents: who puts them in a case, who sees them, what is refused, and what is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from stafett.casework.models import PART, Participation
from stafett.casework.queries.participation import sheet
from stafett.casework.queries.timeline import story
from stafett.documents import queries
from stafett.documents.actions import take_back
from stafett.documents.models import Document
from stafett.documents.queries import document_of, documents_page, documents_standing, file_of
from stafett.safeguards.access import may_see
from stafett.safeguards.rules import Refused
from tests.casework.test_shut_out import protect, told
from tests.cast import TODAY, Cast
from tests.documents.world import PDF, put_in, scan, with_af

DAY = timedelta(days=1)


def titles(cast: Cast, one: Participation, who: str) -> list[str]:
    return [line.document.title for line in documents_page(cast.as_(who), one).lines]


def test_a_document_is_seen_by_its_own_authority_and_by_no_other_whatever_the_consent(
    cast: Cast,
) -> None:
    one = with_af(cast)
    put_in(cast, one)
    put_in(cast, one, "per", title="Af:s eget")
    assert titles(cast, one, "karin") == ["Betyg från komvux"]
    assert titles(cast, one, "per") == ["Af:s eget"]


def test_a_document_about_health_is_opened_by_the_consent_about_health_alone(cast: Cast) -> None:
    one = with_af(cast)
    made = put_in(cast, one, health=True)
    assert made.kind == "health"
    assert may_see(cast.as_("per"), Document.objects.all(), PART).count() == 1
    cast.as_everyone()
    for member in one.circle.members.filter(basis="consent"):
        member.kinds = [kind for kind in member.kinds if kind != "health"]
        member.save()
    assert may_see(cast.as_("per"), Document.objects.all(), PART).count() == 0


def test_only_those_who_work_in_the_case_put_anything_there(cast: Cast) -> None:
    one = cast.enrolled()
    for who in ("lena", "per", "olle"):
        with pytest.raises(PermissionDenied):
            put_in(cast, one, who)
    cast.as_everyone()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"on_day": TODAY + DAY}, "on_day", "inte varit än"),
        ({"on_day": date(1899, 12, 31)}, "on_day", "före år 1900"),
        ({"title": "  "}, "title", "Skriv vad det är"),
        ({"what": "ingenting"}, "what", "slags dokument"),
        ({"file": scan(b"")}, "file", "Filen är tom"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_kept(
    wrong: dict[str, Any], field: str, said: str, cast: Cast
) -> None:
    one = cast.enrolled()
    with pytest.raises(Refused) as refused:
        put_in(cast, one, **wrong)
    assert said in refused.value.faults[field]
    assert list(refused.value.faults) == [field]
    assert not Document.objects.exists()


def test_a_document_may_be_older_than_the_case(cast: Cast) -> None:
    assert put_in(cast, cast.enrolled(), on_day=date(1900, 1, 1)).on_day.year == 1900


def test_a_document_is_kept_as_it_came_in_with_its_size_and_its_name_on_one_line(
    cast: Cast,
) -> None:
    made = put_in(cast, cast.enrolled(), title=" Betyg\nfrån  komvux ", file=scan(name="a\nb.pdf"))
    kept = Document.objects.get()
    assert (kept.title, kept.file_name, kept.size) == ("Betyg från komvux", "a b.pdf", len(PDF))
    assert bytes(kept.content) == PDF
    assert (str(made), kept.ending, kept.written_by) == ("Betyg från komvux", "pdf", "Karin Ek")


def test_the_list_does_not_fetch_the_files_and_asks_as_often_for_any_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, viewer = cast.enrolled(), cast.as_("karin")

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as made:
            documents_page(viewer, one)
        return [query["sql"] for query in made]

    put_in(cast, one)
    few = asked()
    for _number in range(5):
        put_in(cast, one)
    many = asked()
    assert len(many) == len(few)
    assert not [sql for sql in many if '"content"' in sql]


def test_the_list_is_latest_first_and_has_pages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    one = cast.enrolled()
    for ago in (4, 0, 2):
        put_in(cast, one, on_day=TODAY - ago * DAY)
    pages = [documents_page(cast.as_("karin"), one, number) for number in (1, 2)]
    days = [[(TODAY - line.document.on_day).days for line in page.lines] for page in pages]
    assert days == [[0, 2], [4]]
    assert [page.more for page in pages] == [True, False]


def test_a_document_of_another_case_or_hidden_is_not_there(cast: Cast) -> None:
    one, other = with_af(cast), cast.enrolled()
    made = put_in(cast, one)
    assert document_of(cast.as_("karin"), one, made.pk) == made
    for who, case in (("karin", other), ("per", one)):
        for find in (document_of, file_of):
            with pytest.raises(Http404):
                find(cast.as_(who), case, made.pk)


def test_the_story_tells_of_a_document_in_words_and_as_a_mark_in_the_lane(cast: Cast) -> None:
    one = with_af(cast)
    made = put_in(cast, one)
    (event,) = (
        e.event for e in story(cast.as_("karin"), one.pk).told if e.event.mark == "document"
    )
    assert (event.day, event.told) == (TODAY, "Betyg eller kursbevis: Betyg från komvux")
    assert event.url.endswith(f"/dokument/#{made.pk}")
    lanes = sheet(cast.as_("karin"), one.pk).picture.lanes
    assert [mark.words for lane in lanes for mark in lane.marks if mark.shape == "document"] == [
        "dokument: Betyg eller kursbevis: Betyg från komvux"
    ]
    pers = story(cast.as_("per"), one.pk).told
    assert "document" not in {each.event.mark for each in pers}


def test_only_the_authority_that_put_it_there_takes_it_back_and_only_with_a_reason(
    cast: Cast,
) -> None:
    one = with_af(cast)
    made = put_in(cast, one)
    for who in ("per", "sven", "lena"):
        with pytest.raises(PermissionDenied):
            take_back(made, by=cast.as_(who), because="x")
    with pytest.raises(Refused, match="Skriv varför"):
        take_back(made, by=cast.as_("karin"), because=" ")
    assert take_back(made, by=cast.as_("eva"), because="Karin är borta").retracted_by == "Eva Led"


def test_what_was_taken_back_stands_in_the_history_with_the_reason_and_nowhere_else(
    cast: Cast,
) -> None:
    one = cast.enrolled()
    made = put_in(cast, one)
    take_back(made, by=cast.as_("karin"), because="fel flik")
    now = Document.objects.get()
    assert (now.title, now.what, now.file_name, now.size, bytes(now.content)) == (
        "",
        None,
        "",
        0,
        b"",
    )
    assert (now.retracted_on, now.retracted_by, now.ending) == (TODAY, "Karin Ek", "")
    before = now.events.get()  # type: ignore[attr-defined]
    assert (before.title, bytes(before.content)) == ("Betyg från komvux", PDF)
    assert before.pgh_context.metadata["why"] == "fel flik"
    (line,) = documents_page(cast.as_("karin"), one).lines
    assert (line.retracted, line.may_retract) == ("tillbakadraget 2 juni 2025 (AUC)", False)
    told_of = [e.event for e in story(cast.as_("karin"), one.pk).told if e.event.mark == "document"]
    assert [(e.told, e.url) for e in told_of] == [("tillbakadraget 2 juni 2025 (AUC)", "")]
    with pytest.raises(Http404):
        file_of(cast.as_("karin"), one, made.pk)
    with pytest.raises(Refused, match="drogs tillbaka"):
        take_back(made, by=cast.as_("karin"), because="igen")


def test_the_database_lets_no_document_stand_by_halves(cast: Cast) -> None:
    made = put_in(cast, cast.enrolled())
    empty = {
        "title": "",
        "what": None,
        "file_name": "",
        "content_type": "",
        "size": 0,
        "content": b"",
    }
    for wrong in (
        {"title": ""}, {"what": None}, {"content_type": ""}, {"size": 7}, {"kind": "agreement"},
        {"size": 0, "content": b""}, {"retracted_by": "K"},
        {"retracted_on": TODAY, "retracted_by": "Karin Ek"},
        {**empty, "retracted_on": TODAY}, {**empty, "retracted_on": TODAY, "retracted_by": ""},
        {**empty, "retracted_on": TODAY, "retracted_by": "K", "title": "Bosses betyg"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=made.pk).update(**wrong)
    assert Document.objects.get().title == "Betyg från komvux"


def test_a_document_counts_as_noted_in_the_case_until_it_is_taken_back(cast: Cast) -> None:
    made = put_in(cast, cast.enrolled())
    rows, day = documents_standing()
    assert [getattr(row, day) for row in rows] == [TODAY]
    take_back(made, by=cast.as_("karin"), because="fel")
    assert not documents_standing()[0].exists()


def test_documents_that_a_protection_took_away_are_told_of_by_number_to_their_authority(
    cast: Cast,
) -> None:
    one = with_af(cast)
    put_in(cast, one, "per")
    cast.as_everyone()
    protect(cast, one, "karin")
    assert told(cast, "per") == [("Flens arbetsmarknadsnämnd", 1)]
