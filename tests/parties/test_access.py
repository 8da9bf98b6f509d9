"""Every page about parties, for every role: who reads, who changes, who is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from stafett.parties import urls
from tests.cast import STAFF, Cast
from tests.parties.places import FOR_EDITORS, FOR_MANAGERS, FROM_INSIDE, FROM_OFFICE, OPEN

EVERYBODY = [key for key, _name, _unit, _role in STAFF]
EDITORS = ["eva", "rakel"]
OTHERS = [key for key in EVERYBODY if key not in EDITORS]
ALL = {**OPEN, **FOR_EDITORS, **FROM_INSIDE, **FOR_MANAGERS, **FROM_OFFICE}


def test_every_page_is_in_the_table() -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == set(ALL)


@pytest.mark.parametrize("name", sorted(ALL))
def test_whoever_is_not_logged_in_is_sent_to_the_log_in_page(cast: Cast, name: str) -> None:
    for method in ("get", "post"):
        response = getattr(Client(), method)(ALL[name](cast))
        assert response.status_code == 302
        assert response["Location"].startswith("/logga-in/")


@pytest.mark.parametrize("key", EVERYBODY)
def test_everybody_who_is_logged_in_reads_who_works_together(
    cast: Cast, page: Any, key: str
) -> None:
    client = page(key)
    for name, address in OPEN.items():
        assert client.get(address(cast)).status_code == 200, name


def test_those_who_keep_the_register_open_the_forms_of_their_own_party(
    cast: Cast, page: Any
) -> None:
    client = page("eva")
    for name, address in FOR_EDITORS.items():
        assert client.get(address(cast)).status_code == 200, name


@pytest.mark.parametrize("key", OTHERS)
def test_all_others_are_refused_with_a_sentence(cast: Cast, page: Any, key: str) -> None:
    client = page(key)
    for name, address in {**FOR_EDITORS, **FROM_INSIDE, **FROM_OFFICE}.items():
        for method in ("get", "post"):
            response = getattr(client, method)(address(cast))
            assert response.status_code == 403, name
            assert "Be någon av dem" in response.content.decode()


def test_posts_that_open_cases_are_changed_from_inside_the_authority(cast: Cast, page: Any) -> None:
    eva, rakel = page("eva"), page("rakel")
    for name, address in FROM_INSIDE.items():
        assert eva.get(address(cast)).status_code == 200, name
        refused = rakel.post(address(cast))
        assert refused.status_code == 403, name
        assert "avgör själv" in refused.content.decode()


def test_what_an_association_decides_is_written_by_its_office(cast: Cast, page: Any) -> None:
    eva, rakel = page("eva"), page("rakel")
    for name, address in FROM_OFFICE.items():
        assert rakel.get(address(cast)).status_code == 200, name
        refused = eva.post(address(cast))
        assert refused.status_code == 403, name
        assert "kansli" in refused.content.decode()


@pytest.mark.parametrize(
    "address", ["/parter/0/", "/parter/forbund/0/", "/parter/befattningar/0/", "/parter/grupper/0/"]
)
def test_what_is_not_there_is_not_found(page: Any, address: str) -> None:
    assert page("eva").get(address).status_code == 404


@pytest.mark.parametrize("key", OTHERS)
def test_nobody_is_shown_a_door_that_they_may_not_open(cast: Cast, page: Any, key: str) -> None:
    client = page(key)
    for address in OPEN.values():
        text = client.get(address(cast)).content.decode()
        assert "/ny/" not in text
        assert "/andra/" not in text
        assert "/tillsatt/" not in text
