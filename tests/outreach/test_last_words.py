"""What does the list say of a referral that is closed to its unit, and of somebody who became protected?"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from stafett.database.noticed import Noticed, noticing
from stafett.outreach.actions import lead_on
from stafett.outreach.models import Entry, Led
from stafett.outreach.queries import sheet
from stafett.people.models import Person
from stafett.people.sealing import seal
from stafett.referrals.models import Referral, SentReferral
from stafett.safeguards.actions import name_team
from stafett.safeguards.actions.circle import let_stay_until
from tests.cast import TODAY, Cast
from tests.outreach.world import listed
from tests.referrals.world import facts, new


def led_on(cast: Cast) -> tuple[Entry, Referral]:
    """Karin has referred Liam from AUC's list to Katrineholm's branch."""
    one = listed(cast)
    where = cast.branch("katrineholm")
    told = new(
        cast, "AUC", "katrineholm", facts=facts(where, given_name="Liam", family_name="Lind")
    )
    sent = lead_on(one, told, by=cast.as_("karin"))
    cast.as_everyone()
    return one, Referral.objects.get(pk=sent.referral_id)


def protected(cast: Cast, one: Referral) -> None:
    """Lotta's post alone sees the referral from now on."""
    post = cast.viewer("lotta").posts[0]
    name_team([one.circle], [(post.unit_id, post.position_id)], by=cast.as_("lotta"))
    cast.as_everyone()
    Person.objects.filter(pk=one.circle.person_id).update(protection="marked", alias="Ek 1001")
    seal([one.circle.person_id])


def closed(cast: Cast, one: Referral) -> None:
    """AUC has left the referral."""
    let_stay_until(one.circle, cast.unit("AUC").pk, TODAY, by=cast.as_("lotta"))


def of_the_referral(page: Any, one: Entry) -> str:
    """What Karin reads of it on Liam's page of the list."""
    text = page("karin").get(reverse("entry", args=[one.pk])).content.decode()
    start = text.index('aria-labelledby="del-hanvisad"')
    return text[start : text.index("</section>", start)]


@pytest.mark.parametrize("becomes", [protected, closed])
def test_the_row_keeps_the_last_words_that_the_unit_was_told(
    cast: Cast, page: Any, becomes: Any
) -> None:
    """Skyddas Liam läser hela enheten detsamma som i går, och inget av det som sägs till de namngivna sedan."""
    one, referral = led_on(cast)
    before = of_the_referral(page, one)
    assert "inkommen" in before
    assert "href" not in before, "a link would be there for whom it is open to, and for no other"
    becomes(cast, referral)
    cast.as_everyone()
    assert of_the_referral(page, one) == before
    SentReferral.objects.filter(referral=referral).update(state="accepted", answer="Zqsvar")
    assert of_the_referral(page, one) == before
    assert page("karin").get(reverse("sent_referrals")).content.decode().count("Liam") == 0


def test_an_open_one_follows_what_is_told(cast: Cast, page: Any) -> None:
    one, referral = led_on(cast)
    before = of_the_referral(page, one)
    SentReferral.objects.filter(referral=referral).update(state="declined", answer="Zqsvar")
    after = of_the_referral(page, one)
    assert after != before
    assert "Zqsvar" in after


def test_one_that_has_ended_says_so_and_what_is_read_is_noticed(cast: Cast) -> None:
    one, referral = led_on(cast)
    protected(cast, referral)
    with noticing(Noticed()) as found:
        ((_led, told),) = sheet(cast.as_("karin"), one.pk).led
    assert told is not None
    assert referral.circle_id in found.circles
    cast.as_everyone()
    Led.objects.update(sent=uuid4())
    assert [sent for _led, sent in sheet(cast.as_("karin"), one.pk).led] == [None]
