"""Costs on their pages: who sees them, who books them, what is refused, and that history stays."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stafett.economy import actions, queries, urls
from stafett.economy.models import CostLine, CostStatement
from stafett.economy.refusals import SENTENCES
from stafett.initiatives import actions as initiatives
from stafett.parties import actions as parties
from stafett.parties.refusals import Refused, constraint_of
from stafett.safeguards.viewer import operator
from tests.cast import STAFF, START, TODAY, Cast
from tests.parties.filling_in import fill_in, filled_in, told
from tests.parties.known_constraints import breakable

BY = operator(TODAY)
COSTS = "/insatser/prov/kostnader/"
SEES_ALL = ["eva", "ulf", "stig", "rakel"]
SEES_A_BRANCH = ["lena", "lotta"]
SEES_NONE = ["karin", "sven"]
STRANGERS = ["per", "fatima", "rut", "olle"]
END = date(2024, 12, 31)


@pytest.fixture
def eva(page: Any) -> Any:
    """The project leader."""
    return page("eva")


def text_of(response: Any) -> str:
    """The page's words, without its markup and with breaking spaces."""
    assert response.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain)


def pages(cast: Cast) -> dict[str, str]:
    """Every page of this app, filled in."""
    line = cast.initiative.cost_lines.order_by("pk")[0]
    return {
        "costs": COSTS, "cost_new": f"{COSTS}ny/", "cost_edit": f"{COSTS}{line.pk}/",
        "cost_statement_new": f"{COSTS}uppgift/",
        "cost_statement_edit": f"{COSTS}uppgift/{cast.initiative.cost_statements.get().pk}/",
    }  # fmt: skip


def test_every_page_and_everybody_is_tried_here(cast: Cast) -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == set(pages(cast))
    everybody = [*SEES_ALL, *SEES_A_BRANCH, *SEES_NONE, *STRANGERS]
    assert sorted(everybody) == sorted(key for key, *_rest in STAFF)


def test_whoever_is_not_logged_in_is_sent_to_the_log_in_page(cast: Cast) -> None:
    for address in pages(cast).values():
        for method in ("get", "post"):
            assert getattr(Client(), method)(address)["Location"].startswith("/logga-in/")


@pytest.mark.parametrize("key", SEES_ALL)
def test_the_whole_is_seen_by_those_who_lead_fund_steer_or_evaluate(
    cast: Cast, page: Any, key: str
) -> None:
    text = text_of(page(key).get(COSTS))
    assert "100 000 kr, bokfört till och med 31 december 2024." in text
    assert "Första året" in text
    assert "Kostnader" in page(key).get("/insatser/prov/").content.decode()


@pytest.mark.parametrize("key", SEES_A_BRANCH)
def test_who_sees_costs_in_one_branch_sees_that_branch_alone_and_is_told(
    cast: Cast, page: Any, key: str
) -> None:
    branch = cast.branch("flen" if key == "lena" else "katrineholm")
    actions.book(
        cast.initiative, 2024, "Lokaler", Decimal(500), booked_through=END, by=BY, branch=branch
    )
    text = text_of(page(key).get(COSTS))
    assert "500 kr, bokfört till och med" in text
    assert f"Du ser bara kostnaderna för: {branch.name}." in text
    assert "100 000" not in text
    assert "Första året" not in text


@pytest.mark.parametrize("key", SEES_NONE)
def test_those_who_work_with_people_see_no_costs_and_no_door(
    cast: Cast, page: Any, key: str
) -> None:
    client = page(key)
    assert client.get(COSTS).status_code == 403
    assert COSTS not in client.get("/insatser/prov/").content.decode()


@pytest.mark.parametrize("key", STRANGERS)
def test_for_strangers_nothing_is_there(cast: Cast, page: Any, key: str) -> None:
    for address in pages(cast).values():
        assert page(key).get(address).status_code == 404


@pytest.mark.parametrize("key", [*SEES_ALL[1:], *SEES_A_BRANCH, *SEES_NONE])
def test_only_the_leader_books_and_states(cast: Cast, page: Any, key: str) -> None:
    client = page(key)
    for name, address in pages(cast).items():
        if name != "costs":
            for method in ("get", "post"):
                status = getattr(client, method)(address).status_code
                assert (
                    status == 403
                    or (status, key) == (404, "lena")
                    or (status, key) == (404, "lotta")
                )


def test_a_cost_is_booked_by_kind_payer_and_year(cast: Cast, eva: Any) -> None:
    response = fill_in(
        eva, f"{COSTS}ny/", year="2025", cost_kind="Personal", kronor="16 958,50 kr",
        payer=cast.party("FK").pk, booked_through="2025-06-30",
    )  # fmt: skip
    assert response["Location"] == COSTS
    assert CostLine.objects.get(year=2025).kronor == Decimal("16958.50")
    text = text_of(eva.get(COSTS))
    assert "Personal – 100 000 kr – 100 000 kr" in text
    assert "Personal Försäkringskassan – 16 959 kr 16 959 kr" in text
    assert "Alla 100 000 kr 16 959 kr 116 959 kr" in text


def test_the_words_used_before_are_suggested(cast: Cast, eva: Any) -> None:
    assert "om det är samma slag: Personal." in text_of(eva.get(f"{COSTS}ny/"))
    CostLine.objects.all().delete()
    assert "Till exempel Personal, Lokaler" in text_of(eva.get(f"{COSTS}ny/"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kronor": "-5"}, "Ett belopp kan inte vara mindre än noll"),
        ({"kronor": "mycket"}, "Skriv ett tal"),
        ({"year": "1812"}, "mellan 1990 och 2100"),
        ({"year": "2100"}, "före det år som beloppet gäller"),
        ({"booked_through": "2023-12-31"}, "före det år som beloppet gäller"),
        ({"cost_kind": ""}, "Fyll i det här"),
        ({"kronor": "9999999999999"}, "siffror"),
    ],
)
def test_what_can_not_be_booked_says_why_and_stays_typed(
    cast: Cast, eva: Any, typed: dict[str, str], sentence: str
) -> None:
    sound = {"year": "2024", "cost_kind": "Resor", "kronor": "10", "booked_through": "2024-12-31"}
    response = fill_in(eva, f"{COSTS}ny/", **{**sound, **typed})
    assert sentence in told(response)
    assert (
        f'value="{typed.get("cost_kind", "Resor")}"' in response.content.decode()
        or "cost_kind" in typed
    )
    assert CostLine.objects.count() == 1


def test_a_line_is_corrected_and_what_stood_before_is_kept(cast: Cast, eva: Any) -> None:
    line = cast.initiative.cost_lines.get()
    fill_in(eva, f"{COSTS}{line.pk}/", kronor="90 000")
    line.refresh_from_db()
    kept = line.events.select_related("pgh_context").get()
    assert (line.kronor, kept.kronor) == (90000, 100000)
    assert kept.pgh_context.metadata["name"] == "Eva Led"


def test_a_stale_line_shows_both_amounts(cast: Cast, eva: Any) -> None:
    line = cast.initiative.cost_lines.get()
    opened = filled_in(eva.get(f"{COSTS}{line.pk}/"))
    actions.correct_line(line, by=BY, kronor=Decimal(70000))
    refused = eva.post(f"{COSTS}{line.pk}/", {**opened, "kronor": "80 000"})
    assert "Det här har ändrats" in told(refused)
    assert "<td>70000</td><td>80 000</td>" in refused.content.decode()
    assert eva.post(f"{COSTS}{line.pk}/", filled_in(refused)).status_code == 302


def test_a_cost_per_participant_is_stated_with_two_days_and_corrected(cast: Cast, eva: Any) -> None:
    typed = {"costs_through": "2024-06-30", "participants_through": "2024-12-31"}
    assert "redan en uppgift" in told(
        fill_in(eva, f"{COSTS}uppgift/", label="Första året", **typed)
    )
    fill_in(eva, f"{COSTS}uppgift/", label="Halvåret", **typed)
    text = text_of(eva.get(COSTS))
    assert "Halvåret 0 kr 30 juni 2024 31 december 2024 annan dag" in text
    assert "Första året 100 000 kr 31 december 2024 31 december 2024 Rätta" in text
    made = CostStatement.objects.get(label="Halvåret")
    fill_in(eva, f"{COSTS}uppgift/{made.pk}/", costs_through="2024-12-31")
    assert "Halvåret 100 000 kr" in text_of(eva.get(COSTS))


def test_a_stale_statement_is_told(cast: Cast, eva: Any) -> None:
    made = cast.initiative.cost_statements.get()
    address = f"{COSTS}uppgift/{made.pk}/"
    opened = filled_in(eva.get(address))
    actions.correct_statement(made, by=BY, label="Annat")
    assert "Det här har ändrats" in told(eva.post(address, opened))


def test_without_costs_the_page_says_so(cast: Cast, eva: Any) -> None:
    CostLine.objects.all().delete()
    CostStatement.objects.all().delete()
    text = text_of(eva.get(COSTS))
    assert "Inga kostnader är bokförda än." in text
    assert "Ingen kostnad per deltagare är uppgiven än." in text


def test_who_leads_a_branch_books_for_that_branch_alone(cast: Cast, page: Any) -> None:
    katrineholm = cast.branch("katrineholm")
    unit = cast.unit("Viadidakt")
    initiatives.engage(
        cast.initiative, unit, "project_leader", from_day=START, by=BY, branch=katrineholm
    )
    post = parties.open_post(unit, "project_leader", "Ledare", from_day=START, by=BY)
    staff = cast.user("lotta").staff
    assert staff
    parties.appoint(staff, post, from_day=START, by=BY)
    lotta = page("lotta")
    typed = {"year": "2024", "cost_kind": "Resor", "kronor": "10", "booked_through": "2024-12-31"}
    assert "Gren: Välj något här" in told(fill_in(lotta, f"{COSTS}ny/", **typed))
    fill_in(lotta, f"{COSTS}ny/", **typed, branch=katrineholm.pk)
    assert CostLine.objects.get(cost_kind="Resor").branch == katrineholm
    line = cast.initiative.cost_lines.get(branch=katrineholm)
    with pytest.raises(PermissionDenied):
        actions.correct_line(line, by=cast.viewer("lotta"), branch=None)


def test_actions_refuse_what_the_pages_refuse(cast: Cast) -> None:
    line = cast.initiative.cost_lines.get()
    with pytest.raises(Refused, match="mindre än noll"):
        actions.correct_line(line, by=BY, kronor=Decimal(-1))
    with pytest.raises(ValueError, match="initiative"):
        actions.correct_line(line, by=BY, initiative=cast.other)
    with pytest.raises(PermissionDenied):
        actions.correct_line(line, by=cast.viewer("ulf"), kronor=Decimal(1))
    with pytest.raises(PermissionDenied):
        actions.state_cost(
            cast.initiative, "X", costs_through=END, participants_through=END, by=cast.viewer("ulf")
        )


def test_every_constraint_that_a_person_can_break_has_its_sentence(cast: Cast) -> None:
    assert breakable("economy") == set(SENTENCES)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [("year = 1989", "cost_year_is_a_year"), ("year = 2025", "cost_booked_in_its_year")],
)
def test_the_database_refuses_years_that_can_not_be(
    cast: Cast, change: str, constraint: str
) -> None:
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE economy_costline SET {change}")
    assert constraint_of(caught.value) == constraint


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, eva: Any) -> None:
    before = _queries(eva)
    for number in range(10):
        actions.book(
            cast.initiative, 2024, f"Slag {number}", Decimal(1), booked_through=END, by=BY,
            payer=cast.party("FK"), branch=cast.branch("flen"),
        )  # fmt: skip
        through = END + timedelta(days=number)
        actions.state_cost(
            cast.initiative, str(number), costs_through=through, participants_through=END, by=BY
        )
    assert _queries(eva) == before


def _queries(client: Any) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(COSTS).status_code == 200
    return len(caught)


def test_the_api_lists_and_books_under_the_same_rights(cast: Cast, page: Any) -> None:
    address = "/api/v1/initiatives/prov/costs"
    told_so = {"year": 2024, "cost_kind": "Resor", "kronor": "10.50", "booked_through": "2024-12-31",
               "payer": cast.party("FK").pk, "branch": cast.branch("flen").pk}  # fmt: skip
    made = page("eva").post(address, told_so, content_type="application/json")
    assert made.status_code == 201
    assert (made.json()["payer"], made.json()["branch"]) == ("Försäkringskassan", "flen")
    wrong = {**told_so, "kronor": "-1"}
    refused = page("eva").post(address, wrong, content_type="application/json")
    assert refused.json()["faults"][0]["field"] == "kronor"
    assert len(page("ulf").get(address).json()) == 2
    assert len(page("lena").get(address).json()) == 1
    assert page("karin").get(address).status_code == 403
    assert page("ulf").post(address, told_so, content_type="application/json").status_code == 403
    assert queries.lines(cast.viewer("eva"), cast.initiative).count() == 2
