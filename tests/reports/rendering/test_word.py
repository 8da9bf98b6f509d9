"""Is the Word file one that can be read, heard and written on in?"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from django.utils.translation import override
from docx.oxml.ns import qn

from stafett.measures.figures import Column, Count, Row, Text
from stafett.reports.rendering.blocks import Section, TableBlock
from stafett.reports.rendering.fitting import PAGE_WIDTH
from stafett.reports.rendering.markdown import parse
from stafett.reports.rendering.word import word
from tests.reports.rendering import word_reader as reader
from tests.reports.rendering.sample import branches, participants, report
from tests.reports.rendering.test_fitting import wide


@pytest.fixture(scope="module")
def made() -> bytes:
    return word(report())


def only(*blocks):
    return replace(report(), chapters=(Section("Kapitel", blocks),), definitions=())


def words_in(raw, style):
    return [words for name, words in reader.styled(raw) if name == style]


def test_it_says_its_title_its_authors_and_its_language(made):
    core = reader.opened(made).core_properties
    assert (core.title, core.subject) == ("Bryggan 2022–2024", "Slutrapport")
    assert (core.author, core.language) == ("Kim Sandberg, Robin Ek", "sv")
    assert core.created.date() == report().made_on
    languages = reader.part(made, "word/styles.xml").iter(qn("w:lang"))
    assert {each.get(qn("w:val")) for each in languages} == {"sv-SE"}


def test_headings_are_real_headings(made):
    assert words_in(made, "Heading 1")[0] == "Sammanfattning"
    assert words_in(made, "Heading 1")[-1] == "Definitioner"
    assert words_in(made, "Heading 2") == ["Deltagarna", "Personalen", "Organisationen"]
    assert words_in(made, "Heading 3") == ["Vikariat"]


def test_the_contents_link_to_each_heading_of_two_levels_with_a_field_for_its_page(made):
    body = reader.opened(made).element.body
    codes = [each.text.split() for each in body.iter(qn("w:instrText"))]
    paged = [code[1] for code in codes if code[0] == "PAGEREF"]
    links = [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))]
    anchors = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    inner = [link for link in links if link]
    assert len(inner) == 11
    assert paged == inner
    assert set(inner) < anchors
    assert words_in(made, "toc 2") == ["Deltagarna–", "Personalen–", "Organisationen–"]
    begun = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
    assert begun.count("begin") == begun.count("separate") == begun.count("end")


def test_word_is_asked_to_fill_in_page_numbers_when_the_file_is_opened(made):
    settings = reader.part(made, "word/settings.xml")
    assert settings.find(qn("w:updateFields")) is not None
    assert settings.find(qn("w:autoHyphenation")) is not None


def test_every_page_but_the_first_has_title_and_number(made):
    section = reader.opened(made).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Bryggan 2022–2024"
    codes = [each.text.strip() for each in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_each_tables_headings_are_repeated_and_no_row_is_divided(made):
    tables = list(reader.opened(made).element.body.iter(qn("w:tbl")))
    assert len(tables) == 5
    for table in tables:
        rows = list(table.iter(qn("w:tr")))
        repeated = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert repeated[0]
        assert repeated == sorted(repeated, reverse=True)
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_each_table_has_words_for_those_who_cannot_see_it(made):
    captions = [
        each.get(qn("w:val")) for each in reader.opened(made).element.iter(qn("w:tblCaption"))
    ]
    assert captions == [
        "Deltagare efter ålder och kön",
        "Vad deltagarna gick vidare till",
        "Till arbete och till studier, efter ort",
        "Kostnader per år och slag",
    ]


def test_tables_and_figures_are_numbered_by_fields_with_their_captions(made):
    assert words_in(made, "Caption") == [
        "Tabell 1. Deltagare efter ålder och kön",
        "Figur 1. Deltagare efter ålder och kön",
        "Tabell 2. Vad deltagarna gick vidare till",
        "Figur 2. Vad deltagarna gick vidare till: Av alla",
        "Tabell 3. Till arbete och till studier, efter ort",
        "Tabell 4. Kostnader per år och slag",
    ]
    codes = [e.text.strip() for e in reader.opened(made).element.iter(qn("w:instrText"))]
    assert codes.count(r"SEQ Tabell \* ARABIC") == 4
    assert codes.count(r"SEQ Figur \* ARABIC") == 2


def test_pictures_have_alternative_text_and_ids_of_their_own(made):
    found = list(reader.opened(made).element.iter(qn("wp:docPr")))
    assert len({each.get("id") for each in found}) == 2
    assert "Arbete: 30" in found[1].get("descr")
    assert found[0].get("title") == "Deltagare efter ålder och kön"


def test_headings_over_several_columns_are_merged_and_every_row_is_as_wide(made):
    table = list(reader.opened(made).element.body.iter(qn("w:tbl")))[3]
    columns = len(list(table.iter(qn("w:gridCol"))))
    for row in table.iter(qn("w:tr")):
        spans = [cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in row.iter(qn("w:tc"))]
        assert sum(1 if span is None else int(span.get(qn("w:val"))) for span in spans) == columns
    assert len(list(table.iter(qn("w:vMerge")))) == 4


def test_remarks_stand_under_their_table(made):
    remarks = words_in(made, "Tabellanmärkning")
    assert "(a) Dolt: färre än fem personer, och de skulle kunna kännas igen." in remarks


def test_each_numbered_list_begins_anew_at_its_own_start():
    raw = word(only(*parse("1. a\n2. b\n\ntext\n\n4. c\n   - d\n     1. e\n        - f")))
    numbering = reader.opened(raw).part.numbering_part.element
    starts = [
        (each.getparent().get(qn("w:ilvl")), each.get(qn("w:val")))
        for each in numbering.iter(qn("w:startOverride"))
    ]
    assert starts == [("0", "1"), ("0", "4"), ("2", "1")]
    levels = [e.get(qn("w:val")) for e in reader.opened(raw).element.body.iter(qn("w:ilvl"))]
    assert levels == ["0", "0", "0", "1", "2", "2"]


def test_kinds_of_lists_stand_before_lists_as_the_schema_wants():
    raw = word(only(*parse("1. a\n\n- b")))
    tags = [each.tag for each in reader.part(raw, "word/numbering.xml")]
    assert tags == sorted(tags, key=lambda tag: tag == qn("w:num"))


def test_an_item_may_have_a_second_paragraph_and_a_quote():
    raw = word(only(*parse("- a\n\n  b\n\n  > c")))
    assert words_in(raw, "List Bullet") == ["a", "b"]
    first, second = reader.opened(raw).element.body.iter(qn("w:numId"))
    assert first.get(qn("w:val")) != "0"
    assert second.get(qn("w:val")) == "0"
    assert words_in(raw, "Quote") == ["c"]


def test_a_list_in_a_quote_is_a_list_and_a_table_in_a_quote_a_table():
    raw = word(only(*parse("> a\n>\n> - b\n>\n> | A |\n> |---|\n> | x |")))
    assert words_in(raw, "List Bullet") == ["b"]
    assert words_in(raw, "Tabelltext") == ["A", "x"]


def test_links_lead_out_through_relations(made):
    relations = reader.opened(made).part.rels.values()
    outside = {relation.target_ref for relation in relations if relation.is_external}
    assert outside == {"https://www.example.org/bryggan", "mailto:bryggan@example.org"}


@pytest.mark.parametrize("columns", [1, 8, 14, 40])
def test_no_table_is_wider_than_the_page(columns):
    raw = word(only(TableBlock(wide(columns, "share"))))
    for table in reader.opened(raw).element.body.iter(qn("w:tbl")):
        widths = [int(each.get(qn("w:w"))) for each in table.iter(qn("w:gridCol"))]
        assert sum(widths) <= PAGE_WIDTH * 20 + 20


def test_a_table_is_not_parted_for_the_sake_of_a_wider_font():
    columns = tuple(Column(str(n), f"Skäl {n}", "text") for n in range(5))
    rows = (Row("r", "Remitterande part okänd", (Text("inget löfte än"),) * 5),)
    raw = word(only(TableBlock(replace(wide(5), columns=columns, rows=rows))))
    assert len(list(reader.opened(raw).element.body.iter(qn("w:tbl")))) == 1


def test_short_tables_are_kept_together_and_long_ones_may_be_divided():
    def kept(rows):
        table = replace(participants(), rows=tuple(rows))
        (found,) = reader.opened(word(only(TableBlock(table)))).element.body.iter(qn("w:tbl"))
        inner = list(found.iter(qn("w:tr")))[2]
        return inner.find(f".//{qn('w:keepNext')}") is not None

    assert kept(participants().rows)
    assert not kept(Row(str(n), str(n), (Count(n),) * 3) for n in range(30))


def test_a_mark_above_its_figure_is_a_line_of_its_own(made):
    table = list(reader.opened(made).element.body.iter(qn("w:tbl")))[3]
    marked = [cell for cell in table.iter(qn("w:tc")) if "liten grupp" in reader.words(cell)]
    assert len(marked) == 5
    assert all(cell.find(f".//{qn('w:br')}") is not None for cell in marked)


def test_what_is_said_under_a_table_stays_with_it(made):
    body = list(reader.opened(made).element.body)
    (after,) = [body[n + 1] for n, each in enumerate(body) if each.tag == qn("w:tbl")][1:2]
    assert after.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_a_table_of_none_of_one_and_of_a_thousand_rows():
    for count in (0, 1, 1000):
        rows = tuple(Row(str(n), f"Ort {n}", (Count(n),) * 3) for n in range(count))
        raw = word(only(TableBlock(replace(participants(), rows=rows))))
        (table,) = reader.opened(raw).element.body.iter(qn("w:tbl"))
        assert len(list(table.iter(qn("w:tr")))) == 1 + count


def test_a_heading_between_rows_spans_the_table():
    rows = tuple(replace(row, parent="Länet") for row in branches().rows[:1])
    raw = word(only(TableBlock(replace(branches(), rows=rows))))
    (heading,) = [
        cell
        for cell in reader.opened(raw).element.body.iter(qn("w:tc"))
        if reader.words(cell) == "Länet"
    ]
    assert heading.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}").get(qn("w:val")) == "8"


def test_only_what_everything_sums_to_is_heavy():
    rows = (
        replace(branches().rows[-1], label="Alla"),
        replace(branches().rows[-1], key="w", label="Kvinnor", parent="all"),
    )
    raw = word(only(TableBlock(replace(branches(), rows=rows))))
    heavy = {
        reader.words(each)
        for each in reader.opened(raw).element.body.iter(qn("w:r"))
        if each.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None
    }
    assert "Alla" in heavy
    assert "Kvinnor" not in heavy


def test_an_empty_report_is_still_a_report():
    bare = replace(report(), subtitle="", authors=(), chapters=(), definitions=(), period="")
    raw = word(bare)
    assert words_in(raw, "Title") == ["Bryggan 2022–2024"]
    assert words_in(raw, "Subtitle") == []


def test_the_same_report_gives_the_same_bytes(made):
    assert word(report()) == made


def test_a_swedish_report_is_swedish_whoever_asks_for_it(made):
    swedish = report()
    with override("en"):
        assert word(swedish) == made


def test_only_the_contents_and_the_first_chapter_begin_a_page(made):
    breaks = reader.opened(made).element.body.iter(qn("w:pageBreakBefore"))
    begun = [reader.words(each.getparent().getparent()) for each in breaks]
    assert begun == ["Innehåll", "Sammanfattning"]


def test_an_associations_own_template_is_used_even_if_it_lacks_a_style():
    own = reader.opened(word(only()))
    own.styles["Förstasida"].delete()
    own.sections[0].footer.paragraphs[0].text = "Förbundets egen fot"
    out = io.BytesIO()
    own.save(out)
    raw = word(report(), template=out.getvalue())
    assert reader.opened(raw).sections[0].footer.paragraphs[0].text == "Förbundets egen fot"
    assert "Period: 1 september 2022 – 30 juni 2024" in words_in(raw, "Normal")
    assert "Kapitel" not in words_in(raw, "Heading 1")


def test_every_part_of_the_file_is_xml_that_can_be_read(made):
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        names = [name for name in file.namelist() if name.endswith((".xml", ".rels"))]
    assert len([reader.part(made, name) for name in names]) > 8
