"""The fifth initiative, plainly invented, whose days follow a settable demo date: it has open cases."""

from __future__ import annotations

from datetime import date

from stafett.demo.cohorts.integrity import check
from stafett.demo.cohorts.shapes import Cohort
from stafett.demo.living.register import lines_on
from stafett.demo.living.setup import CODE, LIFETIME, setup


def living(today: date) -> Cohort:
    """The living initiative as it stands on a day; the same for the same day.

    Another day moves every day of it as far: the same people with the same stories, at other times.
    """
    rows, beside = lines_on(today)
    return check(Cohort(CODE, setup(today), rows, beside))


def day_of(starts_on: date) -> date:
    """The demo date that a living initiative was made for, by its first day."""
    return starts_on + LIFETIME


__all__ = ["CODE", "day_of", "living"]
