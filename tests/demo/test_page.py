"""Does the page tell every choice and every cell, to all who are logged in, as they stand right now?"""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.demo.check import sheet
from stafett.demo.contradictions import choices
from stafett.demo.published import CODES, published
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.queries import all_controllers
from stafett.safeguards.viewer import Viewer
from tests.demo.conftest import connected_to

Visit = Callable[[str], Client]
PAGE = "/demo/vad-gar-ihop/"


def seen(client: Client) -> str:
    """The page as text."""
    response = client.get(PAGE)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_page_has_its_address() -> None:
    assert reverse("contradictions") == PAGE


@pytest.mark.parametrize(
    "name",
    ["ebba.vassmark", "mikael.ostgren", "cecilia.granstrand", "ivar.hedskar", "jonas.kvarnlid"],
)
def test_all_who_are_logged_in_see_the_page_and_find_it(visit: Visit, name: str) -> None:
    client = visit(name)
    assert "Duellen 2007–2009, Slutrapport" in seen(client)
    account = unescape(client.get(reverse("account")).content.decode())
    assert f'<a href="{PAGE}">Vad rapporterna säger</a>' in account


def test_nobody_else_does(demo: Viewer) -> None:
    response = Client().get(PAGE)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


def test_the_page_only_answers_reads(visit: Visit) -> None:
    assert visit("ivar.hedskar").post(PAGE).status_code == 405


def test_every_choice_is_told_with_what_why_and_its_source(visit: Visit) -> None:
    page = seen(visit("ivar.hedskar"))
    for code in CODES:
        assert published(code)["source"] in page
        for choice in choices(code):
            assert f'<li id="{choice.code}">' in page
            assert all(choice.sentence(part) in page for part in ("says", "follows", "why"))
    assert page.count("säger emot sig själv</span>") == sum(
        choice.kind == "contradiction" for code in CODES for choice in choices(code)
    )


def test_every_cell_is_told_with_both_sides(visit: Visit, demo: Viewer) -> None:
    page = seen(visit("ivar.hedskar"))
    for code in CODES:
        for one in sheet(demo, code).cells:
            row = f'{one.row} <span class="cells__column">{one.column}</span>'
            assert row in page
            for side in (one.printed, one.found):
                assert f'<td class="num cells__figure">{side}</td>' in page
    assert "stämmer inte" not in page.replace("<th", "").lower().split("<tbody>", 2)[2]


def test_a_chosen_cell_leads_to_its_choice(visit: Visit) -> None:
    page = seen(visit("ivar.hedskar"))
    assert (
        '<a href="#duellen-cost" aria-label="varför: Kostnad per deltagare, Hela projekttiden,'
        in page
    )


def test_a_changed_row_is_seen_at_once(visit: Visit) -> None:
    client = visit("ivar.hedskar")
    before = seen(client).count("stämmer inte</span>")
    set_reach(all_controllers())
    rows = Participation.objects.filter(initiative__code="duellen", outcome__code="annat")
    to = Participation.objects.filter(initiative__code="duellen", outcome__code="arbete")
    one = rows.order_by("pk")[0]
    Participation.objects.filter(pk=one.pk).update(outcome=to.order_by("pk")[0].outcome_id)
    assert (before, seen(client).count("stämmer inte</span>")) == (0, 5)


def test_the_page_asks_as_many_questions_whoever_looks(
    visit: Visit, django_assert_max_num_queries: Any
) -> None:
    for name in ("ivar.hedskar", "ebba.vassmark"):
        client = visit(name)
        seen(client)
        with django_assert_max_num_queries(260):
            seen(client)


def test_where_the_demo_is_not_loaded_the_choices_are_told_all_the_same(page: Any) -> None:
    text = seen(page("ulf"))
    assert text.count("De här deltagarna är inte inlästa.") == len(CODES)
    assert text.count("inte inläst</td>") == len(CODES)
    assert '<li id="duellen-cost">' in text


def test_a_database_for_a_while_is_given_back(demo_database: str) -> None:
    from django.db import connections

    before = connections.databases["default"]["NAME"]
    with connected_to(demo_database):
        assert connections.databases["default"]["NAME"] == demo_database != before
    assert connections.databases["default"]["NAME"] == before


def test_shares_of_starters_and_of_leavers_stand_in_no_comparison(visit: Visit) -> None:
    client = visit("ivar.hedskar")
    together = client.get(reverse("figures-compare"), {"initiative": ["access", "fsla"]})
    said = unescape(together.content.decode())
    assert "Sådana andelar kan inte stå i samma jämförelse." in said
    apart = client.get(reverse("figures-compare"), {"initiative": ["aktsam", "access"]})
    assert "Sådana andelar" not in unescape(apart.content.decode())
