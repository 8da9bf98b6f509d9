"""Are days, times and numbers written as people write them, in both languages?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from stafett.frame import formats
from tests.frame.cast import TODAY
from tests.frame.drawing import draw


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("amount", "swedish", "english"),
    [
        (2255451, "2 255 451 kr", "SEK 2,255,451"),
        (Decimal("16958.28"), "16 958 kr", "SEK 16,958"),
        (Decimal("0.5"), "1 kr", "SEK 1"),
        (0, "0 kr", "SEK 0"),
        (-1500, "\N{MINUS SIGN}1 500 kr", "-SEK 1,500"),
    ],
)
def test_an_amount_is_written_in_whole_kronor(
    amount: int | Decimal, swedish: str, english: str
) -> None:
    with translation.override("sv"):
        assert plain(formats.kronor(amount)) == swedish
    with translation.override("en"):
        assert plain(formats.kronor(amount)) == english


def test_the_spaces_inside_a_number_do_not_break() -> None:
    with translation.override("sv"):
        assert " " not in formats.kronor(2255451) + formats.percent(0.165)


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (1234567, "1 234 567", "1,234,567"),
        (999, "999", "999"),
        (2.5, "3", "3"),
        (-4, "\N{MINUS SIGN}4", "-4"),
    ],
)
def test_a_count_has_its_thousands_apart(value: float, swedish: str, english: str) -> None:
    with translation.override("sv"):
        assert plain(formats.whole_number(value)) == swedish
    with translation.override("en"):
        assert formats.whole_number(value) == english


@pytest.mark.parametrize(
    ("share", "decimals", "swedish", "english"),
    [
        (0.165, 1, "16,5 %", "16.5%"),
        (0.4, 1, "40,0 %", "40.0%"),
        (11 / 15, 0, "73 %", "73%"),
        (0.5, 2, "50,00 %", "50.00%"),
        (0.125, 0, "13 %", "13%"),
        (12.5, 0, "1 250 %", "1,250%"),
        (-0.021, 1, "\N{MINUS SIGN}2,1 %", "-2.1%"),
    ],
)
def test_a_share_keeps_its_number_of_decimals(
    share: float, decimals: int, swedish: str, english: str
) -> None:
    with translation.override("sv"):
        assert plain(formats.percent(share, decimals)) == swedish
    with translation.override("en"):
        assert formats.percent(share, decimals) == english


@pytest.mark.parametrize(
    ("day", "swedish", "english"),
    [
        (date(2026, 5, 5), "tis 5 maj", "Tue 5 May"),
        (date(2026, 9, 30), "ons 30 sep", "Wed 30 Sept"),
        (date(2007, 10, 1), "mån 1 okt 2007", "Mon 1 Oct 2007"),
    ],
)
def test_a_day_has_its_year_only_when_that_is_another(
    day: date, swedish: str, english: str
) -> None:
    with translation.override("sv"):
        assert formats.short_day(day, TODAY) == swedish
    with translation.override("en"):
        assert formats.short_day(day, TODAY) == english


def test_a_day_can_be_written_plainly_and_in_full() -> None:
    with translation.override("sv"):
        assert formats.plain_day(date(2007, 5, 3)) == "3 maj 2007"
        assert formats.full_day(date(2011, 5, 3)) == "tisdag 3 maj 2011"


def test_a_time_of_day_has_a_dot_in_swedish_and_a_colon_in_english() -> None:
    with translation.override("sv"):
        assert formats.clock(time(9, 5)) == "09.05"
    with translation.override("en"):
        assert formats.clock(time(13, 15)) == "13:15"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 5, 3), "i dag"),
        (date(2026, 5, 2), "i går"),
        (date(2026, 5, 4), "i morgon"),
        (date(2026, 4, 21), "för 12 dagar sedan"),
        (date(2026, 5, 12), "om 9 dagar"),
        (date(2026, 3, 5), "för 59 dagar sedan"),
        (date(2026, 3, 4), "för 2 månader sedan"),
        (date(2024, 5, 4), "för 24 månader sedan"),
        (date(2024, 5, 3), "för 2 år sedan"),
        (date(2023, 5, 4), "för 2 år sedan"),
        (date(2007, 9, 15), "för 18 år sedan"),
        (date(2028, 5, 2), "om 24 månader"),
        (date(2045, 1, 2), "om 18 år"),
        (date(2036, 5, 3), "om 10 år"),
    ],
)
def test_how_far_off_a_day_is_is_said_in_fitting_units(day: date, words: str) -> None:
    with translation.override("sv"):
        assert formats.distance(day, TODAY) == words


@pytest.mark.parametrize(
    ("days", "sv", "en"),
    [
        (-400, "för 13 månader sedan", "13 months ago"),
        (-2, "för 2 dagar sedan", "2 days ago"),
        (-1, "i går", "yesterday"),
        (0, "i dag", "today"),
        (1, "i morgon", "tomorrow"),
        (2, "om 2 dagar", "in 2 days"),
        (21, "om 21 dagar", "in 21 days"),
        (400, "om 13 månader", "in 13 months"),
    ],
)
def test_what_is_to_come_is_never_said_to_have_been(days: int, sv: str, en: str) -> None:
    for language, words in (("sv", sv), ("en", en)):
        with translation.override(language):
            assert formats.distance(TODAY + timedelta(days=days), TODAY) == words


def test_a_distance_follows_the_language() -> None:
    with translation.override("en"):
        assert formats.distance(date(2026, 4, 21), TODAY) == "12 days ago"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2008, 5, 3), date(2008, 8, 9), "3 maj – 9 aug 2008"),
        (date(2007, 10, 1), date(2009, 6, 30), "1 okt 2007 – 30 juni 2009"),
        (date(2008, 5, 3), None, "från 3 maj 2008"),
        (None, date(2008, 8, 9), "till 9 aug 2008"),
        (date(2008, 5, 3), date(2008, 5, 3), "3 maj 2008"),
        (None, None, "–"),
    ],
)
def test_a_period_names_each_year_once(first: date | None, last: date | None, words: str) -> None:
    with translation.override("sv"):
        assert formats.span(first, last) == words


def test_a_measure_is_written_without_decimals_that_say_nothing() -> None:
    with translation.override("sv"):
        assert [formats.plain_number(Decimal(one)) for one in ("20.0", "12.5")] == ["20", "12,5"]
    with translation.override("en"):
        assert formats.plain_number(Decimal("12.50")) == "12.5"


def test_without_a_language_or_with_an_unknown_one_swedish_is_written() -> None:
    with translation.override(None, deactivate=True):
        assert formats.locale().language == "sv"
    with translation.override("de"):
        assert formats.locale().language == "sv"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{{ 2255451|kr }}", "2 255 451 kr"),
        ("{{ 1234567|heltal }}", "1 234 567"),
        ("{{ 0.165|procent }}", "16,5 %"),
        ("{{ 0.165|procent:0 }}", "17 %"),
        ("{{ day|dag:today }}", "tis 21 apr"),
        ("{{ moment|dag:today }}", "mån 4 maj"),
        ("{{ day|datum }}", "21 april 2026"),
        ("{{ moment|klockslag }}", "00.30"),
        ("{{ hour|klockslag }}", "13.15"),
        ("{% period day today %}", "21 apr – 3 maj 2026"),
        ("{% period moment nothing %}", "från 4 maj 2026"),
    ],
)
def test_a_page_writes_numbers_and_days_through_filters(source: str, html: str) -> None:
    # Half past midnight in Stockholm is still the day before in UTC.
    moment = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)
    context = {"day": date(2026, 4, 21), "today": TODAY, "moment": moment, "hour": time(13, 15)}
    assert plain(draw(source, **context, nothing=None)) == html


@pytest.mark.parametrize("name", ["kr", "heltal", "procent", "dag", "datum", "klockslag"])
def test_what_is_not_there_is_a_dash_and_never_a_zero(name: str) -> None:
    assert draw("{{ nothing|" + name + " }}", nothing=None) == "–"


def test_a_naive_time_is_taken_as_it_stands() -> None:
    assert draw("{{ moment|klockslag }}", moment=datetime(2026, 5, 3, 9, 5)) == "09.05"  # noqa: DTZ001


def test_since_gives_the_day_on_hover_and_to_listeners() -> None:
    html = draw("({% since day today %})", day=date(2026, 4, 21), today=TODAY)
    assert html == (
        '(<time datetime="2026-04-21" title="tisdag 21 april 2026">för 12 dagar sedan'
        '<span class="sr-only"> (tisdag 21 april 2026)</span></time>)'
    )


def test_since_without_a_day_is_a_dash() -> None:
    assert draw("{% since day today %}", day=None, today=TODAY) == "–"


def test_since_and_dag_know_today_by_themselves() -> None:
    assert "sedan" in draw("{% since day %}", day=date(2007, 10, 1))
    assert draw("{{ day|dag }}", day=date(2007, 10, 1)) == "mån 1 okt 2007"
