"""Which of those on the list fall between the chairs, and for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from stafett.casework.queries.between import MINE, found_in, scope_of
from stafett.outreach.actions import leave
from tests.cast import TODAY, Cast
from tests.outreach.world import listed, tried, word

CODES = ("outreach_unreached", "outreach_not_contacted", "outreach_turned_twenty")


def _found(cast: Cast, who: str = "karin", asked: str = MINE, ahead: int = 0) -> list[str]:
    viewer = replace(cast.as_(who), day=TODAY + timedelta(days=ahead))
    found = found_in(viewer, scope_of(viewer, asked))
    cast.as_everyone()
    return [rule.code for rule, gap in found if rule.code in CODES]


def test_who_has_not_been_reached_for_the_weeks_that_are_set_is_found(cast: Cast) -> None:
    one = listed(cast)
    assert (_found(cast, ahead=56), _found(cast, ahead=57)) == ([], ["outreach_unreached"])
    tried(cast, one, "inget svar", TODAY + timedelta(days=20))
    assert _found(cast, ahead=57) == ["outreach_unreached"]
    tried(cast, one, "nådd", TODAY + timedelta(days=20))
    assert (_found(cast, ahead=76), _found(cast, ahead=77)) == ([], ["outreach_unreached"])


def test_a_contact_that_did_not_come_about_is_found(cast: Cast) -> None:
    tried(cast, listed(cast), next_contact=TODAY + timedelta(days=3))
    assert (_found(cast, ahead=3), _found(cast, ahead=4)) == ([], ["outreach_not_contacted"])


def test_who_has_turned_twenty_is_found(cast: Cast) -> None:
    one = listed(cast)
    tried(cast, one, "nådd")
    one.person.birth_date = TODAY.replace(year=TODAY.year - 20)
    one.person.save(update_fields=["birth_date"])
    assert _found(cast) == ["outreach_turned_twenty"]


@pytest.mark.parametrize(("who", "asked"), [("fatima", MINE), ("eva", MINE), ("karin", "prov")])
def test_it_is_for_the_unit_that_holds_the_list_alone(cast: Cast, who: str, asked: str) -> None:
    listed(cast)
    assert _found(cast, "lena", ahead=100) == ["outreach_unreached"]
    assert _found(cast, who, asked, ahead=100) == []


def test_who_has_left_is_not_found(cast: Cast) -> None:
    one = listed(cast)
    leave(one, word("fullföljt utbildning"), TODAY, by=cast.as_("karin"))
    assert _found(cast, ahead=100) == []
