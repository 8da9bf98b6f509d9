"""Does every table fit on the page, however wide?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from stafett.measures.figures import Column, Count, Row, Share, TableResult, Text
from stafett.measures.presentation.layout import lay_out
from stafett.reports.rendering.fitting import ANY, OURS, PAGE_WIDTH, fit, fit_grid
from tests.measures.presentation.patience import patient
from tests.reports.rendering.sample import branches, outcomes, participants


def wide(columns: int, kind: str = "count", label: str = "Strandköping") -> TableResult:
    """A table with many columns under long Swedish headings."""
    figure = Count(1234) if kind == "count" else Share(7, 15)
    return TableResult(
        name="wide",
        title="En bred tabell",
        initiative="bryggan",
        by=("year",),
        stub="Ort",
        columns=tuple(
            Column(str(n), f"Arbetsmarknadsrehabilitering {n}", kind) for n in range(columns)
        ),
        rows=(
            Row("r", label, (figure,) * columns),
            Row("t", "Totalt", (figure,) * columns, "total"),
        ),
        as_of=date(2024, 6, 30),
        population="Alla.",
        definition="Allt.",
    )


def test_a_narrow_table_is_as_wide_as_it_needs_and_in_the_largest_type():
    fitted = fit(lay_out(participants()))
    assert (len(fitted.parts), fitted.points) == (1, 9.0)
    assert sum(fitted.widths[0]) < PAGE_WIDTH / 2


def test_labels_get_the_room_that_is_left_over():
    fitted = fit(lay_out(outcomes()))
    longest = max(len(line.label) for line in fitted.parts[0].lines)
    assert fitted.widths[0][0] > 4 * longest
    assert sum(fitted.widths[0]) <= PAGE_WIDTH


def test_a_wider_table_gets_smaller_type_before_it_is_parted():
    fitted = fit(lay_out(branches()))
    assert (len(fitted.parts), fitted.points) == (1, 8.0)


def test_too_wide_a_table_is_parted_and_every_part_fits():
    fitted = fit(lay_out(wide(30)))
    assert len(fitted.parts) > 1
    assert all(sum(widths) <= PAGE_WIDTH for widths in fitted.widths)
    together = [cell for part in fitted.parts for cell in part.lines[0].cells]
    assert len(together) == 30


def test_words_are_folded_before_a_table_is_parted():
    words = Text("Uppdraget har ändrats och löftet gäller bara en del av tiden")
    columns = tuple(Column(str(n), f"Skäl {n}", "text") for n in range(5))
    rows = (Row("r", "Strandköping", (words,) * 5),)
    fitted = fit(lay_out(replace(wide(5), columns=columns, rows=rows)))
    assert len(fitted.parts) == 1
    assert sum(fitted.widths[0]) <= PAGE_WIDTH


def test_words_that_need_a_part_of_their_own_have_the_width_of_the_page_in_large_type():
    """As "Varför" under the inflow: the table's other columns fill the page."""
    words = Text(
        "Uppdraget ändrades när lagen gjorde det, och löftet gällde bara en del av tiden. " * 4
    )
    numbers = tuple(Column(str(n), f"Arbetsmarknad {n}", "count") for n in range(6))
    columns = (*numbers, Column("why", "Varför", "text"))
    rows = (Row("r", "Strandköping", (*(Count(1234),) * 6, words)),)
    for face in (OURS, ANY):
        fitted = fit(lay_out(replace(wide(7), columns=columns, rows=rows)), face=face)
        assert len(fitted.parts) == 2
        assert fitted.points >= 8
        assert PAGE_WIDTH - 2 <= sum(fitted.widths[1]) <= PAGE_WIDTH


def test_a_single_column_that_is_too_wide_is_pressed_to_the_page():
    fitted = fit(lay_out(wide(2, "share")), page=120)
    assert [len(part.groups) for part in fitted.parts] == [1, 1]
    assert all(sum(widths) <= 121 for widths in fitted.widths)


def test_a_table_without_rows_fits():
    (widths,) = fit(lay_out(replace(wide(3), rows=()))).widths
    assert 0 < sum(widths) <= PAGE_WIDTH


@patient
@given(st.integers(1, 12), st.sampled_from(["count", "share"]), st.text(max_size=60))
def test_no_part_is_ever_wider_than_the_page(columns, kind, label):
    fitted = fit(lay_out(wide(columns, kind, label)))
    for part, widths in zip(fitted.parts, fitted.widths, strict=True):
        assert len(widths) == part.width
        assert sum(widths) <= PAGE_WIDTH + 1


@patient
@given(st.lists(st.integers(0, 500), min_size=1, max_size=12))
def test_a_typed_table_is_never_wider_than_the_page(letters):
    widths = fit_grid(letters, 5.0)
    assert len(widths) == len(letters)
    assert sum(widths) <= PAGE_WIDTH + 1
