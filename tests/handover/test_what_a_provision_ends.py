"""Is it said beforehand what closes when an authority ends a provision? (law 1)"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from stafett.handover.actions import accept
from stafett.safeguards.models import Provision
from stafett.safeguards.queries.provisions import WhatEnds, what_ends
from tests.casework.conftest import get
from tests.cast import TODAY, Cast
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


def test_of_whoever_keeps_the_register_nobody_is_counted_as_by_consent(cast: Cast) -> None:
    at_af(cast)
    one = to_af(cast)
    one.opens = "keeping"
    assert what_ends(cast.as_("lena"), one) == WhatEnds(0, 0)


def test_nothing_is_told_to_the_receiver_of_what_would_close(cast: Cast, page: Any) -> None:
    at_af(cast)
    address = reverse("provision_end", args=[to_af(cast).pk])
    assert page("stig").get(address).status_code == 403
