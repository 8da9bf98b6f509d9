"""Which initiatives may stand side by side, and is each counted to its own day?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative
from stafett.measures.comparison import MOST, NotComparable, compare
from stafett.measures.figures import Hidden
from stafett.measures.queries import CannotAnswer
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast
from tests.measures.cohort import BO, SOME, put_in
from tests.measures.freezing import frozen_by_the_operator
from tests.measures.reading import column, ordinary

BY = operator(TODAY)


@pytest.fixture
def two(cast: Cast) -> tuple[Initiative, Initiative]:
    """The cast's initiative with a cohort, and a sister with another, both under the same lead."""
    put_in(cast, SOME)
    flen = cast.initiative.controller
    sister = initiatives.start("syster", "Systern", flen, starts_on=START, by=BY,
                               counted_on=date(2024, 12, 31))  # fmt: skip
    branch = initiatives.open_branch(sister, "syster-flen", "Flen", cast.unit("AUC"), by=BY)
    initiatives.engage(
        sister, cast.unit("Projektkontoret"), "project_leader", from_day=START, by=BY
    )
    initiatives.engage(sister, cast.unit("Utvärderingen"), "evaluator", from_day=START, by=BY)
    own = initiatives.add_outcome(sister, "jobb", "Jobb", "work_unsupported", by=BY)
    for last in (date(2024, 6, 30), date(2025, 3, 31)):
        cast.enrolled("syster-flen", status="ended", ends_on=last, outcome_id=own.pk,
                      next_step_id="none_needed")  # fmt: skip
    assert branch.initiative_id == sister.pk
    return Initiative.objects.get(code="prov"), Initiative.objects.get(code="syster")


def test_common_outcomes_stand_side_by_side_each_to_its_own_day(
    cast: Cast, two: tuple[Initiative, Initiative]
) -> None:
    found = compare(cast.as_("eva"), two)

    assert column(found, "prov") == {
        "work_unsupported": (1, 4), "studies": (1, 4), "rehabilitation_or_care": (1, 4),
        "unknown": (1, 4), "total": 4,
    }  # fmt: skip
    assert column(found, "syster")["work_unsupported"] == (1, 1), "the second left after its day"
    assert "Systern: läget den 31 december 2024." in [ordinary(note) for note in found.notes]
    assert found.initiative == "prov,syster"
    assert found.as_of == TODAY


def test_the_operator_compares_all_as_they_are(
    cast: Cast, two: tuple[Initiative, Initiative]
) -> None:
    assert compare(operator(TODAY), two).rows == compare(cast.as_("eva"), two).rows


def test_outsiders_compare_the_latest_frozen_sets(
    cast: Cast, two: tuple[Initiative, Initiative]
) -> None:
    with pytest.raises(CannotAnswer, match="Provinsatsen har inga fastställda siffror än"):
        compare(cast.as_("ulf"), two)
    put_in(cast, [replace(SOME[2], who=replace(BO, number=n)) for n in range(100, 140)])
    for each, last in zip(two, (date(2025, 5, 31), date(2024, 12, 31)), strict=True):
        frozen_by_the_operator(each, last)

    found = compare(cast.as_("ulf"), two)

    figures = {row.key: row.figures for row in found.rows}
    assert found.rows[-1].key == "total"
    assert isinstance(figures["total"][1], Hidden), "one who has left is too few"
    assert isinstance(figures["studies"][1], Hidden), "a share of a hidden whole is hidden"
    assert "Systern: läget den 31 december 2024." in [ordinary(note) for note in found.notes]
    assert found.as_of == date(2025, 5, 31)


def test_shares_of_starters_and_of_leavers_are_refused_with_both_named(
    cast: Cast, two: tuple[Initiative, Initiative]
) -> None:
    two[1].outcome_base = "starters"

    with pytest.raises(NotComparable) as refusal:
        compare(cast.as_("eva"), two)

    assert str(refusal.value) == (
        "Provinsatsen räknar andelar av dem som avslutat; Systern räknar andelar av alla som börjat. "
        "Sådana andelar kan inte stå i samma jämförelse."
    )


def test_initiatives_of_starters_compare_with_each_other(
    cast: Cast, two: tuple[Initiative, Initiative]
) -> None:
    Initiative.objects.update(outcome_base="starters")

    found = compare(cast.as_("eva"), Initiative.objects.filter(code__in=("prov", "syster")))

    assert column(found, "prov")["status:unknown"] == (1, 8)
    assert column(found, "syster") == {
        "work_unsupported": (1, 2), "studies": (0, 2), "rehabilitation_or_care": (0, 2),
        "status:remaining": (1, 2), "status:paused": (0, 2), "status:unknown": (0, 2),
        "unknown": (0, 2), "total": 2,
    }  # fmt: skip


def test_one_is_too_few_and_seven_are_too_many(
    cast: Cast, two: tuple[Initiative, Initiative]
) -> None:
    with pytest.raises(CannotAnswer, match="minst två"):
        compare(cast.as_("eva"), [two[0], two[0]])
    many = [Initiative(pk=number) for number in range(MOST + 1)]
    with pytest.raises(CannotAnswer, match="Högst 6"):
        compare(cast.as_("eva"), many)


def test_totals_of_each_must_be_ones_to_see(cast: Cast, two: tuple[Initiative, Initiative]) -> None:
    with pytest.raises(PermissionDenied, match="Systern"):
        compare(cast.as_("stig"), two)
