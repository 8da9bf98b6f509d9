"""Which days are working days in Sweden, and which comes next? Pure: the day comes in as an argument.

Saturdays, Sundays and public holidays are none (lag 1989:253). Midsommarafton, julafton and nyårsafton
are no public holidays, but offices are closed and the law on holidays counts them as Sundays
(semesterlag 1977:480, 7 §): they are free unless `eves=False` is asked for.
"""

from __future__ import annotations

from datetime import date, timedelta

from holidays.constants import DE_FACTO, PUBLIC
from holidays.countries import Sweden

ONE_DAY = timedelta(days=1)
_FREE = {
    True: Sweden(categories=(PUBLIC, DE_FACTO)),
    False: Sweden(categories=(PUBLIC,)),
}
"""The free days with and without the eves; the library fills in a year when it is first asked for."""


def is_working_day(day: date, *, eves: bool = True) -> bool:
    """True from Monday to Friday, but for the days that are free."""
    return day.weekday() < 5 and date(day.year, day.month, day.day) not in _FREE[eves]


def next_working_day(day: date, *, eves: bool = True) -> date:
    """The first working day after a day."""
    after = day + ONE_DAY
    while not is_working_day(after, eves=eves):
        after += ONE_DAY
    return after


__all__ = ["is_working_day", "next_working_day"]
