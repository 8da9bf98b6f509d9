"""What those who take in are told when something is missing; nothing is decided then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.parties.refusals import Refused
from stafett.referrals.actions import (
    Decision,
    SentOn,
    close,
    invite,
    put_in_queue,
    send_on,
    withdraw,
)
from stafett.referrals.doors import answers_today
from stafett.referrals.models import Referral
from tests.cast import TODAY, Cast
from tests.referrals.world import referred, sent_of


def waiting(cast: Cast) -> Referral:
    one = referred(cast)
    return put_in_queue(one, by=cast.as_("karin"))


def test_a_no_says_why_from_the_list_and_in_words(cast: Cast) -> None:
    one = waiting(cast)
    with pytest.raises(Refused, match="varför"):
        close(one, "decline", Decision("Vi har fullt."), by=cast.as_("karin"))
    with pytest.raises(Refused, match="skälet"):
        close(one, "decline", Decision(" ", "no_room"), by=cast.as_("karin"))
    with pytest.raises(Refused, match="skälet"):
        close(one, "step_back", Decision(" "), by=cast.as_("karin"))
    one.refresh_from_db()
    assert one.decided_on is None


def test_what_is_taken_back_says_why(cast: Cast) -> None:
    one = waiting(cast)
    with pytest.raises(Refused, match="varför"):
        withdraw(sent_of(one), " ", by=cast.as_("fatima"))


def test_nobody_is_sent_on_to_where_they_wait_or_without_a_word(cast: Cast) -> None:
    one = waiting(cast)
    unit = cast.unit("AUC").pk
    with pytest.raises(Refused, match="redan där"):
        told = SentOn(cast.branch("flen"), "oral", "Bättre där.", unit)
        send_on(one, told, by=cast.as_("karin"))
    with pytest.raises(Refused, match="skälet"):
        told = SentOn(cast.branch("katrineholm"), "oral", " ", unit)
        send_on(one, told, by=cast.as_("karin"))


def test_nobody_is_invited_to_a_day_that_has_been(cast: Cast) -> None:
    one = waiting(cast)
    with pytest.raises(Refused, match="har varit"):
        invite(one, "Informationsmöte", TODAY - timedelta(days=1), by=cast.as_("karin"))


def test_who_works_with_nobody_is_told_of_no_answers(cast: Cast, rf: Any) -> None:
    assert answers_today(rf.get("/"), cast.as_("stig")) is None


def test_who_can_refer_nowhere_is_told_whom_to_turn_to(cast: Cast, page: Any) -> None:
    answer = page("olle").get(reverse("refer"))
    assert answer.status_code in (200, 403)
