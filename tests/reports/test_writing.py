"""Writing chapters: versions, two writers, and what each role may do."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from stafett.reports import actions, queries
from stafett.reports.access import check_may_fill, check_may_write
from stafett.reports.chapters import PLANS
from stafett.reports.models import Report
from tests.cast import Cast
from tests.reports.conftest import PERIOD


def test_a_report_has_its_fixed_chapters_empty(report: Report) -> None:
    keys = list(report.chapters.order_by("pk").values_list("key", flat=True))

    assert keys == [plan.key for plan in PLANS["final"]]
    assert set(report.chapters.values_list("text", "version")) == {("", 0)}


@pytest.mark.parametrize("kind", PLANS)
def test_each_kind_has_chapters_with_their_own_keys(kind: str) -> None:
    keys = [plan.key for plan in PLANS[kind]]

    assert len(keys) == len(set(keys)) > 10


def test_there_is_one_report_of_a_kind_for_a_period(report: Report, cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.start(cast.initiative, "final", "Igen", period=PERIOD, by=cast.as_("eva"))


def test_saving_a_chapter_makes_its_next_version(report: Report, cast: Cast) -> None:
    one = report.chapters.get(key="sammanfattning")

    saved = actions.write(one, "Det gick bra.", version=0, by=cast.viewer("eva"))

    assert (saved.text, saved.version, saved.written_by.name) == ("Det gick bra.", 1, "Eva Led")
    assert saved.written_at is not None


def test_the_second_of_two_writers_is_shown_what_the_first_wrote(
    report: Report, cast: Cast
) -> None:
    one = report.chapters.get(key="sammanfattning")
    actions.write(one, "Evas text", version=0, by=cast.viewer("eva"))

    with pytest.raises(actions.AnotherHasWritten) as caught:
        actions.write(one, "Lottas text", version=0, by=cast.viewer("lotta"))

    assert caught.value.chapter.text == "Evas text"
    one.refresh_from_db()
    assert one.text == "Evas text"


def test_saving_what_already_stands_there_is_no_new_version(report: Report, cast: Cast) -> None:
    one = report.chapters.get(key="sammanfattning")
    actions.write(one, "Samma", version=0, by=cast.viewer("eva"))

    assert actions.write(one, "Samma", version=0, by=cast.viewer("lotta")).version == 1


def test_earlier_versions_of_a_chapter_are_kept(report: Report, cast: Cast) -> None:
    one = report.chapters.get(key="sammanfattning")
    actions.write(one, "Första", version=0, by=cast.viewer("eva"))
    actions.write(one, "Andra", version=1, by=cast.viewer("eva"))

    from stafett.reports.models import ChapterEvent  # type: ignore[attr-defined]

    kept = ChapterEvent.objects.filter(pgh_obj_id=one.pk).order_by("pgh_id")
    assert [event.text for event in kept] == ["", "Första"]


@pytest.mark.parametrize("who", ["eva", "lotta"])
def test_leaders_write(who: str, report: Report, cast: Cast) -> None:
    check_may_write(cast.viewer(who), cast.initiative)
    assert queries.report(cast.viewer(who), report.pk) == report


def test_only_who_sees_the_whole_divided_starts_a_report_and_fills_it(
    report: Report, cast: Cast
) -> None:
    """Else the tables that all read would be kept as a local leader sees them: totals alone."""
    assert queries.startable(cast.viewer("eva")) == [cast.initiative]
    assert queries.startable(cast.viewer("lotta")) == []
    check_may_fill(cast.viewer("eva"), cast.initiative)
    with pytest.raises(PermissionDenied, match="hämtar dem; du kan skriva i kapitlen"):
        check_may_fill(cast.viewer("lotta"), cast.initiative)


@pytest.mark.parametrize("who", ["lena", "ulf", "stig", "rakel"])
def test_readers_read_and_do_not_write(who: str, report: Report, cast: Cast) -> None:
    viewer = cast.viewer(who)

    assert queries.report(viewer, report.pk) == report
    assert list(queries.reports(viewer)) == [report]
    with pytest.raises(PermissionDenied):
        check_may_write(viewer, cast.initiative)


@pytest.mark.parametrize("who", ["karin", "sven"])
def test_caseworkers_of_the_initiative_do_not_read_its_reports(
    who: str, report: Report, cast: Cast
) -> None:
    with pytest.raises(PermissionDenied):
        queries.report(cast.viewer(who), report.pk)
    assert list(queries.reports(cast.viewer(who))) == []


def test_for_an_outsider_the_report_is_not_there(report: Report, cast: Cast) -> None:
    with pytest.raises(Http404):
        queries.report(cast.viewer("olle"), report.pk)


def test_a_report_that_is_not_there_is_not_there(cast: Cast) -> None:
    with pytest.raises(Http404):
        queries.report(cast.viewer("eva"), 10**9)


def test_a_chapter_that_is_not_there_is_not_there(report: Report, cast: Cast) -> None:
    with pytest.raises(Http404):
        queries.chapter(cast.viewer("eva"), report, "bilaga")


def test_filling_again_takes_the_new_figures_and_leaves_the_text(
    report: Report, cast: Cast
) -> None:
    one = report.chapters.get(key="sammanfattning")
    actions.write(one, "Min text", version=0, by=cast.viewer("eva"))
    before = _total(report)
    cast.ended("studier")

    actions.fill(report, by=cast.as_("eva"))

    assert (before, _total(report)) == (3, 4)
    one.refresh_from_db()
    assert one.text == "Min text"


def _total(report: Report) -> Any:
    table = report.figures["participants/sex"]
    row = next(row for row in table["rows"] if row["role"] == "total" and not row["parent"])
    return row["figures"]["participations"]["value"]
