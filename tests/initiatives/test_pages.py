"""What an initiative's page shows besides the figures, to whom, and in how many queries."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stafett.initiatives import actions, queries
from stafett.initiatives.overview import overview
from stafett.parties import actions as parties
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast

BY = operator(TODAY)
DAY = timedelta(days=1)


def text_of(response: Any) -> str:
    """The page's words, without its markup."""
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_page_tells_what_was_decided_and_who_takes_part(cast: Cast, page: Any) -> None:
    text = text_of(page("stig").get("/insatser/prov/"))
    for words in (
        "från 1 jan 2024", "50 % av dem som avslutat version 1, beslutad 1 januari 2024",
        "arbete och studier: Arbete, Studier", "18–29 år", "20 (10 kvinnor, 10 män)",
        "Försäkringskassan", "inte skrivet än", "Katrineholms arbetsnämnd", "Viadidakt", "Karin Ek",
        "Samordningsförbundet Prov", "Rehabilitering eller vård", "Ledamot i styrgruppen",
    ):  # fmt: skip
        assert words in text, words
    assert "Ändra" not in text


def test_the_link_that_ends_a_units_part_says_so(cast: Cast, page: Any) -> None:
    text = text_of(page("eva").get("/insatser/prov/"))
    assert re.search(r"Avsluta medverkan för AUC som coach", text, re.I)
    assert "Sista dag" not in text


def test_leaders_stand_first_among_the_units(cast: Cast) -> None:
    found = overview(cast.viewer("eva"), cast.initiative)
    assert [part.engagement.role for part in found.taking_part][:3] == [
        "project_leader", "local_leader", "unit_manager",
    ]  # fmt: skip


def test_one_person_alone_in_a_role_that_holds_it_together_is_pointed_out(
    cast: Cast, page: Any
) -> None:
    assert text_of(page("stig").get("/insatser/prov/")).count("ensam i rollen") == 2
    unit = cast.unit("AUC")
    post = parties.open_post(unit, "local_leader", "Ledare", from_day=START, by=BY)
    staff = parties.add_staff(unit.authority, "Ny Ledare", by=BY)
    parties.appoint(staff, post, from_day=START, by=BY)
    actions.engage(
        cast.initiative, unit, "local_leader", from_day=START, by=BY, branch=cast.branch("flen")
    )
    assert text_of(page("stig").get("/insatser/prov/")).count("ensam i rollen") == 1


def test_whoever_has_left_their_post_is_no_longer_named(cast: Cast, page: Any) -> None:
    staff = cast.user("karin").staff
    assert staff
    parties.leave(staff.tenures.get(), on=TODAY, by=BY)
    assert "Karin Ek" not in text_of(page("stig").get("/insatser/prov/"))


def test_a_unit_whose_role_nobody_has_says_so(cast: Cast, page: Any) -> None:
    actions.engage(cast.initiative, cast.unit("FK Eskilstuna"), "coach", from_day=START, by=BY)
    assert "ingen har rollen" in text_of(page("stig").get("/insatser/prov/"))


def test_a_unit_that_has_left_stands_apart_with_its_days(cast: Cast, page: Any) -> None:
    actions.disengage(cast.initiative.engagements.get(role="coach"), on=START + 31 * DAY, by=BY)
    text = text_of(page("stig").get("/insatser/prov/"))
    assert "1 enhet vid en annan tid" in text
    assert "AUC, Coach, Flen: 1 jan – 31 jan 2024" in text


def test_an_initiative_says_how_far_it_is_counted_and_that_it_is_invented(
    cast: Cast, page: Any
) -> None:
    actions.change(cast.initiative, by=BY, counted_on=TODAY, summary="Kort om\ninsatsen")
    cast.initiative.__class__.objects.update(invented=True)
    text = text_of(page("eva").get("/insatser/prov/"))
    assert "räknat till och med 2 juni 2025" in text
    assert "påhittad" in text
    assert "Kort om insatsen" in text


def test_ages_are_told_from_or_up_to(cast: Cast, page: Any) -> None:
    flen, katrineholm = cast.branch("flen"), cast.branch("katrineholm")
    actions.describe_target_group(cast.initiative, "Unga", by=BY, branch=flen, age_max=24)
    actions.describe_target_group(cast.initiative, "Vuxna", by=BY, branch=katrineholm, age_min=30)
    text = text_of(page("eva").get("/insatser/prov/"))
    assert "till och med 24 år" in text
    assert "från 30 år" in text


def test_a_goal_is_called_by_its_text(cast: Cast) -> None:
    assert str(cast.initiative.goals.get()) == "Hälften går till arbete eller studier"


def test_the_list_says_whether_it_runs(cast: Cast, page: Any) -> None:
    client, made = page("eva"), cast.initiative
    assert "pågår" in text_of(client.get("/insatser/"))
    actions.change(made, by=BY, ends_on=START + DAY)
    assert "avslutad" in text_of(client.get("/insatser/"))
    actions.change(made, by=BY, starts_on=timezone.localdate() + DAY, ends_on=None)
    assert "inte börjat" in text_of(client.get("/insatser/"))


def test_whoever_takes_part_in_nothing_is_told_what_to_do(cast: Cast, page: Any) -> None:
    assert "Be projektledaren" in text_of(page("rut").get("/insatser/"))


def test_the_office_sees_what_its_association_funds_and_the_operator_all(cast: Cast) -> None:
    assert list(queries.initiatives(cast.viewer("rakel"))) == [cast.initiative]
    assert queries.initiatives(BY).count() == 2


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, page: Any) -> None:
    client = page("eva")
    client.get("/insatser/prov/")
    before = [_queries(client, path) for path in ("/insatser/", "/insatser/prov/", "/konto/")]
    for number in range(8):
        unit = parties.add_unit(cast.unit("AUC").authority, f"Enhet {number}", by=BY)
        branch = actions.open_branch(cast.initiative, f"g{number}", f"Gren {number}", unit, by=BY)
        actions.engage(cast.initiative, unit, "coach", from_day=START, by=BY, branch=branch)
        actions.describe_target_group(cast.initiative, "Ny", by=BY, branch=branch)
        actions.describe_target_group(cast.initiative, "Ny", by=BY)
        actions.add_outcome(cast.initiative, f"u{number}", f"Utfall {number}", "unknown", by=BY)
        controller = cast.initiative.controller
        lead = cast.unit("Projektkontoret")
        actions.start(f"i{number}", "Insats", controller, starts_on=START, by=BY, lead=lead)
    after = [_queries(client, path) for path in ("/insatser/", "/insatser/prov/", "/konto/")]
    assert after[0] == before[0]
    assert after[2] == before[2]
    assert after[1] <= before[1] + 2


def _queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_who_answers_pays_and_what_outcomes_are_counted_of_stand_under_their_own_heading(
    page: Any, cast: Cast
) -> None:
    text = page("eva").get("/insatser/prov/").content.decode()
    about, branches = text.index('id="om-insatsen"'), text.index('id="grenar"')
    assert about < text.index("Utfall räknas av") < branches
    assert "Utfall räknas av" not in text[branches:]
