"""What a rule of eligibility says, and what can be done from where; and the picture of it in the docs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stafett.parties.refusals import Refused
from stafett.referrals import actions
from stafett.referrals.actions import Decision
from stafett.referrals.eligibility import suggestion
from stafett.referrals.rules import (
    CLOSED,
    OPEN,
    SHAPES,
    STATE_WORDS,
    STEPS,
    Asks,
    Known,
    Side,
    State,
    Verdict,
    Wanted,
    diagram,
    judge,
    steps_from,
    waiting_days,
)
from tests.cast import TODAY, Cast
from tests.referrals.world import referred, rule

DAY = date(2025, 6, 2)
AGES = Wanted(Asks.AGE, 18, 29)


@pytest.mark.parametrize(
    ("born", "verdict"),
    [
        (date(2007, 6, 2), "yes"), (date(2007, 6, 3), "no"), (date(1995, 6, 3), "yes"),
        (date(1995, 6, 2), "no"), (2000, "yes"), (2007, "unknown"), (2006, "yes"), (1995, "unknown"),
        (1990, "no"), (None, "unknown"),
    ],
)  # fmt: skip
def test_age_is_counted_to_the_day_and_a_year_alone_may_not_settle_it(
    born: date | int | None, verdict: str
) -> None:
    assert judge(AGES, Known(born, None, None), DAY).verdict == verdict


@pytest.mark.parametrize(
    ("wanted", "known", "verdict", "why"),
    [
        (Wanted(Asks.PARTIES, 2), Known(None, 2, None), "yes", "2 parter"),
        (Wanted(Asks.PARTIES, 2), Known(None, 1, None), "no", "1 part."),
        (Wanted(Asks.PARTIES, 2), Known(None, None, None), "unknown", "står inte"),
        (Wanted(Asks.OWN_DAYS, 90), Known(None, None, 90), "yes", "90 dagar"),
        (Wanted(Asks.OWN_DAYS, 90), Known(None, None, 89), "no", "89 dagar"),
        (Wanted(Asks.OWN_DAYS, 90), Known(None, None, None), "unknown", "aktualiserade"),
        (Wanted(Asks.OWN_DAYS, None, 10), Known(None, None, 11), "no", "11 dagar"),
    ],
)
def test_each_rule_says_why(wanted: Wanted, known: Known, verdict: str, why: str) -> None:
    said = judge(wanted, known, DAY)

    assert said.verdict == verdict
    assert why in said.why


def test_a_rule_for_one_party_says_nothing_of_others(cast: Cast) -> None:
    rule(cast, asks="own_days", least=90, most=None, party=cast.party("Af"))

    assert suggestion(referred(cast, "per", own_days=10), TODAY).verdict == Verdict.NO
    assert suggestion(referred(cast, own_days=10), TODAY).verdict == Verdict.YES


def test_no_weighs_more_than_unknown_and_unknown_more_than_yes(cast: Cast) -> None:
    one = referred(cast)
    assert suggestion(one, TODAY).verdict == Verdict.YES
    rule(cast)
    rule(cast, asks="parties", least=2, most=None)
    assert suggestion(one, TODAY).verdict == Verdict.UNKNOWN
    rule(cast, most=20)
    assert suggestion(one, TODAY).verdict == Verdict.NO


def test_against_a_no_an_exception_is_reasoned_and_kept(cast: Cast) -> None:
    rule(cast, most=20)
    one = referred(cast)
    with pytest.raises(Refused, match="undantag"):
        actions.accept(one, Decision(), by=cast.as_("karin"))

    actions.accept(one, Decision(exception="Behöver det nu"), by=cast.as_("karin"))

    cast.as_everyone()
    one.refresh_from_db()
    assert one.exception == "Behöver det nu"


def test_where_no_rule_says_no_there_is_no_exception_to_count(cast: Cast) -> None:
    one = referred(cast)

    actions.accept(one, Decision(exception="i onödan"), by=cast.as_("karin"))

    cast.as_everyone()
    one.refresh_from_db()
    assert one.exception == ""


def test_every_open_state_can_end_and_no_closed_one_can_go_on() -> None:
    for state in State:
        ends = [step for step in STEPS.values() if state in step.sources and step.to in CLOSED]
        assert bool(ends) == (state in OPEN)
        assert STATE_WORDS[state]
        assert SHAPES[state]
    assert [step.code for step in steps_from(State.QUEUED, Side.REFERRER)] == [
        "withdraw",
        "hand_over",
    ]


def test_after_a_no_there_is_a_new_offer_or_an_end_and_nobody_is_taken_in_against_it() -> None:
    codes = {step.code for step in steps_from(State.NO, Side.INTAKE)}

    assert {"invite", "decline", "step_back"} <= codes
    assert "accept" not in codes


def test_waiting_is_counted_to_the_decision_or_to_today() -> None:
    assert waiting_days(DAY, None, date(2025, 6, 12)) == 10
    assert waiting_days(DAY, date(2025, 6, 5), date(2025, 6, 12)) == 3


def test_the_picture_in_the_documentation_is_the_table() -> None:
    text = (Path(__file__).parents[2] / "docs" / "features" / "referrals.md").read_text()

    assert f"```mermaid\n{diagram()}\n```" in text
