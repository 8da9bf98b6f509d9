"""Why somebody leaves: the initiative's own list, begun from a proposal, with own words beside."""

from __future__ import annotations

from typing import Any

import pytest

from stafett.casework.rules import reason_words
from stafett.initiatives import actions
from stafett.safeguards.viewer import operator
from stafett.vocabulary.actions import load
from tests.cast import TODAY, Cast
from tests.initiatives.places import FOR_LEADERS
from tests.parties.filling_in import fill_in, filled_in, told

BY = operator(TODAY)


@pytest.fixture
def eva(page: Any) -> Any:
    """The project leader."""
    return page("eva")


def listed(cast: Cast) -> list[tuple[str, str]]:
    """The list, in its order."""
    rows = cast.initiative.end_reasons.order_by("order", "pk")
    return list(rows.values_list("code", "label"))


def test_a_reason_is_added_changed_and_shown(cast: Cast, eva: Any) -> None:
    fill_in(eva, FOR_LEADERS["end_reason_new"](cast), code="sjuk", label="Sjukdom", order="2")
    fill_in(eva, FOR_LEADERS["end_reason_edit"](cast), label="Flyttat")
    assert listed(cast) == [("flytt", "Flyttat"), ("sjuk", "Sjukdom")]
    text = eva.get("/insatser/prov/").content.decode()
    assert "Insatsens egna avslutsorsaker" in text
    assert "Sjukdom" in text
    assert eva.get("/api/v1/initiatives/prov").json()["end_reasons"] == [
        {"code": "flytt", "label": "Flyttat"},
        {"code": "sjuk", "label": "Sjukdom"},
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "flytt", "label": "Ny"}, "redan en avslutsorsak med den koden"),
        ({"code": "ny", "label": "Flytt"}, "redan en avslutsorsak som heter så"),
        ({"code": "ny", "label": ""}, "Fyll i det här"),
    ],
)
def test_what_can_not_be_says_why(
    cast: Cast, eva: Any, typed: dict[str, str], sentence: str
) -> None:
    said = told(fill_in(eva, FOR_LEADERS["end_reason_new"](cast), **typed, order="1"))
    assert sentence in said
    assert listed(cast) == [("flytt", "Flytt")]


def test_a_stale_reason_is_told(cast: Cast, eva: Any) -> None:
    address = FOR_LEADERS["end_reason_edit"](cast)
    opened = filled_in(eva.get(address))
    actions.change(cast.initiative.end_reasons.get(), by=BY, label="Deras")
    assert "Det här har ändrats" in told(eva.post(address, {**opened, "label": "Mitt"}))


def test_the_proposal_is_taken_in_after_what_is_there_and_never_twice(cast: Cast, eva: Any) -> None:
    load()
    address = FOR_LEADERS["end_reasons_proposed"](cast)
    fill_in(eva, address, proposed=["deceased", "interrupted_illness"])
    assert listed(cast) == [
        ("flytt", "Flytt"),
        ("interrupted-illness", "Avbrott, sjukdom"),
        ("deceased", "Avliden"),
    ]
    again = eva.get(address).content.decode()
    assert "Avliden" not in again
    assert "Felregistrering" in again
    cast.initiative.end_reasons.all().delete()
    fill_in(eva, address, proposed=["deceased"])
    assert [row.order for row in cast.initiative.end_reasons.all()] == [0]


def test_own_words_stand_beside_a_listed_reason() -> None:
    assert reason_words("Flytt", "") == "Flytt"
    assert reason_words("", " till Kalmar ") == "till Kalmar"
    assert reason_words("Flytt", "till Kalmar") == "Flytt: till Kalmar"
