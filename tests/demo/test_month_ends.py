"""Has the living initiative month ends to show, and one that was not counted?"""

from __future__ import annotations

from datetime import date

from stafett.casework import between
from stafett.demo.living.counting import FOUND
from stafett.initiatives.models import Initiative
from stafett.measures.figures import Count, Share
from stafett.measures.outsiders.reading import frozen, table_of
from stafett.measures.queries import table
from stafett.measures.tables.between import months_of
from stafett.safeguards.viewer import Viewer
from tests.demo.conftest import DAY
from tests.measures.reading import column


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


def test_outsiders_are_shown_some_months_and_by_some_rule_how_many_of_how_many(
    demo: Viewer, stigen: Initiative
) -> None:
    shown = table_of(frozen(stigen), "between-chairs")
    told = [(row.key, figure) for row in shown.rows for figure in row.figures]
    assert [key for key, figure in told if isinstance(figure, Count) and "/" not in key]
    assert [key for key, figure in told if isinstance(figure, Share) and "/" in key]


def test_some_take_part_in_a_group_some_individually_some_have_done_both_of_some_it_is_not_noted(
    demo: Viewer, stigen: Initiative
) -> None:
    found = table(demo, "forms", stigen)
    now, so_far = column(found, "now"), column(found, "so_far")
    assert all(now[form][0] > 1 for form in ("group", "individual", "unknown"))
    assert so_far["both"][0] > 1
