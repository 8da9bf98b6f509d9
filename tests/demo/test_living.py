"""Does the living initiative follow the demo date, hold by the laws, and have something for each page?"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.accounts.models import User
from stafett.casework.models import Involvement, Participation
from stafett.casework.queries.duplicates import duplicates
from stafett.casework.queries.own_record import closed_cases, own_record_of
from stafett.casework.queries.participation import sheet
from stafett.casework.queries.unit import unit_page
from stafett.commissions.models import Commission
from stafett.demo.cohorts import cohorts
from stafett.demo.cohorts.days import age_on
from stafett.demo.cohorts.integrity import check
from stafett.demo.cohorts.marginals import MarginalError
from stafett.demo.cohorts.people import published_numbers
from stafett.demo.cohorts.shapes import NOTHING_BESIDE, Beside, Cohort, RegisterRow
from stafett.demo.living import day_of, living
from stafett.demo.living.evaluation import let_evaluate
from stafett.demo.living.handing import let_hand_over
from stafett.demo.living.kept_out import NUMBER, keep_out
from stafett.demo.living.meetings import let_meet
from stafett.demo.living.noticing import let_know
from stafett.demo.living.outreaching import let_reach_out
from stafett.demo.living.own_data import ask_for_own_data
from stafett.demo.living.reading import let_read
from stafett.demo.living.referrals import let_in_some
from stafett.demo.living.retention import keep_for_a_time, leader_of
from stafett.demo.living.setup import OUTCOMES
from stafett.evaluation.queries import rounds, rows
from stafett.handover.models import Handover
from stafett.initiatives.models import Initiative
from stafett.measures.queries import table
from stafett.meetings.models import Called, Meeting, Promise
from stafett.notices.models import Feed, Notice
from stafett.outreach.models import Attempt, Entry
from stafett.parties.queries import my_stand_ins
from stafett.people.models import Person
from stafett.referrals.models import Referral
from stafett.safeguards.access import may_see
from stafett.safeguards.middleware import set_reach
from stafett.safeguards.models import (
    ConsentPart,
    Ending,
    FollowUp,
    Link,
    NamesDecision,
    OwnDataRequest,
    OwnDataState,
    Reading,
    RetentionHold,
    RetentionRule,
)
from stafett.safeguards.queries import all_controllers, viewer_of
from stafett.safeguards.viewer import Viewer
from tests.demo.conftest import DAY
from tests.demo.test_setups import codes_of

DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 31))
WEEKS = timedelta(weeks=5)


def days_in(value: Any) -> list[date]:
    """Every day in a value, in the order in which they stand."""
    if isinstance(value, date):
        return [value]
    if hasattr(value, "__dataclass_fields__"):
        value = [getattr(value, name) for name in value.__dataclass_fields__]
    inner = value.values() if isinstance(value, dict) else value
    return (
        [day for one in inner for day in days_in(one)]
        if isinstance(inner, list | tuple | type({}.values()))
        else []
    )


def _times(row: RegisterRow) -> tuple[Any, ...]:
    return (row["starts_on"], row["ends_on"], *days_in(list(row["involved"])))


def test_the_same_day_gives_the_same_people() -> None:
    assert living(DAY) == living(DAY)


def test_another_day_moves_everybody_as_far() -> None:
    now, later = living(DAY), living(DAY + WEEKS)
    assert [row["family_name"] for row in now.rows] == [row["family_name"] for row in later.rows]
    for one, other in zip(now.rows, later.rows, strict=True):
        assert _times(other) == tuple(day and day + WEEKS for day in _times(one))


def test_another_day_moves_posts_agreements_goals_and_plans_as_far() -> None:
    now, later = living(DAY).setup, living(DAY + WEEKS).setup
    for part in ("positions", "tenures", "seats", "agreements", "association"):
        moved = [day + WEEKS for day in days_in(getattr(now, part))]
        assert moved == days_in(getattr(later, part)) != []
    it, then = now.initiative, later.initiative
    for part in ("target_groups", "goals", "volume_targets", "promised_inflow", "engagements"):
        assert [day + WEEKS for day in days_in(getattr(it, part))] == days_in(getattr(then, part))


def test_the_demo_date_is_told_by_the_first_day() -> None:
    assert day_of(living(DAY).setup.initiative.starts_on) == DAY


@settings(max_examples=25, deadline=None)
@given(DAYS)
def test_on_any_day_every_row_holds_by_the_laws(day: date) -> None:
    made = living(day)
    first = made.setup.initiative.starts_on
    for row in made.rows:
        assert first <= row["starts_on"] <= (row["ends_on"] or day) <= day
        ended = [row["status"] == "ended", bool(row["outcome"]), bool(row["next_step"])]
        assert ended == [row["ends_on"] is not None] * 3
        assert bool(row["next_holder"]) == (row["next_step"] == "holder")
        assert row["age_at_start"] == age_on(row["birth_date"], row["starts_on"])
        _check_group(made, row)
        _check_parts(row)


def _check_group(made: Cohort, row: RegisterRow) -> None:
    """Within the target group as it was when they started."""
    groups = [g for g in made.setup.initiative.target_groups if g.decided_on <= row["starts_on"]]  # type: ignore[operator]
    assert groups[-1].age_min <= row["age_at_start"] <= groups[-1].age_max  # type: ignore[operator]


def _check_parts(row: RegisterRow) -> None:
    """No source or occupation twice at a moment, extents that add up to at most the whole."""
    for key in ("livelihood_start", "livelihood_end", "occupation_start", "occupation_end"):
        kinds = [kind for kind, _ in row[key]]  # type: ignore[literal-required]
        assert len(set(kinds)) == len(kinds)
    for key in ("livelihood_start", "livelihood_end"):
        assert sum(extent or 0 for _, extent in row[key]) <= 100  # type: ignore[literal-required]
    ages = range(19, 30) if row["ends_on"] is None else range(19, 31)
    if "activity_compensation" in dict(row["livelihood_start"]):
        assert row["age_at_start"] in ages
    for part in row["involved"]:
        assert part["from_day"] == row["starts_on"]
        assert (part["until_day"] is None) == (row["ends_on"] is None)


@settings(max_examples=10, deadline=None)
@given(DAYS)
def test_on_any_day_nobody_is_in_stigen_twice_at_once(day: date) -> None:
    made = living(day)
    row_of = {row["case_number"]: row for row in made.rows}
    back = [(row_of[b.same_as], row_of[n]) for n, b in made.beside.items() if b.same_as]
    assert len(back) == 1
    for before, again in back:
        assert before["ends_on"] < again["starts_on"]  # type: ignore[operator]
        assert before["birth_date"] == again["birth_date"]
        assert (before["given_name"], before["sex"]) == (again["given_name"], again["sex"])


def test_its_test_numbers_are_nobody_elses() -> None:
    others = {row["identity_number"] for made in cohorts() for row in made.rows}
    for day in (DAY, date(2029, 7, 1)):
        numbers = [row["identity_number"] for row in living(day).rows if row["identity_number"]]
        assert 10 < len(numbers) == len(set(numbers))
        assert not set(numbers) & others
        assert {published_numbers().index(number) % 8 for number in numbers} <= {4, 5, 6, 7}


def test_its_words_are_in_the_vocabulary() -> None:
    made = living(DAY)
    livelihoods = {s for r in made.rows for s, _ in (*r["livelihood_start"], *r["livelihood_end"])}
    doing = {k for r in made.rows for k, _ in (*r["occupation_start"], *r["occupation_end"])}
    assert livelihoods <= codes_of("livelihood_sources")
    assert doing <= codes_of("occupation_kinds")
    assert {row["education"] for row in made.rows} <= codes_of("education_levels")
    assert {row["next_step"] for row in made.rows} <= codes_of("next_steps") | {""}


def test_no_two_share_a_name_but_who_comes_back() -> None:
    made = living(DAY)
    names = Counter((row["given_name"], row["family_name"]) for row in made.rows)
    assert [name for name, times in names.items() if times > 1] == [("Leila", "Gransjö")]


RARE = {"avbrott", "ej-nadd", "avliden", "okant"}
"""Outcomes that can be chosen, and that nobody has had yet."""


def test_there_is_something_for_every_page() -> None:
    rows = living(DAY).rows
    assert Counter(row["status"] for row in rows)["paused"] == 1
    assert {row["outcome"] for row in rows} == {o.code for o in OUTCOMES} - RARE | {""}
    assert {row["next_step"] for row in rows} >= {"holder", "none_needed", "nobody", "moved"}
    assert any(not row["livelihood_start"] for row in rows)
    assert any(not row["involved"] for row in rows)
    assert {row["holder"] for row in rows} == {"", "af-pahittby"}
    assert max(row["starts_on"] for row in rows) >= DAY - timedelta(days=3)
    assert max(row["ends_on"] for row in rows if row["ends_on"]) >= DAY - timedelta(days=5)
    assert min(row["starts_on"] for row in rows if not row["ends_on"]) < DAY - timedelta(days=500)


def test_some_units_have_names_that_need_room() -> None:
    units = [unit.name for unit in living(DAY).setup.units]
    longest = max((word for name in units for word in name.split()), key=len)
    assert len(longest) > 26
    assert max(len(name) for name in units) > 50


def test_a_post_stands_empty_and_somebody_stands_in_until_after_the_day() -> None:
    setup = living(DAY).setup
    assert {post.code for post in setup.positions} - {t.position for t in setup.tenures} == {
        "vakant"
    }
    standing_in = {t.position: t for t in setup.tenures if t.stands_in}
    assert standing_in.keys() == {"bistand", "vagledare"}
    for one in standing_in.values():
        assert one.from_day < DAY < one.until_day  # type: ignore[operator]


def test_who_comes_back_is_one_person_with_two_participations(stigen: Initiative) -> None:
    leila = Person.objects.get(given_name="Leila", family_name="Gransjö")
    again = Participation.objects.filter(person=leila).order_by("starts_on")
    assert [one.status for one in again] == ["ended", "remaining"]


def test_an_interpreter_a_guardian_and_a_support_person_are_known(stigen: Initiative) -> None:
    hodan = Person.objects.get(given_name="Hodan", family_name="Vasskär")
    assert (hodan.language, hodan.needs_interpreter) == ("Somaliska", True)
    ture = Person.objects.get(given_name="Ture", family_name="Kvarnlind")
    assert "god man" in ture.guardian
    assert "boendestödjare" in ture.support_person
    assert ("sms" in hodan.reached, "via boendestödjaren" in ture.reached) == (True, True)
    assert "påhittad" in ture.guardian


def _viewer(name: str) -> Viewer:
    from stafett.accounts.models import User

    viewer = viewer_of(User.objects.get(email=f"{name}@demo.example"), DAY)
    set_reach(viewer.controllers)
    return viewer


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("malin.norrvik", True),
        ("ebba.vassmark", True),
        ("dawit.havslid", False),
        ("samir.ekgren", False),
        ("siv.stenbacke", False),
        ("mikael.ostgren", False),
        ("cecilia.granstrand", False),
    ],
)
def test_the_protected_person_is_seen_by_the_named_team_alone(
    stigen: Initiative, name: str, sees: bool
) -> None:
    disa = Participation.objects.get(person__given_name="Disa", person__family_name="Ekenmark")
    assert disa.person.protection == "marked"
    viewer = _viewer(name)
    assert may_see(viewer, Participation.objects.all()).filter(pk=disa.pk).exists() == sees


@pytest.mark.parametrize(
    "name", ["mikael.ostgren", "yasmin.bjorkrot", "tove.sundlid", "orjan.havsvik"]
)
def test_an_agency_sees_the_cases_that_it_is_in_and_that_it_has_consent_for(
    stigen: Initiative, name: str
) -> None:
    viewer = _viewer(name)
    post = viewer.posts[0]
    seen = set(may_see(viewer, Participation.objects.all()).values_list("pk", flat=True))
    set_reach(viewer.controllers)
    own = Involvement.objects.filter(unit_id=post.unit_id).values_list(
        "participation_id", flat=True
    )
    held = Participation.objects.filter(holdings__unit_id=post.unit_id).values_list("pk", flat=True)
    said_yes = ConsentPart.objects.filter(
        receiver=post.authority_id,
        withdrawn_on=None,
        information="course",
        giver=F("controller"),
        accepted_on__isnull=False,
    )
    consented = Participation.objects.filter(circle__in=said_yes.values("circle"))
    allowed = set(consented.values_list("pk", flat=True))
    assert seen == (set(own) | set(held)) & allowed != set()
    assert seen != set(own) | set(held)


def test_an_agency_has_something_of_its_own_in_a_case_that_is_closed_to_it(
    stigen: Initiative,
) -> None:
    """Its own note, and never the other agency's."""
    for name in ("mikael.ostgren", "yasmin.bjorkrot"):
        viewer = _viewer(name)
        closed = closed_cases(viewer).rows
        assert closed, name
        assert not may_see(viewer, Participation.objects.filter(circle=closed[0].key)).exists()
        things = [t for part in own_record_of(viewer, closed[0].key).sections for t in part.things]
        assert [t.word for t in things].count("Anteckning") == 1


def test_those_who_answer_in_somebodys_stead_have_a_link_each(stigen: Initiative) -> None:
    links = Link.objects.filter(circle__participation__initiative=stigen).exclude(guardian="")
    told = links.order_by("guardian").values_list("guardian", "needed", "state")
    assert list(told) == [
        ("Gunnel Kvarnlind (påhittad)", 2, "waiting"),
        ("Sten Kvarnlind (påhittad)", 2, "waiting"),
    ]


def test_two_records_look_like_one_human(stigen: Initiative) -> None:
    pairs = duplicates(_viewer("ebba.vassmark"), stigen)
    assert [(p.first.name, p.second.name) for p in pairs.suggested] == [
        ("Bilal Björkdal", "Bilal Björkdahl")
    ] or [(p.second.name, p.first.name) for p in pairs.suggested] == [
        ("Bilal Björkdal", "Bilal Björkdahl")
    ]


def test_one_party_sends_far_fewer_than_it_promised(demo: Viewer, stigen: Initiative) -> None:
    shown = table(demo, "inflow", stigen)
    referred = {row.key: row.figures[0].value for row in shown.rows if row.role == "row"}  # type: ignore[union-attr]
    assert referred["fk"] < 10 < 20


BROKEN: dict[str, Beside] = {
    "X1": Beside(language="finska"),
    "S002": Beside(same_as="S002"),
    "S003": Beside(same_as="S004"),
    "S004": Beside(protection="marked"),
    "S005": Beside(named_team=("ledare",)),
    "S006": Beside(protection="marked", named_team=("x",)),
}


@pytest.mark.parametrize("number", BROKEN)
def test_what_is_known_besides_must_point_somewhere(number: str) -> None:
    with pytest.raises(MarginalError):
        check(replace(living(DAY), beside={number: BROKEN[number]}))
    assert check(replace(living(DAY), beside={"S001": NOTHING_BESIDE}))


def test_a_unit_has_two_workers_one_who_stands_in_and_a_case_that_nobody_has(
    stigen: Initiative,
) -> None:
    page = unit_page(_viewer("siv.stenbacke"))
    assert [(w.post.title, w.name, bool(w.beside)) for w in page.workers] == [
        ("Coach", "Britta Myrhagen", False),
        ("Studie- och yrkesvägledare", "Ylva Grandal", True),
    ]
    assert all(worker.load.open for worker in page.workers)
    assert page.nobody.open
    (malin,) = my_stand_ins(_viewer("malin.norrvik"))
    assert "Du är ställföreträdare för Ylva Grandal till" in malin.words
    assert unit_page(_viewer("ebba.vassmark")).nobody.open


def test_its_people_have_been_read_so_that_the_log_has_something_to_show(
    stigen: Initiative,
) -> None:
    let_read(stigen, today=DAY)
    set_reach(all_controllers())
    readings = Reading.objects.filter(controller=stigen.controller)
    assert {"participants", "participation"} <= set(
        readings.order_by("pk").values_list("door", flat=True)
    )
    drawn = FollowUp.objects.get(controller=stigen.controller)
    assert drawn.suggested > 0
    assert drawn.reviewed.exclude(verdict="").count() == 5
    assert NamesDecision.objects.get().given


def test_somebody_has_asked_for_their_own_data_and_waits_for_a_decision(stigen: Initiative) -> None:
    asked = ask_for_own_data(stigen, today=DAY)
    set_reach(all_controllers())
    one = OwnDataRequest.objects.get(pk=asked.pk)
    assert (one.state, one.authority) == (OwnDataState.COMPILED, stigen.controller)
    assert one.due_on > DAY


def test_it_has_rules_of_retention_something_warned_of_and_something_held(
    stigen: Initiative,
) -> None:
    keep_for_a_time(stigen, today=DAY)
    set_reach(all_controllers())
    assert RetentionRule.objects.filter(controller=stigen.controller).count() == 2
    (one,) = Ending.objects.filter(controller=stigen.controller).order_by("pk")
    assert one.counts[""]["occupation"] > 3
    assert RetentionHold.objects.get().circle is not None


def test_its_controller_keeps_the_protected_out_and_has_one_without_identity(
    stigen: Initiative,
) -> None:
    keep_out(stigen, today=DAY)
    set_reach(all_controllers())
    one = Participation.objects.select_related("person").get(case_number=NUMBER)
    assert (one.person.protection, one.person.birth_year) == ("withheld", DAY.year - 33)
    leader = leader_of(stigen, DAY)
    assert sheet(leader, one.pk).participation.person.name == one.person.alias
    disa = Participation.objects.get(person__given_name="Disa", person__family_name="Ekenmark")
    assert sheet(leader, disa.pk).may_withhold


def test_it_has_an_evaluator_with_rows_and_a_round_of_interviews(stigen: Initiative) -> None:
    one = let_evaluate(stigen, today=DAY)
    set_reach(())
    evaluator = viewer_of(User.objects.get(name="Ivar Hedskär"), DAY)
    back, each = rounds(evaluator, one)
    assert (len(back.said), back.round.called_back_on) == (2, DAY)
    assert len(rows(evaluator, one)) > 50
    assert len(each.said) >= 6
    assert {said.yes for said in each.said} == {True, False}


def test_its_coaches_have_met_people_and_something_was_promised_moved_and_handed_over(
    stigen: Initiative,
) -> None:
    assert let_meet(stigen, today=DAY) > 10
    set_reach(all_controllers())
    assert {one.state for one in Meeting.objects.all()} == {"planned", "held", "cancelled"}
    assert Promise.objects.filter(due_on__lt=DAY, state="open").exists()
    assert Promise.objects.filter(moves=1).exists()
    assert Promise.objects.exclude(copy_of=None).exists()
    assert Called.objects.exclude(handed_on=None).exists()


def test_units_have_asked_each_other_and_it_went_in_each_of_the_ways(stigen: Initiative) -> None:
    set_reach(all_controllers())
    rows = Commission.objects.filter(participation__initiative=stigen)
    assert {one.state for one in rows} == {"given", "asked", "accepted", "declined", "done"}
    assert rows.filter(copy_of__isnull=False, state="done").exclude(result_words="").exists()
    assert rows.filter(state="accepted", due_on__lt=DAY).exists()


def test_it_has_handovers_that_wait_were_declined_first_and_were_confirmed_by_telephone(
    stigen: Initiative,
) -> None:
    assert let_hand_over(stigen, today=DAY) == 6
    set_reach(all_controllers())
    rows = Handover.objects.filter(participation__initiative=stigen)
    assert sorted((row.stand, row.outside, row.manner) for row in rows) == [
        ("declined", False, ""), ("done", False, ""), ("done", False, ""), ("done", True, "phone"),
        ("done", True, "phone"), ("proposed", False, ""), ("proposed", True, ""),
    ]  # fmt: skip
    assert rows.get(alongside_until__isnull=False).stays_on(DAY)
    assert rows.get(undone_on=DAY).participation.ends_on is None
    asked = rows.get(link__isnull=False)
    assert asked.link is not None
    assert (asked.link.waits, asked.link.releases.count()) == (True, 2)


def test_people_have_been_told_of_what_waits_for_them_and_coaches_have_a_calendar(
    stigen: Initiative,
) -> None:
    let_meet(stigen, today=DAY)
    let_hand_over(stigen, today=DAY)
    assert let_know(stigen, today=DAY) > 0
    set_reach(all_controllers())
    told = set(Notice.objects.order_by("what").values_list("what", flat=True))
    assert {"handover_proposed", "promise_late"} <= told
    assert Notice.objects.filter(read_at__isnull=False).exists()
    assert Feed.objects.filter(revoked_at=None).exists()


def test_a_list_of_the_young_to_reach_is_worked_and_leads_one_on(stigen: Initiative) -> None:
    let_reach_out(stigen, today=DAY)
    set_reach(all_controllers())
    rows = Entry.objects.order_by("pk")
    assert (rows.count(), rows.exclude(left_on=None).count()) == (10, 1)
    assert Attempt.objects.count() == 10
    assert Referral.objects.get(origin="outreach").initiative_id == stigen.pk


def test_on_a_day_when_no_invented_number_is_young_enough_nobody_is_read_in(
    stigen: Initiative,
) -> None:
    let_reach_out(stigen, today=date(2060, 1, 1))
    set_reach(all_controllers())
    assert not Entry.objects.exists()


def test_some_wait_for_word_and_two_came_alone(stigen: Initiative) -> None:
    let_in_some(stigen, today=DAY)
    set_reach(all_controllers())
    found = Referral.objects.filter(initiative=stigen)
    states = sorted(found.order_by("pk").values_list("state", flat=True))
    assert states == ["declined"] * 2 + ["invited"] + ["queued"] * 2 + ["received"] * 2
    assert found.exclude(taken_up_on=None).get().circle.person.given_name == "Greta"
    assert found.filter(origin="self").count() == 2
