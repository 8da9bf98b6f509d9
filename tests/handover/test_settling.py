"""What becomes of a handover, and of who holds, when something else ends?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from stafett.casework.actions import Exit, close, correct, correct_person, reopen
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Participation
from stafett.database.batch import settle
from stafett.handover.actions import Confirmed, Hearing, accept, record
from stafett.handover.models import FollowUp, Manner
from stafett.handover.queries.hands import places
from stafett.handover.rules import Stand
from stafett.parties import actions as parties
from stafett.parties.refusals import Refused as UnitRefused
from stafett.people.models import Person
from stafett.safeguards.actions import withdraw
from stafett.safeguards.rules import Refused
from tests.casework.conftest import Page, send
from tests.casework.unit_world import BY
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, HEARD, at_af, held, proposed
from tests.people.test_actions import facts_of

START = date(2024, 2, 1)


def leaving(cast: Cast, **facts: object) -> Exit:
    known = {
        "ends_on": TODAY,
        "outcome_id": cast.outcome("arbete").pk,
        "next_step_id": "none_needed",
    }
    return Exit(**{**known, **facts})  # type: ignore[arg-type]


def taken_back(cast: Cast, case: Participation) -> None:
    cast.as_everyone()
    parts = list(case.circle.consents.get().parts.select_related("circle"))
    withdraw(parts, how="ringde", by=cast.as_("karin" if case.holdings.count() == 1 else "eva"))


def test_an_open_handover_lapses_when_the_consent_it_stands_on_is_taken_back(cast: Cast) -> None:
    case = at_af(cast)
    one = proposed(cast, case)
    taken_back(cast, case)
    one.refresh_from_db()
    assert (one.stand, one.because) == (Stand.LAPSED, "Samtycket togs tillbaka.")
    assert held(cast, case) == [("AUC", START, None)]


@pytest.mark.parametrize(
    ("to", "named", "stand"),
    [
        ("Af Flen", ["karin"], Stand.LAPSED), ("Af Flen", ["karin", "per"], Stand.PROPOSED),
        ("Projektkontoret", ["karin"], Stand.LAPSED),
    ],
)  # fmt: skip
def test_an_open_handover_lapses_when_protection_shuts_the_receiver_out(
    cast: Cast, to: str, named: list[str], stand: str
) -> None:
    """Per kan aldrig svara på det han inte ser. Är han en av de namngivna väntar överlämningen på honom."""
    case = at_af(cast)
    one = proposed(cast, case, to=to)
    posts = [cast.viewer(who).posts[0] for who in named]
    team = [(post.unit_id, post.position_id) for post in posts]
    cast.as_everyone()
    person = Person.objects.get(pk=case.person_id)
    facts = replace(facts_of(person), protection="marked")
    correct_person(person, facts, by=cast.as_("karin"), because="prov", team=team)
    cast.as_everyone()
    one.refresh_from_db()
    assert one.stand == stand
    if stand == Stand.LAPSED:
        assert one.because == "Mottagaren får inte se ärendet längre."
        close([(case, leaving(cast))], by=cast.as_("karin"))


def test_a_handover_within_the_authority_stands_when_another_consent_is_taken_back(
    cast: Cast,
) -> None:
    case = at_af(cast)
    one = proposed(cast, case, to="Projektkontoret")
    taken_back(cast, case)
    one.refresh_from_db()
    assert one.stand == Stand.PROPOSED


def test_the_controllers_unit_holds_the_instant_that_the_holders_consent_is_taken_back(
    cast: Cast,
) -> None:
    case = at_af(cast)
    yesterday = replace(cast.as_("karin"), day=TODAY)
    accept(proposed(cast, case), by=cast.as_("per"))
    assert held(cast, case)[-1] == ("Af Flen", TODAY, None)
    taken_back(cast, case)
    settle()
    assert held(cast, case) == [("AUC", START, TODAY), ("AUC", TODAY, None)]
    assert yesterday.day == TODAY


def test_who_took_over_before_lets_go_on_the_day_that_it_is_taken_back(cast: Cast) -> None:
    case = at_af(cast)
    accept(proposed(cast, case), by=cast.as_("per"))
    cast.as_everyone()
    parts = list(case.circle.consents.get().parts.select_related("circle"))
    withdraw(parts, how="ringde", by=replace(cast.as_("eva"), day=TODAY + 9 * DAY))
    settle()
    assert held(cast, case)[1:] == [
        ("Af Flen", TODAY, TODAY + 9 * DAY),
        ("AUC", TODAY + 9 * DAY, None),
    ]


def test_nobody_leaves_while_somebody_is_asked_to_take_over(cast: Cast) -> None:
    case = at_af(cast)
    proposed(cast, case)
    with pytest.raises(Refused, match="Överlämningen till Af Flen är inte klar"):
        close([(case, leaving(cast))], by=cast.as_("karin"))


def test_an_exit_from_a_register_lets_the_open_handover_lapse(cast: Cast) -> None:
    case = at_af(cast)
    one = proposed(cast, case)
    told = as_told(case, status="ended", ends_on=TODAY, outcome_id=cast.outcome("arbete").pk,
                   next_step_id="none_needed")  # fmt: skip
    correct([(case, told)], by=cast.as_("karin"), because="registret",
            only={"ends_on", "status", "outcome_id", "next_step_id"})  # fmt: skip
    one.refresh_from_db()
    assert (one.stand, one.because) == (Stand.LAPSED, "Deltagandet avslutades.")


def test_a_unit_that_holds_cases_or_is_waited_for_cannot_close(cast: Cast) -> None:
    case = at_af(cast)
    with pytest.raises(UnitRefused, match="AUC håller ihop ärenden"):
        parties.change(cast.unit("AUC"), valid_to=TODAY, by=BY)
    proposed(cast, case)
    with pytest.raises(
        UnitRefused, match="Af Flen håller ihop ärenden, eller är med i en överlämning"
    ):
        parties.change(cast.unit("Af Flen"), valid_to=TODAY, by=BY)
    parties.change(cast.unit("Psykiatrin"), valid_to=TODAY, by=BY)


def test_the_page_says_that_a_unit_which_holds_cases_cannot_close_and_closes_one_that_does_not(
    cast: Cast, page: Page
) -> None:
    """Eva stänger en enhet på sidan, där historiken läser varje fråga: AUC går inte, en tom enhet går."""
    at_af(cast)
    authority = cast.unit("AUC").authority
    empty = parties.add_unit(authority, "Tom enhet", by=BY)
    cast.as_everyone()
    for unit, expected in ((cast.unit("AUC"), 422), (empty, 302)):
        address = reverse("unit_edit", args=[unit.pk])
        answer = send(page("eva"), address, expected, valid_to=localdate().isoformat())
        assert ("håller ihop ärenden" in answer.content.decode()) is (expected == 422)


def test_somebody_outside_who_confirms_ends_it_with_them_as_next(cast: Cast) -> None:
    case = cast.enrolled()
    one = proposed(cast, case, outside="Komvux Flen")
    told = Confirmed("Siv Rektor", TODAY, Manner.PHONE, HEARD.heard)
    record(one, told, leaving(cast), by=cast.as_("karin"))
    settle()
    case.refresh_from_db()
    one.refresh_from_db()
    assert (case.status, case.next_step_id, case.next_outside) == ("ended", "holder", "Komvux Flen")
    assert (one.stand, one.manner, one.taken_by) == (Stand.DONE, "phone", "Siv Rektor")
    assert held(cast, case) == [("AUC", START, TODAY + DAY)]


def test_what_is_confirmed_outside_says_who_and_when_and_the_person_is_heard(cast: Cast) -> None:
    one = proposed(cast, cast.enrolled(), outside="Komvux", hearing=Hearing())
    told = Confirmed(" ", TODAY + DAY, Manner.LETTER)
    with pytest.raises(Refused) as refused:
        record(one, told, leaving(cast), by=cast.as_("karin"))
    assert set(refused.value.faults) == {"heard", "confirmed_by", "confirmed_on"}
    early = Confirmed("Siv", START - DAY, Manner.LETTER, "ja")
    with pytest.raises(Refused, match="Deltagandet började"):
        record(one, early, leaving(cast), by=cast.as_("karin"))


def test_a_yes_on_the_telephone_before_it_was_proposed_here_is_noted_as_said_then(
    cast: Cast,
) -> None:
    case = cast.enrolled()
    one = proposed(cast, case, outside="Komvux Flen")
    told = Confirmed("Siv Rektor", TODAY - 3 * DAY, Manner.PHONE, HEARD.heard)
    record(one, told, leaving(cast), by=cast.as_("karin"))
    settle()
    one.refresh_from_db()
    assert (one.taken_on, one.closed_on) == (TODAY - 3 * DAY, TODAY)
    assert held(cast, case) == [("AUC", START, TODAY + DAY)]
    said = [place.told for place in places(one, TODAY) if place.words == "Mottagen"]
    assert said == ["2 juni 2025, Siv Rektor (per telefon den 30 maj 2025)"]


def test_an_exit_brings_follow_ups_that_go_when_it_is_undone(cast: Cast) -> None:
    case = cast.enrolled()
    close([(case, leaving(cast))], by=cast.as_("karin"))
    rows = FollowUp.objects.filter(participation=case).order_by("months")
    assert [(row.months, row.due_on) for row in rows] == [
        (3, date(2025, 9, 2)), (6, date(2025, 12, 2)), (12, date(2026, 6, 2)),
    ]  # fmt: skip
    case.refresh_from_db()
    reopen([case], by=cast.as_("karin"), because="fel person")
    assert not FollowUp.objects.filter(participation=case).exists()


def test_a_day_that_had_passed_when_the_exit_was_recorded_is_asked_for_too(cast: Cast) -> None:
    case = cast.enrolled()
    close([(case, leaving(cast, ends_on=date(2025, 1, 31)))], by=cast.as_("karin"))
    rows = FollowUp.objects.filter(participation=case).order_by("months")
    assert [(row.months, row.due_on) for row in rows] == [
        (3, date(2025, 4, 30)), (6, date(2025, 7, 31)), (12, date(2026, 1, 31)),
    ]  # fmt: skip


def test_of_an_exit_that_a_register_tells_of_no_day_that_has_passed_is_asked_for(
    cast: Cast,
) -> None:
    case = cast.enrolled()
    gone = as_told(
        case, status="ended", ends_on=date(2025, 1, 31), next_step_id="unknown",
        outcome_id=cast.outcome("annat").pk,
    )  # fmt: skip
    told = {"status", "ends_on", "next_step_id", "outcome_id"}
    correct([(case, gone)], by=cast.as_("karin"), because="ur registret", only=told)
    months = FollowUp.objects.filter(participation=case).order_by("months")
    assert list(months.values_list("months", flat=True)) == [6, 12]


def test_whoever_is_enrolled_when_they_have_left_is_asked_on_the_days_that_are_to_come(
    cast: Cast,
) -> None:
    gone = cast.ended(ends_on=date(2025, 1, 31))
    died = cast.ended(ends_on=date(2025, 1, 31), next_step_id="deceased")
    rows = FollowUp.objects.filter(participation__in=[gone, died]).order_by("months")
    assert [(row.participation_id, row.due_on) for row in rows] == [
        (gone.pk, date(2025, 7, 31)), (gone.pk, date(2026, 1, 31)),
    ]  # fmt: skip


def test_whoever_has_died_is_not_asked_how_it_went(cast: Cast) -> None:
    case = cast.enrolled()
    close([(case, leaving(cast, next_step_id="deceased"))], by=cast.as_("karin"))
    assert not FollowUp.objects.filter(participation=case).exists()


def test_a_corrected_last_day_moves_what_is_to_be_asked(cast: Cast) -> None:
    case = cast.enrolled()
    close([(case, leaving(cast))], by=cast.as_("karin"))
    case.refresh_from_db()
    told = as_told(case, ends_on=date(2025, 5, 31))
    correct([(case, told)], by=cast.as_("karin"), because="fel dag", only={"ends_on"})
    rows = FollowUp.objects.filter(participation=case).order_by("months")
    assert [row.due_on for row in rows] == [
        date(2025, 8, 31),
        date(2025, 11, 30),
        date(2026, 5, 31),
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE casework_holding SET until_day = %(day)s WHERE participation_id = %(case)s",
        "DELETE FROM casework_holding WHERE participation_id = %(case)s",
        "UPDATE casework_holding SET from_day = from_day + 1 WHERE participation_id = %(case)s",
    ],
)
def test_no_statement_makes_a_case_nobodys_while_it_is_handed_over(cast: Cast, sql: str) -> None:
    case = at_af(cast)
    proposed(cast, case)
    cast.as_everyone()
    with pytest.raises(IntegrityError, match="law 1"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql, {"day": TODAY, "case": case.pk})
        settle()


def test_no_statement_says_done_without_both_hands_or_the_person(cast: Cast) -> None:
    one = proposed(cast, at_af(cast), confirmed=False, hearing=Hearing())
    done = "UPDATE handover_handover SET stand='done', closed_on=%s, closed_by='x'{} WHERE id=%s"
    for more, constraint in (
        ("", "done_when_both_hands_have_confirmed|done_when_the_person_is_heard"),
        (", given_on=closed_on, given_by='x', taken_on='2025-06-02', taken_by='y'", "done_when"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(done.format(more), [TODAY, one.pk])
