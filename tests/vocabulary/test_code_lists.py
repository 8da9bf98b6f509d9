"""Are the shipped code lists whole, unambiguous and honest about where each word comes from?"""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from stafett.vocabulary.actions import FILES

FIRST = ["code", "label_sv", "label_en", "valid_from", "valid_to", "source", "verified"]
LISTS = (
    "common_outcomes",
    "counties",
    "education_levels",
    "end_reasons",
    "livelihood_sources",
    "municipalities",
    "next_steps",
    "occupation_kinds",
)


def read(name: str) -> list[dict[str, str]]:
    text = files("stafett.vocabulary.data").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def with_flag(name: str, flag: str) -> set[str]:
    return {row["code"] for row in read(name) if row[flag] == "yes"}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_the_common_columns_and_no_code_twice(name: str) -> None:
    rows = read(name)
    assert list(rows[0])[: len(FIRST)] == FIRST
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", LISTS)
def test_every_word_has_both_languages_a_source_and_says_whether_it_was_read_there(
    name: str,
) -> None:
    for row in read(name):
        assert row["label_sv"]
        assert row["label_en"]
        assert row["source"]
        assert row["verified"] in ("yes", "no")


@pytest.mark.parametrize("name", LISTS)
def test_a_working_proposal_is_never_called_verified(name: str) -> None:
    assert not [r for r in read(name) if "rbetsförslag" in r["source"] and r["verified"] == "yes"]


CHECKED = {"0330": "2003-01-01", "0331": "2007-01-01"}
"""Knivsta was formed, and Heby changed county: what is known of when a code began to hold."""


@pytest.mark.parametrize("name", LISTS)
def test_no_date_is_invented(name: str) -> None:
    dated = {row["code"]: row["valid_from"] for row in read(name) if row["valid_from"]}
    assert dated == (CHECKED if name == "municipalities" else {})
    assert {row["valid_to"] for row in read(name)} == {""}
    assert all(year[:4] in row["source"] for row in read(name) if (year := row["valid_from"]))


def test_every_file_is_loaded_and_every_column_of_it() -> None:
    shipped = {one.name for one in files("stafett.vocabulary.data").iterdir()}
    assert {n.removesuffix(".csv") for n in shipped if n.endswith(".csv")} == {*FILES, "glossary"}
    for name, model in FILES.items():
        columns = {f.name for f in model._meta.concrete_fields}
        assert set(read(name)[0]) <= columns, name


def test_there_are_21_counties_and_290_municipalities_each_in_its_county() -> None:
    counties = {row["code"] for row in read("counties")}
    municipalities = read("municipalities")
    assert (len(counties), len(municipalities)) == (21, 290)
    for row in municipalities:
        assert len(row["code"]) == 4
        assert row["code"][:2] == row["county"]
    assert {row["county"] for row in municipalities} == counties


def test_the_municipalities_of_the_reports_have_their_codes() -> None:
    names = {
        row["code"]: row["label_sv"] for row in read("municipalities") if row["verified"] == "yes"
    }
    assert (names["0482"], names["1280"], names["2480"]) == ("Flen", "Malmö", "Umeå")
    assert sum(code.startswith("08") for code in names) == 12


def test_social_assistance_is_the_households_and_has_no_per_cent() -> None:
    assert with_flag("livelihood_sources", "household") == {"social_assistance"}
    assert "social_assistance" not in with_flag("livelihood_sources", "has_extent")


def test_no_public_support_excludes_every_other_livelihood() -> None:
    assert with_flag("livelihood_sources", "exclusive") == {"no_public_support"}


def test_the_livelihoods_that_the_reports_needed_are_there() -> None:
    codes = {row["code"] for row in read("livelihood_sources")}
    assert {"supported_by_relatives", "activity_compensation_dormant", "unknown"} <= codes


def test_the_common_outcomes_are_the_fourteen_with_neutral_flags() -> None:
    assert [row["code"] for row in read("common_outcomes")] == [
        "work_unsupported",
        "work_supported",
        "own_business",
        "studies",
        "practice_or_measure",
        "job_seeking",
        "rehabilitation_or_care",
        "back_to_referrer",
        "moved",
        "own_request",
        "not_reachable",
        "deceased",
        "wrongly_registered",
        "unknown",
    ]
    assert with_flag("common_outcomes", "is_work") == {
        "work_unsupported",
        "work_supported",
        "own_business",
    }
    assert with_flag("common_outcomes", "is_study") == {"studies"}


def test_an_exit_may_say_that_nobody_takes_over_and_unknown_only_at_import() -> None:
    codes = {row["code"] for row in read("next_steps")}
    assert "nobody" in codes
    assert with_flag("next_steps", "import_only") == {"unknown"}


def test_staffs_education_list_covers_each_sun_level_once() -> None:
    covered = [code for row in read("education_levels") for code in row["sun"].split()]
    assert len(covered) == len(set(covered))
    assert all(code.isdecimal() and 1 <= len(code) <= 3 for code in covered)
