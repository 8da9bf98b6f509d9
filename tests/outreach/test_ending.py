"""Does somebody who has left the list end by that day, and nobody who stands on it?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stafett.outreach.actions import lead_on, leave
from stafett.outreach.forgetting import forget_contact
from stafett.outreach.models import Attempt, Entry, Led
from stafett.people.models import Person
from stafett.safeguards.models import Circle, Member
from stafett.safeguards.queries.due import rows_of
from tests.cast import TODAY, Cast
from tests.outreach.world import listed, tried, word
from tests.referrals.test_ending import _due
from tests.referrals.world import new


def _gone(cast: Cast) -> Entry:
    one = listed(cast)
    tried(cast, one)
    leave(one, word("fyllt 20"), TODAY, by=cast.as_("karin"))
    cast.as_everyone()
    return one


@pytest.mark.parametrize("start", ["case_end", "case_year_end", "person_last"])
def test_who_has_left_ends_by_that_day(cast: Cast, start: str) -> None:
    one = _gone(cast)
    scopes = _due(cast, start)
    assert [scope.circle_id for scope in scopes] == [one.circle_id]
    tables = {table for table, rows in rows_of(one.controller_id, scopes) if rows.exists()}
    assert {Entry, Attempt, Member, Circle, Person} <= tables
    assert _due(cast, start, TODAY) == []


@pytest.mark.parametrize("start", ["case_end", "person_last"])
def test_who_stands_on_the_list_does_not_end(cast: Cast, start: str) -> None:
    listed(cast)
    assert _due(cast, start, date(2040, 1, 1)) == []


def test_that_somebody_was_led_on_ends_with_the_row(cast: Cast) -> None:
    one = listed(cast)
    lead_on(one, new(cast, "AUC"), by=cast.as_("karin"))
    leave(one, word("fyllt 20"), TODAY, by=cast.as_("karin"))
    cast.as_everyone()
    found: dict[Any, int] = {
        table: rows.count() for table, rows in rows_of(one.controller_id, _due(cast, "case_end"))
    }
    assert found[Led] == 1


def test_withheld_how_somebody_is_reached_is_taken_out(cast: Cast) -> None:
    one = listed(cast)
    assert forget_contact([one.person_id]) == 1
    assert Entry.objects.get().contact == ""
