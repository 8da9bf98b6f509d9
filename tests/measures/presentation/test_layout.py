"""Which cells does a reader see, and how is a table parted when it is too wide?"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from stafett.measures.figures import Column, Count, Hidden, Mean, Money, Row, Share, Text
from stafett.measures.presentation.layout import lay_out, parted
from tests.measures.presentation.tables import WHY, everything, single, table, two_shares

HARD = "\N{NO-BREAK SPACE}"


def cells(layout, line):
    return [cell.plain.replace(HARD, " ") for cell in layout.lines[line].cells]


def test_a_share_is_its_two_numbers_its_per_cent_and_its_interval():
    layout = lay_out(everything())
    assert cells(layout, 0) == ["52", "11 av 15", "73 %", "48–89 %", "2 255 452 kr", "–"]
    assert layout.lines[0].cells[3].mark == "liten grupp"


def test_a_share_of_nobody_is_said_with_its_numbers_and_is_no_small_group():
    line = lay_out(everything()).lines[1]
    assert cells(lay_out(everything()), 1)[1:4] == ["0 av 0", "–", "–"]
    assert not line.cells[3].mark


def test_a_share_of_twenty_is_not_a_small_group():
    (line,) = lay_out(single(Share(10, 20), "share")).lines
    assert line.cells[2].mark == ""


def test_what_is_hidden_is_a_word_with_the_letter_of_its_reason():
    layout = lay_out(everything())
    assert cells(layout, 2) == ["dolt (a)"] * 5 + ["–"]
    assert layout.reasons == (("a", WHY),)
    assert layout.remarks[0] == "(a) Dolt: färre än fem personer."


def test_each_reason_has_a_letter_of_its_own_and_the_same_reason_the_same_letter():
    rows = tuple(Row(str(n), str(n), (Hidden(f"skäl {n % 28}"),)) for n in range(30))
    layout = lay_out(table((Column("x", "X", "count"),), rows))
    letters = [letter for letter, _why in layout.reasons]
    assert letters == [*"abcdefghijklmnopqrstuvwxyz", "aa", "ab"]
    assert layout.lines[28].cells[0].reason == "a"


def test_notes_explain_small_groups_and_intervals_only_where_there_are_any():
    with_shares, without = lay_out(everything()), lay_out(single(Count(3)))
    assert any("Liten grupp" in note for note in with_shares.notes)
    assert any("Wilson" in note for note in with_shares.notes)
    assert without.notes == ("Avser läget den 30 juni 2024.",)


def test_one_share_needs_one_line_of_headings_and_two_need_two():
    (line,) = lay_out(everything()).headings
    assert [heading.words for heading in line] == [
        "Kön",
        "Antal",
        "Till arbete",
        "Andel",
        f"Spann, 95{HARD}%",
        "Kostnad",
        "Anmärkning",
    ]
    upper, lower = lay_out(two_shares()).headings
    assert [(heading.across, heading.down) for heading in upper] == [
        (1, 2),
        (1, 2),
        (3, 1),
        (3, 1),
        (1, 2),
    ]
    assert [heading.words for heading in lower[:2]] == ["Antal", "Andel"]
    assert upper[2].help == "hjälp"


def test_a_column_called_share_has_another_word_over_its_numbers():
    columns = (Column("share", "Andel", "share"),)
    (line,) = lay_out(table(columns, (Row("r", "R", (Share(1, 40),)),))).headings
    assert [heading.words for heading in line[:3]] == ["Kön", "Antal av", "Andel"]


def test_no_interval_is_explained_where_none_is_shown():
    assert len(lay_out(single(Count(8), "share")).notes) == 1
    assert len(lay_out(single(Share(0, 0), "share")).notes) == 1


def test_rows_stand_in_below_the_row_or_the_heading_they_belong_to():
    lines = lay_out(two_shares()).lines
    assert [(line.label, line.role, line.depth) for line in lines] == [
        ("Nyby", "row", 0),
        ("Kvinnor", "row", 1),
        ("Unga", "row", 2),
        ("Länet", "group", 0),
        ("Strand", "row", 1),
        ("Vik", "row", 1),
    ]


def test_rows_that_claim_to_be_each_others_parents_do_not_hang():
    rows = (
        Row("a", "A", (Count(1),), parent="b"),
        Row("b", "B", (Count(1),), parent="a"),
    )
    assert [line.depth for line in lay_out(table((Column("x", "X", "count"),), rows)).lines] == [
        2,
        2,
    ]


@pytest.mark.parametrize(
    ("figure", "kind", "said"),
    [
        (Text("se not"), "share", ["se not", "–", "–"]),
        (Count(7), "share", ["7", "–", "–"]),
        (Share(1, 2), "count", ["1 av 2 (50 %, 9–91 %)"]),
        (Money(3), "count", ["3 kr"]),
        (Mean(Decimal(2979), 133), "mean", ["22,4"]),
        (None, "share", ["–", "–", "–"]),
        (Text(""), "text", ["–"]),
    ],
)
def test_another_kind_of_figure_than_the_columns_is_still_said_in_full(figure, kind, said):
    assert cells(lay_out(single(figure, kind)), 0) == said


def test_figures_stand_to_the_right_and_words_to_the_left():
    layout = lay_out(everything())
    assert layout.right == (True, True, True, True, True, False)
    assert [cell.right for cell in layout.lines[0].cells] == list(layout.right)
    assert [heading.right for heading in layout.headings[0]] == [False, *layout.right]


def test_a_row_with_too_few_figures_is_refused():
    with pytest.raises(ValueError, match="zip"):
        lay_out(table((Column("x", "X", "count"),), (Row("r", "R", ()),)))


def test_a_wide_table_is_parted_between_its_columns_of_figures_never_inside_one():
    whole = lay_out(two_shares())
    first, second = parted(whole, 5)
    assert (first.width, second.width) == (5, 5)
    assert [heading.words for heading in second.headings[0]] == [
        "Kön",
        "Till studier",
        "Anmärkning",
    ]
    assert [heading.words for heading in second.headings[1]] == [
        heading.words for heading in whole.headings[1][3:]
    ]
    assert second.lines[0].cells == whole.lines[0].cells[4:]
    assert second.right == (True, True, True, False)


def test_parts_hold_all_cells_once_even_when_one_column_is_wider_than_asked_for():
    for layout in (lay_out(two_shares()), lay_out(everything())):
        parts = parted(layout, 1)
        together = [cell for part in parts for cell in part.lines[0].cells]
        assert tuple(together) == layout.lines[0].cells
        assert all(len(part.groups) == 1 for part in parts)


def test_a_single_line_of_headings_is_parted_with_its_cells():
    first, second = parted(lay_out(everything()), 5)
    assert [heading.words for heading in second.headings[0]] == ["Kön", "Kostnad", "Anmärkning"]
    assert first.width == 5


def test_a_table_without_columns_is_its_labels():
    layout = lay_out(table((), (Row("r", "Rad", ()),)))
    assert parted(layout, 3) == (layout,)


def test_a_table_that_fits_is_one_part():
    layout = lay_out(everything())
    assert parted(layout, layout.width) == (replace(layout),)
