"""Law 1 in the queue: somebody holds every day from the first to the decision, and nobody lets go too early."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.casework.actions import correct
from stafett.casework.actions.correcting import as_told
from stafett.casework.models import Holding, Participation
from stafett.parties.refusals import Refused
from stafett.referrals import actions
from stafett.referrals.actions import Decision
from stafett.referrals.actions.waiting import stay
from stafett.referrals.models import Offer, QueueHolding, Referral, SelectionMeeting
from stafett.referrals.rules import CLOSED, STEPS, State
from tests.casework.test_case_numbers import GIVEN
from tests.cast import TODAY, Cast
from tests.referrals.world import on, referred, sent_of

DAY = timedelta(days=1)


def _settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _refused(match: str) -> Any:
    return pytest.raises(IntegrityError, match=match)


def _held(one: Referral) -> list[tuple[str, date, date | None]]:
    rows = one.holdings.select_related("unit").order_by("from_day")
    return [(row.unit.name, row.from_day, row.until_day) for row in rows]


def test_the_referring_unit_holds_from_the_first_day(cast: Cast) -> None:
    one = referred(cast)

    _settle()
    assert _held(one) == [("FK Eskilstuna", TODAY, None)]


def test_a_participation_takes_over_on_the_very_day_that_the_queue_lets_go(cast: Cast) -> None:
    one = referred(cast, days_ago=20)

    key = actions.accept(one, Decision("Välkommen"), by=cast.as_("karin"))

    cast.as_everyone()
    _settle()
    assert _held(one) == [("FK Eskilstuna", TODAY - 20 * DAY, TODAY)]
    held = Holding.objects.get(participation=key)
    assert (held.unit.name, held.from_day) == ("AUC", TODAY)
    case = Participation.objects.get(pk=key)
    assert case.circle_id == one.circle_id
    assert GIVEN.fullmatch(case.case_number)


def test_somebody_taken_in_on_the_first_day_is_held_by_the_branch_at_once(cast: Cast) -> None:
    one = referred(cast)

    actions.accept(one, Decision(), by=cast.as_("karin"))

    cast.as_everyone()
    _settle()
    assert _held(one) == []


def test_the_referrer_holds_until_those_who_take_in_have_said_that_they_do(cast: Cast) -> None:
    one = referred(cast, days_ago=10)
    actions.ask_to_hold(sent_of(one), by=cast.as_("fatima"))
    cast.as_everyone()
    assert _held(one)[-1][0] == "FK Eskilstuna"

    actions.take_over(one, by=cast.as_("karin"))

    cast.as_everyone()
    _settle()
    start = TODAY - 10 * DAY
    assert _held(one) == [("FK Eskilstuna", start, TODAY), ("AUC", TODAY, None)]
    assert sent_of(one).held_until == TODAY


def test_taken_over_on_the_first_day_there_is_one_holder_that_day(cast: Cast) -> None:
    one = referred(cast)

    actions.take_over(one, by=cast.as_("karin"))

    cast.as_everyone()
    _settle()
    assert _held(one) == [("AUC", TODAY, None)]


def test_whoever_holds_the_waiting_already_does_not_take_it_over_again(cast: Cast) -> None:
    one = referred(cast)
    actions.take_over(one, by=cast.as_("karin"))
    before = _held(one)

    with pytest.raises(Refused, match="Ni håller redan ihop väntan"):
        actions.take_over(one, by=cast.as_("karin"))

    assert _held(one) == before


SQL = {
    "taking the holder away": "DELETE FROM referrals_queueholding",
    "letting go too early": "UPDATE referrals_queueholding SET until_day = from_day + 1",
    "holding before the first day": "UPDATE referrals_queueholding SET from_day = from_day - 3",
    "ending it without letting go": "UPDATE referrals_referral SET held_until = received_on + 5, "
    "decided_on = received_on, closed_on = received_on, decided_by = 'x', state = 'withdrawn'",
    "taken in without a participation": "UPDATE referrals_referral SET held_until = received_on, "
    "decided_on = received_on, decided_by = 'x', state = 'accepted'",
}


@pytest.mark.parametrize("sql", SQL.values(), ids=SQL)
def test_direct_sql_opens_no_gap(cast: Cast, sql: str) -> None:
    referred(cast, days_ago=10)

    with _refused("law 1"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        _settle()


def test_two_holders_on_one_day_are_refused(cast: Cast) -> None:
    one = referred(cast)
    held = one.holdings.get()

    with _refused("one_holder_in_the_queue"), transaction.atomic():
        QueueHolding.objects.create(
            controller_id=one.controller_id, owner_authority_id=one.controller_id, kind="referral",
            circle=one.circle, referral=one, unit_id=held.unit_id, from_day=TODAY,
        )  # fmt: skip


def test_a_participation_that_was_referred_does_not_go_without_its_referral(cast: Cast) -> None:
    one = referred(cast)
    key = actions.accept(one, Decision(), by=cast.as_("karin"))
    cast.as_everyone()
    _settle()

    with _refused("law 1"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM casework_holding WHERE participation_id = %s", [key])
        cursor.execute("DELETE FROM casework_listing WHERE participation_id = %s", [key])
        cursor.execute("DELETE FROM casework_participation WHERE id = %s", [key])
        _settle()


@pytest.mark.parametrize("moved", [-25, -20, -8, -1])
def test_when_the_first_day_is_corrected_the_queue_follows(cast: Cast, moved: int) -> None:
    one = referred(cast, days_ago=20)
    key = actions.accept(one, Decision(), by=cast.as_("karin"))
    case = Participation.objects.get(pk=key)
    for day in (TODAY + moved * DAY, TODAY - 3 * DAY):
        told = as_told(case, starts_on=day, holder_unit_id=cast.unit("AUC").pk)
        correct([(case, told)], by=cast.as_("karin"), because="fel dag", only={"starts_on"})
        case.refresh_from_db()

        cast.as_everyone()
        _settle()
        one.refresh_from_db()
        assert one.held_until == max(TODAY - 20 * DAY, day)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*STEPS]), st.integers(min_value=0, max_value=9)
        ), max_size=7,
    )
)  # fmt: skip
def test_whatever_is_done_in_whatever_order_somebody_holds(
    cast: Cast, steps: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        one, day = referred(cast, days_ago=80), TODAY - 80 * DAY
        for code, later in steps:
            day += later * DAY
            before = State(Referral.objects.get(pk=one.pk).state)
            done = _try(cast, one, code, day)
            after = State(Referral.objects.get(pk=one.pk).state)
            assert after == ((STEPS[code].to or before) if done else before)
            assert not done or before in STEPS[code].sources
            _settle()
            _holds(one, day)
        transaction.set_rollback(True)


def _try(cast: Cast, one: Referral, code: str, day: date) -> bool:
    """Take a step if it can be taken; True when it was."""
    taking = on(cast.viewer("karin"), day)
    sending = on(cast.viewer("fatima"), day)
    steps: dict[str, Any] = {
        "queue": lambda: actions.put_in_queue(one, by=taking),
        "invite": lambda: actions.invite(one, "Möte", day + DAY, by=taking),
        "said_yes": lambda: actions.note_answer(one, True, "ja", by=taking, because="fel"),
        "said_no": lambda: actions.note_answer(one, False, "nej", by=taking, because=""),
        "accept": lambda: actions.accept(one, Decision(), by=taking),
        "decline": lambda: actions.close(one, "decline", Decision("fullt", "no_room"), by=taking),
        "step_back": lambda: actions.close(one, "step_back", Decision("vill inte"), by=taking),
        "withdraw": lambda: actions.withdraw(sent_of(one), "vill inte", by=sending),
        "hand_over": lambda: actions.ask_to_hold(sent_of(one), by=sending),
        "take_over": lambda: actions.take_over(one, by=taking),
        "send_on": lambda: actions.send_on(one, _to(cast), by=taking),
        "take_up": lambda: actions.take_up(one, "fel rad", by=taking),
        "put_back": lambda: actions.put_back(sent_of(one), "fel rad", by=sending),
        "stay": lambda: stay(one, _meeting(cast, day), "väntar", by=taking),
    }
    try:
        with transaction.atomic():
            steps[code]()
    except Refused:
        return False
    return True


def _meeting(cast: Cast, day: date) -> SelectionMeeting:
    return SelectionMeeting.objects.create(
        branch=cast.branch("flen"), held_on=day, present="Karin", noted_by="Karin"
    )


def _to(cast: Cast) -> Any:
    return actions.SentOn(cast.branch("katrineholm"), "oral", "Bor där", cast.unit("AUC").pk)


def _holds(one: Referral, day: date) -> None:
    """Exactly one holder today, of the queue or of the participation; nobody after a decision without one."""
    one.refresh_from_db()
    now = Q(from_day__lte=day) & (Q(until_day=None) | Q(until_day__gt=day))
    waiting = one.holdings.filter(now).count()
    case = Holding.objects.filter(now, participation__circle=one.circle_id).count()
    gone = one.closed_on is not None and one.closed_on < day
    assert waiting + case == (0 if gone else 1)
    assert (State(one.state) in CLOSED) == (one.decided_on is not None)
    assert sent_of(one).state == one.state
    if one.decided_on:
        assert not Offer.objects.filter(referral=one, answer="waiting").exists()
