"""Initiatives over the API: the same rows, rights and sentences as on the pages."""

from __future__ import annotations

from typing import Any

import pytest

from stafett.initiatives import actions
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast

BY = operator(TODAY)
V1 = "/api/v1/initiatives"
PLAN = {"total": 30, "women": 15, "men": 15, "period_start": "2024-01-01",
        "period_end": "2024-12-31", "reason": "Beslut"}  # fmt: skip


def send(client: Any, path: str, told: dict[str, Any]) -> Any:
    return client.post(f"{V1}/prov/{path}", told, content_type="application/json")


@pytest.mark.parametrize(("key", "codes"), [("stig", ["prov"]), ("rakel", ["prov"]), ("rut", [])])
def test_the_list_has_what_one_takes_part_in(
    cast: Cast, page: Any, key: str, codes: list[str]
) -> None:
    assert [each["code"] for each in page(key).get(V1).json()] == codes


def test_one_initiative_tells_all_that_was_decided(cast: Cast, page: Any) -> None:
    actions.plan_volume(
        cast.initiative, 9, period=(TODAY, TODAY), by=BY, branch=cast.branch("flen")
    )
    found = page("ulf").get(f"{V1}/prov").json()
    assert found["controller"] == "Flens arbetsmarknadsnämnd"
    assert found["goals"][0]["readings"] == {"arbete och studier": ["arbete", "studier"]}
    assert [(v["branch"], v["total"]) for v in found["volume_targets"]] == [("", 20), ("flen", 9)]
    assert found["target_groups"][0]["age_max"] == 29
    assert found["promises"][0]["number"] == 10
    assert found["branches"][1]["controller"] == "Katrineholms arbetsnämnd"
    assert found["outcomes"][0]["common"] == "work_unsupported"


def test_for_strangers_it_is_not_there(cast: Cast, page: Any) -> None:
    assert page("rut").get(f"{V1}/prov").status_code == 404
    assert page("eva").get(f"{V1}/annan").status_code == 404


def test_the_leader_decides_new_versions_and_records_promises(cast: Cast, page: Any) -> None:
    client = page("eva")
    assert send(client, "volume-targets", PLAN).status_code == 201
    group = {"criteria": "Alla", "reason": "Styrgruppen"}
    assert send(client, "target-groups", group).status_code == 201
    promise = {
        "party": cast.party("Af").pk,
        "period_start": "2024-01-01",
        "period_end": "2024-06-30",
    }
    assert send(client, "promises", promise).status_code == 201
    assert cast.initiative.volume_targets.count() == cast.initiative.promises.count() == 2


def test_every_fault_is_told_by_field(cast: Cast, page: Any) -> None:
    refused = send(page("eva"), "volume-targets", {**PLAN, "women": 16})
    assert refused.status_code == 422
    assert refused.json()["faults"][0]["field"] == "total"


def test_a_version_read_too_long_ago_is_refused(cast: Cast, page: Any) -> None:
    refused = send(page("eva"), "volume-targets", {**PLAN, "after": 0})
    assert "Det här har ändrats" in refused.json()["faults"][0]["sentence"]
    assert send(page("eva"), "volume-targets", {**PLAN, "after": 1}).status_code == 201


@pytest.mark.parametrize("key", ["karin", "stig", "ulf", "rakel"])
def test_others_decide_nothing(cast: Cast, page: Any, key: str) -> None:
    assert send(page(key), "volume-targets", PLAN).status_code == 403
