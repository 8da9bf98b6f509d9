"""Is the PDF one that an archive takes and a screen reader can read?"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.utils.translation import override

from stafett.measures.figures import Column, Count, Row, Text
from stafett.reports.rendering.blocks import Heading, Run, Section, TableBlock
from stafett.reports.rendering.markdown import parse
from stafett.reports.rendering.pdf import pdf
from tests.reports.rendering import pdf_reader as reader
from tests.reports.rendering.sample import branches, participants, report
from tests.reports.rendering.test_fitting import wide

RIGHT_MARGIN = 595.3 - 70.8
"""The right edge of the text in points: A4 less 2,5 cm."""


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf(report())


def only(*blocks):
    return replace(report(), chapters=(Section("Kapitel", blocks),), definitions=())


def plain(text):
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


def test_it_claims_both_standards_in_one_file(made):
    with reader.opened(made) as file, file.open_metadata() as xmp:
        claims = {key: xmp[key] for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
        assert claims == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}


def test_it_says_its_language_its_title_and_that_it_is_marked(made):
    with reader.opened(made) as file:
        assert str(file.Root.Lang) == "sv"
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as xmp:
            assert xmp["dc:title"] == "Bryggan 2022–2024"
            assert ", ".join(xmp["dc:creator"]) == "Kim Sandberg, Robin Ek"


def test_its_date_is_the_reports_and_not_the_clocks(made):
    with reader.opened(made) as file:
        assert str(file.docinfo.CreationDate).startswith("D:20240902")


def test_a_swedish_report_is_swedish_whoever_asks_for_it(made):
    swedish = report()
    with override("en"):
        assert pdf(swedish) == made


def test_fonts_are_inside_and_are_ours(made):
    with reader.opened(made) as file:
        found = [
            font
            for page in file.pages
            for font in page.get("/Resources", {}).get("/Font", {}).values()
        ]
        inner = [font.DescendantFonts[0] for font in found]
        assert {str(font.BaseFont).split("+")[1].split("-")[0] for font in inner} == {"SourceSans3"}
        assert all({"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()) for font in inner)


def test_headings_are_marked_with_their_levels(made):
    kinds = reader.kinds(made)
    assert kinds.count("H1") >= 9
    assert (kinds.count("H2"), kinds.count("H3")) == (3, 1)


def test_the_outline_leads_to_every_chapter(made):
    with reader.opened(made) as file, file.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert titles[-3:] == [
        "Styrgruppens analys och förslag",
        "Förbundschefens kommentar",
        "Definitioner",
    ]
    assert "Sammanfattning" in titles


def test_tables_have_heading_cells_for_their_columns(made):
    tables = [tag for tag in reader.structure(made) if tag.kind == "Table"]
    assert len(tables) == 5
    for table in tables:
        heads = [tag for tag in table.walk() if tag.kind == "TH"]
        assert heads
        assert {tag.attributes.get("Scope") for tag in heads} == {"/Column"}
        assert [tag.kind for tag in table.walk()].count("THead") == 1


def test_headings_over_several_columns_say_so(made):
    spans = [tag.attributes.get("ColSpan") for tag in reader.structure(made) if tag.kind == "TH"]
    assert spans.count("3") == 2


def test_pictures_have_their_words(made):
    figures = [tag for tag in reader.structure(made) if tag.kind == "Figure"]
    described = [tag.alternative for tag in figures if tag.alternative]
    assert len(described) == 2
    assert "Arbete: 30" in plain(described[1])


def test_lists_quotes_and_captions_are_what_they_are(made):
    kinds = reader.kinds(made)
    assert kinds.count("BlockQuote") == 1
    assert kinds.count("Caption") == 6
    assert {"L", "LI", "LBody", "TOC", "TOCI", "Link"} <= set(kinds)


def test_the_pages_say_what_was_written(made):
    said = plain(reader.text(made))
    for words in (
        "109 personer har deltagit.",
        "Tabell 2. Vad deltagarna gick vidare till",
        "33 av 109 30 % 22–39 %",
        "liten grupp 25–70 %",
        "(a) Dolt: färre än fem personer",
        "Kapitlet är inte skrivet.",
        "2 055 451 kr",
        "Sida 2 av 6",
    ):
        assert words in said


def test_the_same_report_gives_the_same_bytes(made):
    assert pdf(report()) == made


def test_long_words_are_hyphenated_the_swedish_way():
    words = "Arbetsmarknadsrehabiliteringsinsatserna " * 30
    said = reader.text(pdf(only(*parse(words))))
    ends = set(re.findall(r"(\w+)[-\u00ad\u2010\ufffe\x02]\s*\n?", said))
    assert any(
        "Arbetsmarknadsrehabiliteringsinsatserna".startswith(end) for end in ends if len(end) > 3
    )
    assert reader.furthest_right(pdf(only(*parse(words)))) <= RIGHT_MARGIN + 1


SYLLABLES = ("marknads", "rehabiliterings", "habiliterings", "biliterings", "literings", "terings",
             "insats", "utvecklings", "vecklings", "projektet", "jektet")  # fmt: skip
LONG = "Arbetsmarknadsrehabiliteringsinsatsutvecklingsprojektet"


def test_a_long_title_is_parted_at_a_syllable_and_never_altered():
    document = replace(
        report(), title=f"{LONG} Duellen", chapters=(Section(f"{LONG}s resultat", ()),)
    )
    raw = pdf(document)
    said = reader.text(raw)
    assert "\N{ZERO WIDTH SPACE}" not in said
    with reader.opened(raw) as file, file.open_outline() as outline:
        assert str(file.docinfo["/Title"]) == f"{LONG} Duellen"
        assert outline.root[0].title == f"{LONG}s resultat"
    front = re.split(r"Slutrapport", said)[0].replace("\r\n", "\n")
    joined = re.sub(r"[-\u00ad\u2010\ufffe\x02]\s*", "", front)
    assert LONG in joined, "put together again at its hyphens it is the word"
    parted = re.split(r"[-\u00ad\u2010\ufffe\x02]\s*\n?", front.strip())[0]
    assert LONG.removeprefix(parted).startswith(SYLLABLES), "where the language may part it"
    assert reader.furthest_right(raw) <= RIGHT_MARGIN + 1


def test_an_address_is_parted_without_a_sign_and_copied_as_it_was_written():
    address = "https://example.org/" + "".join(f"{n:03}bcdfg" for n in range(30))
    raw = pdf(only(*parse(address)))
    assert address in re.sub(r"\s+", "", reader.text(raw))
    assert reader.furthest_right(raw) <= RIGHT_MARGIN + 1


def test_words_that_cannot_be_divided_stay_inside_the_page():
    words = "https://example.org/" + "a" * 300 + "\n\n" + "X" * 400
    assert reader.furthest_right(pdf(only(*parse(words)))) <= RIGHT_MARGIN + 1


@pytest.mark.parametrize("columns", [1, 8, 14, 40])
@pytest.mark.parametrize("kind", ["count", "share"])
def test_wide_tables_fit(columns, kind):
    raw = pdf(only(TableBlock(wide(columns, kind))))
    assert reader.furthest_right(raw) <= RIGHT_MARGIN + 1
    assert plain(reader.text(raw)).count("Strandköping") >= 1


def test_words_in_cells_are_folded_and_fit():
    words = Text("Uppdraget har ändrats och löftet gäller bara en del av arbetsmarknadsåtgärden")
    columns = tuple(Column(str(n), f"Skäl {n}", "text") for n in range(6))
    rows = (Row("r", "Strandköping", (words,) * 6),)
    raw = pdf(only(TableBlock(replace(wide(6), columns=columns, rows=rows))))
    assert reader.furthest_right(raw) <= RIGHT_MARGIN + 1
    assert plain(reader.text(raw)).count("Uppdraget") == 6


def test_a_table_of_no_rows_and_of_one():
    for rows in ((), participants().rows[:1]):
        raw = pdf(only(TableBlock(replace(participants(), rows=rows))))
        assert "Ålder vid start" in plain(reader.text(raw))


def test_a_table_of_a_thousand_rows_repeats_its_headings_on_each_page():
    rows = tuple(Row(str(n), f"Ort {n}", (Count(n),) * 3) for n in range(1000))
    pages = reader.pages(pdf(only(TableBlock(replace(participants(), rows=rows)))))
    with_rows = [page for page in pages if re.search(r"Ort \d", page)]
    assert len(with_rows) > 15
    assert all("Ålder vid start" in page for page in with_rows)
    assert "Ort 999" in pages[-1]


def test_a_heading_between_rows_is_a_heading_of_the_table():
    rows = tuple(replace(row, parent="Länet") for row in branches().rows[:1])
    raw = pdf(only(TableBlock(replace(branches(), rows=rows))))
    assert "Länet" in plain(reader.text(raw))
    assert reader.kinds(raw).count("TH") == 10 + 1


def test_an_empty_report_is_still_a_report():
    bare = replace(report(), subtitle="", authors=(), chapters=(), definitions=(), period="")
    assert "Period" not in reader.text(pdf(bare))


def test_a_list_in_a_list_and_a_table_in_a_quote_can_be_set():
    blocks = parse("1. a\n   - b\n     1. c\n\n> | A |\n> |---|\n> | x |\n\n5. fem")
    said = plain(reader.text(pdf(only(*blocks))))
    assert "5. fem" in said


def test_several_reports_may_be_made_at_once():
    titles = [f"Rapport {n}" for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda title: pdf(replace(report(), title=title)), titles))
    assert [title in reader.text(raw) for title, raw in zip(titles, made, strict=True)] == [
        True
    ] * 4


@pytest.mark.parametrize(
    "words", ["", " ", "\N{NO-BREAK SPACE}", "\N{SOFT HYPHEN}", "\N{VARIATION SELECTOR-16}"]
)
def test_a_heading_of_nothing_is_a_dash_and_never_stops_a_report(words):
    blocks = (Heading(2, (Run(words),)),)
    document = replace(report(), title=words, chapters=(Section(words, blocks),))
    assert "–" in reader.text(pdf(document))
