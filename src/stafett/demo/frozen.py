"""Which periods of the demo's initiatives are closed and signed, so that outsiders see figures at once?

The four cohorts are over: one period each, from the first day to the last that their figures are of.
The living one has its time until a season ago signed by all, and two months after it that wait for the last.
"""

from __future__ import annotations

from datetime import date, timedelta

from stafett.initiatives.models import Initiative
from stafett.measures.actions import close_period, sign
from stafett.measures.models import PUBLIC, Period
from stafett.measures.outsiders.reading import must_sign
from stafett.safeguards.viewer import Viewer

THRESHOLDS = dict.fromkeys(("public", "association", "steering", "evaluator"), PUBLIC)


def freeze(initiative: Initiative, *, by: Viewer) -> None:
    """Close and sign the initiative's periods, as those who answer for its people would."""
    if initiative.ends_on is None:
        _living(initiative, by)
        return
    last = initiative.counted_on or initiative.ends_on
    _signed(close_period(initiative, initiative.starts_on, last, by=by), by)


def _living(initiative: Initiative, by: Viewer) -> None:
    """What is frozen ends three months ago, when it had grown enough for some months to be shown; two wait."""
    last = _end_of_month(by.day - timedelta(days=31))
    before = _end_of_month(last - timedelta(days=60))
    _signed(close_period(initiative, initiative.starts_on, before, by=by), by)
    close_period(initiative, before + timedelta(days=1), last, by=by)


def _end_of_month(day: date) -> date:
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)


def _signed(period: Period, by: Viewer) -> None:
    for authority in must_sign(period.initiative):
        sign(period, authority, THRESHOLDS, by=by)
