"""Who sees how much of a table, and is it said why not more?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafett.initiatives import actions as initiatives
from stafett.measures.access import standing
from stafett.measures.actions import sign
from stafett.measures.figures import TableResult
from stafett.measures.presentation.json_shape import from_dict
from stafett.measures.queries import CannotAnswer, initiatives_with_figures, table, tables_for
from stafett.measures.tables import TABLES
from stafett.safeguards.models import Reach
from stafett.safeguards.viewer import nobody, operator
from tests.cast import START, TODAY, Cast
from tests.measures.freezing import USUAL, closed, frozen
from tests.measures.reading import cells, column

Ask = Callable[..., TableResult]
WHY = "Du ser insatsens fastställda siffror. Siffror dag för dag visas för dem som arbetar i"
INSIDE = ("eva",)
OUTSIDE = ("ulf", "stig", "rakel")
ONE_BRANCH = ("karin", "sven", "lena", "lotta")


@pytest.mark.parametrize("key", [*OUTSIDE, *ONE_BRANCH])
def test_others_than_the_lead_get_what_is_frozen_and_why(ask: Ask, some: Cast, key: str) -> None:
    made = frozen(some)

    for name in ("participants", "outcomes", "goals", "next-steps", "inflow", "volume", "cases"):
        found = ask(key, name)
        assert found.rows == from_dict(made.tables[name]).rows
        assert found.notes[0].startswith(WHY)
        assert found.notes[1].startswith("Fastställda siffror (version 1, fastställda 2")


@pytest.mark.parametrize("key", [*OUTSIDE, *ONE_BRANCH])
def test_they_get_a_division_that_the_set_has_and_no_other(ask: Ask, some: Cast, key: str) -> None:
    frozen(some)

    assert ask(key, "outcomes", "sex").by == ("sex",)
    assert ask(key, "outcomes", "sex", "branch").by == ()
    assert ask(key, "outcomes", "age").by == ()


@pytest.mark.parametrize("key", [*OUTSIDE, *ONE_BRANCH])
def test_what_has_happened_since_is_not_seen(ask: Ask, some: Cast, key: str) -> None:
    frozen(some)
    before = ask(key, "participants").rows
    for _ in range(9):
        some.enrolled()

    assert ask(key, "participants").rows == before


@pytest.mark.parametrize("key", [*OUTSIDE, *ONE_BRANCH])
def test_before_anything_is_frozen_they_read_why_and_to_whom_to_turn(
    ask: Ask, some: Cast, key: str
) -> None:
    with pytest.raises(CannotAnswer, match="inga fastställda siffror än. Vänd dig till projektled"):
        ask(key, "participants")
    sign(closed(some), some.branch("flen").controller, USUAL, by=some.as_("lena"))
    with pytest.raises(CannotAnswer, match="Katrineholms arbetsnämnd har inte skrivit under"):
        ask(key, "participants")


@pytest.mark.parametrize("key", INSIDE)
def test_the_lead_divides_the_whole_and_each_branch(ask: Ask, key: str) -> None:
    assert column(ask(key, "participants", "branch"), "participations")["flen"] == 4
    assert cells(ask(key, "participants", branch="katrineholm"), "total")["participations"] == 4


@pytest.mark.parametrize(("key", "branch"), [("lena", "flen"), ("lotta", "katrineholm")])
def test_who_leads_in_a_branch_divides_that_branch(
    ask: Ask, some: Cast, key: str, branch: str
) -> None:
    frozen(some)
    found = ask(key, "participants", "sex", branch=branch)

    assert found.by == ("sex",)
    assert cells(found, "total")["participations"] == 4
    assert found.title == f"Deltagare efter kön, {branch.capitalize()}"
    mine = f"Du kan dela upp siffrorna för {branch.capitalize()}: välj gren."
    assert mine in ask(key, "participants").notes[0]


def test_figures_day_by_day_tell_nothing_of_those_whom_a_team_alone_may_see(
    ask: Ask, some: Cast
) -> None:
    """Else figure less list would say that somebody is there, of what sex and age (law 5)."""

    def told() -> list[TableResult]:
        return [
            ask("eva", "participants", "sex", "branch", "age"),
            ask("lena", "outcomes", "sex", branch="flen"),
            ask("eva", "cases"),
            ask("eva", "livelihood"),
            ask("eva", "cost-per-participant"),
        ]

    before = told()
    some.as_everyone()
    coach = some.unit("AUC").positions.get(role="coach")
    hidden = some.person(protection="marked")
    some.enrolled(person=hidden, named_team=((coach.unit_id, coach.pk),))

    assert told() == before
    assert all("har skyddade personuppgifter" in one.notes[-1] for one in before)
    assert cells(ask("eva", "participants"), "total")["participations"] == 8
    counted = table(operator(TODAY), "participants", some.initiative)
    assert cells(counted, "total")["participations"] == 8, "as what is frozen is counted"


def test_costs_count_nobody_and_leave_nobody_out(ask: Ask) -> None:
    assert not any("skyddade" in note for note in ask("eva", "costs").notes)


@pytest.mark.parametrize(
    ("key", "branch"),
    [("lotta", "flen"), ("lena", "katrineholm"), ("karin", "flen"), ("ulf", "flen")],
)
def test_a_branch_is_not_shown_to_those_who_do_not_lead_there(
    ask: Ask, key: str, branch: str
) -> None:
    with pytest.raises(PermissionDenied, match="visas för dem som arbetar där"):
        ask(key, "outcomes", branch=branch)


@pytest.mark.parametrize("key", ["olle", "fatima", "rut", "per"])
def test_who_is_not_in_the_initiative_sees_nothing(ask: Ask, key: str) -> None:
    for name in TABLES:
        with pytest.raises(PermissionDenied, match="Vänd dig till projektledaren"):
            ask(key, name)


@pytest.mark.parametrize("key", ["karin", "sven"])
def test_costs_are_for_those_whose_role_answers_for_them(ask: Ask, some: Cast, key: str) -> None:
    names = [one.name for one in tables_for(some.as_(key), some.initiative)]

    assert "outcomes" in names
    assert not {"costs", "cost-per-participant"} & set(names)
    for name in ("costs", "cost-per-participant"):
        with pytest.raises(PermissionDenied):
            ask(key, name)
    live_alone = [TABLES["forms"]]
    assert tables_for(some.as_("stig"), some.initiative) == [
        one for one in TABLES.values() if one not in live_alone
    ]
    assert tables_for(some.as_("olle"), some.initiative) == []


def test_out_of_reach_of_one_controller_the_figures_are_frozen_ones_and_never_too_small(
    ask: Ask, some: Cast
) -> None:
    """The wall would hide a controller's rows: then nothing is counted live, rather than wrongly."""
    made = frozen(some)
    katrineholm = some.branch("katrineholm").controller
    Reach.objects.filter(unit=some.unit("Projektkontoret"), controller=katrineholm).delete()

    found = ask("eva", "participants", "age")

    assert found.rows == from_dict(made.tables["participants"]).rows
    assert ask("eva", "participants", "sex", branch="flen").by == ("sex",)


def test_what_is_frozen_is_counted_by_the_statistics_role_and_then_only_read(some: Cast) -> None:
    def roles(key: str) -> set[str]:
        viewer = some.as_(key)
        with CaptureQueriesContext(connection) as seen:
            table(viewer, "participants", some.initiative)
        return {one["sql"] for one in seen.captured_queries if "ROLE" in one["sql"]}

    with CaptureQueriesContext(connection) as freezing:
        frozen(some)
    assert any("SET LOCAL ROLE stafett_stats" in one["sql"] for one in freezing.captured_queries)
    assert roles("ulf") == roles("eva") == set()


def test_the_operator_divides_everything_and_sees_no_rows(some: Cast) -> None:
    some.as_("olle")

    found = table(operator(TODAY), "outcomes", some.initiative, ("branch", "sex"))

    assert cells(found, "total")["participations"] == 4
    assert found.by == ("branch", "sex")


def test_before_log_in_there_is_nothing(some: Cast) -> None:
    with pytest.raises(PermissionDenied):
        table(nobody(TODAY), "outcomes", some.initiative)
    assert initiatives_with_figures(nobody(TODAY)) == []


@pytest.mark.parametrize(
    ("key", "codes"), [("eva", ["prov"]), ("rakel", ["prov"]), ("olle", ["annan"]), ("fatima", [])]
)
def test_the_initiatives_with_figures_are_ones_own(cast: Cast, key: str, codes: list[str]) -> None:
    assert [one.code for one in initiatives_with_figures(cast.viewer(key))] == codes
    every = initiatives_with_figures(operator(TODAY))
    assert {one.code for one in every} == {"prov", "annan"}


def test_an_engagement_in_a_role_without_figures_gives_none(cast: Cast) -> None:
    initiatives.engage(cast.other, cast.unit("Projektkontoret"), "guest", from_day=START,
                       by=operator(TODAY))  # fmt: skip
    eva = cast.viewer("eva")
    guest = replace(eva, posts=tuple(replace(post, role="guest") for post in eva.posts))

    assert initiatives_with_figures(guest) == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": "outcome"}, "Det finns ingen tabell outcome. Menade du outcomes?"),
        ({"name": "qqq"}, "Det finns ingen tabell qqq. Det finns: participants, cases,"),
        ({"by": ("sexx",)}, "Utfall kan inte delas upp på sexx, bara på sex, branch, age,"),
        ({"by": ("sexx",)}, "Menade du sex?"),
        ({"by": ("qqq",)}, "end-year, referrer."),
        ({"by": ("sex", "branch", "age", "year")}, "kan delas upp på högst 3 grunder"),
        ({"branch": "umea"}, "Provinsatsen har ingen gren umea. Grenarna är: flen, katrineholm."),
        (
            {"name": "cost-per-participant", "by": ("sex",)},
            "Kostnad per deltagare kan inte delas upp.",
        ),
        ({"name": "cost-per-participant", "branch": "flen"}, "finns bara för hela insatsen"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_what_can(
    some: Cast, facts: dict[str, str], said: str
) -> None:
    with pytest.raises(CannotAnswer) as refusal:
        table(some.as_("eva"), **{"name": "outcomes", "initiative": some.initiative, **facts})  # type: ignore[arg-type]

    assert said in str(refusal.value)


def test_the_same_ground_twice_is_once(ask: Ask) -> None:
    assert ask("eva", "outcomes", "sex", "sex").by == ("sex",)


def test_a_title_says_by_what_and_where(ask: Ask) -> None:
    found = ask("eva", "outcomes", "sex", "age", "year", branch="flen")

    assert found.title == "Utfall efter kön, ålder och startår, Flen"
    assert found.stub == "Utfall, kön, ålder, startår"
    assert "Ålder: Ålder i hela år den dag deltagandet började." in found.definition
    assert ask("eva", "participants").stub == "Grupp"


def test_a_branch_is_divided_by_its_leader_only_while_it_is_covered(some: Cast) -> None:
    at = standing(some.viewer("lotta"), some.initiative)

    assert [branch.code for branch in at.divisible] == ["katrineholm"]
    assert not at.covers(None)
    assert at.branch("umea") is None
