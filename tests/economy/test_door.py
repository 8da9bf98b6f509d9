"""The door to the costs: shown to those who may, and to nobody where the pages are not mounted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import clear_url_caches

from stafett.economy.doors import costs_door
from tests.cast import Cast


def asked(cast: Cast, key: str) -> Any:
    return SimpleNamespace(viewer=cast.viewer(key))


@pytest.mark.parametrize(("key", "shown"), [("eva", True), ("lena", True), ("karin", False)])
def test_the_door_is_shown_to_those_who_see_costs(cast: Cast, key: str, shown: bool) -> None:
    found = costs_door(asked(cast, key), cast.initiative)
    assert found == ({"address": "/insatser/prov/kostnader/"} if shown else None)


def test_there_is_no_door_to_pages_that_are_not_there(cast: Cast, settings: Any) -> None:
    settings.ROOT_URLCONF = "stafett.accounts.urls"
    clear_url_caches()
    assert costs_door(asked(cast, "eva"), cast.initiative) is None
