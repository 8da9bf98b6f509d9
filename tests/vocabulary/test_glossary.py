"""The glossary: one file behind the page and docs/glossary.md."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from stafett.vocabulary import glossary
from stafett.vocabulary.glossary import as_markdown, terms
from tests.cast import Cast

PAGE = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"


def test_the_page_in_the_docs_is_made_from_the_file() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown()


def test_the_command_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(glossary.__file__, run_name="__main__")
    assert capsys.readouterr().out == as_markdown()


def test_every_term_is_there_once_with_both_words_and_both_meanings() -> None:
    assert len({term.sv for term in terms()}) == len(terms()) >= 60
    for term in terms():
        assert term.sv
        assert term.en
        assert term.meaning_sv.endswith(".")
        assert term.meaning_en.endswith(".")
        assert "|" not in f"{term.sv}{term.en}{term.meaning_sv}{term.meaning_en}"


def test_terms_stand_in_swedish_order() -> None:
    words = [term.sv for term in terms()]
    assert words[-2:] == ["ärende", "överlämning"]
    assert words.index("Arbetsförmedlingen (Af)") < words.index("avslut")


@pytest.mark.parametrize(
    "sv",
    ["part", "myndighet", "personuppgiftsansvarig", "håller ihop", "deltagande", "utfall", "mål"],
)
def test_words_that_must_not_be_mixed_up_are_there(sv: str) -> None:
    assert sv in {term.sv for term in terms()}


def test_the_meaning_is_in_the_readers_language(cast: Cast, page: Any) -> None:
    term = next(term for term in glossary.terms() if term.sv == "part")
    assert term.meaning == term.meaning_sv
    with translation.override("en"):
        assert term.meaning == term.meaning_en
    assert term.meaning_sv in page("ulf").get("/ord/ordlista/").content.decode()
