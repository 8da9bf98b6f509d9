"""Is the table on the page a real table, and is nothing in it alive?"""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.utils.safestring import SafeString

from stafett.measures.figures import Count
from stafett.measures.presentation.html import as_html
from tests.measures.presentation.tables import everything, hostile, single, two_shares


def tree(table, **also):
    """The fragment as XML: that it parses says that every tag is closed."""
    return ElementTree.fromstring(as_html(table, **also))


def texts(found):
    return [" ".join("".join(each.itertext()).split()) for each in found]


def test_the_caption_names_the_table_and_its_place_in_a_report():
    assert texts(tree(everything()).iter("caption")) == ["Vart gick de?"]
    assert texts(tree(everything(), number=3).iter("caption")) == ["Tabell 3. Vart gick de?"]


def test_headings_have_scope_for_columns_and_rows():
    found = tree(everything())
    assert {each.get("scope") for each in found.find(".//thead").iter("th")} == {"col"}
    assert [each.get("scope") for each in found.find(".//tbody").iter("th")] == ["row"] * 4


def test_headings_in_two_lines_say_what_they_span():
    upper, lower = tree(two_shares()).find(".//thead").iter("tr")
    assert [each.get("colspan") for each in upper] == [None, None, "3", "3", None]
    assert [each.get("rowspan") for each in upper] == ["2", "2", None, None, "2"]
    assert [each.get("scope") for each in upper][2] == "colgroup"
    assert len(lower) == 6


def test_unknown_and_total_are_rows_that_can_be_told_apart():
    rows = tree(everything()).find(".//tbody").iter("tr")
    assert [row.get("class").split()[0] for row in rows] == [
        "is-row",
        "is-row",
        "is-unknown",
        "is-total",
    ]


def test_a_heading_between_rows_spans_them_all():
    (heading,) = [th for th in tree(two_shares()).iter("th") if th.get("scope") == "rowgroup"]
    assert ("".join(heading.itertext()), heading.get("colspan")) == ("Länet", "9")


def test_hidden_is_a_word_with_a_link_to_why():
    found = tree(everything())
    hidden = [cell for cell in found.iter("td") if "is-hidden" in cell.get("class")]
    assert texts(hidden)[0] == "dolt (a)"
    target = hidden[0].find("a").get("href").removeprefix("#")
    assert texts(found.findall(f".//li[@id='{target}']")) == ["(a) Dolt: färre än fem personer."]


def test_a_small_group_is_marked_in_words_beside_its_interval():
    marks = [e for e in tree(everything()).iter("span") if e.get("class") == "mark-small-group"]
    assert texts(marks) == ["liten grupp"]


def test_the_definition_is_there_to_unfold():
    details = tree(everything()).find(".//details")
    assert "Det som gällde dagen efter." in texts([details])[0]
    assert "Alla som har börjat." in texts([details])[0]


def test_the_name_of_the_scrolling_region_is_the_caption():
    found = tree(everything())
    region = found.find(".//div[@role='region']")
    assert region.get("aria-labelledby") == found.find(".//caption").get("id")
    assert region.get("tabindex") == "0"


def test_the_same_table_twice_in_a_report_has_two_names():
    first, second = (tree(everything(), number=n).find(".//caption").get("id") for n in (1, 2))
    assert first != second


def test_a_picture_stands_first():
    found = tree(everything(), picture=SafeString("<b>bild</b>"))
    assert texts([found[0]]) == ["bild"]
    assert found[0].tag == "figure"


def test_a_table_without_rows_says_so():
    said = texts(tree(replace(single(Count(1)), rows=())).iter("td"))
    assert said == ["Det finns inget att räkna ännu."]


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '" onload="x', "{{ 7|add:1 }}"])
def test_hostile_words_stay_words(words):
    found = tree(hostile(words))
    assert {each.tag for each in found.iter()}.isdisjoint({"script"})
    assert not [each for each in found.iter() if "onload" in each.attrib]
    assert texts(found.iter("caption")) == [" ".join(words.split())]


def test_nothing_needs_a_style_or_a_script():
    said = as_html(everything())
    assert "style=" not in said
    assert "<script" not in said
