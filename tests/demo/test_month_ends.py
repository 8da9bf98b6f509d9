"""Has the living initiative month ends to show, and one that was not counted?"""

from __future__ import annotations

from datetime import date

from stafett.casework import between
from stafett.demo.living.counting import FOUND
from stafett.initiatives.models import Initiative
from stafett.measures.queries import table
from stafett.measures.tables.between import months_of
from stafett.safeguards.viewer import Viewer
from tests.demo.conftest import DAY


def test_the_month_ends_are_counted_but_for_the_night_when_the_server_was_down(
    demo: Viewer, stigen: Initiative
) -> None:
    months = months_of(stigen, DAY)
    assert [one.day for one in months if not one.counted] == [date(2025, 5, 31)]
    assert len(months) == 12


def test_what_was_found_is_by_rules_that_there_are(demo: Viewer, stigen: Initiative) -> None:
    result = table(demo, "between-chairs", stigen)
    found = {row.key.partition("/")[2] for row in result.rows} - {""}
    assert found == set(FOUND)
    assert found <= {one.code for one in between.rules()}
