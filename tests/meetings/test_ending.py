"""Does all of a meeting end together, with its case or before it by kind?"""

from __future__ import annotations

from datetime import timedelta

from stafett.safeguards.queries.due import Scope, rows_of
from tests.cast import TODAY, Cast
from tests.meetings.world import SOON, booked, held, of_person, of_unit

TABLES = {"meetings_meeting", "meetings_called", "meetings_promise"}


def ending(cast: Cast, *scopes: Scope) -> dict[str, int]:
    """How many rows of each of this app's tables end."""
    cast.as_everyone()
    found = rows_of(cast.branch().controller_id, scopes)
    return {
        t._meta.db_table: n
        for t, rows in found
        if t._meta.db_table in TABLES and (n := rows.count())
    }


def test_a_meeting_ends_with_all_that_hangs_on_it_counted_from_its_day(cast: Cast) -> None:
    case = cast.enrolled()
    cast.consented(case, "Af Flen")
    before = TODAY - timedelta(days=30)
    old = booked(cast, case, "Af Flen", on=before)
    held(cast, old, of_person(due=SOON), of_unit(cast, "Af Flen", due=SOON))
    held(cast, booked(cast, case), of_person())
    by_kind = Scope(case.circle_id, None, "agreement", before + timedelta(days=1))
    assert ending(cast, by_kind) == {
        "meetings_meeting": 1,
        "meetings_called": 3,
        "meetings_promise": 2,
    }
    assert ending(cast, Scope(case.circle_id, None, "involvement", TODAY)) == {}


def test_all_of_a_case_ends_with_it(cast: Cast) -> None:
    case = cast.enrolled()
    held(cast, booked(cast, case), of_person())
    whole = Scope(case.circle_id, None, "case", None)
    assert ending(cast, whole) == {
        "meetings_meeting": 1,
        "meetings_called": 2,
        "meetings_promise": 1,
    }
