"""Livelihood and occupation that a decision has ended: said to be ended, and not asked for again (law 6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from stafett.casework.actions import Living
from stafett.casework.models import Livelihood, Participation
from stafett.casework.queries.today import today
from stafett.casework.rules import Missing
from stafett.safeguards.models import Ending, EndingScope
from stafett.safeguards.rules import parts_between
from tests.casework.conftest import Page, get
from tests.casework.test_consent_paper import words
from tests.cast import TODAY, Cast

DECIDED = TODAY - timedelta(days=3)
LEFT = TODAY - timedelta(days=30)
BEFORE, AFTER = "forsorjning/fore/", "forsorjning/efter/"
LACKS = {Missing.LIVELIHOOD_AT_START, Missing.LIVELIHOOD_AT_END}


def at(one: Participation) -> str:
    return f"/deltagare/{one.pk}/"


def ended(one: Participation, *kinds: str, done: bool = True, **told: Any) -> None:
    """Rows of some kinds of the case have ended, as the worker leaves it: the decision stays."""
    made = Ending.objects.create(
        controller=one.controller, noticed_on=DECIDED, ends_from=DECIDED, decided_on=DECIDED,
        decided_by="Lena Chef", because="Planen", done_at=timezone.now() if done else None,
    )  # fmt: skip
    for kind in kinds:
        EndingScope.objects.create(
            ending=made, controller=one.controller, circle_id=one.circle_id, ends=kind, **told
        )


def lacks(cast: Cast, one: Participation) -> set[Missing]:
    return {lack.what for lack in today(cast.as_("karin")).lacks if lack.participation == one}


def test_what_a_decision_has_ended_is_said_with_its_day_and_not_asked_for(
    cast: Cast, page: Page
) -> None:
    """Ärendet är avslutat, försörjningen är gallrad: sidan säger när det beslutades, och ber inte om den."""
    one = cast.ended(ends_on=LEFT)
    assert lacks(cast, one) == LACKS
    text = get(page("karin"), at(one))
    assert {"inte ifylld" in text, BEFORE in text, AFTER in text} == {True}
    cast.as_everyone()
    ended(one, "livelihood", "occupation")
    assert not lacks(cast, one) & LACKS
    text = get(page("karin"), at(one))
    assert text.count("Försörjning är gallrad efter beslut 30 maj 2025.") == 2
    assert text.count("Sysselsättning är gallrad efter beslut 30 maj 2025.") == 2
    assert {"inte ifylld" in text, BEFORE in text, AFTER in text} == {False}
    told = page("karin").get(f"/api/v1/participations/{one.pk}").json()["ended_by_decision"]
    assert [(row["moment"], row["what"]) for row in told] == [
        ("start", "livelihood"), ("start", "occupation"), ("end", "livelihood"), ("end", "occupation"),
    ]  # fmt: skip
    assert {row["decided_on"] for row in told} == {str(DECIDED)}
    said = words(page("karin").get(f"{at(one)}till-akten.pdf"))
    assert "Försörjning direkt före: gallrad efter beslut 30 maj 2025" in said
    assert "Sysselsättning direkt efter: gallrad efter beslut 30 maj 2025" in said


def test_one_kind_that_has_ended_says_nothing_of_the_other(cast: Cast, page: Page) -> None:
    one = cast.ended(ends_on=LEFT)
    ended(one, "livelihood")
    text = get(page("karin"), at(one))
    assert text.count("Försörjning är gallrad") == 2
    assert text.count("Sysselsättning är inte ifylld.") == 2
    assert BEFORE not in text


@pytest.mark.parametrize("done", [True, False])
def test_only_what_is_older_than_the_day_of_a_decision_that_is_carried_out_has_ended(
    cast: Cast, page: Page, done: bool
) -> None:
    one = cast.ended(ends_on=LEFT)
    ended(one, "livelihood", before=LEFT, done=done)
    text = get(page("karin"), at(one))
    assert (text.count("Försörjning är gallrad"), text.count("Försörjning är inte ifylld")) == (
        (1, 1) if done else (0, 2)
    )
    assert (BEFORE in text) is not done
    assert AFTER in text
    assert lacks(cast, one) & LACKS == (LACKS - {Missing.LIVELIHOOD_AT_START} if done else LACKS)


def test_what_has_been_filled_in_since_is_shown_and_may_be_mended(cast: Cast, page: Page) -> None:
    one = cast.enrolled(livelihoods=(Living("start", "wages"),), starts_on=date(2025, 1, 7))
    ended(one, "livelihood")
    assert Livelihood.objects.get().source_id == "wages"
    text = get(page("karin"), at(one))
    assert "är gallrad" not in text
    assert BEFORE in text


def test_another_authoritys_rows_that_have_ended_are_not_told_of(cast: Cast, page: Page) -> None:
    """Det som var Arbetsförmedlingens eget säger inget om vad Flen har fyllt i (lag 2)."""
    one = cast.ended(ends_on=LEFT)
    ended(one, "livelihood", owner_id=cast.unit("Af Flen").authority_id)
    assert "är gallrad" not in get(page("karin"), at(one))
    assert lacks(cast, one) == LACKS
    cast.as_everyone()
    ended(one, "livelihood", owner_id=one.controller_id)
    assert "Försörjning är gallrad" in get(page("karin"), at(one))


def test_whom_livelihood_is_not_open_to_is_not_told_that_it_has_ended(
    cast: Cast, page: Page
) -> None:
    one = cast.ended(ends_on=LEFT)
    ended(one, "livelihood", "occupation")
    team = {one.controller_id, cast.unit("Af Flen").authority_id}
    cast.consented(one, "Af Flen", parts=parts_between(team, {"course"}, {}))
    text = get(page("per"), at(one))
    assert "Försörjning visas bara med samtycke." in text
    assert "är gallrad" not in text
    assert page("per").get(f"/api/v1/participations/{one.pk}").json()["ended_by_decision"] == []
