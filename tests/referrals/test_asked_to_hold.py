"""A question to hold somebody's wait that nobody answers is found by both hands, with what mends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from stafett.casework.actions.limiting import set_limits
from stafett.casework.models import BetweenLimits
from stafett.casework.queries.between import MINE, UNIT, between
from stafett.referrals import actions
from stafett.referrals.models import Referral
from tests.cast import TODAY, Cast
from tests.referrals.test_contact import protect
from tests.referrals.world import referred, sent_of

DAY = timedelta(days=1)
RULE = "hold_without_answer"
Told = tuple[str, str, str, date, str]


def found(cast: Cast, who: str, asked: str = UNIT, later: int = 8) -> list[Told]:
    viewer = replace(cast.as_(who), day=TODAY + later * DAY)
    rows = [row for row in between(viewer, asked).rows if row.rule.code == RULE]
    return [(r.gap.told, r.gap.who, r.url, r.gap.since, str(r.gap.button)) for r in rows]


def asked(cast: Cast) -> Referral:
    one = referred(cast)
    actions.ask_to_hold(sent_of(one), by=cast.as_("fatima"))
    return one


def test_those_who_take_in_have_it_with_the_button_that_takes_over(cast: Cast) -> None:
    """Försäkringskassan bad AUC hålla ihop Noors väntan. En vecka senare står det hos AUC, tills de gör det."""
    referred(cast)
    one = asked(cast)
    late = TODAY + 7 * DAY
    there = reverse("referral_take_over", args=[one.pk])
    told = [("FK Eskilstuna bad om det 2 juni 2025", "AUC", there, late, "")]

    assert found(cast, "karin", later=7) == []
    assert found(cast, "karin") == told
    assert found(cast, "eva", "prov") == told
    actions.take_over(one, by=cast.as_("karin"))
    assert found(cast, "karin") == []


@pytest.mark.parametrize("where", [UNIT, MINE, "prov"])
def test_whoever_asked_has_it_too_and_whose_move_it_is(where: str, cast: Cast) -> None:
    referred(cast)
    one = asked(cast)
    there = reverse("sent_referral", args=[one.sent.pk])
    told = ("ni bad om det 2 juni 2025", "AUC", there, TODAY + 7 * DAY, "Öppna")

    assert found(cast, "fatima", where, later=7) == []
    assert found(cast, "fatima", where) == [told]
    actions.take_over(one, by=cast.as_("karin"))
    assert found(cast, "fatima", where) == []


def test_whoever_asked_and_takes_in_there_too_is_told_once_and_in_their_own_list(
    cast: Cast,
) -> None:
    """Sven tar emot i Flen, och hans enhet bad AUC hålla ihop. I enhetens lista står det att de bad om det; i
    insatsens står det en gång, som den som tar emot läser det."""
    one = referred(cast, by="sven")
    actions.ask_to_hold(sent_of(one), by=cast.as_("sven"))
    since, there = TODAY + 7 * DAY, reverse("sent_referral", args=[one.sent.pk])
    taken = reverse("referral_take_over", args=[one.pk])
    asked_by = ("Försörjningsstöd bad om det 2 juni 2025", "AUC", taken, since, "")

    for own in (UNIT, MINE):
        assert found(cast, "sven", own) == [
            ("ni bad om det 2 juni 2025", "AUC", there, since, "Öppna")
        ]
        assert found(cast, "karin", own) == [asked_by]
    assert found(cast, "sven", "prov") == [asked_by]


def test_a_decision_answers_it_and_so_does_that_it_is_taken_back(cast: Cast) -> None:
    taken, back = asked(cast), asked(cast)
    actions.accept(taken, actions.Decision(), by=cast.as_("karin"))
    actions.withdraw(back.sent, "Flyttar", by=cast.as_("fatima"))

    assert found(cast, "karin") == found(cast, "fatima") == []


def test_nobody_else_is_told_and_of_somebody_protected_the_team_alone(cast: Cast) -> None:
    one = asked(cast)

    assert found(cast, "per") == found(cast, "lena", MINE) == []
    protect(cast, one)
    assert found(cast, "fatima") == []


def test_the_initiative_says_after_how_many_days(cast: Cast) -> None:
    asked(cast)
    set_limits(cast.initiative, {RULE: 3}, by=cast.as_("eva"))

    assert found(cast, "karin", later=3) == found(cast, "fatima", later=3) == []
    assert len(found(cast, "karin", later=4)) == len(found(cast, "fatima", later=4)) == 1


def test_where_one_initiative_waits_for_less_another_waits_as_usual(cast: Cast) -> None:
    BetweenLimits.objects.create(initiative=cast.other, numbers={RULE: 1})
    asked(cast)

    assert found(cast, "karin", later=7) == found(cast, "fatima", later=7) == []
    assert len(found(cast, "karin")) == len(found(cast, "fatima")) == 1
