"""Is one event told of once to each, whatever parts they have in it?"""

from __future__ import annotations

from stafett.meetings.releasing import hand_over
from stafett.referrals import actions
from stafett.referrals.actions import Decision, put_in_queue, refer
from stafett.referrals.models import Referral
from tests.cast import TODAY, Cast
from tests.meetings.world import booked, held, of_unit
from tests.notices.telling import DAY, news
from tests.referrals.world import new


def sent_to_oneself(cast: Cast) -> Referral:
    """Karin, who takes in at AUC, refers somebody to AUC in its own name."""
    made = refer(new(cast, "AUC"), by=cast.as_("karin"))
    cast.as_everyone()
    return Referral.objects.get(pk=made.pk)


def test_who_takes_in_what_they_sent_themselves_is_told_of_neither_it_nor_what_they_do(
    cast: Cast,
) -> None:
    one = sent_to_oneself(cast)
    assert news(cast, "karin") == []
    put_in_queue(one, by=cast.as_("karin"))
    assert news(cast, "karin") == []
    actions.close(one, "decline", Decision("Kön är lång", "no_room"), by=cast.as_("karin"))
    assert news(cast, "karin") == []


def test_a_colleague_who_takes_in_is_told_once_that_it_came_and_once_what_was_decided(
    cast: Cast,
) -> None:
    one = sent_to_oneself(cast)
    assert news(cast, "eva") == ["referral_came"]
    put_in_queue(one, by=cast.as_("karin"))
    assert news(cast, "eva") == []
    actions.close(one, "decline", Decision("Kön är lång", "no_room"), by=cast.as_("eva"))
    assert news(cast, "karin") == ["referral_answered"]
    assert news(cast, "eva") == []


def test_a_promise_that_is_due_soon_when_it_comes_is_told_of_once(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    one = booked(cast, case, "Af Flen")
    held(cast, one, of_unit(cast, "Af Flen", due=TODAY + DAY))
    hand_over(one, by=cast.as_("karin"))
    assert [what for what in news(cast, "per") if what.startswith("promise")] == ["promise_due"]
