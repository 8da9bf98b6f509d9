"""Does somebody who was not taken in end too, and does nobody end who still waits or takes part?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stafett.people.models import Person
from stafett.referrals import actions
from stafett.referrals.actions import Decision
from stafett.referrals.actions.forgetting import forget_contact
from stafett.referrals.models import Offer, QueueHolding, Referral, SentReferral
from stafett.safeguards.models import Member, RetentionRule
from stafett.safeguards.queries.due import due, rows_of
from tests.cast import TODAY, Cast
from tests.referrals.world import referred, sent_of

LATER = date(2032, 1, 1)


def _due(cast: Cast, start: str, day: date = LATER) -> list[Any]:
    RetentionRule.objects.get_or_create(
        controller=cast.branch().controller, ends="case", start=start, months=60,
        defaults={"ground": "Planen", "from_day": date(2024, 1, 1), "decided_by": "Lena"},
    )  # fmt: skip
    return [scope for _rule, scope in due(cast.branch().controller_id, day)]


@pytest.mark.parametrize("start", ["case_end", "case_year_end", "person_last"])
def test_who_was_not_taken_in_ends_by_the_decisions_day(cast: Cast, start: str) -> None:
    one = referred(cast)
    actions.invite(one, "Möte", TODAY, by=cast.as_("karin"))
    actions.close(one, "decline", Decision("Fullt", "no_room"), by=cast.as_("karin"))
    cast.as_everyone()

    scopes = _due(cast, start)

    assert [scope.circle_id for scope in scopes] == [one.circle_id]
    tables = {table for table, rows in rows_of(one.controller_id, scopes) if rows.exists()}
    assert {Referral, SentReferral, QueueHolding, Offer, Member, Person} <= tables
    assert _due(cast, start, TODAY) == []


@pytest.mark.parametrize("start", ["case_end", "person_last"])
def test_who_waits_or_takes_part_does_not_end(cast: Cast, start: str) -> None:
    referred(cast)
    taken = referred(cast)
    actions.accept(taken, Decision(), by=cast.as_("karin"))
    cast.as_everyone()

    assert _due(cast, start) == []


def test_a_case_that_was_referred_ends_by_its_own_last_day(cast: Cast) -> None:
    cast.ended()

    assert len(_due(cast, "person_last")) == 1


def test_withheld_the_referrers_words_for_whom_are_taken_out(cast: Cast) -> None:
    one = referred(cast)

    assert forget_contact([one.circle.person_id]) == 1

    assert sent_of(one).whom == ""
