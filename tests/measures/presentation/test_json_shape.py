"""Is the JSON the shape that is promised, and the same table when it is read back?"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.measures.charts import bars
from stafett.measures.figures import Column, Count, Hidden, Mean, Money, Row, Share, Text
from stafett.measures.presentation.flat import flat_rows
from stafett.measures.presentation.json_shape import as_dict, as_json, from_dict
from tests.measures.presentation.patience import patient
from tests.measures.presentation.tables import WHY, everything, single, table, two_shares


def figures():
    counts = st.integers(0, 10_000)
    return st.one_of(
        st.none(),
        counts.map(Count),
        st.tuples(counts, counts).map(lambda pair: Share(min(pair), max(pair))),
        st.decimals(0, 10**9, places=2).map(Money),
        st.builds(Mean, st.decimals(0, 10**6, places=1), st.integers(1, 10_000)),
        st.text().map(Hidden),
        st.text().map(Text),
    )


def test_the_shape_is_the_documented_one():
    shape = as_dict(everything())
    assert list(shape) == [
        "format",
        "name",
        "title",
        "initiative",
        "by",
        "stub",
        "as_of",
        "population",
        "definition",
        "notes",
        "columns",
        "rows",
    ]
    assert shape["format"] == "stafett.table/1"
    assert shape["as_of"] == "2024-06-30"
    assert shape["columns"][1] == {
        "key": "work",
        "heading": "Till arbete",
        "kind": "share",
        "help": "av dem som slutat",
    }


def test_each_kind_of_figure_has_its_own_shape():
    women, _men, unknown, _total = as_dict(everything())["rows"]
    assert women["figures"]["n"] == {"kind": "count", "value": 52}
    assert women["figures"]["cost"] == {"kind": "money", "kronor": "2255451.50"}
    assert women["figures"]["remark"] is None
    assert unknown["figures"]["n"] == {"kind": "hidden", "why": WHY}
    assert (unknown["role"], unknown["parent"]) == ("unknown", "")


def test_a_share_carries_its_numbers_its_ends_and_whether_it_is_small():
    share = as_dict(everything())["rows"][0]["figures"]["work"]
    assert share == {
        "kind": "share",
        "numerator": 11,
        "denominator": 15,
        "share": 11 / 15,
        "low": pytest.approx(0.4805, abs=1e-4),
        "high": pytest.approx(0.8910, abs=1e-4),
        "small_group": True,
    }
    nobody = as_dict(everything())["rows"][1]["figures"]["work"]
    assert (nobody["share"], nobody["low"], nobody["high"]) == (None, None, None)


def test_text_is_json_with_swedish_letters_as_they_are():
    text = as_json(everything())
    assert "Räknat i juni." in text
    assert text.endswith("}\n")
    assert json.loads(text) == as_dict(everything())


@patient
@given(st.lists(figures(), min_size=1, max_size=5))
def test_a_table_read_back_is_the_same_table(row):
    columns = tuple(Column(str(place), "K", "text") for place in range(len(row)))
    before = table(columns, (Row("r", "Rad", tuple(row)),))
    assert from_dict(json.loads(as_json(before))) == before


def test_rows_below_rows_and_notes_are_read_back_too():
    for before in (everything(), two_shares()):
        assert from_dict(json.loads(as_json(before))) == before


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="is not"):
        from_dict({"format": "stafett.table/9"})


def test_an_unknown_figure_is_refused():
    shape = as_dict(single(Count(1)))
    shape["rows"][0]["figures"]["x"] = {"kind": "guess"}
    with pytest.raises(ValueError, match="no figure"):
        from_dict(shape)


def test_money_is_exact():
    kept = from_dict(as_dict(single(Money(Decimal("0.10")), "money")))
    assert kept.rows[0].figures == (Money(Decimal("0.10")),)
    assert kept.as_of == date(2024, 6, 30)


def test_a_mean_keeps_what_it_is_made_of_and_comes_back_whole() -> None:
    made = single(Mean(Decimal(2979), 133), "mean")
    (row,) = as_dict(made)["rows"]
    assert row["figures"] == {
        "x": {"kind": "mean", "total": "2979", "count": 133, "value": "22.3985"}
    }
    assert from_dict(as_dict(made)) == made


def test_a_mean_is_a_number_in_files_and_cannot_be_drawn() -> None:
    made = single(Mean(Decimal(2979), 133), "mean")
    assert next(flat_rows(made))[4] == Decimal(2979) / 133
    with pytest.raises(ValueError, match="means"):
        bars(made, "x")
