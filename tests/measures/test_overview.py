"""Does an initiative's own page say goal against result, inflow against promise, and the cost?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from stafett.frame.panels import render_panels
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative, PromisedInflow
from stafett.initiatives.queries import initiative as find_initiative
from stafett.measures.overview import overview
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.measures.cohort import BO, SOME, put_in
from tests.measures.freezing import frozen
from tests.measures.reading import ordinary


def panel(cast: Cast, key: str, place: str = "initiative") -> str:
    """What the app shows at a place on an initiative's page, to somebody."""
    request = RequestFactory().get("/")
    request.viewer = cast.as_(key)  # type: ignore[attr-defined]
    return ordinary(render_panels(place, request, Initiative.objects.get(code="prov")))


def test_the_lead_sees_counts_goal_plan_inflow_and_cost(some: Cast) -> None:
    shown = panel(some, "eva")

    assert (
        "8 deltaganden, 7 personer</strong> (3 kvinnor, 2 män, 1 annat kön, 1 kön okänt)" in shown
    )
    assert "6 myndighetsärenden" in shown
    assert "Hälften går till arbete eller studier: 50 % av dem som avslutat" in shown
    assert "Utfall: 2 av 4, 50 %" in shown
    planned = "Planerat antal, Version 1, 1 januari 2024: 15 % (3 av 20) har börjat under 1 jan – 31 dec 2024."
    assert f"{planned} Av den tiden har 100 % gått." in shown
    assert "Försäkringskassan" in shown
    assert "långt under" in shown
    assert "borde vara nu: 10 av 10" in shown
    assert "Första året: 33 333 kr = 100 000 kr (till och med 31 december 2024) / 3" in shown
    assert "Du ser insatsens fastställda" not in shown


def test_what_counts_is_asked_where_the_goal_leaves_it_open(some: Cast) -> None:
    ways = [("arbete", [some.outcome("arbete")]), ("allt", list(some.initiative.outcomes.all()))]
    initiatives.set_goal(some.initiative, "öppet", "Öppet mål", share_percent=90, base="leavers",
                         readings=ways, by=operator(TODAY))  # fmt: skip

    shown = panel(some, "eva")

    assert "Utfall: 1–4 av 4, 25–100 %, beroende på vad som räknas." in shown
    assert "Se vad som räknas" in shown


def test_the_reason_stands_beside_and_no_number_is_said_to_be_none(some: Cast) -> None:
    PromisedInflow.objects.update(number=None, reason="FK finns i Eskilstuna.")

    shown = panel(some, "eva")

    assert "inget antal utlovat" in shown
    assert "FK finns i Eskilstuna." in shown
    assert "långt under" not in shown


def test_outsiders_see_what_is_frozen_and_the_word_for_what_is_hidden(some: Cast) -> None:
    frozen(some)
    shown = panel(some, "ulf")

    assert "dolt deltaganden, dolt personer</strong> (dolt kvinnor, dolt män" in shown
    assert "<strong>dolt myndighetsärenden</strong>" in shown
    assert "Utfall: dolt" in shown
    assert '<td class="num">dolt</td>' in shown
    assert "Första året: dolt = 100 000 kr (till och med 31 december 2024) / dolt" in shown
    assert "Du ser insatsens fastställda siffror" in shown


def test_large_groups_are_seen_by_outsiders(cast: Cast) -> None:
    put_in(cast, [replace(SOME[2], who=replace(BO, number=n)) for n in range(40)])
    frozen(cast)

    shown = panel(cast, "ulf")

    assert "40 deltaganden, 40 personer</strong> (0 kvinnor, 40 män)" in shown
    assert "Utfall: 0 av 40, 0 %" in shown
    assert "/ 40 (till och med 31 december 2024)" in shown


@pytest.mark.parametrize("key", ["ulf", "karin"])
def test_before_anything_is_frozen_outsiders_read_why(some: Cast, key: str) -> None:
    shown = panel(some, key)

    assert "Provinsatsen har inga fastställda siffror än." in shown
    assert "deltaganden" not in shown
    assert panel(some, key, "costs") == ""


def test_ways_to_divide_are_offered_to_those_alone_who_may(some: Cast) -> None:
    frozen(some)
    assert "?by=sex" in panel(some, "eva")
    for key in ("ulf", "stig", "rakel", "lotta", "karin"):
        shown = panel(some, key)
        assert "Vart gick de?" in shown
        assert "?by=" not in shown


def test_those_whose_role_has_no_costs_see_none(some: Cast) -> None:
    frozen(some)
    assert "Första året" not in panel(some, "karin")
    assert "dolt deltaganden" in panel(some, "karin")
    assert panel(some, "karin", "costs") == ""
    assert "Första året" in panel(some, "stig", "costs")


def test_who_has_nothing_to_do_with_it_gets_no_trace(some: Cast) -> None:
    for place in ("initiative", "initiative_links", "costs"):
        assert panel(some, "olle", place).strip() == ""
    assert 'href="/siffror/insats/prov/"' in panel(some, "eva", "initiative_links")


def test_one_is_one_participation(cast: Cast) -> None:
    put_in(cast, SOME[:1])

    assert "1 deltagande, 1 person<" in panel(cast, "eva")


def test_without_people_nothing_is_divided_by_nobody(cast: Cast) -> None:
    found = overview(cast.as_("eva"), cast.initiative)

    assert found is not None
    assert str(found.goals[0].range) == "ingen att räkna på än"
    assert found.costs[0].per_participant is None
    assert found.costs[0].cost == Decimal(100000)


@pytest.mark.parametrize("key", ["eva", "ulf"])
def test_the_panel_takes_as_many_queries_whatever_is_in_it(cast: Cast, key: str) -> None:
    def asked() -> int:
        viewer = cast.as_(key)
        initiative = find_initiative(viewer, "prov")
        with CaptureQueriesContext(connection) as seen:
            overview(viewer, initiative)
        return len(seen)

    put_in(cast, SOME[:2])
    frozen(cast)
    few = asked()
    for _ in range(4):
        put_in(cast, SOME)

    assert asked() == few
    assert few <= 50


def test_the_panel_stands_on_the_initiatives_page(
    some: Cast, page: Callable[[str], Client]
) -> None:
    shown = page("eva").get("/insatser/prov/").content.decode()

    assert "Mål och resultat" in shown
    assert "9 deltaganden, 8 personer" in ordinary(shown), "the page counts to its own day"
