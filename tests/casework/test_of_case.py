"""What hangs on a case is asked for a table at a time, and not at all of tables that have nothing of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafett.casework.models import Livelihood, Participation
from stafett.casework.of_case import OfCase, has, look_at
from stafett.casework.queries.participation import participation
from stafett.casework.queries.timeline import story
from stafett.casework.timeline import events, rows_read
from stafett.notes.models import Note
from stafett.notes.queries import CONTACTS, IN_STORY, NOTES
from stafett.parties.models import Authority
from stafett.safeguards.access import opened
from tests.cast import TODAY, Cast
from tests.notes.test_notes import noted


def looked_at(cast: Cast, one: Participation) -> Participation:
    return look_at(participation(cast.as_("karin"), one.pk))


def test_a_table_without_rows_of_the_case_is_not_asked(cast: Cast) -> None:
    case = looked_at(cast, cast.enrolled())
    assert not has(case, Note)
    with CaptureQueriesContext(connection) as asked:
        assert NOTES.of(case) == []
    assert not asked.captured_queries


def test_a_table_with_a_row_is_asked_once_and_the_rows_know_their_case(cast: Cast) -> None:
    one = cast.enrolled()
    made = noted(cast, one)
    noted(cast, cast.enrolled())
    case = looked_at(cast, one)
    with CaptureQueriesContext(connection) as asked:
        assert NOTES.of(case) == [made]
        assert NOTES.of(case)[0].participation is case
    assert len(asked) == 2


def test_what_a_page_is_to_tell_of_is_fetched_with_the_look_and_not_asked_again(cast: Cast) -> None:
    one = cast.enrolled()
    made = noted(cast, one)
    case = look_at(participation(cast.as_("karin"), one.pk), [NOTES, CONTACTS])
    with CaptureQueriesContext(connection) as asked:
        assert NOTES.of(case) == [made]
        assert NOTES.of(case)[0].participation is case
        assert CONTACTS.of(case) == []
    assert not asked.captured_queries


def test_every_source_of_the_story_says_what_it_reads(cast: Cast) -> None:
    """En rad som berättas men inte hämtas med de andra skulle kosta en fråga för sig."""
    one = cast.enrolled()
    noted(cast, one)
    case = look_at(participation(cast.as_("karin"), one.pk), rows_read())
    reading = {one.model._meta.db_table for one in rows_read()}
    with CaptureQueriesContext(connection) as asked:
        events(cast.as_("karin"), case, opened(cast.as_("karin"), one.circle_id))
    assert not [q for q in asked if any(f'FROM "{table}"' in q["sql"] for table in reading)]


def test_a_case_that_was_not_looked_at_is_asked_for_all(cast: Cast) -> None:
    one = cast.enrolled()
    made = noted(cast, one)
    assert has(one, Livelihood)
    assert NOTES.of(Participation.objects.get(pk=one.pk)) == [made]


def test_what_is_written_after_a_look_is_seen_at_the_next(cast: Cast) -> None:
    one = cast.enrolled()
    case = looked_at(cast, one)
    noted(cast, one)
    assert NOTES.of(case) == []
    assert len(NOTES.of(looked_at(cast, one))) == 1


def test_only_what_is_open_to_the_viewer_is_shown(cast: Cast) -> None:
    one = cast.enrolled()
    made = noted(cast, one)
    rows: OfCase[Any] = OfCase(Note, lambda rows: rows.order_by("pk"))
    assert rows.shown(one, opened(cast.as_("karin"), one.circle_id)) == [made]
    assert rows.shown(one, opened(cast.as_("olle"), one.circle_id)) == []


def test_the_latest_that_are_open_are_told_though_later_ones_are_closed(cast: Cast) -> None:
    """Två hundra anteckningar berättas; är en av de senaste stängd berättas en äldre i stället."""
    one = cast.enrolled()
    first = noted(cast, one, text="den äldsta")
    facts = {
        field.attname: getattr(first, field.attname)
        for field in Note._meta.fields
        if field.name not in ("id", "text", "on_day")
    }
    Note.objects.bulk_create(
        Note(**facts, text=f"nr {n}", on_day=TODAY - timedelta(days=n)) for n in range(IN_STORY)
    )
    Note.objects.filter(pk=first.pk).update(on_day=TODAY - timedelta(days=IN_STORY))
    told = [line.event.told for line in story(cast.as_("karin"), one.pk).told]
    assert "den äldsta" not in told
    assert f"nr {IN_STORY - 1}" in told
    open_ = opened(cast.as_("karin"), one.circle_id).kinds
    closed = Authority.objects.exclude(pk__in=list(open_)).order_by("pk")[0]
    Note.objects.filter(text="nr 0").update(owner_authority=closed)
    told = [line.event.told for line in story(cast.as_("karin"), one.pk).told]
    assert "nr 0" not in told
    assert "den äldsta" in told
