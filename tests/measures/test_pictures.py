"""Does the picture beside a table show what the table is divided by, or say that it does not?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from stafett.measures.charts import Chart
from stafett.measures.figures import Count, Row, TableResult
from stafett.measures.pictures import chart_of, picture

Ask = Callable[..., TableResult]


def drawn(table: TableResult) -> Chart:
    """The picture of a table that has one."""
    chart = chart_of(table, alone=True)
    assert chart is not None
    return chart


def labels(chart: Chart) -> list[str]:
    """What its bars are called."""
    return [bar.label for bar in chart.bars]


def test_livelihood_is_parted_by_what_the_table_is_divided_by(ask: Ask) -> None:
    whole, divided = drawn(ask("eva", "livelihood")), drawn(ask("eva", "livelihood", "sex"))

    assert whole.legend == ()
    assert set(divided.legend) >= {"Kvinnor", "Män"}
    table = ask("eva", "livelihood", "sex")
    for bar, row in zip(divided.bars, [row for row in table.rows if not row.parent], strict=False):
        assert sum(bar.parts) == row.figures[0].numerator  # type: ignore[union-attr]
    assert divided.title == "Försörjning direkt före start, av alla som börjat, efter kön"
    assert drawn(ask("eva", "livelihood", "branch")).legend == ("Flen", "Katrineholm")


def test_a_picture_that_is_not_divided_says_so(ask: Ask) -> None:
    twice = drawn(ask("eva", "livelihood", "sex", "branch"))
    assert twice.title.endswith("Bilden är inte uppdelad på gren.")
    money = drawn(ask("eva", "costs", "payer"))
    assert money.title.endswith("Bilden är inte uppdelad på betalare.")


def test_a_goal_has_a_bar_for_each_reading_with_the_goal_across_it(ask: Ask) -> None:
    table = ask("eva", "goals")
    chart = drawn(table)

    assert labels(chart) == [row.label for row in table.rows]
    assert {bar.mark for bar in chart.bars} == {row.mark for row in table.rows} != {None}
    assert all("målet" in bar.said for bar in chart.bars)
    divided = drawn(ask("eva", "goals", "sex"))
    assert f"{chart.bars[0].label}: Kvinnor" in labels(divided)
    assert "inte uppdelad" not in divided.title


def test_what_was_reached_stands_against_what_was_planned(ask: Ask) -> None:
    (bar,) = drawn(ask("eva", "volume")).bars
    assert (bar.parts, bar.mark, bar.said) == ((3,), 20, "3, planerat 20")
    by_sex = drawn(ask("eva", "volume", "sex"))
    assert [(bar.label, bar.mark) for bar in by_sex.bars][:2] == [
        ("Version 1, 1 januari 2024", 20), ("Version 1, 1 januari 2024: Kvinnor", 10),
    ]  # fmt: skip


def test_a_total_alone_is_drawn_where_it_stands_on_a_page_and_not_in_a_report(ask: Ask) -> None:
    people = ask("eva", "participants")
    assert [(bar.label, bar.said) for bar in drawn(people).bars] == [
        ("Deltaganden", "8"), ("Personer", "7"),
    ]  # fmt: skip
    work = drawn(ask("eva", "work-or-studies"))
    assert labels(work) == ["Totalt"]
    assert work.bars[0].low is not None
    assert chart_of(people) is None


def test_a_total_of_shares_alone_is_no_picture_and_of_a_count_one_bar(ask: Ask) -> None:
    def total_of(name: str) -> TableResult:
        whole = ask("eva", name)
        return replace(whole, rows=tuple(row for row in whole.rows if row.role == "total"))

    assert labels(drawn(total_of("cases"))) == ["Ärenden"]
    assert chart_of(total_of("livelihood"), alone=True) is None


@pytest.mark.parametrize("name", ["work-or-studies", "participants"])
def test_a_table_without_anything_to_draw_has_no_picture(ask: Ask, name: str) -> None:
    table = ask("eva", name)
    nothing = replace(
        table, rows=tuple(replace(r, figures=(None,) * len(table.columns)) for r in table.rows)
    )
    assert picture(replace(nothing, columns=table.columns)) is None
    assert chart_of(replace(table, rows=()), alone=True) is None
    assert chart_of(replace(table, name="unheard-of"), alone=True) is None


def test_more_rows_below_rows_than_a_picture_holds_are_left_out_and_said(ask: Ask) -> None:
    table = ask("eva", "volume", "sex")
    many = tuple(
        Row(f"v1/{n}", str(n), (Count(1), Count(1), *(None,) * 4), parent="v1") for n in range(40)
    )
    chart = drawn(replace(table, rows=(table.rows[0], *many)))
    assert labels(chart) == ["Version 1, 1 januari 2024"]
    assert chart.title.endswith("Bilden är inte uppdelad på kön.")
