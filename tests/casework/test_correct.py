"""Does a correction change what differs, keep what was not told, and keep law 1 while doing so?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stafett.casework.actions import AuthorityCase, Doing, Enrolment, Living, correct, enrol
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Holding, Participation
from stafett.database.batch import settle
from stafett.safeguards.models import Member
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast

BY = operator(TODAY)
JUNE, DECEMBER = date(2024, 6, 1), date(2024, 12, 31)


def corrected(one: Participation, only: set[str] | None = None, **facts: Any) -> bool:
    """Correct one, let the deferred constraints answer, and say whether anything changed."""
    told = replace(as_told(one), **facts)
    changed = bool(correct([(one, told)], by=BY, because="prov", only=only))
    settle()
    one.refresh_from_db()
    return changed


def held(one: Participation) -> list[tuple[str, date, date | None]]:
    rows = one.holdings.values_list("unit__name", "from_day", "until_day")
    return list(rows.order_by("from_day"))


def test_facts_that_agree_change_nothing_and_leave_no_version(cast: Cast) -> None:
    enrolment = cast.enrolment(
        cases=(cast.case_at("FK"),), livelihoods=(Living("start", "wages", 50),)
    )
    one = Participation.objects.get(pk=enrol([enrolment], by=BY)[0])
    assert correct([(one, enrolment)], by=BY, because="prov") == []
    assert not one.events.exists()


def test_a_changed_fact_is_written_and_the_earlier_version_kept_with_its_reason(cast: Cast) -> None:
    one = cast.enrolled()
    assert corrected(one, {"municipality_id"}, municipality_id="0482")
    event = one.events.get()
    assert one.municipality_id == "0482"
    assert event.municipality_id is None
    assert event.pgh_context.metadata["why"] == "prov"


def test_what_is_not_told_is_left(cast: Cast) -> None:
    one = cast.enrolled(referring_caseworker="Mona", livelihoods=(Living("start", "wages"),))
    corrected(
        one, {"municipality_id"}, municipality_id="0482", referring_caseworker="", livelihoods=()
    )
    assert one.referring_caseworker == "Mona"
    assert one.livelihoods.count() == 1


def test_a_later_exit_lets_the_holder_and_the_authorities_cases_follow(cast: Cast) -> None:
    one = cast.ended(cases=(cast.case_at("FK"),))
    corrected(one, {"ends_on"}, ends_on=DECEMBER)
    assert held(one) == [("AUC", date(2024, 2, 1), date(2025, 1, 1))]
    assert one.involvements.get().until_day == date(2025, 1, 1)


def test_an_earlier_start_lets_the_holder_and_the_authorities_cases_follow(cast: Cast) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    corrected(one, {"starts_on"}, starts_on=date(2024, 1, 15))
    assert held(one) == [("AUC", date(2024, 1, 15), None)]
    assert one.involvements.get().from_day == date(2024, 1, 15)


def test_a_case_that_began_later_stays_where_it_was(cast: Cast) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    one.involvements.update(from_day=JUNE, until_day=date(2024, 7, 1))
    corrected(one, {"starts_on"}, starts_on=date(2024, 1, 15))
    assert one.involvements.get().from_day == JUNE


def test_an_exit_before_a_handover_ends_with_the_first_holder(cast: Cast) -> None:
    one = cast.enrolled()
    hand_over(cast, one, JUNE)
    corrected(one, {"ends_on", "status", "outcome_id", "next_step_id"}, ends_on=date(2024, 3, 31),
              status="ended", outcome_id=cast.outcome("arbete").pk, next_step_id="none_needed")  # fmt: skip
    assert held(one) == [("AUC", date(2024, 2, 1), date(2024, 4, 1))]


def hand_over(cast: Cast, one: Participation, day: date) -> None:
    """Two holders after one another, as a handover will leave them."""
    one.holdings.update(until_day=day)
    Holding.objects.create(
        controller=one.controller, owner_authority=one.controller, kind="holding",
        participation=one, unit=cast.unit("Försörjningsstöd"), from_day=day,
    )  # fmt: skip


def test_another_holder_is_let_into_the_circle(cast: Cast) -> None:
    one = cast.enrolled()
    corrected(one, {"holder_unit_id"}, holder_unit_id=cast.unit("Psykiatrin").pk)
    assert held(one)[0][0] == "Psykiatrin"
    assert Member.objects.filter(circle=one.circle_id, unit__name="Psykiatrin").exists()


def test_a_holder_told_after_a_handover_does_not_rewrite_it(cast: Cast) -> None:
    one = cast.enrolled()
    hand_over(cast, one, JUNE)
    assert not corrected(one, {"holder_unit_id"}, holder_unit_id=cast.unit("Psykiatrin").pk)


def test_the_parties_told_replace_those_of_the_register_but_not_those_added_by_hand(
    cast: Cast,
) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    added = one.involvements.get()
    added.pk, added.from_day, added.party = None, JUNE, cast.party("Regionen")
    added.save()
    corrected(one, {"cases"}, cases=(cast.case_at("Af"),))
    names = one.involvements.values_list("party__short_name", flat=True)
    assert set(names) == {"Af", "Regionen"}


def test_an_authoritys_own_case_gets_its_unit_and_owner(cast: Cast) -> None:
    one = cast.enrolled(cases=(cast.case_at("FK"),))
    unit = cast.unit("FK Eskilstuna")
    case = AuthorityCase(cast.party("FK").pk, unit.pk)
    corrected(one, {"cases"}, cases=(case,))
    assert one.involvements.get().unit == unit


def test_livelihood_at_the_start_is_replaced_whole_and_at_the_end_left(cast: Cast) -> None:
    one = cast.ended(livelihoods=(Living("start", "wages", 50), Living("start", "pension"),
                                  Living("end", "student_aid")))  # fmt: skip
    corrected(one, {"livelihoods.start"}, livelihoods=(Living("start", "wages", 75),))
    rows = one.livelihoods.order_by("moment", "source").values_list(
        "moment", "source", "extent_percent"
    )
    assert list(rows) == [("end", "student_aid", None), ("start", "wages", 75)]


def test_an_occupation_is_added_and_changed(cast: Cast) -> None:
    one = cast.enrolled(occupations=(Doing("start", "none"),))
    corrected(one, {"occupations.start"}, occupations=(Doing("start", "studies", 20),))  # type: ignore[arg-type]
    assert one.occupations.get().hours_a_week == 20


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(cast: Cast) -> None:
    def queries(number: int) -> int:
        pairs = [
            as_changed(cast.enrolled(cases=(cast.case_at("FK"),)), cast) for _ in range(number)
        ]
        with CaptureQueriesContext(connection) as asked:
            assert len(correct(pairs, by=BY, because="prov")) == number
        return len(asked)

    assert queries(2) == queries(9)


def as_changed(one: Participation, cast: Cast) -> tuple[Participation, Enrolment]:
    return one, replace(
        as_told(one), starts_on=date(2024, 1, 20), holder_unit_id=cast.unit("AUC").pk,
        cases=(cast.case_at("Af"),), livelihoods=(Living("start", "wages"),),
    )  # fmt: skip


@pytest.mark.parametrize("who", ["lena", "olle", "stig"])
def test_a_case_is_not_corrected_by_those_who_only_read_it_or_never_see_it(
    cast: Cast, who: str
) -> None:
    one = cast.enrolled()
    with pytest.raises(PermissionDenied, match="inte ändra"):
        correct([(one, as_told(one))], by=cast.viewer(who), because="prov", only={"ends_on"})


def test_a_case_is_corrected_by_its_team_and_by_those_who_read_its_register_in(cast: Cast) -> None:
    one = cast.enrolled()
    one.circle.members.filter(unit__name="Projektkontoret").delete()
    told = replace(as_told(one), referring_caseworker="Mona")
    for who in ("karin", "eva"):
        correct([(one, told)], by=cast.viewer(who), because="prov", only={"referring_caseworker"})


def test_a_case_is_called_by_its_number(cast: Cast) -> None:
    assert str(cast.enrolled(case_number="F 17")) == "F 17"


def test_each_difference_is_told_to_whoever_asks(cast: Cast) -> None:
    one, told = cast.enrolled(), []
    facts = replace(as_told(one), referring_caseworker="Mona")
    correct([(one, facts)], by=BY, because="prov", only={"referring_caseworker"}, note=told.append)
    assert [difference[1:] for difference in told] == [("referring_caseworker", "", "Mona")]


def test_nothing_to_correct_changes_nothing(cast: Cast) -> None:
    assert correct([], by=BY, because="prov") == []
