"""Target group, goals, plan and promises: each decision is a version with its day and reason (F4, G27)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from stafett.initiatives import actions
from stafett.initiatives.models import Goal
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.initiatives.places import FOR_LEADERS
from tests.parties.filling_in import fill_in, filled_in, told

BY = operator(TODAY)
YEAR = (START, date(2024, 12, 31))


@pytest.fixture
def eva(page: Any) -> Any:
    """The project leader."""
    return page("eva")


def words(client: Any) -> str:
    """The initiative's page, with breaking spaces."""
    return str(client.get("/insatser/prov/").content.decode()).replace("\u00a0", " ")


def test_the_next_version_starts_from_the_one_that_holds(cast: Cast, eva: Any) -> None:
    opened = filled_in(eva.get(FOR_LEADERS["volume"](cast)))
    assert {key: opened[key] for key in ("total", "women", "men", "after")} == {
        "total": "20", "women": "10", "men": "10", "after": "1",
    }  # fmt: skip
    assert opened["decided_on"] == opened["reason"] == ""


def test_525_became_446_and_both_are_there(cast: Cast, eva: Any) -> None:
    fill_in(eva, FOR_LEADERS["volume"](cast), total="446", women="223", men="223",
            decided_on="2024-06-01", reason="Analysfasen")  # fmt: skip
    rows = cast.initiative.volume_targets.order_by("version")
    assert [(row.version, row.total, row.reason) for row in rows] == [
        (1, 20, ""),
        (2, 446, "Analysfasen"),
    ]
    page = eva.get("/insatser/prov/").content.decode()
    assert "1 tidigare version" in page
    assert "version 2, beslutad 1 juni 2024: Analysfasen" in page


def test_a_change_without_a_reason_is_refused(cast: Cast, eva: Any) -> None:
    for name in ("volume", "target_group", "goal_version"):
        assert "Skriv varför det ändras" in told(fill_in(eva, FOR_LEADERS[name](cast)))
    assert "Skriv varför" in told(fill_in(eva, FOR_LEADERS["volume"](cast), reason=" "))


def test_the_first_version_needs_no_reason(cast: Cast, eva: Any) -> None:
    fill_in(
        eva,
        FOR_LEADERS["branch_target_group"](cast),
        criteria="16–24 år",
        age_min="16",
        age_max="24",
    )
    fill_in(eva, FOR_LEADERS["branch_volume"](cast), total="9", period_start="2024-01-01",
            period_end="2024-12-31")  # fmt: skip
    flen = cast.branch("flen")
    assert cast.initiative.target_groups.get(branch=flen).version == 1
    assert cast.initiative.volume_targets.get(branch=flen).total == 9
    page = eva.get("/insatser/prov/").content.decode()
    assert "<strong>16–24 år</strong>" in page


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("volume", {"women": "11"}, "Kvinnor och män blir inte tillsammans totalen"),
        ("volume", {"men": ""}, "Kvinnor och män blir inte tillsammans totalen"),
        ("volume", {"period_end": "2023-01-01"}, "slut ligger före"),
        ("volume", {"total": "tjugo"}, "Skriv ett helt tal"),
        ("target_group", {"age_min": "40"}, "högsta åldern är lägre"),
        ("target_group", {"age_min": "99999"}, "32767"),
        ("goal_version", {"share_percent": "101"}, "mellan 0 och 100 procent"),
        ("goal_version", {"share_percent": "halva"}, "Skriv ett tal"),
        ("goal_version", {"reading_1": ""}, "vad sättet att räkna heter"),
        ("goal_version", {"counted_1": []}, "vilka utfall som räknas"),
        ("goal_version", {"reading_1": "", "counted_1": []}, "minst ett sätt att räkna"),
    ],
)
def test_what_can_not_be_decided_says_why(
    cast: Cast, eva: Any, name: str, typed: dict[str, Any], sentence: str
) -> None:
    response = fill_in(eva, FOR_LEADERS[name](cast), **{"reason": "Beslut", **typed})
    assert sentence in told(response)
    assert cast.initiative.goals.count() == cast.initiative.volume_targets.count() == 1


def test_a_goal_that_can_be_read_in_several_ways_shows_them_all(cast: Cast, eva: Any) -> None:
    work, studies, ill = (cast.outcome(code).pk for code in ("arbete", "studier", "sjuk"))
    fill_in(
        eva, FOR_LEADERS["goal_version"](cast), share_percent="90", reason="Ansökan",
        reading_1="smal", counted_1=[work, studies], reading_2="bred", counted_2=[work, studies, ill],
    )  # fmt: skip
    goal = Goal.objects.get(version=2)
    assert goal.code == "vidare"
    assert goal.share_percent == Decimal(90)
    assert [r.label for r in goal.readings.order_by("order")] == ["smal", "bred"]
    page = words(eva)
    assert "Det kan läsas på 2 sätt" in page
    assert "90 % av dem som avslutat" in page
    assert "bred: Arbete, Studier, Rehabilitering" in page


def test_two_readings_that_count_the_same_are_pointed_out(cast: Cast, eva: Any) -> None:
    work = cast.outcome("arbete").pk
    response = fill_in(
        eva, FOR_LEADERS["goal_version"](cast), reason="x", reading_1="en", counted_1=[work],
        reading_2="två", counted_2=[work],
    )  # fmt: skip
    assert "Läsningarna ”en” och ”två” räknar samma utfall" in told(response)


def test_a_new_goal_needs_a_code_of_its_own(cast: Cast, eva: Any) -> None:
    typed = {"text": "Trettio procent i arbete", "share_percent": "33,5", "base": "starters",
             "reading_1": "arbete", "counted_1": [cast.outcome("arbete").pk]}  # fmt: skip
    response = fill_in(eva, FOR_LEADERS["goal_new"](cast), code="vidare", **typed)
    assert "Målet finns redan" in told(response)
    fill_in(eva, FOR_LEADERS["goal_new"](cast), code="arbete", **typed)
    assert Goal.objects.get(code="arbete").version == 1
    assert "33,5 % av alla som började" in words(eva)


def test_more_readings_keep_what_was_typed(cast: Cast, eva: Any) -> None:
    address = FOR_LEADERS["goal_version"](cast)
    opened = filled_in(eva.get(address))
    more = eva.post(address, {**opened, "share_percent": "nittio", "more": "1"})
    page = more.content.decode()
    assert more.status_code == 200
    assert 'value="nittio"' in page
    assert 'name="reading_4"' in page
    assert 'class="summary"' not in page


def test_a_page_opened_before_anothers_version_is_told_and_shows_both(cast: Cast, eva: Any) -> None:
    address = FOR_LEADERS["volume"](cast)
    opened = filled_in(eva.get(address))
    actions.plan_volume(cast.initiative, 30, period=YEAR, by=BY, reason="Någon annan")
    mine = {**opened, "total": "40", "women": "", "men": "", "reason": "Jag"}
    refused = eva.post(address, mine)
    assert "Det här har ändrats sedan du öppnade" in told(refused)
    assert "<td>30</td><td>40</td>" in refused.content.decode()
    assert eva.post(address, filled_in(refused)).status_code == 302
    assert [row.total for row in cast.initiative.volume_targets.order_by("version")] == [20, 30, 40]


def test_a_goal_opened_before_anothers_version_shows_both_readings(cast: Cast, eva: Any) -> None:
    address = FOR_LEADERS["goal_version"](cast)
    opened = filled_in(eva.get(address))
    actions.set_goal(
        cast.initiative, "vidare", "Alla", share_percent=100, base="leavers", by=BY,
        readings=[("annat", [cast.outcome("annat")])],
    )  # fmt: skip
    refused = eva.post(address, {**opened, "reason": "Jag"})
    page = refused.content.decode()
    assert "Det här har ändrats" in told(refused)
    assert "<td>Annat</td><td>Arbete, Studier</td>" in page
    assert "<td>100</td><td>50</td>" in page


def test_two_who_save_in_the_same_instant_get_a_sentence(
    cast: Cast, eva: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_next_version", lambda *asked: 1)
    typed = {"total": "30", "women": "15", "men": "15", "reason": "x"}
    response = fill_in(eva, FOR_LEADERS["volume"](cast), **typed)
    assert "sparade en version i samma stund" in told(response)


def test_a_promise_may_be_without_a_number_and_gets_its_reason_later(cast: Cast, eva: Any) -> None:
    af = cast.party("Af").pk
    typed = {"party": af, "period_start": "2024-01-01", "period_end": "2024-12-31"}
    fill_in(eva, FOR_LEADERS["promise_new"](cast), **typed)
    assert "redan lovat" in told(
        fill_in(eva, FOR_LEADERS["promise_new"](cast), **typed, number="5")
    )
    assert cast.initiative.promises.get(party=af).number is None
    made = cast.initiative.promises.get(party=af)
    fill_in(eva, reverse("promise_edit", args=["prov", made.pk]), reason="Ny chef i mars")
    page = eva.get("/insatser/prov/").content.decode()
    assert "Ny chef i mars" in page
    assert "inget antal utlovat" in page


def test_a_stale_promise_is_told(cast: Cast, eva: Any) -> None:
    address = FOR_LEADERS["promise_edit"](cast)
    opened = filled_in(eva.get(address))
    actions.change(cast.initiative.promises.get(), by=BY, number=4)
    refused = eva.post(address, {**opened, "reason": "Jag"})
    assert "<td>4</td><td>10</td>" in refused.content.decode()
    assert "Det här har ändrats" in told(refused)
