"""Every page about initiatives, for every role: who reads, who changes, who is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from stafett.initiatives import access, actions, urls
from stafett.parties import actions as parties
from stafett.safeguards.roles import Permission
from stafett.safeguards.viewer import operator
from tests.cast import ENGAGED, STAFF, START, TODAY, Cast
from tests.initiatives.places import FOR_LEADERS, OPEN, TO_ANSWER, TO_START

BY = operator(TODAY)
EVERYBODY = [key for key, _name, _unit, _role in STAFF]
TAKING_PART = [
    key for key, _name, unit, role in STAFF if any((unit, role) == pair[:2] for pair in ENGAGED)
]
STRANGERS = [key for key in EVERYBODY if key not in (*TAKING_PART, "rakel")]
OTHERS = [key for key in (*TAKING_PART, "rakel") if key != "eva"]
ALL = {**OPEN, **FOR_LEADERS, **TO_START, **TO_ANSWER}


def test_every_page_is_in_the_table() -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == set(ALL)


def test_the_cast_has_those_who_take_part_and_those_who_do_not() -> None:
    assert sorted(STRANGERS) == ["fatima", "olle", "per", "rut"]
    assert len(TAKING_PART) == 7


@pytest.mark.parametrize("name", sorted(ALL))
def test_whoever_is_not_logged_in_is_sent_to_the_log_in_page(cast: Cast, name: str) -> None:
    for method in ("get", "post"):
        response = getattr(Client(), method)(ALL[name](cast))
        assert response.status_code == 302
        assert response["Location"].startswith("/logga-in/")


@pytest.mark.parametrize("key", [*TAKING_PART, "rakel"])
def test_whoever_takes_part_funds_or_steers_reads_the_page(cast: Cast, page: Any, key: str) -> None:
    client = page(key)
    for address in OPEN.values():
        assert "Provinsatsen" in client.get(address(cast)).content.decode()


@pytest.mark.parametrize("key", STRANGERS)
def test_for_strangers_the_initiative_is_not_there(cast: Cast, page: Any, key: str) -> None:
    client = page(key)
    for name, address in {**OPEN, **FOR_LEADERS}.items():
        response = client.get(address(cast))
        assert response.status_code == (200 if name == "initiatives" else 404), name
        assert "Provinsatsen" not in response.content.decode()


def test_the_project_leader_opens_every_form(cast: Cast, page: Any) -> None:
    client = page("eva")
    for name, address in {**FOR_LEADERS, **TO_START}.items():
        assert client.get(address(cast)).status_code == 200, name


@pytest.mark.parametrize("key", OTHERS)
def test_all_others_are_refused_with_a_sentence(cast: Cast, page: Any, key: str) -> None:
    client = page(key)
    for name, address in FOR_LEADERS.items():
        for method in ("get", "post"):
            response = getattr(client, method)(address(cast))
            assert response.status_code == 403, name
            assert "projektledaren" in response.content.decode()


@pytest.mark.parametrize("key", [key for key in EVERYBODY if key != "eva"])
def test_only_somebody_posted_to_lead_starts_an_initiative(cast: Cast, page: Any, key: str) -> None:
    response = page(key).get(TO_START["initiative_new"](cast))
    assert response.status_code == 403
    assert "projektledare" in response.content.decode()


@pytest.mark.parametrize("key", OTHERS)
def test_nobody_is_shown_a_door_that_they_may_not_open(cast: Cast, page: Any, key: str) -> None:
    client = page(key)
    text = client.get(OPEN["initiative"](cast)).content.decode()
    assert not [name for name, address in FOR_LEADERS.items() if address(cast) in text]
    assert TO_START["initiative_new"](cast) not in client.get("/insatser/").content.decode()


def test_who_leads_a_branch_changes_that_branch_alone(cast: Cast) -> None:
    actions.engage(
        cast.initiative, cast.unit("Viadidakt"), "project_leader", from_day=START, by=BY,
        branch=cast.branch("katrineholm"),
    )  # fmt: skip
    post = parties.open_post(
        cast.unit("Viadidakt"), "project_leader", "Ledare", from_day=START, by=BY
    )
    staff = cast.user("lotta").staff
    assert staff
    parties.appoint(staff, post, from_day=START, by=BY)
    lotta = cast.viewer("lotta")
    assert access.may_edit(lotta, cast.initiative, cast.branch("katrineholm"))
    assert not access.may_edit(lotta, cast.initiative, cast.branch("flen"))
    assert not access.may_edit(lotta, cast.initiative)
    assert list(access.led_branches(lotta, cast.initiative)) == [cast.branch("katrineholm")]
    assert list(access.led_branches(cast.viewer("eva"), cast.initiative).values_list("code", flat=True)) == [
        "flen", "katrineholm",
    ]  # fmt: skip
    with pytest.raises(PermissionDenied):
        actions.change(cast.branch("flen"), by=lotta, plan="Ny plan")
    assert actions.change(cast.branch("katrineholm"), by=lotta, plan="Ny plan").plan == "Ny plan"


def test_the_operator_sees_and_changes_everything(cast: Cast) -> None:
    assert access.may_edit(BY, cast.other)
    assert access.scope(BY, cast.other, Permission.SEE_COSTS)


def test_an_initiative_without_association_has_no_office(cast: Cast) -> None:
    assert not access.scope(cast.viewer("rakel"), cast.other, Permission.SEE_COSTS)
