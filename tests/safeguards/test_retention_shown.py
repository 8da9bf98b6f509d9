"""Is each told of the retention that is theirs, and of no other's; and when a case's time comes?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404
from django.utils import timezone

from stafett.casework.models import Participation
from stafett.parties.models import Authority
from stafett.safeguards.actions import name_team
from stafett.safeguards.actions.retention import (
    NewRule,
    lift_hold,
    put_hold,
    record_rule,
    write_scopes,
)
from stafett.safeguards.models import Ending, RetentionHold, RetentionRule
from stafett.safeguards.queries import retention as shown
from stafett.safeguards.queries.due import Scope
from stafett.safeguards.viewer import Viewer, operator
from tests.cast import START, TODAY, Cast

LATER = TODAY + timedelta(days=400)


def _two_over_everything(own: int, by: Viewer) -> list[RetentionHold]:
    """One that was put, and one that was there from before a second was refused."""
    first = put_hold(own, None, reason="audit", because="a", by=by)
    second = RetentionHold.objects.create(
        controller_id=own, reason="audit", because="b", put_on=TODAY, put_by="L"
    )
    return [first, second]


def _of(cast: Cast, unit: str) -> Authority:
    return cast.unit(unit).authority


def _rule(cast: Cast, by: str = "lena", **told: Any) -> RetentionRule:
    cast.as_everyone()
    known = {"controller": _of(cast, "AUC"), "ends": "case", "start": "case_end", "months": 60,
             "ground": "Plan 7", "from_day": START}  # fmt: skip
    return record_rule(NewRule(**{**known, **told}), by=cast.viewer(by))


def _ending(cast: Cast, *scopes: Scope, unit: str = "AUC", **told: Any) -> Ending:
    cast.as_everyone()
    known: dict[str, Any] = {"noticed_on": TODAY, "ends_from": TODAY, "counts": {"": {"case": 1}}}
    made = Ending.objects.create(controller=_of(cast, unit), grounds=["x"], **{**known, **told})
    write_scopes(made, scopes)
    return made


DECIDED: dict[str, Any] = {"decided_on": TODAY, "decided_by": "Lena Chef", "because": "7 §"}


def test_one_decides_in_the_name_of_the_authorities_one_speaks_for(cast: Cast) -> None:
    assert list(shown.spoken_for(cast.viewer("lena"))) == [_of(cast, "AUC")]
    assert list(shown.spoken_for(cast.viewer("karin"))) == []
    every = list(shown.spoken_for(operator(TODAY)))
    assert every == sorted(Authority.objects.order_by("pk"), key=lambda one: (one.name, one.pk))


def test_rules_are_shown_to_whose_they_are_and_to_whose_rows_they_are_about(cast: Cast) -> None:
    own, office = _rule(cast), _rule(cast, owner_authority=_of(cast, "Kansliet"), ends="agreement")
    gone = _rule(cast, months=72)
    RetentionRule.objects.filter(pk=gone.pk).update(
        until_day=TODAY, ended_by="L", ended_because="x"
    )
    lena = cast.viewer("lena")
    assert list(shown.rules_for(lena)) == [office, own]
    assert list(shown.rules_for(replace(lena, day=START))) == [office, own, gone]
    assert list(shown.rules_for(cast.viewer("lotta"))) == []
    assert list(shown.ended_rules(lena)) == [gone]
    assert list(shown.ended_rules(replace(lena, day=TODAY - timedelta(days=1)))) == []
    assert list(shown.ended_rules(cast.viewer("lotta"))) == []


def test_the_rules_of_ones_rows_are_shown_with_their_end_the_latest_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = [_rule(cast, owner_authority=_of(cast, "Kansliet"), months=n) for n in (12, 24, 36)]
    rakel = cast.viewer("rakel")
    monkeypatch.setattr(type(rakel), "speaks_for", frozenset({_of(cast, "Kansliet").pk}))
    assert list(shown.rules_for(rakel)) == rules
    for rule, days in zip(rules, (3, 1, 1), strict=True):
        day = TODAY - timedelta(days=days)
        RetentionRule.objects.filter(pk=rule.pk).update(
            until_day=day, ended_by="L", ended_because="x"
        )
    assert list(shown.ended_rules(rakel)) == [rules[2], rules[1], rules[0]]


def test_holds_over_everything_are_shown_to_those_who_answer_and_a_cases_with_the_case(
    cast: Cast,
) -> None:
    one, lena = cast.enrolled(), cast.viewer("lena")
    own = one.controller_id
    first, second = _two_over_everything(own, lena)
    alone = put_hold(own, one.circle, reason="audit", because="c", by=lena)
    latest = put_hold(own, one.circle, reason="other", because="d", by=lena)
    assert list(shown.holds_for(lena)) == [first, second]
    assert list(shown.holds_for(cast.viewer("karin"))) == []
    assert shown.holds_of([one.circle_id]) == {one.circle_id: latest}
    assert shown.holds_of([UUID(int=1)]) == {}
    for hold in (first, latest):
        lift_hold(hold, "Klart", by=lena)
    assert list(shown.holds_for(lena)) == [second]
    assert shown.holds_of([one.circle_id]) == {one.circle_id: alone}


def test_endings_are_shown_to_the_controller_and_to_those_whose_rows_they_are_about(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena, own = cast.viewer("lena"), _of(cast, "AUC").pk
    done = _ending(cast, ends_from=START, done_at=timezone.now(), **DECIDED)
    late, early = _ending(cast, ends_from=LATER), _ending(cast)
    theirs = _ending(cast, unit="Viadidakt", counts={str(own): {"agreement": 1}})
    _ending(cast, unit="Viadidakt")
    _ending(cast, unit="Viadidakt", counts={"999": {"case": 2}})
    lena = replace(lena, controllers=(own, _of(cast, "Viadidakt").pk))
    assert list(shown.endings_for(lena)) == [early, theirs, late, done]
    assert list(shown.endings_for(replace(lena, controllers=(own,)))) == [early, late, done]
    assert list(shown.endings_for(cast.viewer("karin"))) == []
    assert shown.ending(lena, early.pk) == early
    for viewer, key in ((cast.viewer("karin"), early.pk), (lena, UUID(int=1))):
        with pytest.raises(Http404):
            shown.ending(viewer, key)


def _named(cast: Cast, *who: str) -> Participation:
    posts = [cast.viewer(key).posts[0] for key in who]
    one = cast.enrolled(
        person=cast.person(protection="marked"),
        named_team=tuple((post.unit_id, post.position_id) for post in posts),
    )
    cast.as_everyone()
    return one


def test_a_protected_persons_ending_is_shown_to_those_in_the_case_alone(cast: Cast) -> None:
    one = _named(cast, "karin")
    made = _ending(cast, named_circle=one.circle_id)
    lena = cast.viewer("lena")
    assert list(shown.endings_for(lena)) == []
    post = lena.posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=operator(TODAY))
    assert list(shown.endings_for(lena)) == [made]


def test_the_cases_of_an_ending_are_told_with_what_of_each_is_ones_own(cast: Cast) -> None:
    one, other = cast.enrolled(), cast.enrolled()
    own, office = one.controller_id, _of(cast, "Kansliet").pk
    made = _ending(
        cast, Scope(one.circle_id, None, "livelihood"), Scope(one.circle_id, None, "case"),
        Scope(other.circle_id, own, "agreement"), Scope(other.circle_id, office, "note"),
        Scope(None, None, "file"),
    )  # fmt: skip
    assert shown.cases_of(cast.viewer("lena"), made) == {
        one.circle_id: ["case", "livelihood"], other.circle_id: ["agreement"],
    }  # fmt: skip
    assert shown.cases_of(cast.viewer("karin"), made) == {}
    elsewhere = _ending(cast, Scope(one.circle_id, None, "case"),
                        Scope(one.circle_id, own, "note"), unit="Viadidakt")  # fmt: skip
    assert shown.cases_of(cast.viewer("lena"), elsewhere) == {one.circle_id: ["note"]}


def test_what_of_a_case_ends_has_a_word() -> None:
    words = {ends: shown.kind_of_ending(ends) for ends in ("identity", "case", "livelihood")}
    assert words == {"identity": "identitet", "case": "hela ärendet",
                     "livelihood": "försörjning"}  # fmt: skip


def test_an_ending_is_told_in_numbers_of_ones_own_and_what_stops_it(cast: Cast) -> None:
    own = _of(cast, "AUC").pk
    counts = {
        "": {"case": 2, "livelihood": 1, "file": 1, "identity": 1},
        str(own): {"case": 1, "identity": 3, "note": 4}, "999": {"case": 9},
    }  # fmt: skip
    ended = {"a": [5, 3, 2], "b": [1, 1, 0]}
    made = _ending(cast, counts=counts, ended=ended, archives={"a.zip": "1", "b.zip": "2"},
                   ends_from=LATER)  # fmt: skip
    lena = cast.viewer("lena")
    told = shown.told(lena, made)
    assert told.what == (
        "2 ärenden, inlästa registerfiler, identiteten i 1 ärende, försörjning i 1 ärende, "
        "1 ärende, identiteten i 3 ärenden, anteckningar och kontakter i 4 ärenden"
    )
    assert (told.one, told.before, told.ended, told.after, told.files) == (made, 6, 4, 2, 2)
    assert (told.may_decide, told.ripe, told.holds, told.held, told.state) == (
        True, False, [], False, "warned",
    )  # fmt: skip
    assert shown.told(replace(lena, day=LATER), made).state == "ripe"
    assert shown.told(replace(lena, day=LATER - timedelta(days=1)), made).state == "warned"
    holds = _two_over_everything(own, lena)
    put_hold(own, cast.enrolled().circle, reason="audit", because="c", by=lena)
    RetentionHold.objects.create(controller=_of(cast, "Viadidakt"), reason="audit", because="d",
                                 put_on=TODAY, put_by="L")  # fmt: skip
    told = shown.told(lena, made)
    assert (told.holds, told.held) == (holds, True)
    lift_hold(holds[0], "Klart", by=lena)
    assert shown.told(lena, made).holds == [holds[1]]


def test_of_anothers_ending_one_is_told_ones_own_and_not_how_many_rows_went(cast: Cast) -> None:
    own = _of(cast, "AUC").pk
    made = _ending(cast, unit="Viadidakt", ended={"a": [5, 3, 2]}, archives={"a.zip": "1"},
                   counts={"": {"case": 2}, str(own): {"agreement": 1}})  # fmt: skip
    told = shown.told(cast.viewer("lena"), made)
    assert (told.what, told.before, told.ended, told.after) == (
        "överenskommelser i 1 ärende",
        0,
        0,
        0,
    )
    assert (told.may_decide, told.files, told.ripe) == (False, 1, True)


@pytest.mark.parametrize(("told", "state"), [
    ({}, "ripe"), (DECIDED, "decided"), ({**DECIDED, "done_at": datetime(2025, 6, 3, tzinfo=UTC)}, "done"),
])  # fmt: skip
def test_an_ending_is_ripe_then_decided_then_done(told: dict[str, Any], state: str) -> None:
    one = Ending(**told)
    assert shown.Told(one, "", 0, 0, 0, 0, may_decide=True, ripe=True, holds=[]).state == state


def test_when_a_cases_time_comes_is_told_by_the_controllers_rules_and_ones_own(cast: Cast) -> None:
    one, own, office = cast.enrolled(), _of(cast, "AUC"), _of(cast, "Kansliet")
    case, year = _rule(cast), _rule(cast, start="case_year_end", months=12)
    mine = _rule(cast, owner_authority=own, ends="note", start="row_day")
    theirs = _rule(cast, owner_authority=office, ends="agreement", start="person_last")
    _rule(cast, ends="file", start="row_day")
    gone = _rule(cast, months=72)
    RetentionRule.objects.filter(pk=gone.pk).update(
        until_day=TODAY, ended_by="L", ended_because="x"
    )
    RetentionRule.objects.filter(pk=gone.pk).update(ground="Plan 8")
    cast.as_everyone()
    last = date(2024, 9, 30)
    told = shown.time_of_case(cast.viewer("karin"), one.circle, last, None)
    assert [(each.rule, each.day, each.spared) for each in told.coming] == [
        (case, date(2029, 9, 30), False), (year, date(2025, 12, 31), False), (mine, None, False),
    ]  # fmt: skip
    rakels = shown.time_of_case(cast.viewer("rakel"), one.circle, last, None)
    assert [each.rule for each in rakels.coming] == [theirs, case, year, mine]
    assert [each.day for each in shown.time_of_case(cast.viewer("karin"), one.circle, None, None).coming] == [
        None, None, None,
    ]  # fmt: skip
    elsewhere = cast.enrolled("katrineholm")
    cast.as_everyone()
    assert shown.time_of_case(cast.viewer("karin"), elsewhere.circle, last, None).coming == []


def test_what_a_case_is_warned_of_first_and_what_holds_and_held_it(cast: Cast) -> None:
    one, other, lena = cast.enrolled(), cast.enrolled(), cast.viewer("lena")
    whole = Scope(one.circle_id, None, "case")
    assert shown.time_of_case(lena, one.circle, None, None).warned is None
    _ending(cast, whole, ends_from=LATER)
    soon = LATER - timedelta(days=9)
    _ending(cast, whole, ends_from=soon)
    _ending(cast, whole, ends_from=START, done_at=timezone.now(), **DECIDED)
    _ending(cast, replace(whole, owner_id=one.controller_id), ends_from=START)
    _ending(cast, replace(whole, circle_id=other.circle_id), ends_from=START)
    own = one.controller_id
    first, second, third = (
        put_hold(own, one.circle, reason="audit", because=x, by=lena) for x in "abc"
    )
    put_hold(own, other.circle, reason="audit", because="d", by=lena)
    RetentionHold.objects.filter(pk=first.pk).update(put_on=LATER)
    lift_hold(second, "Klart", by=lena)
    told = shown.time_of_case(lena, one.circle, None, None)
    assert told.warned == soon
    assert told.holds == [first, third, second]
    assert (told.standing, told.lifted, told.held) == ([first, third], [second], True)
    assert not shown.CaseTime([], None, told.lifted).held


def test_an_ending_of_which_nothing_was_left_says_so(cast: Cast) -> None:
    own = cast.branch("flen").controller
    cast.as_everyone()
    one = Ending.objects.create(controller=own, noticed_on=TODAY, ends_from=TODAY)
    assert shown.told(cast.as_("lena"), one).what == "inget: allt som varslades står kvar"
