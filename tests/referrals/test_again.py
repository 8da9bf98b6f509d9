"""From a yes one can wait on or be invited anew; a day, and an answer noted wrongly, can be changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.parties.refusals import Refused
from stafett.referrals import actions
from stafett.referrals.models import Answer, Offer, Referral
from tests.cast import TODAY, Cast
from tests.referrals.world import referred, sent_of

Page = Callable[[str], Client]
DAY = timedelta(days=1)


def invited(cast: Cast, days: int = 3) -> Referral:
    """Noor is invited to a day to come."""
    one = referred(cast)
    actions.invite(one, "Informationsmöte", TODAY + days * DAY, by=cast.as_("karin"))
    return one


def answered(cast: Cast, yes: bool = True) -> Referral:
    """Noor has answered."""
    one = invited(cast)
    actions.note_answer(one, yes, "Gärna" if yes else "Inte nu", by=cast.as_("karin"))
    return one


def _offers(cast: Cast) -> list[tuple[str, str]]:
    cast.as_everyone()
    rows = Offer.objects.select_related("referral").order_by("offered_on", "pk")
    return [(one.answer, one.answered) for one in rows]


def _state(cast: Cast, one: Referral) -> tuple[str, str]:
    cast.as_everyone()
    one.refresh_from_db()
    return one.state, sent_of(one).state


def test_somebody_who_said_yes_waits_for_the_next_group(cast: Cast) -> None:
    one = answered(cast)

    actions.put_in_queue(one, by=cast.as_("karin"))

    assert _state(cast, one) == ("queued", "queued")
    assert _offers(cast) == [("yes", "ja")]


def test_somebody_who_said_yes_is_invited_to_something_more(cast: Cast) -> None:
    one = answered(cast)

    actions.invite(one, "Eget samtal", TODAY, by=cast.as_("karin"))

    assert _state(cast, one) == ("invited", "invited")
    assert [answer for answer, _told in _offers(cast)] == ["yes", "waiting"]


def test_put_in_the_queue_an_invitation_that_waits_is_called_off(cast: Cast) -> None:
    one = invited(cast)

    actions.put_in_queue(one, by=cast.as_("karin"))

    assert _state(cast, one) == ("queued", "queued")
    assert _offers(cast) == [("settled", "ändrad eller inställd")]


def test_an_invitation_is_moved_to_another_day(cast: Cast, page: Page) -> None:
    """Noor kan inte komma på fredag. Karin väljer Ändra inbjudan och skriver en annan dag."""
    one = invited(cast, days=300)
    here, there = reverse("referral", args=[one.pk]), reverse("referral_invite", args=[one.pk])
    assert ">Ändra inbjudan<" in page("karin").get(here).content.decode()
    form = page("karin").get(there).content.decode()
    assert 'value="Informationsmöte"' in form
    soon = timezone.localdate() + 5 * DAY

    sent = {"what": "Informationsmöte", "meets_on": str(soon)}
    told = page("karin").post(there, sent, follow=True).content.decode()

    assert "Inbjudan till Noor Haddad är ändrad." in told
    assert "ändrad eller inställd" in told
    cast.as_everyone()
    assert Offer.objects.get(answer=Answer.WAITING).meets_on == soon
    assert Referral.objects.get(pk=one.pk).state == "invited"


def test_of_two_who_change_an_invitation_the_later_sees_both(cast: Cast, page: Page) -> None:
    one = invited(cast, days=300)
    there, soon = reverse("referral_invite", args=[one.pk]), timezone.localdate() + 5 * DAY
    client = page("karin")
    seen = client.get(there).context["form"].initial["seen"]
    first, later = (
        {"what": what, "meets_on": str(soon), "seen": seen} for what in ("Möte A", "Möte B")
    )
    assert page("karin").post(there, first).status_code == 302
    answer = client.post(there, later)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Det här har ändrats sedan du öppnade sidan." in text
    assert re.search("Möte A.*Möte B", text, re.S)
    cast.as_everyone()
    assert Offer.objects.get(answer=Answer.WAITING).what == "Möte A"
    assert client.post(there, answer.context["form"].data.dict()).status_code == 302
    cast.as_everyone()
    assert Offer.objects.get(answer=Answer.WAITING).what == "Möte B"


def test_an_invitation_that_a_decision_settled_says_so(cast: Cast) -> None:
    one = invited(cast)

    actions.accept(one, actions.Decision(), by=cast.as_("karin"))

    assert _offers(cast) == [("settled", "behövde inte svaras på")]


@pytest.mark.parametrize(("yes", "state"), [(True, "no"), (False, "yes")])
def test_an_answer_that_was_noted_wrongly_becomes_the_other(
    cast: Cast, yes: bool, state: str
) -> None:
    one = answered(cast, yes)

    actions.note_answer(one, not yes, "", by=cast.as_("karin"), because="klickade fel")

    assert _state(cast, one) == (state, state)
    assert [answer for answer, _told in _offers(cast)] == [state]
    table: Any = Offer.pgh_event_model  # type: ignore[attr-defined]
    earlier = table.objects.filter(answer="yes" if yes else "no").get()
    assert earlier.pgh_context.metadata["why"] == "klickade fel"


def test_an_answer_is_not_changed_without_a_reason_nor_to_what_it_is(cast: Cast) -> None:
    one = answered(cast)

    with pytest.raises(Refused, match="varför svaret ändras"):
        actions.note_answer(one, False, "", by=cast.as_("karin"), because=" ")
    with pytest.raises(Refused, match="läget är redan ”har tackat ja”"):
        actions.note_answer(one, True, "", by=cast.as_("karin"), because="igen")

    assert _state(cast, one) == ("yes", "yes")


def test_only_the_latest_answer_is_changed(cast: Cast) -> None:
    one = answered(cast, yes=False)
    actions.invite(one, "Eget samtal", TODAY, by=cast.as_("karin"))
    actions.note_answer(one, True, "Ja", by=cast.as_("karin"))

    actions.note_answer(one, False, "", by=cast.as_("karin"), because="ångrade sig")

    cast.as_everyone()
    said = Offer.objects.order_by("pk").values_list("what", "answer", "said")
    assert list(said) == [("Informationsmöte", "no", "Inte nu"), ("Eget samtal", "no", "")]


def test_karin_corrects_the_answer_on_the_page(cast: Cast, page: Page) -> None:
    """Karin råkade anteckna ja. Hon väljer Rätta svaret, skriver varför, och det står att Noor tackade nej."""
    one = answered(cast)
    here, there = reverse("referral", args=[one.pk]), reverse("referral_answer", args=[one.pk])
    told = page("karin").get(here).content.decode()
    assert re.findall(r"button--primary[^>]*>([^<]+)<", told) == ["Anta"]
    assert {"Rätta svaret", "Ställ i kö", "Bjud in"} <= set(re.findall(r">([^<]+)</a>", told))
    assert re.search(r'value="no"[^>]*checked', page("karin").get(there).content.decode())

    missing = page("karin").post(there, {"answer": "no"})
    done = page("karin").post(there, {"answer": "no", "because": "klickade fel"}, follow=True)

    assert missing.status_code == 422
    assert "har tackat nej" in done.content.decode()


def test_a_first_answer_asks_for_no_reason(cast: Cast, page: Page) -> None:
    one = invited(cast)

    form = page("karin").get(reverse("referral_answer", args=[one.pk])).content.decode()

    assert "Varför ändras svaret?" not in form
