"""The pages of reports, as each role meets them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from docx import Document as read_docx

from stafett.reports.models import Report
from tests.cast import Cast
from tests.measures.freezing import frozen

FORM = {
    "initiative": "prov", "report_kind": "half_year", "title": "Halvår 2024",
    "period_start": "2024-01-01", "period_end": "2024-06-30",
}  # fmt: skip


def test_a_leader_starts_a_report_and_lands_on_it(page: Any, cast: Cast) -> None:
    answer = page("eva").post("/rapporter/ny/", FORM, follow=True)

    assert answer.status_code == 200
    assert "Halvår 2024" in answer.text
    assert "inte skrivet än" in answer.text


def test_a_period_backwards_is_told_and_nothing_typed_is_lost(page: Any, cast: Cast) -> None:
    answer = page("eva").post("/rapporter/ny/", {**FORM, "period_end": "2023-06-30"})

    assert answer.status_code == 422
    assert "Sista dagen ligger före den första" in answer.text
    assert "Halvår 2024" in answer.text
    assert not Report.objects.exists()


def test_a_second_report_for_the_period_is_refused_in_words(page: Any, cast: Cast) -> None:
    leader = page("eva")
    leader.post("/rapporter/ny/", FORM)

    answer = leader.post("/rapporter/ny/", FORM)

    assert answer.status_code == 422
    assert "Det finns redan en sådan rapport" in answer.text


@pytest.mark.parametrize("who", ["karin", "olle", "stig"])
def test_those_who_do_not_write_cannot_start_a_report(who: str, page: Any, cast: Cast) -> None:
    assert page(who).post("/rapporter/ny/", FORM).status_code == 403


def test_the_page_shows_text_and_tables(report: Report, page: Any) -> None:
    page("eva").post(
        f"/rapporter/{report.pk}/sammanfattning/", {"text": "Det **gick** bra.", "version": 0}
    )

    answer = page("eva").get(f"/rapporter/{report.pk}/")

    assert "<strong>gick</strong>" in answer.text
    assert "Kvinnor" in answer.text


def test_the_steering_group_reads_what_is_frozen(report: Report, cast: Cast, page: Any) -> None:
    frozen(cast, report.period_end)
    answer = page("stig").get(f"/rapporter/{report.pk}/")

    assert answer.status_code == 200
    assert "Fastställda siffror (version 1" in answer.text
    assert "Kvinna" not in answer.text


def test_when_two_have_written_both_texts_are_shown_and_neither_is_lost(
    report: Report, page: Any
) -> None:
    address = f"/rapporter/{report.pk}/sammanfattning/"
    page("eva").post(address, {"text": "Evas ord", "version": 0})

    answer = page("lotta").post(address, {"text": "Lottas ord", "version": 0})

    assert answer.status_code == 409
    assert "Evas ord" in answer.text
    assert "Lottas ord" in answer.text
    assert 'name="version" value="1"' in answer.text


def test_autosave_answers_with_the_new_version_and_the_preview(report: Report, page: Any) -> None:
    address = f"/rapporter/{report.pk}/sammanfattning/"

    answer = page("eva").post(
        address, {"text": "## Rubrik", "version": 0}, headers={"HX-Request": "true"}
    )

    assert 'value="1"' in answer.text
    assert "Rubrik</h" in answer.text
    assert "<html" not in answer.text


def test_autosave_on_an_old_version_saves_nothing_and_says_so(report: Report, page: Any) -> None:
    address = f"/rapporter/{report.pk}/sammanfattning/"
    page("eva").post(address, {"text": "Evas ord", "version": 0})

    answer = page("lotta").post(
        address, {"text": "Annat", "version": 0}, headers={"HX-Request": "true"}
    )

    assert "Inte sparat" in answer.text
    assert report.chapters.get(key="sammanfattning").text == "Evas ord"


def test_filling_by_the_button_says_that_the_text_is_untouched(report: Report, page: Any) -> None:
    answer = page("eva").post(f"/rapporter/{report.pk}/hamta-siffror/", follow=True)

    assert "Texten är orörd" in answer.text


def test_a_reader_cannot_fill(report: Report, page: Any) -> None:
    assert page("stig").post(f"/rapporter/{report.pk}/hamta-siffror/").status_code == 403


def test_word_holds_the_text_and_the_tables(report: Report, page: Any) -> None:
    page("eva").post(
        f"/rapporter/{report.pk}/sammanfattning/", {"text": "Mina ord om året", "version": 0}
    )

    answer = page("eva").get(f"/rapporter/{report.pk}/rapport.docx")

    word = read_docx(BytesIO(answer.content))
    assert "Mina ord om året" in [paragraph.text for paragraph in word.paragraphs]
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"Kvinna", "Man"} <= cells or {"Kvinnor", "Män"} <= cells


def test_pdf_holds_the_text(report: Report, page: Any) -> None:
    page("eva").post(
        f"/rapporter/{report.pk}/sammanfattning/", {"text": "Mina ord om året", "version": 0}
    )

    answer = page("eva").get(f"/rapporter/{report.pk}/rapport.pdf")

    pages = pypdfium2.PdfDocument(answer.content)
    text = "".join(one.get_textpage().get_text_range() for one in pages)
    assert "Mina ord om året" in text
    assert "attachment" in answer["Content-Disposition"]


def test_a_file_form_that_is_not_there_is_not_there(report: Report, page: Any) -> None:
    assert page("eva").get(f"/rapporter/{report.pk}/rapport.odt").status_code == 404


def test_the_list_of_reports_asks_the_database_as_often_for_many_as_for_one(
    report: Report, page: Any, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    leader = page("eva")
    leader.get("/rapporter/")
    with django_assert_max_num_queries(24):
        assert leader.get("/rapporter/").status_code == 200


def test_a_table_that_the_plan_has_gained_waits_for_the_next_filling(
    report: Report, page: Any
) -> None:
    before = page("eva").get(f"/rapporter/{report.pk}/").content.decode()
    Report.objects.filter(pk=report.pk).update(figures={})
    after = page("eva").get(f"/rapporter/{report.pk}/").content.decode()
    assert before.count("figures-table") > 0
    assert after.count('<table class="figures-table') == 0
    assert str(report) in after


def test_two_over_the_api_get_both_texts(report: Report, page: Any) -> None:
    eva, address = page("eva"), f"/api/v1/reports/{report.pk}/chapters/sammanfattning"

    def write(text: str) -> Any:
        sent = {"text": text, "version": 0}
        return eva.put(address, sent, content_type="application/json")

    assert write("Mitt.").json() == {"key": "sammanfattning", "version": 1, "text": "Mitt."}
    refused = write("Ditt.")
    assert refused.status_code == 409
    stands = {"key": "sammanfattning", "version": 1, "text": "Mitt."}
    assert refused.json()["chapter"] == stands
