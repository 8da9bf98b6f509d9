"""Does whoever is sent on keep the days that they have waited, and is it told to those who now answer?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from stafett.referrals import actions, queries
from stafett.referrals.actions import SentOn
from stafett.referrals.models import Referral, SentReferral
from stafett.referrals.rules import waited_words
from tests.cast import TODAY, Cast
from tests.referrals.test_waiting_told import LATE, OURS, found
from tests.referrals.world import on, referred, sent_of

Page = Callable[[str], Client]
DAY = timedelta(days=1)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are read on the cast's day."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def sent_on(cast: Cast, waited: int = 34, here: int = 3) -> Referral:
    """Noor was referred to Flen some days ago, and sent on to Katrineholm."""
    one = referred(cast, days_ago=waited)
    told = SentOn(cast.branch("katrineholm"), "oral", "Bor där.", cast.unit("AUC").pk)
    made = actions.send_on(one, told, by=on(cast.as_("karin"), TODAY - here * DAY))
    cast.as_everyone()
    return Referral.objects.get(pk=made.pk)


def test_who_is_sent_on_keeps_the_days_waited(cast: Cast) -> None:
    one = sent_on(cast)

    (row,) = queries.waiting(cast.as_("lotta"), [one])
    (sent,) = queries.told(cast.as_("karin"), [sent_of(one)])

    assert (row.days, row.here, row.waited) == (34, 3, "har väntat 34 dagar, varav 3 här")
    assert (sent.days, sent.here) == (34, 3)


def test_the_referrer_holds_the_day_that_it_is_sent_on_and_is_told_until_when(cast: Cast) -> None:
    here = sent_of(sent_on(cast, here=0))
    before = SentReferral.objects.get(state="sent_on")
    assert before != here
    (today,) = queries.told(cast.as_("fatima"), [before])
    (tomorrow,) = queries.told(on(cast.as_("fatima"), TODAY + DAY), [before])
    assert today.whose.startswith("Din enhet håller ihop dagen ut. Från 3 juni 2025 gör")
    assert tomorrow.whose.startswith("Din enhet håller inte ihop längre, sedan 3 juni 2025.")


def test_sent_on_twice_the_wait_is_since_the_first(cast: Cast) -> None:
    one = sent_on(cast)
    told = SentOn(cast.branch("flen"), "oral", "Flyttade.", cast.unit("Viadidakt").pk)

    actions.send_on(one, told, by=cast.as_("lotta"))

    cast.as_everyone()
    last = Referral.objects.get(branch=cast.branch("flen"), decided_on=None)
    assert last.waits_since == TODAY - 34 * DAY


@pytest.mark.usefixtures("today")
def test_both_sides_read_how_long_and_how_much_of_it_here(cast: Cast, page: Page) -> None:
    """Noor har väntat i Flen i 31 dagar och skickas vidare till Katrineholm. Tre dagar senare läser Lotta
    i sin kö att hon har väntat 34 dagar, varav 3 här."""
    one = sent_on(cast)

    queue = page("lotta").get(reverse("queue")).content.decode()
    sheet = page("lotta").get(reverse("referral", args=[one.pk])).content.decode()
    sent = page("karin").get(reverse("sent_referral", args=[one.pk])).content.decode()
    (told,) = page("lotta").get("/api/v1/queue").json()

    assert "har väntat 34 dagar, varav 3 här" in queue
    assert "varav 3 här</span>" in queue
    assert "har väntat 34 dagar, varav 3 här" in sheet
    assert "34, varav 3 hos den mottagaren" in sent
    assert (told["days"], told["days_here"]) == (34, 3)


@pytest.mark.usefixtures("today")
def test_who_was_not_sent_on_waits_as_before(cast: Cast, page: Page) -> None:
    referred(cast, days_ago=4)

    assert "varav" not in page("karin").get(reverse("queue")).content.decode()
    assert waited_words(1, 1) == "har väntat 1 dag"


def test_the_longest_wait_stands_first_wherever_it_began(cast: Cast) -> None:
    moved = sent_on(cast)
    newer = referred(cast, days_ago=10, branch="katrineholm")

    assert list(queries.queue(cast.as_("lotta"))) == [moved, newer]


def test_the_rule_counts_the_persons_wait_and_says_how_much_of_it_is_here(cast: Cast) -> None:
    sent_on(cast, 30)

    assert found(cast, "lotta") == found(cast, "karin") == []
    assert found(cast, "lotta", later=1) == [(LATE, "har väntat 31 dagar, varav 4 här")]
    assert found(cast, "karin", later=1) == [(OURS, "inkommen")]


def test_nobody_waits_since_after_they_came(cast: Cast) -> None:
    one = referred(cast)

    with pytest.raises(IntegrityError, match="nobody_waited_before"), transaction.atomic():
        Referral.objects.filter(pk=one.pk).update(first_on=TODAY + DAY)
