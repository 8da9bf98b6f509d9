"""Does a case's page lead back to the referral that it came from, for those alone who may see it (law 2)?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from stafett.casework.models import Participation
from stafett.referrals import actions
from stafett.referrals.actions import Decision
from stafett.referrals.models import Referral
from tests.casework.conftest import get
from tests.cast import TODAY, Cast
from tests.referrals.world import referred

WORDS = ("Försäkringskassan", "Arbetsträning", "Jag vill ut.", "Läs hela aktualiseringen")


@pytest.fixture(autouse=True)
def _on_the_casts_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stafett.safeguards.middleware.timezone.localdate", lambda: TODAY)


def _accepted(cast: Cast) -> tuple[Referral, UUID]:
    one = referred(cast)
    key = actions.accept(one, Decision(), by=cast.as_("karin"))
    cast.as_everyone()
    return one, key


def _panel(page: Any, who: str, key: UUID) -> str:
    """What stands of the way in on the case's page."""
    shown = get(page(who), reverse("participation", args=[key]))
    _before, found, after = shown.partition('id="vagen-in"')
    return found and after.split("</section>")[0]


def test_whoever_takes_in_reads_what_was_asked_for_and_the_persons_words(
    cast: Cast, page: Any
) -> None:
    one, key = _accepted(cast)
    shown = _panel(page, "karin", key)
    for words in (*WORDS, "2 juni 2025", reverse("referral", args=[one.pk])):
        assert words in shown, shown


def test_who_sees_the_case_by_standing_access_alone_is_told_nothing_of_it(
    cast: Cast, page: Any
) -> None:
    _one, key = _accepted(cast)
    cast.consented(Participation.objects.get(pk=key), "Af Flen")
    assert get(page("per"), reverse("participation", args=[key]))
    assert _panel(page, "per", key) == ""


def test_a_case_that_came_another_way_has_no_such_panel(cast: Cast, page: Any) -> None:
    assert _panel(page, "karin", cast.enrolled().pk) == ""
