"""What another program reads of the reports, and the page of a chapter that is only looked at."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stafett.reports.models import Report
from tests.cast import Cast


def test_reports_are_listed_and_one_is_read_with_its_chapters(
    report: Report, cast: Cast, page: Any
) -> None:
    cast.as_everyone()
    eva = page("eva")
    (told,) = eva.get("/api/v1/reports").json()
    assert (told["number"], told["title"]) == (report.pk, "Slutrapport prov")
    one = eva.get(f"/api/v1/reports/{report.pk}").json()
    assert one["title"] == "Slutrapport prov"
    assert [chapter["key"] for chapter in one["chapters"]]
    assert eva.get("/api/v1/reports/999999").status_code == 404


def test_a_chapter_is_opened_with_the_text_that_stands(
    report: Report, cast: Cast, page: Any
) -> None:
    cast.as_everyone()
    key = report.chapters.order_by("pk")[0].key
    answer = page("eva").get(reverse("chapter", args=[report.pk, key]))
    assert answer.status_code == 200
    assert answer.context["form"].initial["version"] == 0


def test_who_leads_no_initiative_starts_no_report(cast: Cast, page: Any) -> None:
    assert page("lotta").get(reverse("start-report")).status_code == 403
