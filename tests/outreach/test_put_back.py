"""When a try is taken back, does the row on the list say what it said before the try?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stafett.outreach.actions import Facts, correct, leave
from stafett.outreach.correcting import retract_try
from stafett.outreach.models import Attempt, Entry
from tests.cast import TODAY, Cast
from tests.outreach.world import listed, tried, word

DAY = timedelta(days=1)
SOON, LATER = TODAY + 3 * DAY, TODAY + 9 * DAY
START = TODAY - 30 * DAY


def known(cast: Cast) -> Entry:
    """Somebody of whom a try twenty days ago said that they work, and when to try again."""
    one = listed(cast, START)
    tried(cast, one, day=TODAY - 20 * DAY, doing=word("arbetar"), next_contact=SOON)
    return one


def mistaken(cast: Cast, one: Entry, **other: Any) -> Attempt:
    """A try that was with somebody else."""
    told = {"doing": word("studerar"), "next_contact": LATER, **other}
    return tried(cast, one, "nådd", **told)


def stands(one: Entry) -> tuple[str, Any, Any]:
    one.refresh_from_db()
    return str(one.doing or ""), one.doing_on, one.next_contact


BEFORE = ("arbetar", TODAY - 20 * DAY, SOON)


def test_what_they_do_and_the_next_contact_are_what_they_were_before(cast: Cast) -> None:
    one = known(cast)
    assert stands(one) == BEFORE
    made = mistaken(cast, one)
    assert stands(one) == ("studerar", TODAY, LATER)
    retract_try(made, by=cast.as_("karin"), because="fel rad")
    assert stands(one) == BEFORE


def test_also_where_the_mistaken_one_was_the_first_or_said_nothing_more(cast: Cast) -> None:
    one = listed(cast, START)
    retract_try(mistaken(cast, one), by=cast.as_("karin"), because="fel rad")
    assert stands(one) == ("", None, None)
    retract_try(tried(cast, one), by=cast.as_("karin"), because="fel rad")
    assert stands(one) == ("", None, None)


@pytest.mark.parametrize("then", [LATER, TODAY + DAY, None])
def test_what_a_later_try_has_said_of_the_next_contact_stands(cast: Cast, then: Any) -> None:
    one = known(cast)
    made = mistaken(cast, one)
    tried(cast, one, next_contact=then)
    retract_try(made, by=cast.as_("karin"), because="fel rad")
    assert stands(one) == (*BEFORE[:2], then)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_when_two_are_taken_back_it_stands_as_before_both(cast: Cast, order: Any) -> None:
    one = known(cast)
    first = mistaken(cast, one)
    second = tried(cast, one, doing=word("arbetar"), next_contact=TODAY + DAY)
    for made in ((first, second)[number] for number in order):
        retract_try(made, by=cast.as_("karin"), because="fel rad")
    assert stands(one) == BEFORE


def test_what_was_corrected_on_the_list_since_stands(cast: Cast) -> None:
    one = known(cast)
    made = mistaken(cast, one)
    told = Facts("Flens gymnasium", "", "", word("okänt"), TODAY + DAY)
    correct(one, told, by=cast.as_("karin"), because="ringde")
    retract_try(made, by=cast.as_("karin"), because="fel rad")
    assert stands(one) == ("okänt", TODAY, TODAY + DAY)


def test_whoever_has_left_the_list_has_no_next_contact(cast: Cast) -> None:
    one = known(cast)
    made = mistaken(cast, one, next_contact=None)
    leave(one, word("flyttat från kommunen"), TODAY, by=cast.as_("karin"))
    retract_try(made, by=cast.as_("karin"), because="fel rad")
    assert stands(one) == (*BEFORE[:2], None)


def test_the_reason_stands_with_the_try_alone(cast: Cast) -> None:
    one = known(cast)
    retract_try(mistaken(cast, one), by=cast.as_("karin"), because="det var Alva")
    cast.as_everyone()
    kept: Any = Entry.pgh_event_model.objects.filter(pgh_obj_id=one.pk)  # type: ignore[attr-defined]
    said = [was.pgh_context.metadata for was in kept.order_by("pgh_id") if was.pgh_context]
    assert "Alva" not in str(said)


def test_that_they_still_do_the_same_is_said_by_the_later_one_with_its_day(cast: Cast) -> None:
    one = known(cast)
    made = mistaken(cast, one)
    tried(cast, one, doing=word("okänt"), next_contact=LATER)
    retract_try(made, by=cast.as_("karin"), because="fel rad")
    assert stands(one) == ("okänt", TODAY, LATER)
