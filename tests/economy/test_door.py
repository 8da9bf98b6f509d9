"""The door to the costs, on the initiative's page: shown to those who may, and to no others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast


@pytest.mark.parametrize(("key", "shown"), [("eva", True), ("lena", True), ("karin", False)])
def test_the_door_is_shown_to_those_who_see_costs(
    cast: Cast, page: Any, key: str, shown: bool
) -> None:
    text = page(key).get("/insatser/prov/").content.decode()
    assert ('href="/insatser/prov/kostnader/"' in text) is shown
