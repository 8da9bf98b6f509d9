"""Who takes over after an exit is named to those who may know who else is involved (law 2)."""

from __future__ import annotations

from typing import Any

import pytest

from stafett.casework.actions import correct
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import Page, get
from tests.casework.test_consent_paper import words
from tests.cast import Cast

SOMEBODY = "någon annan"


def told(cast: Cast, *kinds: str, **taker: Any) -> Participation:
    """An exit to somebody, corrected since, and Af that is told how it goes, how it ended and some more."""
    one = cast.ended(next_step_id="holder", next_outside="Hemlig verksamhet")
    facts = as_told(one, **{"next_unit_id": None, "next_outside": "", **taker})
    correct([(one, facts)], by=cast.viewer("karin"), because="prov", only={"next_step_id"})
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, {"course", "health", *kinds}, {}))
    cast.as_everyone()
    return one


def everywhere(page: Page, who: str, one: Participation) -> list[str]:
    """The case with its list of changes, the time line, the paper to the file, and the same over the API."""
    address = f"/deltagare/{one.pk}"
    api = f"/api/v1/participations/{one.pk}"
    return [
        get(page(who), f"{address}/"), get(page(who), f"{address}/tidslinje/"),
        words(page(who).get(f"{address}/till-akten.pdf")),
        str(page(who).get(api).json()), str(page(who).get(f"{api}/timeline").json()),
    ]  # fmt: skip


@pytest.mark.parametrize("outside", [True, False])
def test_another_authority_is_named_to_nobody_who_may_not_know(
    cast: Cast, page: Page, outside: bool
) -> None:
    care = {"next_unit_id": cast.unit("Psykiatrin").pk}
    one = told(cast, **({"next_outside": "Beroendehuset"} if outside else care))
    for text in everywhere(page, "per", one):
        assert "Psykiatrin" not in text
        assert "Beroendehuset" not in text
        assert "Hemlig verksamhet" not in text
        assert SOMEBODY in text
    assert f": {SOMEBODY}<" in get(page("per"), f"/deltagare/{one.pk}/")
    for text in everywhere(page, "karin", one):
        assert ("Beroendehuset" if outside else "Psykiatrin") in text


def test_it_is_named_to_those_who_are_told_which_authorities_are_involved(
    cast: Cast, page: Page
) -> None:
    one = told(cast, "agencies", next_unit_id=cast.unit("Psykiatrin").pk)
    for text in everywhere(page, "per", one):
        assert "Psykiatrin" in text
    assert "Hemlig verksamhet" in get(page("per"), f"/deltagare/{one.pk}/")


@pytest.mark.parametrize("unit", ["Af Flen", "AUC"])
def test_ones_own_authority_and_the_controllers_are_named(
    cast: Cast, page: Page, unit: str
) -> None:
    one = told(cast, next_unit_id=cast.unit(unit).pk)
    for text in everywhere(page, "per", one):
        assert unit in text
    answer = page("per").get(f"/api/v1/participations/{one.pk}").json()
    assert answer["takes_over"] == unit
    assert "Hemlig verksamhet" not in str(answer)


def test_where_nobody_is_said_to_take_over_nobody_is(cast: Cast, page: Page) -> None:
    one = cast.ended()
    cast.consented(one, "Af Flen")
    cast.as_everyone()
    assert page("per").get(f"/api/v1/participations/{one.pk}").json()["takes_over"] == ""
    assert f": {SOMEBODY}" not in get(page("per"), f"/deltagare/{one.pk}/")
