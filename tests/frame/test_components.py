"""Are the parts that pages are built of whole: named, ordered, escaped and said in words?"""

from __future__ import annotations

import re

import pytest
from django.template import TemplateSyntaxError
from django.utils.translation import gettext_lazy

from stafett.frame.templatetags.frame import SHAPES
from tests.frame.drawing import draw


def test_a_table_lies_in_a_named_region_that_the_keyboard_can_scroll() -> None:
    html = draw('{% table "Deltagare per gren" %}<tbody></tbody>{% endtable %}')
    name = "tabell-deltagare-per-gren"
    assert f'class="table-region" role="region" aria-labelledby="{name}" tabindex="0">' in html
    assert f'id="{name}">Deltagare per gren</caption><tbody></tbody></table>' in html


@pytest.mark.parametrize("rows", [[], ()])
def test_a_table_without_rows_says_so_instead(rows: list[int]) -> None:
    html = draw('{% table "Väntar" rows=rows empty="Ingen väntar." %}<tr>{% endtable %}', rows=rows)
    assert "Ingen väntar." in html
    assert "<table" not in html
    assert 'aria-labelledby="tabell-vantar"' in html


def test_a_table_with_rows_shows_them() -> None:
    html = draw('{% table "Väntar" rows=rows empty="Ingen." %}<tr>{% endtable %}', rows=[1])
    assert "<tr></table>" in html
    assert "Ingen." not in html


def test_an_empty_table_has_a_sentence_of_its_own() -> None:
    assert "Här finns inget att visa." in draw('{% table "A" rows=rows %}{% endtable %}', rows=[])


@pytest.mark.parametrize("rows", [[], [1]])
def test_a_caption_can_be_for_listeners_only(rows: list[int]) -> None:
    html = draw('{% table "A" rows=rows name="b" hide_caption=True %}{% endtable %}', rows=rows)
    assert 'class="table-caption sr-only" id="b"' in html


def test_what_comes_into_a_part_is_escaped() -> None:
    sly = "<script>alert(1)</script>"
    html = draw(
        "{% table sly %}{{ sly }}{% endtable %}{% card sly %}{{ sly }}{% endcard %}{% badge sly %}"
        "{% empty sly %}{% breadcrumbs sly sly sly %}{% party 1 sly %}{% progress sly 1 2 %}"
        "{% definitions pairs %}{% pager sly sly sly %}",
        sly=sly,
        pairs=[(sly, sly)],
    )
    assert "<script>" not in html


def test_the_first_page_has_no_page_before_it() -> None:
    html = draw('{% pager nothing "?after=x" "1–50" %}', nothing=None)
    assert 'rel="next"' in html
    assert 'rel="prev"' not in html
    assert "1–50" in html


def test_the_last_page_has_no_page_after_it() -> None:
    html = draw('{% pager "?before=x" nothing %}', nothing=None)
    assert '<a class="button button--tertiary button--small" href="?before=x" rel="prev">' in html
    assert 'rel="next"' not in html
    assert "pager__text" not in html


def test_a_single_page_has_nothing_to_turn() -> None:
    assert draw("{% pager nothing nothing %}", nothing=None) == ""


def test_every_badge_has_a_word_and_a_shape_of_its_own() -> None:
    drawings = {shape: draw("{% badge 'ord' shape %}", shape=shape) for shape in SHAPES}
    pictures = {re.sub(r".*<svg[^>]*>(.*)</svg>.*", r"\1", html) for html in drawings.values()}
    assert len(pictures) == len(SHAPES)
    assert all(re.search(r"</svg>\s*ord</span>$", html) for html in drawings.values())


def test_a_badge_without_shape_is_neutral() -> None:
    assert "mark--neutral" in draw("{% badge 'ord' %}")


def test_a_misspelt_shape_is_told_to_the_one_who_wrote_the_page() -> None:
    with pytest.raises(TemplateSyntaxError, match="laet"):
        draw("{% badge 'försenat' 'laet' %}")


def test_no_space_slips_in_before_what_follows() -> None:
    assert draw("{% badge 'a' %},{% party 1 'b' %}.").endswith("</span>b</span>.")


@pytest.mark.parametrize(("number", "class_name"), [(1, "party-1"), (8, "party-8"), (9, "party-1")])
def test_a_party_has_its_colour_and_its_name(number: int, class_name: str) -> None:
    html = draw("{% party number 'Region' %}", number=number)
    assert f"party__swatch {class_name}" in html
    assert html.endswith("Region</span>")


def test_definitions_pair_each_term_with_its_meaning() -> None:
    html = draw("{% definitions pairs %}", pairs=[("Insats", "Duellen"), ("Antal", 133)])
    assert "<div><dt>Insats</dt><dd>Duellen</dd></div><div><dt>Antal</dt><dd>133</dd></div>" in html


def test_progress_is_said_in_words_beside_the_bar() -> None:
    html = draw('{% progress "Läser rader" 1200 5000 %}').replace("\N{NO-BREAK SPACE}", " ")
    assert '<progress value="1200" max="5000"></progress>' in html
    assert "1 200 av 5 000 (24 %)" in html


def test_progress_without_a_known_end_says_how_far_it_has_come() -> None:
    html = draw('{% progress "Läser rader" 1200 %}')
    assert "<progress></progress>" in html
    assert "hittills" in html
    assert "Har inte börjat än" in draw('{% progress "Läser rader" 0 %}')


def test_a_card_is_a_part_of_the_page_named_by_its_heading() -> None:
    html = draw('{% card "Mellan stolarna" count=4 %}<p>K.L.</p>{% endcard %}')
    assert '<section class="panel" aria-labelledby="del-mellan-stolarna">' in html
    assert '<h2 class="panel__heading" id="del-mellan-stolarna">Mellan stolarna <span' in html
    assert ">4</span></h2><p>K.L.</p></section>" in html


def test_a_card_can_lie_deeper_and_count_nothing() -> None:
    html = draw('{% card "Löften" level=3 name="promises" %}{% endcard %}')
    assert '<h3 class="panel__heading" id="promises">Löften</h3></section>' in html


def test_a_card_counts_zero_as_a_number() -> None:
    assert ">0</span>" in draw('{% card "Löften" count=0 %}{% endcard %}')


def test_emptiness_may_point_onwards() -> None:
    assert "<a" not in draw('{% empty "Ingen är mellan stolarna just nu." %}')
    html = draw('{% empty "Inga löften." href="/hallna/" link="Se de hållna" %}')
    assert '<a href="/hallna/">Se de hållna</a>' in html


def test_breadcrumbs_end_at_this_page() -> None:
    html = draw('{% breadcrumbs "Insatser" "/insatser/" "Duellen" %}')
    assert '<li><a href="/insatser/">Insatser</a></li><li aria-current="page">Duellen</li>' in html
    assert draw('{% breadcrumbs "Insatser" %}').count("<li") == 1


def test_words_may_be_translated_late() -> None:
    html = draw("{% card word %}{% endcard %}", word=gettext_lazy("Möten"))
    assert 'id="del-moten">Möten' in html


LIST = (
    "<ul>{% for row in rows %}{% fold_here seen rest of %}<li>{{ row }}</li>{% endfor %}</ul>"
    "{% fold_ends rows seen %}"
)


@pytest.mark.parametrize(("number", "seen", "rest", "of", "words"), [
    (5, 3, 0, 0, "Visa alla 5"), (8, 3, 4, 0, "Visa alla 12"), (8, 3, 0, 8, "Visa alla 8"),
    (8, 3, 0, 52, "Visa 5 till"), (8, 3, 4, 13, "Visa 9 till"), (8, 6, 0, 0, "Visa alla 8"),
    (3, 1, 0, 0, "Visa alla 3"),
])  # fmt: skip
def test_a_phone_folds_what_is_below_the_first_rows_of_a_list_and_says_how_many_there_are(
    number: int, seen: int, rest: int, of: int, words: str
) -> None:
    html = draw(LIST, rows=range(number), seen=seen, rest=rest, of=of)
    first, fold, folded = html.partition(
        f'</ul><details class="few"><summary>{words}</summary><ul class="rows">'
    )
    assert fold
    assert first == "<ul>" + "".join(f"<li>{row}</li>" for row in range(seen))
    assert folded == "".join(f"<li>{r}</li>" for r in range(seen, number)) + "</ul></details>"


def test_three_rows_are_seen_where_nothing_else_is_said() -> None:
    source = "{% for row in rows %}{% fold_here %}{{ row }}{% endfor %}{% fold_ends rows %}"
    assert draw(source, rows="abcde").partition("</ul>")[0] == "abc"
    assert draw(source, rows="abcde").endswith("de</details>")
    assert draw(source, rows="abcd") == "abcd"


@pytest.mark.parametrize("folded", [True, False])
def test_a_whole_card_can_wait_on_a_phone(folded: bool) -> None:
    html = draw('{% card "Nytt" folded=folded %}Ord{% endcard %}', folded=folded)
    fold = '<details class="few"><summary>Visa<span class="sr-only">: Nytt</span></summary>Ord</details>'
    assert (fold in html, "panel--folded" in html) == (folded, folded)


@pytest.mark.parametrize(("number", "seen"), [(0, 3), (3, 3), (4, 3), (8, 7), (8, 8), (2, 1)])
def test_a_short_list_is_not_folded_and_never_for_a_single_row(number: int, seen: int) -> None:
    html = draw(LIST, rows=range(number), seen=seen, rest=0, of=0)
    assert html == "<ul>" + "".join(f"<li>{row}</li>" for row in range(number)) + "</ul>"
