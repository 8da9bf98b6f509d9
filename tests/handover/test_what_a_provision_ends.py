"""Is it said beforehand what closes when an authority ends a provision? (law 1)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from stafett.handover.actions import accept
from stafett.safeguards.actions import end_provision
from stafett.safeguards.models import Provision
from stafett.safeguards.queries.provisions import WhatEnds, what_ends
from stafett.safeguards.rules import Refused
from tests.casework.conftest import get
from tests.cast import START, TODAY, Cast
from tests.handover.giving import at_af, proposed


def to_af(cast: Cast, opens: str = "standing") -> Provision:
    """What Flen has opened to Arbetsförmedlingen."""
    giver, receiver = cast.unit("AUC").authority, cast.unit("Af Flen").authority
    return Provision.objects.get(giver=giver, receiver=receiver, opens=opens)


def test_it_is_said_how_many_cases_close_and_how_many_fall_back_and_then_it_is_ended(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lena läser att Arbetsförmedlingen tappar två ärenden, och håller ihop ett av dem. Sedan avslutar hon."""
    accept(proposed(cast, at_af(cast)), by=cast.as_("per"))
    at_af(cast)
    cast.as_everyone()
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    one, lena = to_af(cast), page("lena")
    address = reverse("provision_end", args=[one.pk])
    assert address in get(lena, reverse("provisions"))
    text = " ".join(get(lena, address).split())
    assert "Arbetsförmedlingen kommer inte längre åt 2 ärenden." in text
    assert "Arbetsförmedlingen håller ihop 1 av dem." in text
    cast.as_everyone()
    assert to_af(cast).until_day is None, "to read it ends nothing"
    lena.post(address)
    cast.as_everyone()
    assert not Provision.objects.filter(pk=one.pk, until_day=None).exists()


def test_one_that_has_ended_is_not_ended_again_and_its_last_day_stands(
    cast: Cast, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lena skickar om en gammal sida, veckor senare: den dag som redan är sagd står kvar."""
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)
    one, lena = to_af(cast), page("lena")
    address = reverse("provision_end", args=[one.pk])
    ended = TODAY - timedelta(days=3)
    cast.as_everyone()
    Provision.objects.filter(pk=one.pk).update(from_day=START, until_day=ended)
    assert address not in get(lena, reverse("provisions"))
    for answer in (lena.post(address, follow=True), lena.get(address, follow=True)):
        assert "Bestämmelsen är redan avslutad. Dess sista dag" in answer.content.decode()
    cast.as_everyone()
    assert to_af(cast).until_day == ended
    with pytest.raises(Refused):
        end_provision(one, by=cast.as_("lena"))
    Provision.objects.filter(pk=one.pk).update(until_day=TODAY + timedelta(days=9))
    assert address in get(lena, reverse("provisions")), "one that is to end may end before"
    end_provision(to_af(cast), by=cast.as_("lena"))
    assert to_af(cast).until_day == TODAY


def test_of_whoever_keeps_the_register_nobody_is_counted_as_by_consent(cast: Cast) -> None:
    at_af(cast)
    one = to_af(cast)
    one.opens = "keeping"
    assert what_ends(cast.as_("lena"), one) == WhatEnds(0, 0)


def test_nothing_is_told_to_the_receiver_of_what_would_close(cast: Cast, page: Any) -> None:
    at_af(cast)
    address = reverse("provision_end", args=[to_af(cast).pk])
    assert page("stig").get(address).status_code == 403
