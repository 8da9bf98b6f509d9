"""Is what stands around the people what the reports say, with every code known and every post explained?"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from stafett.demo.cohorts import cohort, cohorts
from stafett.demo.cohorts.integrity import check
from stafett.demo.cohorts.marginals import MarginalError
from stafett.demo.cohorts.shapes import Cohort
from stafett.demo.published import CODES, published
from stafett.safeguards.roles import ROLES


def codes_of(name: str) -> set[str]:
    """The codes of a list in the vocabulary's own file."""
    text = files("stafett.vocabulary.data").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return {row["code"] for row in csv.DictReader(text.splitlines())}


@pytest.mark.parametrize("code", CODES)
def test_every_word_in_a_register_is_in_the_vocabulary(code: str) -> None:
    made = cohort(code)
    livelihoods = {s for r in made.rows for s, _ in (*r["livelihood_start"], *r["livelihood_end"])}
    doing = {k for r in made.rows for k, _ in (*r["occupation_start"], *r["occupation_end"])}
    doing |= {kind for r in made.rows for kind, _ in r["events"]}
    assert livelihoods <= codes_of("livelihood_sources")
    assert doing <= codes_of("occupation_kinds")
    assert {r["education"] for r in made.rows} <= codes_of("education_levels")
    assert {r["next_step"] for r in made.rows} <= codes_of("next_steps") | {""}
    assert {r["municipality"] for r in made.rows} <= codes_of("municipalities") | {""}
    assert {o.common for o in made.setup.initiative.outcomes} <= codes_of("common_outcomes")


def test_the_same_code_is_the_same_party_in_every_cohort() -> None:
    for kind in ("kinds", "parties", "authorities"):
        met: dict[str, Any] = {}
        for made in cohorts():
            for part in getattr(made.setup, kind):
                assert met.setdefault(part.code, part) == part


def test_units_groups_and_emails_to_be_do_not_collide_between_cohorts() -> None:
    groups = [group.name for made in cohorts() for group in made.setup.groups]
    units = [(u.authority, u.name) for made in cohorts() for u in made.setup.units]
    assert (len(set(groups)), len(set(units))) == (len(groups), len(units))


@pytest.mark.parametrize("code", CODES)
def test_every_post_has_a_known_role_and_a_share_of_full_time(code: str) -> None:
    for post in cohort(code).setup.positions:
        assert post.role in ROLES
        assert 0 < post.full_time <= 1


@pytest.mark.parametrize("code", CODES)
def test_no_post_is_held_by_two_at_once_or_outside_its_days(code: str) -> None:
    setup = cohort(code).setup
    for post in setup.positions:
        held = sorted(
            (t.from_day, t.until_day or date.max) for t in setup.tenures if t.position == post.code
        )
        assert all(post.from_day <= first < last for first, last in held)
        assert all(last <= (post.until_day or date.max) for _, last in held)
        assert all(a[1] <= b[0] for a, b in pairwise(held))


@pytest.mark.parametrize("code", CODES)
def test_somebody_holds_in_every_branch_and_every_controller_is_a_board_of_it(code: str) -> None:
    setup = cohort(code).setup
    authority = {unit.code: unit.authority for unit in setup.units}
    for branch in setup.initiative.branches:
        assert authority[branch.holder] == branch.controller
    assert setup.initiative.controller in {b.controller for b in setup.initiative.branches}


@pytest.mark.parametrize("code", [c for c in CODES if c != "fsla"])
def test_an_associations_office_controls_no_register(code: str) -> None:
    setup = cohort(code).setup
    assert setup.association is not None
    assert sum(member.share for member in setup.association.members) == 1
    assert setup.association.authority not in {b.controller for b in setup.initiative.branches}


def test_flen_has_four_boards_and_four_agencies() -> None:
    setup = cohort("duellen").setup
    assert sum(authority.party == "flen" for authority in setup.authorities) == 4
    assert {p.kind for p in setup.parties} == {"af", "fk", "municipality", "region", "association"}


def test_duellens_goal_has_the_three_readings_that_the_report_leaves_open() -> None:
    moved = published("duellen")["tables"]["moved_on_to"]
    initiative = cohort("duellen").setup.initiative
    label = {outcome.code: outcome.label for outcome in initiative.outcomes}
    (goal,) = initiative.goals
    reached = [sum(moved[label[code]] for code in r.outcomes) for r in goal.readings]
    assert (goal.share, reached) == (Decimal("0.9"), [87, 105, 124])


def test_duellens_costs_sum_to_the_table_and_to_the_whole_project() -> None:
    initiative, costs = (
        cohort("duellen").setup.initiative,
        published("duellen")["tables"]["costs_sek"],
    )
    lines = initiative.cost_lines
    through = [s.costs_through for s in initiative.cost_statements]
    sums = [sum(line.kronor for line in lines if line.booked_through <= day) for day in through]
    assert sums == [costs["Totalt"][-1], costs["whole_project"]]
    assert lines[-1].kronor == 42378


def test_aktsam_has_the_posts_and_shares_of_full_time_that_the_report_lists() -> None:
    setup = cohort("aktsam").setup
    authority = {unit.code: unit.authority for unit in setup.units}
    listed = [(post.role, authority[post.unit], post.full_time) for post in setup.positions[:3]]
    assert listed == [
        ("project_leader", "af", Decimal("0.2")),
        ("coach", "fk", Decimal("1.0")),
        ("coach", "af", Decimal("1.0")),
    ]


def test_aktsams_funding_shares_are_the_printed_ones() -> None:
    association = cohort("aktsam").setup.association
    assert association is not None
    assert {m.party: m.share for m in association.members} == {
        "fk": Fraction(1, 2),
        "region-skane": Fraction(1, 4),
        "malmo": Fraction(1, 4),
        "af": 0,
    }


def test_fsla_has_nine_controllers_one_of_them_unnamed() -> None:
    initiative = cohort("fsla").setup.initiative
    assert len({branch.controller for branch in initiative.branches}) == 9
    assert [b.name for b in initiative.branches if not b.municipality] == [
        "Kommun som rapporten inte namnger"
    ]


def test_fslas_targets_come_in_two_versions_that_sum_by_sex() -> None:
    first, second = cohort("fsla").setup.initiative.volume_targets
    assert [(t.version, t.total, t.women, t.men) for t in (first, second)] == [
        (1, 525, 263, 262),
        (2, 446, 223, 223),
    ]


def test_fslas_leader_was_stood_in_for_and_its_coordinators_post_stood_empty() -> None:
    tenures = cohort("fsla").setup.tenures
    leader = [t for t in tenures if t.position == "fsla-ledare"]
    assert [t.stands_in for t in leader] == [True, True, False]
    left, came = (t for t in tenures if t.position == "fsla-koordinator")
    assert (left.until_day, came.from_day) == (date(2021, 3, 1), date(2021, 8, 1))


def test_local_leaders_work_between_25_and_100_per_cent() -> None:
    shares = {p.full_time for p in cohort("fsla").setup.positions if p.role == "local_leader"}
    assert (min(shares), max(shares)) == (Decimal("0.25"), Decimal(1))


def test_access_lost_a_post_that_nobody_has_taken() -> None:
    setup = cohort("access").setup
    held = {tenure.position for tenure in setup.tenures}
    assert {post.code for post in setup.positions} - held == {"foretagskoordinator"}


def test_access_is_planned_for_a_whole_year_and_counted_after_half_of_it() -> None:
    (target,) = cohort("access").setup.initiative.volume_targets
    assert (target.total, target.period_start, target.period_end) == (
        150,
        date(2008, 1, 1),
        date(2008, 12, 31),
    )


def test_fslas_vague_goal_is_reached_only_where_practice_counts_as_the_next_step() -> None:
    made = cohort("fsla")
    (goal,) = made.setup.initiative.goals
    left = [row for row in made.rows if row["ends_on"]]
    shares = [
        sum(r["outcome"] in read.outcomes for r in left) / len(left) for read in goal.readings
    ]
    assert [share >= goal.share for share in shares] == [False, True]


def test_after_access_only_those_who_finished_go_back_to_who_referred_them() -> None:
    for row in cohort("access").rows:
        assert (row["next_step"] == "holder") == (row["outcome"] == "avslutats")
        if row["next_holder"]:
            assert row["next_holder"] in {part["unit"] for part in row["involved"]}


def broken(cohort_: Cohort, part: str) -> Cohort:
    """The cohort with one thing in it that points nowhere."""
    setup, initiative = cohort_.setup, cohort_.setup.initiative
    association = setup.association
    assert association is not None
    first = cohort_.rows[0]
    changed = {
        "party": replace(setup, authorities=(replace(setup.authorities[0], party="x"),)),
        "twice": replace(setup, units=(*setup.units, setup.units[0])),
        "shares": replace(setup, association=replace(association, members=association.members[:1])),
        "post": replace(setup, tenures=(replace(setup.tenures[0], position="x"),)),
        "holder": replace(
            setup,
            initiative=replace(initiative, branches=(replace(initiative.branches[0], holder="x"),)),
        ),
        "reading": replace(setup, initiative=replace(initiative, outcomes=())),
    }
    rows = {
        "outcome": ({**first, "outcome": "x"},),
        "next-holder": ({**first, "next_holder": "", "next_step": "holder"},),
        "status": ({**first, "status": "remaining"},),
        "case-number": (first, first),
        "case": ({**first, "involved": (*first["involved"], first["involved"][0])},),
    }
    return replace(cohort_, setup=changed.get(part, setup), rows=rows.get(part, cohort_.rows))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "part",
    [
        "party",
        "twice",
        "shares",
        "post",
        "holder",
        "reading",
        "outcome",
        "next-holder",
        "status",
        "case-number",
        "case",
    ],
)
def test_a_cohort_that_names_what_nobody_has_written_down_is_refused(part: str) -> None:
    with pytest.raises(MarginalError):
        check(broken(cohort("duellen"), part))
