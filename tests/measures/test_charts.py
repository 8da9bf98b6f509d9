"""Does a picture say the same as its table, to the eye and to the ear, and is it harmless?"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import vl_convert
from django.utils.translation import override

from stafett.measures.charts import (
    MOST_BARS,
    NARROW,
    across,
    bars,
    png,
    size,
    stacked,
    stacked_by_child,
    svg,
)
from stafett.measures.figures import Column, Count, Hidden, Money, Row, Share, Text
from stafett.measures.presentation import drawing
from tests.measures.presentation.tables import everything, hostile, single, table, two_shares

SVG = "{http://www.w3.org/2000/svg}"
HARD = "\N{NO-BREAK SPACE}"


def sexes(*rows):
    columns = (Column("w", "Kvinnor", "count"), Column("m", "Män", "count"))
    return table(columns, rows)


def drawn(chart):
    return ElementTree.fromstring(svg(chart))


def written(chart):
    """All texts in the picture, with lines of a label put together."""
    texts = drawn(chart).iter(f"{SVG}text")
    return [" ".join(" ".join(text.itertext()).replace(HARD, " ").split()) for text in texts]


def test_the_picture_has_a_role_a_title_and_a_description():
    root = drawn(bars(everything(), "work"))
    names = {child.get("id"): child for child in root}
    assert root.get("role") == "img"
    assert names[root.get("aria-labelledby")].text == "Vart gick de?: Till arbete"
    assert names[root.get("aria-describedby")].tag == f"{SVG}desc"
    assert not [e for e in root[2:] for each in e.iter() for e in each.attrib if "aria" in e]


def test_the_description_says_every_figure_with_its_interval():
    said = bars(everything(), "work").description.replace(HARD, " ")
    assert "Kvinnor: 73 % (11 av 15, liten grupp), spann 48–89 %" in said
    assert "Män: –" in said
    assert "Okänt: dolt" in said


def test_a_share_has_a_whisker_from_low_to_high():
    chart = bars(single(Share(10, 40), "share"), "x")
    (bar,) = chart.bars
    assert bar.parts == (0.25,)
    assert (bar.low, bar.high) == Share(10, 40).interval
    rules = [e for e in drawn(chart).iter(f"{SVG}line") if e.get("stroke") == "#1b1b1b"]
    assert len(rules) == 1
    assert "10 %" in " ".join(written(chart))


def test_counts_and_money_have_no_whisker():
    for figure, kind in ((Count(3), "count"), (Money(3), "money")):
        chart = bars(single(figure, kind), "x")
        assert chart.bars[0].low is None
        assert not [e for e in drawn(chart).iter(f"{SVG}line") if e.get("stroke") == "#1b1b1b"]


def test_what_is_hidden_has_no_bar_but_its_word():
    chart = bars(everything(), "n")
    assert chart.bars[2].parts == ()
    assert "dolt" in written(chart)


def test_a_sum_is_no_bar_among_its_parts_but_stands_when_it_is_alone():
    assert "Totalt" not in [bar.label for bar in bars(everything(), "n").bars]
    alone = table((Column("x", "X", "count"),), (Row("t", "Totalt", (Count(1),), "total"),))
    assert [bar.label for bar in bars(alone, "x").bars] == ["Totalt"]


def test_rows_below_rows_are_not_drawn_again_but_those_below_a_heading_are():
    labels = [bar.label for bar in bars(two_shares(), "n").bars]
    assert labels == ["Nyby", "Strand, Länet", "Vik, Länet"]


def test_rows_below_rows_can_have_bars_of_their_own_and_say_what_they_are_below():
    labels = [bar.label for bar in bars(two_shares(), "n", nested=True).bars]
    assert labels[:3] == ["Nyby", "Nyby: Kvinnor", "Nyby: Kvinnor: Unga"]


def test_a_mark_stands_across_the_bar_and_is_said():
    column = (Column("x", "Nått", "share"),)
    chart = bars(
        table(column, (Row("a", "Arbete", (Share(87, 133),), mark=0.9),)), "x", mark="målet"
    )
    assert chart.bars[0].mark == 0.9
    said = "65 % (87 av 133), målet 90 %"
    assert said in " ".join(written(chart))
    assert said in chart.description.replace(HARD, " ")
    assert "det grova tvärstrecket visar målet" in " ".join(written(chart))
    rules = [
        e for e in drawn(chart).iter() if e.get("fill") == "#1b1b1b" and e.tag.endswith("path")
    ]
    assert len(rules) == 3, "two ends of the interval, and the mark"
    unmarked = bars(table(column, (Row("a", "Arbete", (Share(87, 133),)),)), "x", mark="målet")
    assert "målet" not in " ".join(written(unmarked))


def test_a_number_is_held_against_its_plan_in_numbers():
    row = Row("v1", "Version 1", (Count(62),), mark=150)
    chart = bars(table((Column("x", "Nått", "count"),), (row,)), "x", mark="planerat")
    assert chart.bars[0].said == "62, planerat 150"


def test_the_numbers_of_a_single_row_can_be_drawn_across():
    columns = (Column("n", "Deltaganden", "count"), Column("p", "Personer", "count"),
               Column("s", "Andel", "share"))  # fmt: skip
    row = Row("total", "Totalt", (Count(8), Count(7), Share(8, 8)), "total")
    chart = across(table(columns, (row,)), row)
    assert [(bar.label, bar.said) for bar in chart.bars] == [
        ("Deltaganden", "8"),
        ("Personer", "7"),
    ]
    assert "Deltaganden: 8; Personer: 7" in chart.description
    with pytest.raises(ValueError, match="no numbers"):
        across(single(Text("a"), "text"), Row("a", "A", (Text("a"),)))


def narrowly(chart):
    return ElementTree.fromstring(svg(chart, NARROW))


def test_the_narrow_picture_says_the_same_in_letters_of_the_same_size_on_a_phones_width():
    long = "Sjukpenning, även rehabiliteringspenning under den tid som insatsen pågår"
    marked = Row("a", long, (Share(11, 15),), mark=0.9)
    chart = bars(table((Column("x", "Nått", "share"),), (marked,)), "x", mark="målet")
    for narrow in (narrowly(chart), narrowly(stacked(sexes(
        Row("a", long, (Count(12), Hidden("få"))), Row("b", "B", (Count(120), Count(999)))
    ), ["w", "m"]))):  # fmt: skip
        assert float(narrow.get("width")) <= 328, "the room on a phone of 375 pixels"
        sizes = {
            text.get("font-size") for text in narrow.iter(f"{SVG}text") if text.get("font-size")
        }
        assert sizes <= {"12px", "13px"}
    narrow = narrowly(chart)
    said = " ".join(" ".join(narrow.itertext()).replace(HARD, " ").split())
    for words in (long, "73 % (11 av 15, liten grupp), målet 90 %", chart.title, chart.description):
        assert words.replace(HARD, " ") in said


def test_both_pictures_of_a_chart_are_named_and_share_no_name():
    chart = stacked(sexes(Row("a", "Arbete", (Count(12), Count(21)))), ["w", "m"])
    wide, narrow = drawn(chart), narrowly(chart)
    for root in (wide, narrow):
        names = {each.get("id") for each in root.iter() if each.get("id")}
        assert {root.get("aria-labelledby"), root.get("aria-describedby")} <= names
        assert root.get("role") == "img"
    names = [{each.get("id") for each in root.iter() if each.get("id")} for root in (wide, narrow)]
    assert not names[0] & names[1]
    patterns = {each.get("fill") for each in narrow.iter() if "url" in (each.get("fill") or "")}
    assert patterns <= {f"url(#{name})" for name in names[1]}


def test_stacked_parts_differ_by_pattern_and_carry_their_figures():
    chart = stacked(sexes(Row("a", "Arbete", (Count(12), Count(21)))), ["w", "m"])
    root = drawn(chart)
    fills = {each.get("fill") for each in root.iter(f"{SVG}path")}
    patterns = {f"url(#{each.get('id')})" for each in root.iter(f"{SVG}pattern")}
    assert len(patterns) == 1
    assert patterns < fills
    assert {"Kvinnor", "Män", "12", "21", "33", "Arbete"} <= set(written(chart))


def test_a_hidden_part_is_said_and_no_sum_is_written():
    chart = stacked(sexes(Row("a", "Arbete", (Hidden("få"), Count(21)))), ["w", "m"])
    assert chart.bars[0].said == "Kvinnor dolt, Män 21"
    assert "Arbete: Kvinnor dolt, Män 21" in chart.description


def test_rows_below_a_row_can_be_its_parts():
    rows = (
        Row("a", "Nyby", (Count(5),)),
        Row("aw", "Kvinnor", (Count(3),), parent="a"),
        Row("am", "Män", (Count(2),), parent="a"),
        Row("amy", "Unga", (Count(2),), parent="am"),
        Row("at", "Summa", (Count(5),), "total", parent="a"),
        Row("b", "Vik", (Count(4),)),
        Row("bm", "Män", (Count(4),), parent="b"),
    )
    chart = stacked_by_child(table((Column("n", "Antal", "count"),), rows), "n")
    assert chart.legend == ("Kvinnor", "Män")
    assert [bar.parts for bar in chart.bars] == [(3, 2), (0, 4)]
    assert "Vik: Män 4" in chart.description


def test_the_unknown_is_the_last_part_wherever_it_is_met_first():
    rows = (
        Row("a", "Nyby", (Count(2),)),
        Row("au", "Kön okänt", (Count(2),), "unknown", parent="a"),
        Row("b", "Vik", (Count(4),)),
        Row("bw", "Kvinnor", (Count(4),), parent="b"),
    )
    chart = stacked_by_child(table((Column("n", "Antal", "count"),), rows), "n")
    assert chart.legend == ("Kvinnor", "Kön okänt")
    assert chart.bars[0].parts == (0, 2)


def test_a_part_of_nobody_leaves_no_line():
    chart = stacked(sexes(Row("a", "Arbete", (Count(12), Count(0)))), ["w", "m"])
    filled = [each for each in drawn(chart).iter(f"{SVG}path") if "url" in each.get("fill", "")]
    assert len(filled) == 1, "only the square beside the word in the legend"


@pytest.mark.parametrize(("most", "marks"), [(1, "01"), (2, "012"), (3, "0123"), (4, "01234")])
def test_people_are_counted_in_whole_numbers_along_the_axis(most, marks):
    for chart in (
        bars(single(Count(most)), "x"),
        stacked(sexes(Row("a", "Arbete", (Count(most), Count(0)))), ["w", "m"]),
    ):
        grey = [each for each in drawn(chart).iter(f"{SVG}text") if each.get("fill") == "#5c5c5c"]
        assert "".join(each.text for each in grey if each.text[0].isdigit()) == marks


def test_parts_too_small_for_their_figure_are_left_without_it():
    chart = stacked(sexes(Row("a", "Arbete", (Count(1), Count(99)))), ["w", "m"])
    assert "1" not in written(chart)
    assert "99" in written(chart)


def test_long_labels_are_folded_and_the_longest_end_with_three_dots():
    label = "Arbetsmarknadsrehabiliteringsinsatser " * 6
    texts = written(bars(single(Count(1), label=label), "x"))
    assert any(text.endswith("…") for text in texts)


@pytest.mark.parametrize("figures", [(), (Count(0),)])
def test_nothing_and_zero_can_be_drawn(figures):
    rows = tuple(Row(str(n), "Rad", (figure,)) for n, figure in enumerate(figures))
    nothing = table((Column("x", "Antal", "count"),), rows)
    assert size(bars(nothing, "x"))[0] > 100


def test_a_column_that_is_not_there_is_refused_by_name():
    with pytest.raises(KeyError, match="'y'"):
        bars(single(Count(1)), "y")


def test_words_cannot_be_drawn_and_only_counts_can_be_stacked():
    with pytest.raises(ValueError, match="words"):
        bars(single(Text("a"), "text"), "x")
    with pytest.raises(ValueError, match="only counts"):
        stacked(single(Share(1, 2), "share"), ["x"])
    with pytest.raises(ValueError, match="only counts"):
        stacked_by_child(single(Money(3), "money"), "x")


def test_more_parts_than_can_be_told_apart_are_refused():
    columns = tuple(Column(str(n), str(n), "count") for n in range(7))
    with pytest.raises(ValueError, match="told apart"):
        stacked(table(columns, (Row("r", "R", (Count(1),) * 7),)), [c.key for c in columns])


def test_more_bars_than_a_picture_holds_are_refused():
    rows = tuple(Row(str(n), str(n), (Count(n),)) for n in range(MOST_BARS + 1))
    with pytest.raises(ValueError, match="no picture"):
        bars(table((Column("x", "X", "count"),), rows), "x")


def test_nothing_in_the_picture_needs_a_style_or_a_script():
    root = drawn(bars(everything(), "work"))
    assert not [each for each in root.iter() if each.tag.endswith(("style", "script"))]
    assert not [each for each in root.iter() if {"style", "class", "onload"} & set(each.attrib)]


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "datum'] + alert(1) + ['", "{{x}}", "a\x00b\ud800", "\\n"],
)
def test_hostile_labels_are_only_drawn(words):
    base = hostile(words)
    counted = replace(base, rows=(Row("r", words, (None, Count(3))),))
    for chart in (bars(counted, "y"), stacked(counted, ["y"])):
        assert not [each for each in drawn(chart).iter() if each.tag.endswith("script")]


def test_the_same_chart_gives_the_same_bytes_and_is_drawn_once():
    chart = bars(everything(), "work")
    again = bars(everything(), "work")
    assert svg(chart) is svg(again)
    assert png(chart) == png(again)
    assert chart.digest == again.digest != bars(everything(), "n").digest


def test_drawing_anew_gives_the_same_bytes():
    chart = stacked(sexes(Row("a", "Arbete", (Count(12), Count(21)))), ["w", "m"])
    before = svg(chart)
    drawing._svg.cache_clear()
    assert svg(chart) == before


def test_the_same_chart_is_drawn_anew_in_another_language():
    chart = stacked(sexes(Row("a", "Arbete", (Count(1234), Count(2000)))), ["w", "m"])
    assert "1 234" in written(chart)
    with override("en"):
        assert "1,234" in written(chart)


def test_several_threads_may_draw_at_once():
    charts = [bars(single(Count(n)), "x") for n in range(2, 8)]
    with ThreadPoolExecutor(6) as pool:
        pictures = list(pool.map(svg, charts))
    assert [f">{n}</text>" in picture for n, picture in enumerate(pictures, 2)] == [True] * 6


def test_the_png_is_the_same_picture_three_times_as_sharp():
    chart = bars(single(Count(3)), "x")
    raw = png(chart)
    assert raw.startswith(b"\x89PNG")
    width = int.from_bytes(raw[16:20], "big")
    assert width == pytest.approx(3 * size(chart)[0], abs=3)


def test_letters_are_drawn_with_our_own_font_and_not_with_the_machines():
    chart = bars(single(Count(3)), "x")
    otherwise = svg(chart).replace("'Source Sans 3'", "'Finns inte'")
    nameless = re.sub(r"<text.*?</text>", "", svg(chart))
    assert otherwise != svg(chart)
    assert png(chart) != vl_convert.svg_to_png(otherwise, scale=3.0)
    assert png(chart) != vl_convert.svg_to_png(nameless, scale=3.0)
