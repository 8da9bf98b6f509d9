"""The shared words: when they hold, where they were read, whether they are confirmed, on page and in API."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from stafett.vocabulary import queries, urls
from stafett.vocabulary.actions import FILES, load
from stafett.vocabulary.models import CommonOutcome, County, LivelihoodSource, Municipality
from stafett.vocabulary.order import swedish
from tests.cast import TODAY, Cast

PAGES = ["/ord/", "/ord/ordlista/", "/ord/kommuner/"]


def text_of(response: Any) -> str:
    """The page's words, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_page_is_tried_here() -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == {"words", "glossary", "word_list"}


@pytest.mark.parametrize("address", PAGES)
def test_whoever_is_not_logged_in_is_sent_to_the_log_in_page(db: None, address: str) -> None:
    assert Client().get(address)["Location"].startswith("/logga-in/")


@pytest.mark.parametrize("key", ["karin", "ulf", "rakel", "olle"])
def test_everybody_who_is_logged_in_reads_them(cast: Cast, page: Any, key: str) -> None:
    client = page(key)
    for address in PAGES:
        assert client.get(address).status_code == 200


def test_every_list_in_the_database_is_on_the_page(cast: Cast, page: Any) -> None:
    assert {each.model for each in queries.LISTS} == set(FILES.values())
    text = text_of(page("karin").get("/ord/"))
    for each in queries.LISTS:
        assert str(each.name) in text
    assert "Kommuner Var den enskilde" in text
    assert "förslag, inte bekräftad lista" in text


def test_a_list_is_confirmed_when_every_word_in_it_is(cast: Cast, page: Any) -> None:
    found = {each.words.slug: each for each in queries.lists(cast.viewer("karin"))}
    assert (found["lan"].total, found["kommuner"].total) == (21, 290)
    assert found["lan"].confirmed
    assert not found["kommuner"].confirmed
    County.objects.filter(code="01").update(verified=False)
    assert "delvis bekräftad" in text_of(page("karin").get("/ord/"))


def test_a_list_shows_code_validity_and_source_of_each_word(cast: Cast, page: Any) -> None:
    Municipality.objects.filter(code="0482").update(valid_from=date(1971, 1, 1))
    text = text_of(page("karin").get("/ord/kommuner/"))
    assert "Flen 0482 Flen från 1 jan 1971" in text
    assert "inte angivet" in text
    assert "SCB" in text


def test_only_words_that_hold_on_the_day_are_shown(cast: Cast, page: Any) -> None:
    Municipality.objects.filter(code="0482").update(valid_to=date(2009, 12, 31))
    Municipality.objects.filter(code="0483").update(valid_from=date(2010, 1, 1))
    client = page("karin")
    text = text_of(client.get("/ord/kommuner/?dag=2009-12-31"))
    assert "som gäller 31 december 2009" in text
    assert " 0482 " in text
    assert " 0483 " not in text
    assert " 0482 " not in text_of(client.get("/ord/kommuner/?dag=2010-01-01"))
    assert " 0483 " in text_of(client.get("/ord/kommuner/"))


def test_a_list_without_words_on_the_day_says_so(cast: Cast, page: Any) -> None:
    County.objects.update(valid_from=date(1990, 1, 1))
    assert "Inga ord i listan gällde" in text_of(page("karin").get("/ord/lan/?dag=1980-01-01"))


def test_a_day_that_is_not_there_is_told_and_stays(cast: Cast, page: Any) -> None:
    response = page("karin").get("/ord/lan/?dag=2009-02-30")
    assert response.status_code == 422
    assert "ingen dag som finns" in text_of(response)
    assert 'value="2009-02-30"' in response.content.decode()


def test_a_list_that_is_not_there_is_not_found(cast: Cast, page: Any) -> None:
    assert page("karin").get("/ord/nej/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_words(
    cast: Cast, page: Any, django_assert_max_num_queries: Any
) -> None:
    client = page("karin")
    with django_assert_max_num_queries(25):
        client.get("/ord/")
    with django_assert_max_num_queries(18):
        client.get("/ord/kommuner/")


def test_loading_the_lists_again_changes_nothing(cast: Cast) -> None:
    before = list(CommonOutcome.objects.values())
    load()
    assert list(CommonOutcome.objects.values()) == before


def test_what_the_files_say_yes_to_is_yes(cast: Cast) -> None:
    assert County.objects.filter(verified=True).count() == 21
    assert CommonOutcome.objects.get(code="work_unsupported").is_work
    assert CommonOutcome.objects.get(code="studies").is_study
    assert not CommonOutcome.objects.get(code="studies").is_work
    household = LivelihoodSource.objects.filter(household=True)
    assert household.exists()
    assert not household.filter(has_extent=True).exists()


def test_a_word_is_told_in_the_language_of_the_reader(cast: Cast) -> None:
    from django.utils import translation

    word = CommonOutcome.objects.get(code="studies")
    assert str(word) == "Studier"
    with translation.override("en"):
        assert str(word) == "Studies"
        assert str(CommonOutcome(label_sv="Utan")) == "Utan"


def test_swedish_letters_come_last_and_in_their_order(cast: Cast) -> None:
    rows = Municipality.objects.filter(
        label_sv__in=["Åre", "Ängelholm", "Örebro", "Arvika", "Ystad"]
    )
    names = rows.order_by(swedish("label_sv")).values_list("label_sv", flat=True)
    assert list(names) == ["Arvika", "Ystad", "Åre", "Ängelholm", "Örebro"]


def test_the_api_has_lists_words_and_glossary(cast: Cast, page: Any) -> None:
    client = page("ulf")
    sizes = {each["slug"]: each["total"] for each in client.get("/api/v1/words").json()}
    assert sizes["kommuner"] == 290
    words = client.get("/api/v1/words/lan?day=2025-01-01").json()
    assert words[0]["code"] == "01"
    assert client.get("/api/v1/words/nej").status_code == 404
    assert {"sv": "part", "en": "party"}.items() <= next(
        term for term in client.get("/api/v1/glossary").json() if term["sv"] == "part"
    ).items()


def test_words_are_asked_for_on_the_viewers_day(cast: Cast) -> None:
    County.objects.filter(code="01").update(valid_to=TODAY)
    assert queries.words(cast.viewer("karin"), County).filter(code="01").exists()
    assert (
        not queries.words(cast.viewer("karin"), County, date(2025, 6, 3)).filter(code="01").exists()
    )
