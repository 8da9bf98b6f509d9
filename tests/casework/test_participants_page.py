"""Does the list show exactly those one may see, in Swedish order, page by page, however one searches?"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stafett.casework.models import Participation
from stafett.casework.queries import participants as listing
from stafett.parties.actions import appoint, open_post
from stafett.safeguards.viewer import operator
from tests.casework.conftest import Page, get, names
from tests.casework.unit_world import give, karins, nils
from tests.cast import START, TODAY, Cast

LIST = "/deltagare/"
BY = operator(TODAY)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three on a page and five counted, so that few rows show what many do."""
    monkeypatch.setattr(listing, "PAGE", 3)
    monkeypatch.setattr(listing, "MOST", 5)


def somebody(cast: Cast, given: str, family: str, **facts: Any) -> Participation:
    person = cast.person(given_name=given, family_name=family, **facts)
    return cast.enrolled(person=person)


def named(cast: Cast, letters: str) -> None:
    for letter in letters:
        somebody(cast, "A", f"{letter}son")


def test_an_empty_list_says_what_will_come(cast: Cast, page: Page) -> None:
    text = get(page("karin"), LIST)
    assert "Inga deltaganden än" in text
    assert "0 deltaganden" in text


def test_one_row_shows_name_initiative_status_and_holder(cast: Cast, page: Page) -> None:
    cast.enrolled(case_number="F 17")
    text = get(page("karin"), LIST)
    assert names(text) == ["Amina Öberg"]
    for said in ("1 deltagande", "Provinsatsen", "Pågår", "AUC", "F 17", "2001"):
        assert said in text


def test_an_ended_one_shows_its_outcome_instead_of_a_holder(cast: Cast, page: Page) -> None:
    cast.ended(holder_unit_id=cast.unit("Försörjningsstöd").pk)
    text = get(page("karin"), LIST)
    assert "Arbete" in text
    assert "Försörjningsstöd" not in text


def test_names_come_in_swedish_order(cast: Cast, page: Page) -> None:
    named(cast, "ÖZÅÄA")
    assert names(get(page("karin"), LIST)) == [f"A {x}son" for x in "AZÅÄÖ"]


def test_somebody_without_a_name_is_listed_by_the_registers_key(cast: Cast, page: Page) -> None:
    somebody(cast, "", "", register_key="B7")
    somebody(cast, "Bo", "Ceder")
    assert names(get(page("karin"), LIST)) == ["Ärende B7", "Bo Ceder"]


@pytest.mark.parametrize(
    "words",
    [
        "oberg",
        "Öberg",
        "öb",
        "AMINA",
        "öberg amina",
        "ami öb",
        "amina öberg",
        "\u200böb\u200berg\ufeff",
    ],
)
def test_any_part_of_a_name_is_found_by_its_beginning(cast: Cast, page: Page, words: str) -> None:
    cast.enrolled()
    somebody(cast, "Bo", "Ceder")
    assert names(get(page("karin"), f"{LIST}?q={words}")) == ["Amina Öberg"]


@pytest.mark.parametrize(
    "words", ["erik", "rosen", "karl-erik", "von rosen", "karl e", "ROSEN karl"]
)
def test_the_second_part_of_a_name_is_found_too(cast: Cast, page: Page, words: str) -> None:
    somebody(cast, "Karl-Erik", "von Rosen")
    somebody(cast, "Bo", "Ceder")
    assert names(get(page("karin"), f"{LIST}?q={words}")) == ["Karl-Erik von Rosen"]


def test_a_word_in_the_middle_of_a_name_is_not_found(cast: Cast, page: Page) -> None:
    cast.enrolled()
    text = get(page("karin"), f"{LIST}?q=berg")
    assert "Ingen stämmer" in text


NUMBER = "199001012385"
"""One of Skatteverket's published test numbers: nobody's."""


@pytest.mark.parametrize(
    "written",
    [
        "19900101-2385",
        "199001012385",
        "900101-2385",
        "9001012385",
        "19900101 2385",
        "900101–2385",
        "19900101",
        "1990-01-01",
    ],
)
def test_a_number_is_found_however_it_is_written(cast: Cast, page: Page, written: str) -> None:
    somebody(cast, "Amina", "Öberg", identity_kind="personal", identity_number=NUMBER,
             birth_date=date(1990, 1, 1))  # fmt: skip
    somebody(cast, "Bo", "Ceder")
    assert names(get(page("karin"), f"{LIST}?q={written}")) == ["Amina Öberg"]


def test_a_birth_date_finds_those_born_that_day_with_or_without_a_number(
    cast: Cast, page: Page
) -> None:
    somebody(cast, "Amina", "Öberg", birth_date=date(1990, 5, 3))
    somebody(cast, "Bo", "Ceder", birth_date=date(1990, 5, 4))
    for written in ("900503", "19900503", "1990-05-03"):
        assert names(get(page("karin"), f"{LIST}?q={written}")) == ["Amina Öberg"]


def test_the_beginning_of_a_number_is_found(cast: Cast, page: Page) -> None:
    somebody(cast, "Amina", "Öberg", identity_kind="personal", identity_number=NUMBER)
    assert names(get(page("karin"), f"{LIST}?q=19900101-23")) == ["Amina Öberg"]


def test_a_case_number_another_number_and_a_registers_key_are_found(cast: Cast, page: Page) -> None:
    somebody(cast, "Amina", "Öberg", identity_kind="other", identity_number="GD 12-7",
             identity_issuer="FK", register_key="R5")  # fmt: skip
    case = Participation.objects.get().case_number
    for written in ("gd 12-7", "r5", case):
        assert names(get(page("karin"), f"{LIST}?q={written}")) == ["Amina Öberg"]


def test_a_name_that_is_a_formula_or_markup_is_shown_as_text(cast: Cast, page: Page) -> None:
    somebody(cast, "<script>", "=1+1")
    text = get(page("karin"), LIST)
    assert "&lt;script&gt; =1+1" in text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("insats=prov", ["A Ason", "B Bson", "C Cson"]),
        ("lage=ended", ["C Cson"]),
        ("lage=remaining", ["A Ason", "B Bson"]),
        ("kon=man", ["B Bson"]),
        ("ar=2025", ["B Bson"]),
        ("ar=2025&kon=woman", []),
        ("q=a&lage=remaining", ["A Ason"]),
    ],
)
def test_filters_narrow_the_list(
    cast: Cast, page: Page, question: str, expected: list[str]
) -> None:
    somebody(cast, "A", "Ason")
    man = cast.person(given_name="B", family_name="Bson", sex="man")
    cast.enrolled(person=man, starts_on=date(2025, 1, 2))
    cast.ended(person=cast.person(given_name="C", family_name="Cson"))
    assert names(get(page("karin"), f"{LIST}?{question}")) == expected


def test_a_branch_can_be_chosen(cast: Cast, page: Page) -> None:
    cast.enrolled()
    cast.enrolled("katrineholm", cast.person("katrineholm", family_name="Ek"))
    address = f"{LIST}?gren={cast.branch('katrineholm').pk}"
    assert names(get(page("eva"), address)) == ["Amina Ek"]


def test_a_choice_that_is_not_there_is_told_in_plain_words(cast: Cast, page: Page) -> None:
    text = get(page("karin"), f"{LIST}?lage=exited")
    assert "Det valet finns inte." in text
    assert "alternativ" not in text


@pytest.mark.parametrize(
    "question", ["ar=nittio", "ar=3", "lage=konstigt", "gren=99999", "insats=annan"]
)
def test_a_filter_that_cannot_be_read_is_told_and_left_out(
    cast: Cast, page: Page, question: str
) -> None:
    cast.enrolled()
    text = get(page("karin"), f"{LIST}?{question}")
    assert names(text) == ["Amina Öberg"]
    assert 'class="summary"' in text


def pages(client: Client, address: str, way: str) -> list[list[str]]:
    """The names of page after page, as far as the links lead that way."""
    seen = []
    while address:
        response = client.get(address)
        seen.append(names(response.content.decode()))
        follow = response.context["links"].get(way, "")
        address = follow and LIST + follow
    return seen


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("question", ["", "q=a"])
def test_next_leads_through_all_and_previous_back_again(
    cast: Cast, page: Page, question: str
) -> None:
    named(cast, "ABCDEFGH"[:5] if question else "ABCDEFGH")
    expected = [f"A {x}son" for x in ("ABCDE" if question else "ABCDEFGH")]
    client = page("karin")
    forwards = pages(client, f"{LIST}?{question}", "next")
    backwards = pages(client, f"{LIST}?{question}&sist=1", "previous")
    assert [name for one in forwards for name in one] == expected
    assert [name for one in reversed(backwards) for name in one] == expected
    assert len(backwards[0]) == 3


@pytest.mark.usefixtures("small_pages")
def test_the_ends_of_the_list_offer_no_way_out_of_it(cast: Cast, page: Page) -> None:
    named(cast, "ABCDE")
    client = page("karin")
    assert set(client.get(LIST).context["links"]) == {"next", "last"}
    assert set(client.get(f"{LIST}?sist=1").context["links"]) == {"first", "previous"}


@pytest.mark.usefixtures("small_pages")
def test_what_was_left_empty_does_not_follow_in_the_address(cast: Cast, page: Page) -> None:
    named(cast, "ABCD")
    links = page("karin").get(f"{LIST}?q=&insats=prov&gren=&ar=").context["links"]
    assert links["last"] == "?insats=prov&sist=1"


@pytest.mark.usefixtures("small_pages")
def test_five_are_counted_and_a_sixth_is_more(cast: Cast, page: Page) -> None:
    named(cast, "ABCDE")
    assert "5 deltaganden" in get(page("karin"), LIST)
    named(cast, "F")
    assert "Fler än 5 deltaganden" in get(page("karin"), LIST)
    assert "Här är tusen av dem" in get(page("karin"), f"{LIST}?q=a")


@pytest.mark.usefixtures("small_pages")
def test_people_of_the_same_name_are_all_met(cast: Cast, page: Page) -> None:
    for _ in range(7):
        cast.enrolled()
    met = pages(page("karin"), LIST, "next")
    assert [len(one) for one in met] == [3, 3, 1]


@pytest.mark.usefixtures("small_pages")
def test_a_place_that_is_gone_leads_to_the_beginning(cast: Cast, page: Page) -> None:
    named(cast, "ABCDE")
    for place in (f"efter={uuid4()}", "efter=struntprat"):
        assert names(get(page("karin"), f"{LIST}?{place}")) == ["A Ason", "A Bson", "A Cson"]


@pytest.mark.usefixtures("small_pages")
def test_a_page_past_the_end_leads_back(cast: Cast, page: Page) -> None:
    last = cast.enrolled()
    response = page("karin").get(f"{LIST}?efter={last.pk}&lage=remaining")
    assert (response.status_code, response["Location"]) == (302, f"{LIST}?lage=remaining")


@pytest.mark.usefixtures("small_pages")
def test_somebody_in_two_units_meets_a_case_of_both_once(cast: Cast, page: Page) -> None:
    staff = cast.user("karin").staff
    assert staff is not None
    second = open_post(cast.unit("Projektkontoret"), "coach", "extra", from_day=START, by=BY)
    appoint(staff, second, from_day=START, by=BY)
    named(cast, "ABCDE")
    client = page("karin")
    assert [len(one) for one in pages(client, LIST, "next")] == [3, 2]
    assert "5 deltaganden" in get(client, LIST)
    assert "5 deltaganden" in get(client, f"{LIST}?q=a")


@pytest.mark.parametrize("who", ["stig", "ulf", "rakel"])
def test_a_role_that_never_sees_a_person_is_told_so(cast: Cast, page: Page, who: str) -> None:
    text = get(page(who), LIST, 403)
    assert "aldrig enskilda personer" in text


SEES = {"karin": 1, "lena": 1, "sven": 1, "eva": 2, "lotta": 1, "per": 0, "olle": 0}


@pytest.mark.parametrize(("who", "number"), SEES.items())
def test_each_sees_the_cases_that_their_unit_is_in(
    cast: Cast, page: Page, who: str, number: int
) -> None:
    cast.enrolled()
    cast.enrolled("katrineholm")
    assert len(names(get(page(who), LIST))) == number


def test_the_door_to_enrolling_is_shown_to_those_who_may(cast: Cast, page: Page) -> None:
    assert "/deltagare/ny/" in get(page("karin"), LIST)
    assert "/deltagare/ny/" not in get(page("lena"), LIST)


def test_a_stranger_is_asked_to_log_in(client: Client, db: None) -> None:
    assert client.get(LIST)["Location"] == "/logga-in/?next=/deltagare/"


@pytest.mark.parametrize("question", ["", "?q=a", "?q=1990", "?ar=2024&sist=1"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    cast: Cast, page: Page, question: str
) -> None:
    client = page("karin")

    def asked(more: int) -> int:
        for _ in range(more):
            cast.enrolled()
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST + question)
        return len(queries)

    asked(1)
    assert asked(2) == asked(20) <= 19


def test_the_search_works_without_scripts_and_htmx_only_fetches_the_same_page(
    cast: Cast, page: Page
) -> None:
    text = get(page("karin"), LIST)
    assert '<form method="get" action="/deltagare/"' in text
    assert 'hx-select="#hits"' in text
    assert 'id="hits"' in text


@pytest.mark.parametrize("written", ["a" * 5000, "%00", "a%00b"])
def test_what_cannot_be_searched_for_is_said_beside_the_hits_and_finds_nothing(
    cast: Cast, page: Page, written: str
) -> None:
    cast.enrolled()
    text = get(page("karin"), f"{LIST}?q={written}")

    hits = text[text.index('id="hits"') :]
    assert "Det går inte att söka på det där" in hits, "also where only the hits are fetched anew"
    assert names(text) == []


def test_a_name_with_a_stray_figure_is_found_by_its_letters(cast: Cast, page: Page) -> None:
    cast.enrolled()
    for written in ("öberg1", "oberg 1", "1öberg"):
        assert names(get(page("karin"), f"{LIST}?q={written}")) == ["Amina Öberg"]
    assert names(get(page("karin"), f"{LIST}?q=öberg1 amina")) == ["Amina Öberg"]
    assert names(get(page("karin"), f"{LIST}?q=ö1")) == [], "two letters with a figure are a number"


def test_one_can_list_ones_own_cases_alone(cast: Cast, page: Page) -> None:
    mine, others, _nobodys = (somebody(cast, "A", name) for name in ("Min", "Lenas", "Ingens"))
    his = nils(cast)
    give(cast, [mine], karins(cast))
    give(cast, [others], his)
    client = page("karin")
    assert names(get(client, LIST)) == ["A Ingens", "A Lenas", "A Min"]
    text = get(client, f"{LIST}?mina=on")
    assert names(text) == ["A Min"]
    assert "Bara mina ärenden" in text
    assert names(get(client, f"{LIST}?mina=on&q=Lenas")) == []
    told = client.get("/api/v1/participations?mina=true").json()
    assert [row["key"] for row in told["rows"]] == [str(mine.pk)]
    give(cast, [mine], his)
    assert names(get(client, f"{LIST}?mina=on")) == []


def test_the_list_opens_with_ones_own_alone_until_all_are_asked_for(cast: Cast, page: Page) -> None:
    mine, done = somebody(cast, "A", "Min"), cast.ended()
    give(cast, [mine], karins(cast))
    client = page("karin")
    get(client, f"{LIST}?q=&mina=on&insats=")
    again = client.get(LIST)
    assert (again.status_code, again["Location"]) == (302, f"{LIST}?mina=on")
    assert names(get(client, f"{LIST}?mina=on")) == ["A Min"], "nobody has what has ended"
    get(client, f"{LIST}?q=Min")
    assert client.get(LIST).status_code == 302, "a search from another page chooses nothing here"
    assert f'<a href="{LIST}?mina=">Visa alla</a>' in get(client, f"{LIST}?mina=on")
    get(client, f"{LIST}?mina=")
    assert names(get(client, LIST)) == ["A Min", done.person.name]
    get(client, f"{LIST}?mina=on")
    get(client, f"{LIST}?q=&insats=")
    assert client.get(LIST).status_code == 200, "unticked in the form"
    assert page("lena").get(LIST).status_code == 200, "another's own choice"


def test_who_has_the_case_is_told_in_the_list_within_the_unit_alone(cast: Cast, page: Page) -> None:
    mine, _nobodys = somebody(cast, "A", "Min"), somebody(cast, "B", "Ingens")
    give(cast, [mine], karins(cast))
    cell = '<td class="desk wide nowrap">Karin Ek</td>'
    assert get(page("karin"), LIST).count(cell) == 1
    told = page("karin").get("/api/v1/participations").json()["rows"]
    assert {row["key"]: row["worker"] for row in told}[str(mine.pk)] == "Karin Ek"
    assert [row["worker"] for row in told].count(None) == 1
    svens = get(page("sven"), LIST)
    assert len(names(svens)) == 2
    assert cell not in svens, "at Försörjningsstöd"
