"""Does a wrong declaration say at once what is wrong with it, and what would be right?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import override_settings

from stafett.measures.assembly import Assembly, FiguresDisagree, assemble, check_sums
from stafett.measures.engine import Cube
from stafett.measures.groups import SEX, age_bands, distinct
from stafett.measures.language import (
    GROUPS,
    Counted,
    DeclarationError,
    Member,
    Population,
    Proportion,
    Table,
    declare,
    define,
    nearest,
)
from stafett.measures.populations import COSTS, COUNT, PARTICIPATIONS, PEOPLE
from stafett.measures.tables import TABLES

RIGHT: dict[str, Any] = {
    "name": "prov",
    "title": "Prov",
    "population": PARTICIPATIONS,
    "measures": (COUNT,),
    "base": "starters",
    "groups": ("sex", "branch"),
}
SHARE = Proportion("share", "Andel", "delen av helheten", COUNT, COUNT)


def test_a_right_declaration_is_taken() -> None:
    assert Table(**RIGHT).definition.startswith("Deltaganden: antal deltaganden")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "Prov 1"}, "a name is small letters, digits and hyphens, not 'Prov 1'"),
        ({"groups": ("sexx",)}, "there is no group 'sexx'; did you mean 'sex'?"),
        ({"groups": ("zzz",)}, "there is no group 'zzz'; there are sex, branch"),
        ({"groups": ("sex", "sex")}, "the group 'sex' stands twice"),
        ({"own": ("sex",), "measures": (SHARE,)}, "the group 'sex' stands twice"),
        ({"own": ("sex", "sex")}, "the group 'sex' stands twice"),
        ({"measures": ()}, "it measures nothing"),
        ({"measures": (COUNT, COUNT)}, "the measure 'participations' stands twice"),
        ({"measures": (replace(COUNT, words=""),)}, "'participations' has no heading or no words"),
        ({"measures": (replace(COUNT, heading=""),)}, "'participations' has no heading or no words"),
        ({"base": "all"}, "the base is one of starters, leavers, own, none, not 'all'"),
        ({"base": "none", "measures": (SHARE,)}, "'share' is a share, and a share needs a base"),
        ({"base": "none"}, "the population 'participations' has no words for 'none'"),
        ({"population": COSTS, "base": "own"}, "the population 'costs' has no words for 'starters'"),
        ({"measures": (Counted("x", "X", "x", where=lambda rows: rows.shoe_size > 40),)},
         "the measure 'x' does not fit its population"),
        ({"measures": (Counted("x", "X", "x", each="shoe"),)}, "a row of 'participations' has id,"),
        ({"groups": ("payer",)}, "the group 'payer' does not fit its population"),
    ],
)  # fmt: skip
def test_a_wrong_one_is_refused_with_what_would_do(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(DeclarationError) as refusal:
        Table(**{**RIGHT, **wrong})

    assert said in str(refusal.value)
    assert str(refusal.value).startswith(f"table {({**RIGHT, **wrong})['name']!r}: ")


def test_a_name_is_taken_once_for_tables_and_groups() -> None:
    with pytest.raises(DeclarationError, match="'outcomes' is declared already"):
        declare(TABLES["outcomes"])
    with pytest.raises(DeclarationError, match="'sex' is defined already"):
        define(SEX)


def test_every_group_of_every_table_is_the_one_definition() -> None:
    named = {name for declared in TABLES.values() for name in (*declared.own, *declared.groups)}

    assert named <= set(GROUPS)
    assert all(GROUPS[name].words for name in named)


def test_the_nearest_name_is_found_or_none() -> None:
    assert nearest("outcome", TABLES) == "outcomes"
    assert nearest("qqqq", TABLES) == ""


def test_a_population_is_made_once_for_a_source() -> None:
    from stafett.measures.sources import Source

    made: list[Source] = []
    population = Population("x", {}, lambda source: made.append(source))  # type: ignore[arg-type, return-value]
    population.rows(Source())
    population.rows(Source())

    assert len(made) == 1


def test_age_bands_are_the_installations_own_and_must_rise() -> None:
    with override_settings(AGE_BANDS=(0, 18, 65)):
        assert age_bands() == (0, 18, 65)
    for wrong in ((18, 25), (0, 25, 25), (0, 30, 20), ()):
        with (
            override_settings(AGE_BANDS=wrong),
            pytest.raises(ValueError, match="start at 0 and rise"),
        ):
            age_bands()


def test_two_of_the_same_short_name_get_keys_of_their_own() -> None:
    found = list(distinct([(1, "Af", "A"), (2, "AF", "B"), (3, "…", "C")]))

    assert [member.key for member in found] == ["af", "af-2", "3"]


def _assembly(cells: dict[Any, Any], *levels: tuple[str, ...]) -> Assembly:
    members = tuple(tuple(Member(key, key, key) for key in level) for level in levels)
    cube = Cube(tuple(f"g{n}" for n in range(len(levels))), ("participations", "people"), cells)
    return Assembly(cube, members, 0)


def test_rows_that_do_not_sum_to_the_total_are_never_shown() -> None:
    cells = {(None,): (5, 5), ("a",): (2, 2), ("b",): (3, 3)}

    check_sums(_assembly(cells, ("a", "b")), (COUNT,), "prov")
    with pytest.raises(FiguresDisagree, match="sum to 2, the total is 5"):
        check_sums(_assembly(cells, ("a",)), (COUNT,), "prov")


def test_people_may_sum_to_more_than_the_total_but_not_to_less_and_no_part_is_more() -> None:
    def check(total: int, *parts: int) -> None:
        cells = {(None,): (0, total), **{(str(i),): (0, part) for i, part in enumerate(parts)}}
        check_sums(_assembly(cells, tuple(str(i) for i in range(len(parts)))), (PEOPLE,), "prov")

    check(3, 2, 2)
    with pytest.raises(FiguresDisagree):
        check(5, 2, 2)
    with pytest.raises(FiguresDisagree):
        check(2, 3, 1)


def test_a_value_without_a_row_is_found_out(cast: Any) -> None:
    from stafett.measures.queries import table
    from tests.measures.cohort import SOME, put_in

    put_in(cast, SOME)
    broken = replace(SEX, members=lambda question, found: SEX.members(question, found)[:1])
    GROUPS["sex"] = broken
    try:
        with pytest.raises(FiguresDisagree, match="participants"):
            table(cast.as_("eva"), "participants", cast.initiative, ("sex",))
    finally:
        GROUPS["sex"] = SEX


def test_members_nobody_is_in_have_no_row_unless_they_always_do() -> None:
    cells = {(None,): (0,)}
    cube = Cube(("sex",), ("participations",), cells)

    found = assemble(cube, None, 0)  # type: ignore[arg-type]

    assert [member.key for member in found.levels[0]] == ["woman", "man"]
