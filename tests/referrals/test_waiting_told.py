"""Who holds somebody's wait is told when nothing happens; nobody waits unseen after an answer or the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stafett.casework.actions.limiting import set_limits
from stafett.casework.models import BetweenLimits
from stafett.casework.queries.between import MINE, UNIT, between
from stafett.initiatives import actions as initiatives
from stafett.referrals import actions
from stafett.referrals.models import Referral
from stafett.referrals.noticing import asked_to_hold
from stafett.safeguards.viewer import operator
from tests.cast import TODAY, Cast
from tests.referrals.test_contact import protect
from tests.referrals.world import new, on, referred, sent_of

Page = Callable[[str], Client]
DAY = timedelta(days=1)
LATE, OFFER = "referral_without_answer", "offer_without_answer"
OURS, OVER = "sent_without_answer", "queue_over"


def found(cast: Cast, who: str, asked: str = UNIT, later: int = 0) -> list[tuple[str, str]]:
    """Which rules find somebody for them, and what is said of it."""
    viewer = replace(cast.as_(who), day=TODAY + later * DAY)
    return [(row.rule.code, row.gap.told) for row in between(viewer, asked).rows]


def answered(cast: Cast, yes: bool) -> Referral:
    """Somebody referred long ago who has answered today."""
    one = referred(cast, days_ago=120)
    actions.invite(one, "Möte", TODAY, by=cast.as_("karin"))
    actions.note_answer(one, yes, "", by=cast.as_("karin"))
    return one


@pytest.mark.parametrize(("yes", "words"), [(True, "har tackat ja"), (False, "har tackat nej")])
def test_an_answer_that_nothing_follows_is_found_on_both_sides(
    cast: Cast, yes: bool, words: str
) -> None:
    answered(cast, yes)

    assert found(cast, "karin", later=30) == found(cast, "fatima", later=30) == []
    assert found(cast, "karin", later=31) == [(LATE, words)]
    assert found(cast, "eva", "prov", later=31) == [(LATE, words)]
    assert found(cast, "fatima", later=31) == [(OURS, words)]
    assert found(cast, "fatima", MINE, later=31) == [(OURS, words)]


def test_whoever_sent_and_takes_in_there_too_is_told_once_and_in_their_own_list(cast: Cast) -> None:
    """Sven tar emot i Flen, och hans enhet håller ihop väntan: i den egna listan står det som deras."""
    referred(cast, by="sven")

    assert (
        found(cast, "sven", later=31) == found(cast, "sven", MINE, later=31) == [(OURS, "inkommen")]
    )
    assert [code for code, _told in found(cast, "sven", "prov", later=31)] == [LATE]


def test_whoever_referred_is_told_of_a_wait_that_they_hold(cast: Cast) -> None:
    one = referred(cast)

    assert found(cast, "fatima", later=30) == []
    assert found(cast, "fatima", later=31) == [(OURS, "inkommen")]
    assert found(cast, "per", later=31) == []
    (row,) = between(replace(cast.as_("fatima"), day=TODAY + 31 * DAY), UNIT).rows
    assert (row.name, row.gap.who, row.gap.initials) == ("Noor Haddad", "AUC", "N.H.")
    assert row.url == reverse("sent_referral", args=[one.pk])
    assert row.gap.since == TODAY + 30 * DAY


def test_an_invitation_that_whoever_referred_hears_no_more_of_is_told_too(cast: Cast) -> None:
    one = referred(cast)
    actions.invite(one, "Möte", TODAY, by=cast.as_("karin"))

    assert found(cast, "fatima", later=31) == [(OURS, "inbjuden")]
    assert found(cast, "karin", later=31) == [(OFFER, "inbjuden till den 2 juni 2025")]


def test_whoever_holds_it_no_more_is_not_told(cast: Cast) -> None:
    one, gone = referred(cast), referred(cast)
    actions.take_over(one, by=cast.as_("karin"))
    actions.close(gone, "step_back", actions.Decision("vill inte"), by=cast.as_("karin"))

    assert found(cast, "fatima", later=31) == []
    assert found(cast, "karin", later=31) == [(LATE, "")]


def test_where_one_takes_in_what_one_has_sent_stands_once(cast: Cast) -> None:
    actions.refer(new(cast, "AUC"), by=cast.as_("karin"))

    assert found(cast, "karin", later=31) == [(LATE, "")]


def test_asked_of_an_initiative_one_is_told_of_it_alone(cast: Cast) -> None:
    referred(cast)

    assert found(cast, "fatima", "prov", later=31) == [(OURS, "inkommen")]


def test_somebody_protected_is_told_to_nobody_in_the_unit_that_sent_it(cast: Cast) -> None:
    one = referred(cast)
    protect(cast, one)

    assert found(cast, "fatima", later=31) == []


def test_an_initiative_says_after_how_many_days(cast: Cast, page: Page) -> None:
    one = referred(cast)
    actions.invite(referred(cast), "Möte", TODAY, by=cast.as_("karin"))
    set_limits(cast.initiative, {LATE: 60, OFFER: 3}, by=cast.as_("eva"))

    assert found(cast, "karin", later=3) == []
    assert [code for code, _told in found(cast, "karin", later=4)] == [OFFER]
    assert LATE not in dict(found(cast, "karin", later=60))
    assert LATE in dict(found(cast, "karin", later=61))
    assert [code for code, _told in found(cast, "fatima", later=61)] == [OURS, OURS]
    text = page("fatima").get(reverse("sent_referral", args=[one.pk])).content.decode()
    assert "mer än 60 dagar" in text


def test_where_one_initiative_waits_for_less_another_waits_as_usual(cast: Cast) -> None:
    BetweenLimits.objects.create(initiative=cast.other, numbers={LATE: 5, OFFER: 1})
    referred(cast)
    actions.invite(referred(cast), "Möte", TODAY, by=cast.as_("karin"))

    assert found(cast, "karin", later=6) == found(cast, "fatima", later=6) == []


def test_an_initiative_that_is_over_leaves_nobody_waiting_unseen(cast: Cast) -> None:
    """Insatsen är slut och Noor står i kö. Karin och Eva får veta det dagen efter, och det går att avsluta."""
    one = referred(cast)
    cast.as_everyone()
    initiatives.change(cast.initiative, by=operator(TODAY), ends_on=TODAY + 5 * DAY)

    invited = referred(cast, days_ago=50)
    actions.invite(invited, "Möte", TODAY + 60 * DAY, by=cast.as_("karin"))

    assert found(cast, "karin", later=5) == []
    assert found(cast, "karin", later=6) == found(cast, "eva", "prov", later=6)
    assert found(cast, "karin", later=6) == [(OVER, ""), (OVER, "")]
    assert [code for code, _told in found(cast, "karin", later=41)].count(LATE) == 1
    actions.close(invited, "decline", actions.Decision("Fullt", "no_room"), by=cast.as_("karin"))
    karin = on(cast.as_("karin"), TODAY + 6 * DAY)
    actions.close(one, "decline", actions.Decision("Insatsen är slut", "no_room"), by=karin)
    assert found(cast, "karin", later=6) == []


def _asked(cast: Cast, who: str) -> list[str]:
    return [one.link for one in asked_to_hold(cast.as_(who))]


def test_those_who_take_in_are_told_that_they_are_asked_to_hold_a_wait(cast: Cast) -> None:
    one, quiet = referred(cast), referred(cast)
    assert _asked(cast, "karin") == []

    actions.ask_to_hold(sent_of(one), by=cast.as_("fatima"))

    assert _asked(cast, "karin") == [reverse("referral", args=[one.pk])]
    assert _asked(cast, "fatima") == []
    actions.take_over(one, by=cast.as_("karin"))
    assert _asked(cast, "karin") == []
    actions.ask_to_hold(sent_of(quiet), by=cast.as_("fatima"))
    actions.accept(quiet, actions.Decision(), by=cast.as_("karin"))
    assert _asked(cast, "karin") == []


def test_idag_says_how_many_waits_ones_unit_holds(cast: Cast, page: Page) -> None:
    """Fatimas enhet håller ihop väntan för två personer. Det står på Idag, med en länk till dem."""
    told: Any = [page("fatima").get(reverse("today")).content.decode()]
    one, _other = referred(cast), referred(cast)
    told += [page("fatima").get(reverse("today")).content.decode()]
    actions.take_over(one, by=cast.as_("karin"))
    told += [page("fatima").get(reverse("today")).content.decode()]

    assert "håller ihop väntan" not in told[0]
    assert "Din enhet håller ihop väntan för 2 personer" in told[1]
    assert "Din enhet håller ihop väntan för 1 person<" in told[2]
