"""Are the cohorts the same every time, made from the published files alone, and do the rows hold?"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import stafett.demo
from stafett.demo.cohorts import cohort, cohorts
from stafett.demo.cohorts.fsla.plan import plan
from stafett.demo.cohorts.marginals import MarginalError
from stafett.demo.cohorts.people import published_numbers
from stafett.demo.cohorts.shapes import RegisterRow
from stafett.demo.published import CODES, published
from stafett.demo.published import __file__ as published_file

DEMO = Path(stafett.demo.__file__).parent


def rows_from(code: str, figures: dict[str, Any]) -> tuple[RegisterRow, ...]:
    """The register that other figures would give."""
    made: tuple[RegisterRow, ...] = import_module(f"stafett.demo.cohorts.{code}.register").rows(
        figures
    )
    return made


def test_a_cohort_is_the_same_every_time() -> None:
    assert cohorts() == cohorts()


def test_a_cohort_is_the_same_in_another_process_with_other_hashes() -> None:
    script = "from stafett.demo.cohorts import cohorts; print(repr(cohorts()))"
    made = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]


def test_an_unknown_cohort_is_refused() -> None:
    with pytest.raises(KeyError):
        cohort("annan")


def test_the_published_figures_are_read_afresh_so_that_nobody_changes_them_for_others() -> None:
    published("duellen")["tables"].clear()
    assert published("duellen")["tables"]
    with pytest.raises(KeyError):
        published("annan")


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _numbers(inner)
    elif isinstance(value, int):
        yield value


def test_no_published_figure_is_typed_into_code() -> None:
    figures = {n for code in CODES for n in _numbers(published(code)["tables"])}
    telling = {n for n in figures if n > 60 and not 1990 < n < 2030}
    files = [DEMO / "claims.py", DEMO / "contradictions.py", *(DEMO / "cohorts").rglob("*.py")]
    assert len(files) > 20
    typed = [
        (path.name, node.value)
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in telling and node.value is not True
    ]
    assert typed == []
    assert Path(published_file).parent.joinpath("duellen.json").exists()


@pytest.mark.parametrize(
    ("women", "men", "mean_age", "af", "fk"), [(60, 73, 24, 103, 10), (1, 132, 18, 106, 7)]
)
def test_duellen_follows_what_the_file_says(
    women: int, men: int, mean_age: int, af: int, fk: int
) -> None:
    figures = published("duellen")
    figures["tables"]["participants_by_sex"].update(women=women, men=men, mean_age=mean_age)
    figures["tables"]["cases_by_agency"].update({"Arbetsförmedlingen": af, "Försäkringskassan": fk})
    rows = rows_from("duellen", figures)
    cases = Counter(part["party"] for row in rows for part in row["involved"])
    assert Counter(row["sex"] for row in rows) == {"woman": women, "man": men}
    assert sum(row["age_at_start"] for row in rows) == mean_age * len(rows)
    assert (cases["af"], cases["fk"]) == (af, fk)


def test_access_gives_a_row_to_everybody_that_the_columns_leave_over() -> None:
    figures = published("access")
    figures["tables"]["access_2008_h1"]["Kvinnor"] = [23, 5, 3, 0, 2, 10]
    figures["tables"]["access_2008_h1"]["Totalt"] = [62, 12, 6, 11, 4, 26]
    rows = rows_from("access", figures)
    assert Counter(row["status"] for row in rows)["unknown"] == 3


def test_fsla_follows_the_printed_share_of_a_municipality() -> None:
    figures = published("fsla")
    figures["tables"]["exit_outcome_by_municipality"]["Borgholm"]["Arbete"] = Decimal("0.67")
    rows = [r for r in rows_from("fsla", figures) if r["branch"] == "borgholm"]
    assert Counter(row["outcome"] for row in rows)["arbete"] == 10


@pytest.mark.parametrize(
    ("code", "path", "value"),
    [
        ("duellen", ("participants_by_sex", "women"), 53),
        ("duellen", ("participants_by_sex", "total"), 134),
        ("duellen", ("cases_by_agency", "Landstinget"), 13),
        ("duellen", ("moved_on_to", "Annat"), 18),
        ("aktsam", ("mean_months_to_goal",), 30),
        ("access", ("access_2008_h1", "Totalt"), [63, 13, 6, 11, 4, 26]),
        ("fsla", ("exit_outcome_by_municipality", "Borgholm", "Arbete"), Decimal("0.72")),
        ("fsla", ("exit_outcome_by_municipality", "Nybro", "Annat, women"), Decimal("0.98")),
        ("fsla", ("exit_outcome_share_women", "work_or_studies"), Decimal("0.58")),
        ("fsla", ("share_women_by_municipality",), {"Vimmerby": Decimal("0.77")}),
        ("fsla", ("participants_by_sex",), {"women": 300, "men": 137, "total": 437}),
    ],
)
def test_figures_that_cannot_be_true_together_are_refused(
    code: str, path: tuple[str, ...], value: Any
) -> None:
    figures = published(code)
    inner = figures["tables"]
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(MarginalError):
        rows_from(code, figures)


def test_a_municipality_that_would_have_fewer_than_nobody_is_refused() -> None:
    figures = published("fsla")
    figures["tables"]["exited_by_october_2022"].update(women=1, men=413)
    with pytest.raises(MarginalError):
        plan(figures)


@pytest.mark.parametrize("code", CODES)
def test_everybody_is_within_the_target_group_when_they_start(code: str) -> None:
    group = published(code)["target_group"]
    for row in cohort(code).rows:
        start, born = row["starts_on"], row["birth_date"]
        age = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
        assert age == row["age_at_start"]
        assert group["age_min"] <= age <= group["age_max"]


@pytest.mark.parametrize("code", CODES)
def test_everybody_starts_and_ends_within_the_initiative(code: str) -> None:
    made = cohort(code)
    first, last = made.setup.initiative.starts_on, made.setup.initiative.counted_on
    for row in made.rows:
        assert first <= row["starts_on"] <= (row["ends_on"] or last) <= last
        assert all(row["starts_on"] <= day <= (row["ends_on"] or last) for _, day in row["events"])


def test_nobody_is_in_aktsam_longer_than_its_limit() -> None:
    made = cohort("aktsam")
    for row in made.rows:
        start, end = row["starts_on"], row["ends_on"] or date.max
        months = (end.year - start.year) * 12 + end.month - start.month
        assert months <= (made.setup.initiative.max_months or 0)


@pytest.mark.parametrize("code", CODES)
def test_an_exit_says_what_is_next_and_nothing_else_does(code: str) -> None:
    for row in cohort(code).rows:
        filled = [bool(row["outcome"]), bool(row["next_step"]), bool(row["livelihood_end"])]
        assert filled == [row["status"] == "ended"] * 3


@pytest.mark.parametrize("code", CODES)
def test_a_partys_case_lasts_as_long_as_the_participation(code: str) -> None:
    for row in cohort(code).rows:
        assert row["involved"]
        for part in row["involved"]:
            assert part["from_day"] == row["starts_on"]
            assert (part["until_day"] is None) == (row["ends_on"] is None)


@pytest.mark.parametrize("code", CODES)
def test_somebody_with_a_case_referred(code: str) -> None:
    for row in cohort(code).rows:
        assert row["referring_party"] in {part["party"] for part in row["involved"]} | {"af", "fk"}


@pytest.mark.parametrize("code", CODES)
def test_no_two_people_of_a_cohort_share_a_name(code: str) -> None:
    names = Counter((row["given_name"], row["family_name"]) for row in cohort(code).rows)
    assert max(names.values()) == 1


def test_a_number_is_a_published_test_number_and_nobodys_but_one() -> None:
    rows = [row for made in cohorts() for row in made.rows if row["identity_number"]]
    numbers = Counter(row["identity_number"] for row in rows)
    assert set(numbers) <= set(published_numbers())
    assert (max(numbers.values()), len(numbers) > 20) == (1, True)
    for row in rows:
        number = row["identity_number"]
        day = int(number[6:8])
        assert row["identity_kind"] == ("coordination" if day > 60 else "personal")
        born = date(int(number[:4]), int(number[4:6]), day - 60 if day > 60 else day)
        assert row["birth_date"] == born
        assert (int(number[10]) % 2 == 1) == (row["sex"] == "man")


def test_most_people_are_known_by_their_case_number_alone() -> None:
    for made in cohorts():
        kinds = Counter(row["identity_kind"] for row in made.rows)
        assert kinds["none"] > 0.8 * len(made.rows)


def test_case_numbers_are_in_order_and_start_days_follow_them() -> None:
    for made in cohorts():
        assert [r["case_number"] for r in made.rows] == sorted(r["case_number"] for r in made.rows)
        assert [r["starts_on"] for r in made.rows] == sorted(r["starts_on"] for r in made.rows)
