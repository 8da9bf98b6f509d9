"""How many months lie between two days, and how old is somebody on a day?"""

from __future__ import annotations

from datetime import date, timedelta

from stafett.safeguards.ending_rules import add_months

ONE_DAY = timedelta(days=1)


def months_between(first: date, last: date) -> int:
    """Whole months from the first day to the last."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if add_months(first, months) <= last else months - 1


def age_on(born: date, day: date) -> int:
    """Age in whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
