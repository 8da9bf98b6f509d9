"""Do the rules find the cases without a next step, the late promises and the meetings not noted?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stafett.casework import between as registry
from stafett.casework.between import HeldCase, Scope
from stafett.casework.models import Participation
from stafett.casework.queries.between import UNIT, Row, between
from stafett.meetings.actions import NewPromise, cancel, step
from stafett.meetings.between_rules import RULES, promise_late
from stafett.meetings.models import Cause, Owner
from stafett.meetings.queries.case import met as last_met
from stafett.meetings.releasing import hand_over
from stafett.meetings.rules import Step
from stafett.safeguards.rules import parts_between
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, booked, held, of_person, of_post, of_unit

AGO = TODAY - timedelta(days=10)


@pytest.fixture(autouse=True)
def its_own_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rules of meetings and promises."""
    monkeypatch.setattr(registry, "_rules", {rule.code: rule for rule in RULES})


def found(cast: Cast, who: str = "karin") -> list[Row]:
    return between(cast.as_(who), UNIT).rows


def codes(cast: Cast, who: str = "karin") -> list[str]:
    return [row.rule.code for row in found(cast, who)]


def met(cast: Cast, case: Participation, due: int) -> None:
    """A meeting ten days ago with a promise of the person's, due so many days from today."""
    held(cast, booked(cast, case, on=AGO), of_person(due=TODAY + timedelta(days=due)))


def test_a_case_without_a_next_step_is_found_since_it_began(cast: Cast) -> None:
    case = cast.enrolled()
    (row,) = found(cast)
    assert (row.rule.code, row.gap.since, row.gap.who) == ("no_next_step", case.starts_on, "AUC")
    assert row.url == reverse("meeting_book", args=[case.pk])


@pytest.mark.parametrize("days", [0, 14])
def test_a_booked_meeting_is_a_next_step_from_today_on(cast: Cast, days: int) -> None:
    booked(cast, cast.enrolled(), on=TODAY + timedelta(days=days))
    assert codes(cast) == []


def test_a_meeting_that_came_to_nothing_is_none(cast: Cast) -> None:
    one = booked(cast, cast.enrolled(), on=SOON)
    cancel(one, Cause.OTHER, "Sjuk", None, by=cast.as_("karin"))
    assert codes(cast) == ["no_next_step"]


def test_a_promise_ahead_is_a_next_step_until_it_is_kept(cast: Cast) -> None:
    case = cast.enrolled()
    met(cast, case, due=0)
    assert codes(cast) == []
    step(case.promises.get(), Step.KEEP, by=cast.as_("karin"))
    (row,) = found(cast)
    assert (row.rule.code, row.gap.since) == ("no_next_step", AGO)


def test_a_late_promise_says_what_was_promised_and_by_whom(cast: Cast) -> None:
    case = cast.enrolled()
    met(cast, case, due=-1)
    rows = {row.rule.code: row for row in found(cast)}
    late = rows["promise_late"]
    assert (late.gap.told, late.gap.who) == ("Skriva sitt cv", "personen själv")
    assert late.gap.since == TODAY - timedelta(days=1)
    assert late.url == reverse("promise_step", args=[case.pk, case.promises.get().pk])


def test_a_late_promise_in_two_records_is_told_once(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen", on=AGO)
    held(cast, one, of_unit(cast, "Af Flen", due=AGO), of_post(cast.viewer("karin"), due=SOON))
    hand_over(one, by=cast.as_("karin"))
    assert codes(cast) == ["promise_late"]


def test_whoever_reads_both_records_is_told_of_their_own(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen", on=AGO)
    held(cast, one, of_unit(cast, "Af Flen", due=AGO), of_post(cast.viewer("karin"), due=AGO))
    hand_over(one, by=cast.as_("karin"))
    held_by = HeldCase(case.pk, case.circle_id, 1, "AUC", AGO, AGO, case.initiative_id)
    gaps = promise_late(cast.as_("per"), Scope({case.pk: held_by}))
    addresses = {gap.told: gap.url for gap in gaps}
    copy = case.promises.exclude(copy_of=None).get()
    assert addresses == {
        "Boka studiebesök": reverse("promise_step", args=[case.pk, copy.pk]),
        "Ringa arbetsgivaren": reverse("meetings", args=[case.pk]),
    }


def test_a_meeting_that_nobody_noted_is_found_by_those_who_note_it(cast: Cast) -> None:
    case = cast.enrolled()
    one = booked(cast, case, on=AGO)
    booked(cast, case, on=SOON)
    (row,) = found(cast)
    assert (row.rule.code, row.gap.since) == ("meeting_unnoted", AGO)
    assert row.url == reverse("meeting_note", args=[case.pk, one.pk])
    held(cast, one, of_person())
    assert codes(cast) == []


def test_the_rules_ask_as_much_whatever_there_is(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            found(cast)
        return len(queries)

    met(cast, cast.enrolled(), due=-1)
    before = asked()
    for _number in range(3):
        met(cast, cast.enrolled(), due=-1)
        booked(cast, cast.enrolled(), on=AGO, at=None)
    assert asked() == before


def test_a_meeting_that_the_person_came_to_is_contact(cast: Cast) -> None:
    came, away = cast.enrolled(), cast.enrolled()
    held(cast, booked(cast, came))
    booked(cast, away)
    keys = [came.pk, away.pk]
    assert last_met(cast.as_("karin"), keys) == {came.pk: TODAY}


def test_a_late_promise_names_no_third_authority_to_a_holder_elsewhere(cast: Cast) -> None:
    case = cast.enrolled()
    team = {case.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(case, "Af Flen", parts=parts_between(team, {"course", "agreement"}, {}))
    cast.consented(case, "FK Eskilstuna")
    one = booked(cast, case, "FK Eskilstuna", on=AGO)
    outside = NewPromise("Ordna praktik", AGO, Owner.OUTSIDE, outside="Bo Bagare")
    held(cast, one, of_unit(cast, "FK Eskilstuna", due=AGO), of_person(due=AGO), outside)
    held_by = HeldCase(case.pk, case.circle_id, 1, "AUC", AGO, AGO, case.initiative_id)
    scope = Scope({case.pk: held_by})
    whose = {gap.told: gap.who for gap in promise_late(cast.as_("karin"), scope)}
    assert whose == {
        "Boka studiebesök": "FK Eskilstuna", "Skriva sitt cv": "personen själv",
        "Ordna praktik": "Bo Bagare",
    }  # fmt: skip
    whose = {gap.told: gap.who for gap in promise_late(cast.as_("per"), scope)}
    assert whose == {
        "Boka studiebesök": "någon annan", "Skriva sitt cv": "personen själv",
        "Ordna praktik": "någon annan",
    }  # fmt: skip
