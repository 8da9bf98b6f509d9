"""Is what was written in a proposal that came to nothing there when it is proposed to somebody else?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from stafett.casework.models import Participation
from stafett.handover.actions import accept, decline, withdraw
from stafett.handover.forms.hands import ProposeForm
from tests.casework.conftest import _on_the_casts_day, get
from tests.cast import TODAY, Cast
from tests.handover.giving import DAY, HEARD, at_af, proposed

__all__ = ["_on_the_casts_day"]
WHAT = "Coachning mot arbete, två möten i veckan"
SAID = "Ifyllt från förslaget till Af Flen, som inte blev av."


def form(cast: Cast, case: Participation, who: str = "karin", day: date = TODAY) -> ProposeForm:
    return ProposeForm(viewer=replace(cast.as_(who), day=day), case=case)


def refused(cast: Cast, **asked: Any) -> Participation:
    case = at_af(cast)
    decline(proposed(cast, case, **asked), "Ingen plats", by=cast.as_("per"))
    return case


DAYS = {
    "meeting_on": TODAY + 7 * DAY, "from_day": TODAY + 9 * DAY, "alongside_until": TODAY + 30 * DAY,
}  # fmt: skip


def test_after_a_no_what_was_written_is_there_and_it_is_said(cast: Cast, page: Any) -> None:
    case = refused(cast, **DAYS)
    told = form(cast, case)
    assert (told.initial["what"], told.initial["heard"]) == (WHAT, HEARD.heard)
    assert {name: told.initial[name] for name in DAYS} == {
        name: day.isoformat() for name, day in DAYS.items()
    }
    assert not told.initial.get("to")
    text = get(page("karin"), f"/deltagare/{case.pk}/overlamning/ny/")
    assert SAID in text
    assert WHAT in text


def test_days_that_have_been_are_not_filled_in(cast: Cast) -> None:
    case, later = refused(cast, **DAYS), TODAY + 10 * DAY
    told = form(cast, case, day=later)
    assert told.initial["from_day"] == later.isoformat()
    assert not told.initial.get("meeting_on")
    assert told.initial["alongside_until"] == DAYS["alongside_until"].isoformat()


def test_one_that_was_taken_back_too(cast: Cast) -> None:
    case = at_af(cast)
    withdraw(proposed(cast, case), "Fel enhet", by=cast.as_("karin"))
    assert form(cast, case).initial["what"] == WHAT


@pytest.mark.parametrize("way", ["never", "done", "again"])
def test_nothing_is_filled_in_where_none_came_to_nothing_last(cast: Cast, way: str) -> None:
    case = at_af(cast) if way == "never" else refused(cast)
    if way != "never":
        accept(proposed(cast, case, to="Projektkontoret"), by=cast.as_("eva"))
    if way == "again":
        accept(proposed(cast, case, to="AUC", by="eva"), by=cast.as_("karin"))
    told = form(cast, case, "eva" if way == "done" else "karin")
    assert "what" not in told.initial
    assert SAID not in str(told.lead)


def test_the_next_holder_is_not_given_what_the_one_before_wrote(cast: Cast) -> None:
    case = refused(cast)
    cast.as_everyone()
    case.holdings.update(unit=cast.unit("Projektkontoret"))
    assert "what" not in form(cast, case, "eva").initial


def test_nor_is_who_keeps_the_register_for_a_unit_that_is_not_theirs(cast: Cast) -> None:
    case = refused(cast)
    cast.as_everyone()
    case.holdings.update(unit=cast.unit("Försörjningsstöd"))
    case.handovers.update(from_unit=cast.unit("Försörjningsstöd"))
    assert "what" not in form(cast, case, "karin").initial
    assert form(cast, case, "sven").initial["what"] == WHAT
