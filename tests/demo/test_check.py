"""Do our own tables hold what the reports print, and is every change of a row seen where it belongs?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.demo import check
from stafett.demo.check import NotLoaded, sheet, sheets
from stafett.demo.claims import LATER_TABLES, claims
from stafett.demo.cohorts import cohort
from stafett.demo.cohorts.shapes import Cohort, RegisterRow
from stafett.demo.contradictions import choice
from stafett.demo.published import CODES
from stafett.economy.actions import book
from stafett.initiatives.models import Branch, Initiative, OutcomeChoice
from stafett.measures.figures import Money
from stafett.measures.queries import table
from stafett.people.models import Person
from stafett.safeguards.viewer import Viewer
from tests.demo.conftest import DAY
from tests.demo.counting import found

Cells = set[tuple[str, tuple[str, ...], str, str]]


def differing(by: Viewer, code: str) -> Cells:
    """The cells of a cohort that do not hold, as `demo check` finds them in the database."""
    wrong = (one.claim for one in sheet(by, code).cells if one.verdict == "differs")
    return {(c.table, c.by, c.row, c.column) for c in wrong}


@pytest.mark.parametrize("code", CODES)
def test_every_figure_that_a_table_shows_holds(demo: Viewer, code: str) -> None:
    compared = sheet(demo, code)
    assert [one.line for one in compared.cells if one.verdict == "differs"] == []
    assert len(compared.cells) == len(claims(code))


def test_every_cell_has_one_verdict_and_all_are_counted(demo: Viewer) -> None:
    counted = {one.code: dict(one.counts) for one in sheets(demo)}
    kinds = {
        code: {kind: sum(c.kind == kind for c in claims(code)) for kind in ("agrees", "chosen")}
        for code in CODES
    }
    later = {code: sum(c.table in LATER_TABLES for c in claims(code)) for code in CODES}
    assert counted == {
        code: {
            "agrees": kinds[code]["agrees"] - later[code],
            "chosen": kinds[code]["chosen"],
            "later": later[code],
            "differs": 0,
        }
        for code in CODES
    }
    assert later["aktsam"] > 0


def test_a_figure_without_a_table_is_said_to_have_none_and_never_agrees(demo: Viewer) -> None:
    waiting = [one for one in sheet(demo, "aktsam").cells if one.claim.table in LATER_TABLES]
    assert {one.verdict for one in waiting} == {"later"}
    assert {one.found for one in waiting} == {"ingen tabell än"}
    assert "7 utan tabell än" in sheet(demo, "aktsam").summary
    assert [(one.table, one.row, one.printed) for one in waiting][-2:] == [
        ("Lämnad ersättning", "Aktivitetsersättning, 50 procent", "3"),
        ("Tid till målet", "Arbete eller studier", "10 månader"),
    ]


def test_a_chosen_cell_says_what_was_chosen(demo: Viewer) -> None:
    chosen = [one for one in sheet(demo, "duellen").cells if one.verdict == "chosen"]
    assert all(one.choice == choice(one.claim.choice).sentence("follows") for one in chosen)
    each = next(one for one in chosen if one.claim.choice == "duellen-cost")
    assert each.line.replace("\N{NO-BREAK SPACE}", " ") == (
        "valt            Kostnad per deltagare | Hela projekttiden | Kostnad per deltagare | "
        "rapporten: 17 227 kr, Stafett: 17 277 kr"
    )


def test_a_line_tells_both_sides_and_a_share_its_two_numbers(demo: Viewer) -> None:
    lines = [one.line.replace("\N{NO-BREAK SPACE}", " ") for one in sheet(demo, "fsla").cells]
    assert (
        "stämmer         Utfall efter gren | Arbete: Borgholm | Andel | "
        "rapporten: 73 %, Stafett: 73 % (11 av 15)"
    ) in lines


def _row(code: str, rows: Callable[[RegisterRow], bool]) -> tuple[Cohort, RegisterRow]:
    made = cohort(code)
    return made, next(row for row in made.rows if rows(row))


def _store(code: str, row: RegisterRow, change: dict[str, Any]) -> None:
    """The same change in the database, past all rules: a fault that somebody made."""
    rows = Participation.objects.filter(initiative__code=code, case_number=row["case_number"])
    if "sex" in change:
        Person.objects.filter(participations__in=rows).update(**change)
    elif "outcome" in change:
        to = OutcomeChoice.objects.get(initiative__code=code, code=change["outcome"])
        assert rows.update(outcome=to) == 1
    elif "branch" in change:
        to_branch = Branch.objects.get(initiative__code=code, code=change["branch"])
        assert rows.update(branch=to_branch) == 1
    else:
        assert rows.update(**change) == 1


CHANGES: list[tuple[str, Callable[[RegisterRow], bool], dict[str, Any], int]] = [
    ("duellen", lambda row: row["outcome"] == "annat", {"outcome": "arbete"}, 5),
    ("duellen", lambda row: row["sex"] == "woman", {"sex": "man"}, 2),
    ("aktsam", lambda row: row["sex"] == "man", {"sex": "woman"}, 2),
    ("fsla", lambda row: row["branch"] == "borgholm", {"branch": "vimmerby"}, 8),
    ("fsla", lambda row: row["outcome"] == "studier", {"outcome": "arbete"}, 2),
    ("access", lambda row: row["status"] == "unknown", {"status": "remaining"}, 6),
    ("access", lambda row: row["outcome"] == "arbete", {"sex": "woman"}, 12),
]


@pytest.mark.parametrize(("code", "which", "change", "number"), CHANGES)
def test_one_changed_participation_is_seen_in_exactly_the_cells_concerned(
    demo: Viewer,
    code: str,
    which: Callable[[RegisterRow], bool],
    change: dict[str, Any],
    number: int,
) -> None:
    made, row = _row(code, which)
    if change == {"sex": "woman"} and code == "access":
        row = next(r for r in made.rows if which(r) and r["sex"] == "man")
    row.update(change)  # type: ignore[typeddict-item]
    concerned = {
        (c.table, c.by, c.row, c.column)
        for c in claims(code)
        if c.table not in LATER_TABLES and not c.holds(found(c, made))
    }
    _store(code, row, change)

    assert differing(demo, code) == concerned
    assert len(concerned) == number
    others = [other for other in CODES if other != code]
    assert [differing(demo, other) for other in others] == [set()] * 3


def test_duellens_costs_give_16958_and_17277(demo: Viewer) -> None:
    duellen = Initiative.objects.get(code="duellen")
    shown = table(demo, "cost-per-participant", duellen)
    each = [row.figures[-1] for row in shown.rows]
    assert [round(m.kronor) for m in each if isinstance(m, Money)] == [16958, 17277]


def test_one_more_cost_is_seen(demo: Viewer) -> None:
    duellen = Initiative.objects.get(code="duellen")
    book(duellen, 2009, "Personal", Decimal(1_000), booked_through=date(2009, 6, 30), by=demo)
    assert {(c, row) for c, _by, row, _column in differing(demo, "duellen")} == {
        ("costs", "2009/personal"),
        ("costs", "2009"),
        ("costs", "total/personal"),
        ("costs", "total"),
        ("cost-per-participant", "Enligt kostnadstabellen"),
        ("cost-per-participant", "Hela projekttiden"),
    }


def test_a_row_that_is_gone_from_a_table_differs_even_where_any_figure_would_do(
    demo: Viewer,
) -> None:
    fsla = Initiative.objects.get(code="fsla")
    open_cell = next(c for c in claims("fsla") if c.choice == "fsla-branches")
    assert open_cell.expected is None
    gone = replace(open_cell, row="ingen-sådan")
    unheard_of = replace(open_cell, column="ingen-sådan")
    held = list(check.compared([gone, unheard_of], fsla, demo))
    assert [(one.verdict, one.found) for one in held] == [("differs", "cellen finns inte")] * 2
    assert held[0].row == "ingen-sådan"


def test_a_cohort_that_is_not_there_is_said_to_be_missing(db: None) -> None:
    by = Viewer(None, "demo", DAY, operator=True)
    with pytest.raises(NotLoaded) as missing:
        sheets(by)
    assert str(missing.value) == "Duellen är inte inläst. Läs in den med: stafett demo load"


def test_somebodys_own_initiative_of_the_same_code_is_not_taken_for_the_demos(
    demo: Viewer,
) -> None:
    assert check.loaded("access") is not None
    Initiative.objects.filter(code="access").update(starts_on=date(2008, 2, 1))
    assert check.loaded("access") is None


def test_cells_of_one_table_are_told_together(demo: Viewer) -> None:
    tables = [one.table for one in sheet(demo, "fsla").cells]
    changes = sum(one != other for one, other in pairwise(tables))
    assert changes == len(set(tables)) - 1
