"""Starting and changing an initiative on its pages: rightly, wrongly, and at the same time as another."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from stafett.initiatives import actions
from stafett.initiatives.forms.ground import InitiativeForm
from stafett.initiatives.models import Initiative
from stafett.parties.models import Authority
from stafett.safeguards.viewer import operator
from stafett.vocabulary.models import CommonOutcome
from tests.cast import TODAY, Cast
from tests.initiatives.places import FOR_LEADERS, TO_START, engagement
from tests.parties.filling_in import fill_in, filled_in, told

BY = operator(TODAY)


@pytest.fixture
def eva(page: Any) -> Any:
    """The project leader."""
    return page("eva")


def test_an_initiative_is_started_and_then_found_by_its_leader(cast: Cast, eva: Any) -> None:
    response = fill_in(
        eva, TO_START["initiative_new"](cast), code="vinden", name="Vinden", starts_on="2026-01-01",
        controller=cast.initiative.controller_id, ends_on="2026-12-31",
    )  # fmt: skip
    assert response["Location"] == "/insatser/vinden/"
    page = eva.get("/insatser/vinden/").content.decode()
    assert "Insatsen har ingen gren än" in page
    assert "Inget mål är beslutat än" in page
    assert Initiative.objects.get(code="vinden").engagements.get().unit.name == "Projektkontoret"


def test_an_association_as_controller_is_refused_with_the_law(cast: Cast, eva: Any) -> None:
    association = Authority.objects.get(name="Samordningsförbundet Prov")
    response = fill_in(
        eva, FOR_LEADERS["branch_new"](cast), code="vinden", name="Vinden",
        controller=association.pk, holder=cast.unit("AUC").pk,
    )  # fmt: skip
    assert "Personuppgiftsansvarig: Samordningsförbundet Prov är ett samordningsförbund" in told(
        response
    )
    assert "lag 2003:1210, 7 §" in told(response)
    assert 'value="Vinden"' in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "ny"}, "sidans adress"),
        ({"code": "prov"}, "används av en annan insats"),
        ({"code": "å ä"}, "små bokstäver"),
        ({"ends_on": "2025-01-01"}, "Slutet ligger före starten"),
        ({"starts_on": "2026-02-30"}, "ingen dag som finns"),
        ({"controller": ""}, "Välj något här"),
    ],
)
def test_what_can_not_be_started_says_why(
    cast: Cast, eva: Any, typed: dict[str, str], sentence: str
) -> None:
    sound = {"code": "vinden", "name": "Vinden", "starts_on": "2026-01-01",
             "controller": cast.initiative.controller_id}  # fmt: skip
    response = fill_in(eva, TO_START["initiative_new"](cast), **{**sound, **typed})
    assert sentence in told(response)
    assert Initiative.objects.count() == 2


def test_the_operator_may_name_any_unit_to_lead(cast: Cast) -> None:
    assert cast.unit("Psykiatrin") in InitiativeForm(viewer=BY).fields["lead"].queryset  # type: ignore[attr-defined]


def test_an_initiative_is_corrected(cast: Cast, eva: Any) -> None:
    fill_in(
        eva, FOR_LEADERS["initiative_edit"](cast), summary="Två kommuner", counted_on="2025-06-30"
    )
    made = Initiative.objects.get(code="prov")
    assert (made.summary, str(made.counted_on)) == ("Två kommuner", "2025-06-30")


def test_a_branch_is_opened_under_the_initiatives_controller_or_its_own(
    cast: Cast, eva: Any
) -> None:
    address = FOR_LEADERS["branch_new"](cast)
    holder = cast.unit("Psykiatrin")
    assert "redan en gren" in told(
        fill_in(eva, address, code="flen", name="Nytt", holder=holder.pk)
    )
    fill_in(eva, address, code="a", name="A", holder=holder.pk)
    fill_in(eva, address, code="b", name="B", holder=holder.pk, controller=holder.authority_id,
            municipality="0482", plan="Hälsospår")  # fmt: skip
    assert cast.branch("a").controller == cast.initiative.controller
    assert cast.branch("b").controller == holder.authority


def test_a_branchs_plan_is_changed(cast: Cast, eva: Any) -> None:
    fill_in(eva, FOR_LEADERS["branch_edit"](cast), plan="Studiespår")
    assert cast.branch("flen").plan == "Studiespår"


def test_an_outcome_is_added_and_mapped(cast: Cast, eva: Any) -> None:
    address = FOR_LEADERS["outcome_new"](cast)
    response = fill_in(eva, address, code="arbete", label="Jobb", common="work_supported")
    assert "redan ett utfall med den koden" in told(response)
    fill_in(eva, address, code="praktik", label="Praktik", common="practice_or_measure", order="5")
    assert cast.outcome("praktik").common_id == "practice_or_measure"
    fill_in(eva, FOR_LEADERS["outcome_edit"](cast), common="work_supported")
    assert cast.outcome("arbete").common_id == "work_supported"


def test_a_stale_outcome_shows_both_in_words(cast: Cast, eva: Any) -> None:
    address = FOR_LEADERS["outcome_edit"](cast)
    opened = filled_in(eva.get(address))
    row = cast.outcome("arbete")
    actions.change(row, by=BY, common=CommonOutcome.objects.get(code="own_business"))
    refused = eva.post(address, {**opened, "common": "studies"})
    assert "Det här har ändrats" in told(refused)
    assert "<td>Eget företag</td><td>Studier</td>" in refused.content.decode()


def test_a_unit_is_let_in_and_later_leaves(cast: Cast, eva: Any) -> None:
    address = FOR_LEADERS["engage"](cast)
    unit, flen = cast.unit("FK Eskilstuna"), cast.branch("flen")
    fill_in(eva, address, unit=unit.pk, role="caseworker", branch=flen.pk, from_day="2025-01-01")
    response = fill_in(eva, address, unit=unit.pk, role="caseworker", branch=flen.pk)
    assert "redan med i den rollen" in told(response)
    made = cast.initiative.engagements.get(unit=unit)
    leave = reverse("disengage", args=["prov", made.pk])
    assert "Sista dagen ligger före" in told(fill_in(eva, leave, last_day="2024-01-01"))
    fill_in(eva, leave, last_day="2025-03-31")
    made.refresh_from_db()
    assert str(made.until_day) == "2025-04-01"


def test_an_associations_unit_is_refused_a_role_that_sees_people(cast: Cast, eva: Any) -> None:
    response = fill_in(
        eva, FOR_LEADERS["engage"](cast), unit=cast.unit("Kansliet").pk, role="caseworker"
    )
    assert "får aldrig se en person" in told(response)


def test_a_stale_part_of_a_unit_is_told(cast: Cast, eva: Any) -> None:
    address = reverse("disengage", args=["prov", engagement(cast)])
    opened = filled_in(eva.get(address))
    actions.disengage(cast.initiative.engagements.get(role="coach"), on=TODAY, by=BY)
    refused = eva.post(address, {**opened, "last_day": "2025-12-31"})
    assert "Det här har ändrats" in told(refused)


@pytest.mark.parametrize("address", ["gren/nej/", "utfall/nej/", "mal/nej/", "malgrupp/nej/"])
def test_what_the_initiative_does_not_have_is_not_found(page: Any, address: str) -> None:
    assert page("eva").get(f"/insatser/prov/{address}").status_code == 404


def test_another_initiatives_rows_are_not_reached_through_ones_own(cast: Cast, eva: Any) -> None:
    other = cast.other.engagements.get()
    assert eva.get(reverse("disengage", args=["prov", other.pk])).status_code == 404


def test_an_initiative_that_another_has_changed_is_shown_beside_ones_own(
    cast: Cast, eva: Any
) -> None:
    address = FOR_LEADERS["initiative_edit"](cast)
    opened = filled_in(eva.get(address))
    actions.change(cast.initiative, by=BY, name="Deras namn")
    refused = eva.post(address, {**opened, "name": "Mitt namn"})
    assert "Det här har ändrats" in told(refused)
    assert "<td>Deras namn</td><td>Mitt namn</td>" in refused.content.decode()
