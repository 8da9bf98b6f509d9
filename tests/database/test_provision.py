"""Which template is a new one built on, so that nobody waits for what has been migrated before?"""

from __future__ import annotations

import pytest

from tests.provision import nearest

FIRST, SECOND, THIRD = (f"people/migrations/000{n}.py" for n in (1, 2, 3))
OURS = {FIRST: "a", SECOND: "b", THIRD: "c", "vocabulary/data/lan.csv": "d"}
ONE = {FIRST: "a", "vocabulary/data/lan.csv": "d"}


def test_it_is_built_on_the_one_that_lacks_fewest_migrations() -> None:
    assert nearest({"one": ONE, "two": {**ONE, SECOND: "b"}}, OURS) == "two"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({**ONE, SECOND: "x"}, id="a migration that has changed"),
        pytest.param({**ONE, "people/migrations/0009.py": "y"}, id="a migration that is gone"),
        pytest.param({FIRST: "a"}, id="without a list that has come"),
        pytest.param({**ONE, "vocabulary/data/lan.csv": "x"}, id="with another list"),
    ],
)
def test_it_is_never_built_on_what_was_made_of_something_else(other: dict[str, str]) -> None:
    assert nearest({"other": other}, OURS) is None
