"""Which days a report's tables count, and what of them those see who do not work in the initiative."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from docx import Document as read_docx

from stafett.initiatives.models import Initiative
from stafett.measures.figures import TableResult
from stafett.measures.presentation.json_shape import as_dict
from stafett.measures.queries import table
from stafett.reports import document as documents
from stafett.reports.actions import fill, start
from stafett.reports.document import document
from stafett.reports.models import Report
from stafett.reports.rendering.blocks import ChartBlock, Paragraph, TableBlock
from tests.cast import START, Cast
from tests.measures.freezing import frozen

SPRING = (date(2025, 1, 1), date(2025, 5, 31))
WIDER = "Räknat från insatsens början till och med 31 maj 2025, inte bara perioden."
OWN_DAYS = "Varje rad gäller de dagar som står i den, inte rapportens period."


@pytest.fixture
def spring(report: Report, cast: Cast) -> Report:
    """A half-year report on the initiative's second year."""
    return start(cast.initiative, "half_year", "Våren", period=SPRING, by=cast.as_("eva"))


def tables(cast: Cast, key: str, report: Report) -> list[TableResult]:
    """A report's tables as somebody reads them."""
    chapters = document(cast.viewer(key), Report.objects.get(pk=report.pk)).chapters
    blocks = [block for chapter in chapters for block in chapter.blocks]
    return [block.table for block in blocks if isinstance(block, TableBlock)]


@pytest.mark.parametrize("key", ["eva", "stig"])
def test_a_table_that_counts_more_than_the_period_says_so_first(
    spring: Report, cast: Cast, key: str
) -> None:
    """Else a steering group reads "47 participants during the half-year"."""
    frozen(cast, SPRING[1])
    said = {each.name: each.notes[0] for each in tables(cast, key, spring)}

    assert said.pop("volume") == OWN_DAYS
    assert set(said.values()) == {WIDER}


def test_a_period_from_the_initiatives_beginning_needs_no_such_line(
    report: Report, cast: Cast
) -> None:
    assert report.period_start == cast.initiative.starts_on == START
    for each in tables(cast, "eva", report):
        assert not any("inte bara perioden" in note for note in each.notes)


def test_a_table_without_rows_is_a_sentence_and_no_empty_headings(cast: Cast) -> None:
    cast.initiative.cost_statements.all().delete()
    by = cast.as_("eva")
    bare = start(cast.initiative, "final", "Bart", period=SPRING, by=by)
    written = [
        run.words
        for chapter in document(by, bare).chapters
        for block in chapter.blocks if isinstance(block, Paragraph)
        for run in block.runs
    ]  # fmt: skip
    assert written == [
        "Kostnad per deltagare: ingen kostnad per deltagare är upplagd för insatsen.",
    ]
    assert all(each.rows for each in tables(cast, "eva", bare))


def test_figures_counted_beyond_the_period_say_so(report: Report, cast: Cast) -> None:
    Initiative.objects.filter(code="prov").update(counted_on=date(2025, 5, 31))
    again = Report.objects.get(pk=report.pk)
    fill(again, by=cast.as_("eva"))

    found = {each.name: each for each in tables(cast, "eva", again)}

    assert found["outcomes"].notes[0] == WIDER


def test_the_line_stands_in_page_word_and_pdf(spring: Report, page: Any) -> None:
    eva, address = page("eva"), f"/rapporter/{spring.pk}/"

    assert WIDER in eva.get(address).text
    word = read_docx(BytesIO(eva.get(f"{address}rapport.docx").content))
    assert WIDER in "\n".join(paragraph.text for paragraph in word.paragraphs)
    pages = pypdfium2.PdfDocument(eva.get(f"{address}rapport.pdf").content)
    text = " ".join(one.get_textpage().get_text_range() for one in pages)
    assert WIDER in " ".join(text.replace("\ufffe", "").split())


@pytest.mark.parametrize("key", ["stig", "ulf", "rakel", "lena", "lotta"])
def test_an_outsider_reads_what_was_frozen_when_the_reports_period_was_over(
    report: Report, cast: Cast, key: str
) -> None:
    frozen(cast, report.period_end)
    frozen(cast, date(2025, 5, 31))

    read = tables(cast, key, report)

    assert {"outcomes", "participants", "cases"} <= {each.name for each in read}
    for each in read:
        there = table(cast.as_(key), each.name, cast.initiative, each.by, through=report.period_end)
        assert each.title == there.title
        assert as_dict(each)["rows"] == as_dict(there)["rows"]
        assert any("Fastställda siffror" in note for note in each.notes)


def test_where_nothing_is_frozen_an_outsider_reads_why(report: Report, cast: Cast) -> None:
    chapters = document(cast.viewer("stig"), report).chapters
    blocks = [block for chapter in chapters for block in chapter.blocks]
    written = [run.words for b in blocks if isinstance(b, Paragraph) for run in b.runs]

    assert not [block for block in blocks if isinstance(block, TableBlock)]
    assert "Utfall: Provinsatsen har inga fastställda siffror än." in " ".join(written)


def test_an_outsider_reads_each_table_once_a_chapter(report: Report, cast: Cast) -> None:
    frozen(cast, report.period_end)

    titles = [each.title for each in tables(cast, "stig", report)]

    assert {"Utfall", "Utfall efter kön"} <= set(titles)
    assert "Deltagare efter ålder" not in titles
    assert len(titles) == len(set(titles))
    assert "Utfall efter kön" in [each.title for each in tables(cast, "eva", report)]


def test_an_outsider_sees_a_picture_of_the_rows_that_they_see(report: Report, cast: Cast) -> None:
    frozen(cast, report.period_end)

    def drawn(key: str) -> list[str]:
        chapters = document(cast.viewer(key), report).chapters
        blocks = [block for chapter in chapters for block in chapter.blocks]
        return [block.chart.title for block in blocks if isinstance(block, ChartBlock)]

    assert drawn("eva") == ["Myndighetsärenden: Ärenden", "Utfall: Andel"]
    assert drawn("stig") == ["Utfall: Andel"]


def test_a_table_that_a_reader_has_no_right_to_is_left_out(
    report: Report, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*asked: object) -> TableResult:
        raise PermissionDenied

    monkeypatch.setattr(documents, "frozen_table", refused)

    assert tables(cast, "stig", report) == []
