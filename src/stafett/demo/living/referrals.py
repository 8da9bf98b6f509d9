"""The way in to the living initiative: whom it is for, an open door, and some who wait for word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from uuid_utils.compat import uuid7

from stafett.accounts.models import User
from stafett.initiatives.models import Branch, Initiative
from stafett.parties.models import Party
from stafett.people.actions import PersonFacts
from stafett.referrals.actions import (
    Application,
    Decision,
    NewReferral,
    NewRule,
    add_rule,
    apply,
    ask_to_hold,
    close,
    invite,
    open_door,
    put_in_queue,
    refer,
    take_up,
)
from stafett.referrals.models import Referral
from stafett.safeguards.middleware import acting
from stafett.safeguards.queries import viewer_of
from stafett.safeguards.viewer import Viewer, nobody

BECAUSE = "demo"
LEADER, INSURANCE, EMPLOYMENT = "Ebba Vassmark", "Yasmin Björkrot", "Mikael Östgren"
WORDS = "Jag vill ha något att gå till. (Påhittat.)"
TEXT = "Stigen är till för dig som vill börja jobba eller studera och behöver stöd. Det är gratis. (Påhittat.)"

PHONE = "08-465 004 17, vardagar 9–12 (påhittat)"
"""Of the numbers that nobody has: PTS keeps 08-465 004 00–99 for stories."""


def let_in_some(initiative: Initiative, *, today: date) -> None:
    """Rules and an open door; seven people referred or come by themselves, each at another point of the way."""
    leader = on_day(LEADER, today)
    branch = initiative.branches.select_related("initiative", "holder").order_by("pk")[0]
    early = on_day(LEADER, today - timedelta(days=120))
    with acting(early, BECAUSE):
        _rules(initiative, early)
    with acting(leader, BECAUSE):
        door = open_door(branch, True, TEXT, PHONE, by=leader)
    sent(branch, INSURANCE, today - timedelta(days=3), "Alva", "Påhittad", 1996)
    long_ago = today - timedelta(days=42)
    waits = sent(branch, INSURANCE, long_ago, "Bo", "Påhittad", 1984)
    asked = sent(
        branch, EMPLOYMENT, today - timedelta(days=30), "Cem", "Påhittad", 2001, own_days=95
    )
    turned = sent(
        branch, EMPLOYMENT, today - timedelta(days=25), "Dana", "Påhittad", 1990, own_days=20
    )
    regretted = sent(branch, INSURANCE, today - timedelta(days=15), "Greta", "Påhittad", 1988)
    _undone(regretted, today)
    then = on_day(LEADER, today - timedelta(days=20))
    with acting(then, BECAUSE, door="referral"):
        put_in_queue(waits, by=then)
        invite(asked, "Informationsmöte", today - timedelta(days=10), by=then)
        close(turned, "decline", Decision("Vi har ingen plats före sommaren.", "no_room"), by=then)
    _asks_to_hold(waits, today - timedelta(days=12))
    _apply(door, "Elin", today - timedelta(days=1))
    _apply(door, "Frank", today - timedelta(days=9), "pushed")
    with acting(leader, BECAUSE, door="referral"):
        rows = Referral.objects.filter(branch=branch, origin="self")
        frank = rows.get(circle__person__given_name="Frank")
        close(frank, "decline", Decision("Vi har ingen plats före sommaren.", "no_room"), by=leader)


def _asks_to_hold(one: Referral, day: date) -> None:
    """The sender has asked those who take in to hold the wait, and nobody has answered."""
    by = on_day(INSURANCE, day)
    with acting(by, BECAUSE, door="sent_hand_over"):
        ask_to_hold(one.sent, by=by)


def _undone(one: Referral, today: date) -> None:
    """A no that was a mistake, and stands in the queue again the day after."""
    first, second = (on_day(LEADER, today - timedelta(days=ago)) for ago in (8, 7))
    with acting(first, BECAUSE, door="referral"):
        close(one, "decline", Decision("Hör till en annan målgrupp.", "not_meant"), by=first)
    with acting(second, BECAUSE, door="referral"):
        take_up(one, "Beslutet gällde någon annan: vi läste fel rad.", by=second)


def _apply(door: Any, given: str, day: date, came: str = "freely") -> None:
    """Somebody who comes by themselves."""
    visitor = nobody(day)
    with acting(visitor, BECAUSE):
        told = Application(
            uuid7(), given, "Påhittad", "070-174 06 07 (påhittat)", "Jag vill jobba.", came
        )
        apply(door, told, by=visitor)


def on_day(name: str, day: date) -> Viewer:
    """Somebody who works there, as they were on a day."""
    return viewer_of(User.objects.get(name=name), day)


def _rules(initiative: Initiative, by: Viewer) -> None:
    age = NewRule("age", "18–64 år", "Den som fyller 65 i år släpps in tills dess.", 18, 64)
    parties = NewRule(
        "parties", "Behöver stöd från minst två av parterna", "Den som bara söker jobb är inte med.", 2
    )  # fmt: skip
    own = NewRule(
        "own_days", "Minst 90 dagar hos Arbetsförmedlingen först",
        "Den som skrevs in hos Arbetsförmedlingen den 10 januari är inte med förrän den 10 april.", 90,
        party=Party.objects.filter(name="Arbetsförmedlingen").first(),
    )  # fmt: skip
    for one in (age, parties, own):
        add_rule(initiative, one, by=by)


def sent(
    branch: Branch, by: str, day: date, given: str, family: str, year: int, **told: Any
) -> Referral:
    """Somebody referred on a day by somebody, with their yes."""
    viewer = on_day(by, day)
    facts = PersonFacts(
        branch.controller_id, "none", given_name=given, family_name=family, birth_year=year
    )
    with acting(viewer, BECAUSE, door="refer"):
        made = refer(
            NewReferral(
                branch, facts, "Har varit hemma länge och vill prova. (Påhittat.)", "freely",
                unit_id=viewer.posts[0].unit_id, own_words=WORDS, parties_needed=2,
                consent_manner="oral", consent_on=day, **told,
            ),
            by=viewer,
        )  # fmt: skip
        return Referral.objects.get(pk=made.pk)
