"""A short paper as PDF and as Word: the same words, in its language, with lines to sign on."""

from __future__ import annotations

from datetime import date

import pytest

from stafett.papers.paper import Facts, Paper, Part, Points, SignOn, Text, lines
from stafett.papers.pdf import pdf
from stafett.papers.word import word
from tests.reports.rendering import pdf_reader, word_reader


def paper(language: str = "sv", foot: str = "Märke 0a1b2c3d") -> Paper:
    said = lines(
        "Jag säger ja.\n\n– Af får berätta för FK: allt\n– FK för Af\n\nDet gäller i ett år."
    )
    tolk = Facts((("Tolk", "Amina Noor"),))
    return Paper(
        "Samtycke",
        (Part("", said), Part("Underskrift", (tolk, SignOn(("Ort och dag", "Anna Ek"))))),
        date(2025, 6, 2),
        "Karin Ek",
        foot,
        language,
    )


def test_lines_that_begin_with_a_dash_become_one_list() -> None:
    assert lines("Ett.\n– a\n– b\nTvå.\n\n– c") == (
        Text("Ett."), Points(("a", "b")), Text("Två."), Points(("c",)),
    )  # fmt: skip


def test_a_program_that_reads_aloud_finds_heading_list_and_language() -> None:
    made = pdf(paper())
    kinds = pdf_reader.kinds(made)
    assert {"H1", "L", "P"} <= set(kinds)
    assert kinds.count("LI") == 2
    with pdf_reader.opened(made) as file:
        assert str(file.Root.Lang) == "sv"
        assert bool(file.Root.MarkInfo.Marked)


@pytest.mark.parametrize(("language", "number"), [("sv", "Sida 1 av 1"), ("en", "Page 1 of 1")])
def test_the_paper_speaks_its_language_and_names_itself_on_each_page(
    language: str, number: str
) -> None:
    said = pdf_reader.text(pdf(paper(language)))
    assert number in said
    assert "Märke 0a1b2c3d" in said
    with pdf_reader.opened(pdf(paper(language))) as file:
        assert str(file.Root.Lang) == language


def test_what_people_write_is_never_a_command() -> None:
    evil = "#panic() *fet* \\ $x$ ]] <script> & \x07"
    made = Paper("T", (Part("", (Text(evil),)),), date(2025, 6, 2), evil)
    assert "#panic() *fet* \\ $x$ ]] <script> &" in pdf_reader.text(pdf(made))
    assert word_reader.words(word_reader.opened(word(made)).element).endswith("<script> & ")


def long_paper(number: int) -> Paper:
    said = tuple(Text(f"Rad {one} av det som skrivs under.") for one in range(1, number + 1))
    return Paper(
        "Samtycke",
        (
            Part("", (*said, Text("Sista ordet."))),
            Part("Underskrift", (SignOn(("Ort och dag", "Anna Ek")),)),
            Part("Kontroll", (Text("Summan."),)),
        ),
        date(2025, 6, 2), "Karin Ek",
    )  # fmt: skip


@pytest.mark.parametrize("number", range(31, 37))
def test_nobody_signs_on_a_page_that_has_nothing_of_the_text(number: int) -> None:
    pages = pdf_reader.pages(pdf(long_paper(number)))
    assert sum(page.count("Sista ordet.") for page in pages) == 1
    (signing,) = [page for page in pages if "Anna Ek" in page]
    assert "Sista ordet." in signing
    assert "Underskrift" in signing


def test_in_word_the_last_words_the_heading_and_the_lines_are_kept_on_one_page() -> None:
    body = word_reader.opened(word(long_paper(3))).paragraphs
    kept = [one.text for one in body if one.paragraph_format.keep_with_next]
    assert kept == ["Sista ordet.", "", "Ort och dag", ""]
    heading = next(one for one in body if one.text == "Underskrift")
    assert heading.style
    assert heading.style.paragraph_format.keep_with_next


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert pdf(paper()) == pdf(paper())
    assert word(paper()) == word(paper())


def test_word_has_the_words_in_order_with_styles_and_lines() -> None:
    found = [(style, words) for style, words in word_reader.styled(word(paper())) if words]
    assert found == [
        ("Title", "Samtycke"),
        ("Normal", "Jag säger ja."),
        ("List Bullet", "Af får berätta för FK: allt"),
        ("List Bullet", "FK för Af"),
        ("Normal", "Det gäller i ett år."),
        ("Heading 2", "Underskrift"),
        ("Förstasida", "Tolk: Amina Noor"),
        ("Tabellanmärkning", "Ort och dag"),
        ("Tabellanmärkning", "Anna Ek"),
    ]


@pytest.mark.parametrize(
    ("language", "tongue", "number"),
    [("sv", "sv-SE", "Sida 1 av 1"), ("en", "en-GB", "Page 1 of 1")],
)
def test_word_is_in_the_papers_language_on_every_page(
    language: str, tongue: str, number: str
) -> None:
    opened = word_reader.opened(word(paper(language)))
    assert opened.core_properties.language == tongue
    assert f'w:val="{tongue}"' in opened.styles.element.xml
    assert opened.sections[0].footer.paragraphs[0].text == f"Märke 0a1b2c3d\t{number}"
    assert not opened.sections[0].different_first_page_header_footer


def test_a_paper_without_a_mark_has_its_number_alone() -> None:
    opened = word_reader.opened(word(paper(foot="")))
    assert opened.sections[0].footer.paragraphs[0].text == "Sida 1 av 1"


@pytest.mark.documents
def test_a_real_office_program_shows_all_of_it(tmp_path) -> None:
    said = pdf_reader.text(word_reader.by_office(word(paper()), tmp_path))
    for words in ("Samtycke", "FK för Af", "Tolk: Amina Noor", "Ort och dag", "Sida 1 av 1"):
        assert words in said
