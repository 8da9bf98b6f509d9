"""The whole way in of some who take part: a no and a new offer, an exception, a selection meeting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from stafett.demo.living.referrals import BECAUSE, EMPLOYMENT, INSURANCE, LEADER, on_day, sent
from stafett.initiatives.models import Initiative
from stafett.referrals.actions import (
    Decision,
    Meeting,
    invite,
    note_answer,
    put_in_queue,
    select,
)
from stafett.referrals.models import Referral
from stafett.safeguards.middleware import acting

PRESENT = "Ebba Vassmark och Malin Norrvik (påhittat)"
EXCEPTION = "Har bara varit inskriven i 20 dagar, men har väntat på oss sedan före det. (Påhittat.)"


def let_take_in(initiative: Initiative, *, today: date) -> None:
    """A meeting went through three, four weeks ago: two were taken in, one against a rule; one waits."""
    branch = initiative.branches.select_related("initiative", "holder").order_by("pk")[0]
    freja = sent(branch, INSURANCE, today - timedelta(days=75), "Freja", "Påhittad", 1998)
    gustav = sent(
        branch, EMPLOYMENT, today - timedelta(days=60), "Gustav", "Påhittad", 1993, own_days=20
    )
    hilda = sent(branch, INSURANCE, today - timedelta(days=50), "Hilda", "Påhittad", 1989)
    _a_no_and_then_a_yes(freja, today)
    _as_leader(today - timedelta(days=45), put_in_queue, gustav)
    held = today - timedelta(days=28)
    meeting = Meeting(branch, held, PRESENT)
    _as_leader(held, select, meeting, [freja], "accept", Decision("Välkommen till starten."))
    told = Decision("Välkommen. Vi gör ett undantag.", exception=EXCEPTION)
    _as_leader(held, select, meeting, [gustav], "accept", told)
    _as_leader(held, select, meeting, [hilda], "queue", Decision("Väntar på nästa grupp."))


def _a_no_and_then_a_yes(one: Referral, today: date) -> None:
    """Was asked to a meeting of many and said no; was asked to meet one person instead, and said yes."""
    days = [today - timedelta(days=ago) for ago in (68, 61, 54, 50)]
    _as_leader(days[0], invite, one, "Informationsmöte i grupp", days[1])
    _as_leader(days[1], note_answer, one, False, "Vill inte sitta i en stor grupp. (Påhittat.)")
    _as_leader(days[2], invite, one, "Ett eget möte med en coach", days[3])
    _as_leader(days[3], note_answer, one, True, "Ja, det känns bättre. (Påhittat.)")


def _as_leader(day: date, act: Any, *told: Any) -> None:
    leader = on_day(LEADER, day)
    with acting(leader, BECAUSE, door="referral"):
        act(*told, by=leader)
