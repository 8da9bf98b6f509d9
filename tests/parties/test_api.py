"""Parties over the API: the same rows, rights and sentences as on the pages."""

from __future__ import annotations

from typing import Any

from stafett.parties import actions
from stafett.parties.models import Agreement, Party, Unit
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.parties.places import association

BY = operator(TODAY)
V1 = "/api/v1"


def test_parties_and_kinds_are_listed(cast: Cast, page: Any) -> None:
    client = page("karin")
    found = {each["name"]: each for each in client.get(f"{V1}/parties").json()}
    assert found["Flens kommun"]["authorities"] == [
        "Flens arbetsmarknadsnämnd",
        "Flens socialnämnd",
    ]
    kinds = {each["code"]: each["colour"] for each in client.get(f"{V1}/kinds").json()}
    assert kinds["af"] == 1


def test_a_new_kind_of_agency_gets_all_the_way_to_a_unit(cast: Cast, page: Any) -> None:
    client = page("eva")

    def send(path: str, **told: Any) -> Any:
        return client.post(V1 + path, told, content_type="application/json")

    assert send("/kinds", code="provider", name="Utförare").status_code == 201
    party = send("/parties", kind="provider", name="Folkhögskolan", short_name="Fhsk").json()
    authority = send(f"/parties/{party['id']}/authorities", name="Folkhögskolans styrelse").json()
    unit = send(f"/authorities/{authority['id']}/units", name="Allmän kurs")
    assert unit.status_code == 201
    assert Unit.objects.get(pk=unit.json()["id"]).authority.party.name == "Folkhögskolan"


def test_every_fault_is_told_by_field_and_nothing_is_saved(cast: Cast, page: Any) -> None:
    response = page("eva").post(
        f"{V1}/parties", {"kind": "finns-inte", "name": "", "short_name": "X"},
        content_type="application/json",
    )  # fmt: skip
    assert response.status_code == 422
    assert {fault["field"] for fault in response.json()["faults"]} == {"kind", "name"}
    assert not Party.objects.filter(short_name="X").exists()


def test_who_may_not_change_the_register_may_not_over_the_api(cast: Cast, page: Any) -> None:
    told = {"code": "x", "name": "X"}
    response = page("karin").post(f"{V1}/kinds", told, content_type="application/json")
    assert response.status_code == 403


def test_an_association_tells_its_shares_exactly(cast: Cast, page: Any) -> None:
    found = page("ulf").get(f"{V1}/associations/{association().pk}").json()
    assert sorted(m["share"] for m in found["members"]) == ["1/4", "1/4", "1/4", "1/8", "1/8"]
    assert found["departures"] == []


def test_agreements_are_listed_and_added(cast: Cast, page: Any) -> None:
    af, flen = cast.party("Af").pk, cast.party("Flen").pk
    told = {
        "title": "Avtal",
        "parties": [af, flen],
        "valid_from": str(START),
        "valid_to": str(START),
    }
    client = page("eva")
    made = client.post(f"{V1}/agreements", told, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["state"] == "ended"
    wrong = {**told, "valid_to": "2023-01-01"}
    refused = client.post(f"{V1}/agreements", wrong, content_type="application/json")
    assert refused.json()["faults"][0]["field"] == "valid_to"
    assert [each["parties"] for each in client.get(f"{V1}/agreements").json()] == [
        ["Arbetsförmedlingen", "Flens kommun"]
    ]
    assert Agreement.objects.count() == 1


def test_no_person_at_work_is_named_in_the_list_of_parties(cast: Cast, page: Any) -> None:
    actions.add_staff(cast.unit("AUC").authority, "Särskilt Namn", by=BY)
    text = page("eva").get(f"{V1}/parties").content.decode()
    assert "Karin Ek" not in text
    assert "Särskilt" not in text
