"""Does a real Office program open the Word file and show all of it?"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from stafett.measures.figures import Column, Count, Row
from stafett.reports.rendering.blocks import Section, TableBlock
from stafett.reports.rendering.word import word
from tests.reports.rendering import pdf_reader, word_reader
from tests.reports.rendering.sample import participants, report
from tests.reports.rendering.test_fitting import wide

pytestmark = pytest.mark.documents


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory) -> bytes:
    return word_reader.by_office(word(report()), tmp_path_factory.mktemp("office"))


def plain(text):
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


def test_the_whole_report_is_there_on_a_handful_of_pages(laid_out):
    pages = pdf_reader.pages(laid_out)
    assert 6 <= len(pages) <= 8
    said = plain("\n".join(pages))
    for words in (
        "Samordningsförbundet Nybybygden",
        "109 personer har deltagit.",
        "med en namngiven ansvarig i varje myndighet",
        "Tabell 3. Till arbete och till studier, efter ort",
        "liten grupp",
        "Figur 2.",
        "Kapitlet är inte skrivet.",
        "Kostnader enligt huvudboken, utan moms.",
    ):
        assert words in said


def test_pages_after_the_first_are_numbered_and_named(laid_out):
    first, *others = pdf_reader.pages(laid_out)
    assert "Sida" not in first
    for number, page in enumerate(others, start=2):
        assert f"Sida {number} av {len(others) + 1}" in plain(page)
        assert "Bryggan 2022–2024" in page


def test_the_first_chapter_begins_a_page_and_the_contents_lead_to_it(laid_out):
    pages = pdf_reader.pages(laid_out)
    assert plain(pages[1]).startswith("Bryggan 2022–2024 Innehåll Sammanfattning")
    assert "Målen var tre" in pages[2]


def test_the_contents_say_on_which_page_each_chapter_is(laid_out):
    pages = [plain(page) for page in pdf_reader.pages(laid_out)]
    listed = dict(re.findall(r"([A-ZÅÄÖ][^.]+?) ?\.{3,} ?(\d+)", pages[1]))
    assert len(listed) == 11
    for chapter, number in listed.items():
        assert chapter.removeprefix("Bryggan 2022–2024 Innehåll ") in pages[int(number) - 1]


def test_headings_of_a_long_table_are_repeated_and_wide_tables_fit(tmp_path):
    rows = tuple(Row(str(n), f"Ort {n}", (Count(n),) * 3) for n in range(150))
    blocks = (
        TableBlock(replace(participants(), rows=rows)),
        TableBlock(wide(14, "share")),
        TableBlock(wide(40)),
    )
    document = replace(report(), chapters=(Section("A", blocks),), definitions=())
    raw = word_reader.by_office(word(document), tmp_path)
    with_rows = [page for page in pdf_reader.pages(raw) if re.search(r"Ort \d", page)]
    assert len(with_rows) >= 3
    assert all("Ålder vid start" in page for page in with_rows)
    assert pdf_reader.furthest_right(raw) <= 595.3 - 70.8 + 4


def test_structure_survives_for_those_who_listen(laid_out):
    with pdf_reader.opened(laid_out) as file:
        assert str(file.Root.Lang).lower() == "sv-se"


def test_a_heading_of_a_column_is_never_broken_in_the_middle_of_a_word(tmp_path):
    """Whatever font stands in for the one asked for."""
    headings = ("Deltaganden", "Remitterade", "Personer")
    columns = tuple(Column(heading, heading, "count") for heading in headings)
    rows = (Row("a", "Arbete", (Count(8),) * 3),)
    table = replace(participants(), columns=columns, rows=rows)
    document = replace(report(), chapters=(Section("A", (TableBlock(table),)),), definitions=())
    said = plain("\n".join(pdf_reader.pages(word_reader.by_office(word(document), tmp_path))))
    assert all(heading in said for heading in headings)
