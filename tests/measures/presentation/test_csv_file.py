"""Does the CSV open right in a Swedish spreadsheet, and read back exactly in a program?"""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from stafett.measures.figures import Count, Share
from stafett.measures.presentation.csv_file import as_csv
from tests.measures.presentation.patience import patient
from tests.measures.presentation.tables import everything, hostile, single


def read(table):
    text = as_csv(table).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def number(cell):
    return float(cell.replace(",", "."))


def test_the_file_tells_a_spreadsheet_that_it_is_utf8_and_ends_lines_as_it_does():
    raw = as_csv(everything())
    assert raw.startswith(b"\xef\xbb\xbfrow;label;group;role;")
    assert raw.endswith(b"\r\n")


def test_each_share_has_columns_of_its_own_for_both_numbers_and_both_ends():
    first = read(everything())[0]
    assert (first["n"], first["work_numerator"], first["work_denominator"]) == ("52", "11", "15")
    assert first["work_share"] == "0,733333"
    assert number(first["work_low"]) < 0.49 < 0.89 < number(first["work_high"])


def test_money_keeps_its_oere():
    assert read(everything())[0]["cost"] == "2255451,50"


def test_what_is_hidden_is_a_word_in_every_column_and_its_reason_stands_last():
    hidden = read(everything())[2]
    assert {hidden[key] for key in hidden if key.startswith(("n", "work", "cost"))} == {"dolt"}
    assert hidden["hidden_because"] == "färre än fem personer."
    assert hidden["role"] == "unknown"


def test_what_does_not_apply_is_empty_and_so_is_a_share_of_nobody():
    nobody = read(everything())[1]
    assert (nobody["cost"], nobody["work_share"], nobody["work_low"]) == ("", "", "")
    assert (nobody["work_numerator"], nobody["remark"]) == ("0", "få svar")


def test_another_kind_of_figure_stands_alone_in_its_columns():
    (row,) = read(single(Count(7), "share"))
    assert (row["x_numerator"], row["x_denominator"]) == ("7", "")
    (row,) = read(single(Share(1, 4), "count"))
    assert row["x"] == "0,250000"


@patient
@given(st.integers(1, 400_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_numerator_comes_back_from_the_share_and_the_denominator(pair):
    numerator, denominator = pair
    (row,) = read(single(Share(numerator, denominator), "share"))
    again = Decimal(row["x_share"].replace(",", ".")) * int(row["x_denominator"])
    assert round(again) == numerator


def test_no_cell_can_run_as_a_formula_and_nothing_leaves_its_cell():
    words = '=1+1";x\r\ny'
    ((row),) = read(hostile(words))
    assert row["label"] == "'" + words
    assert row["hidden_because"] == "'" + words
