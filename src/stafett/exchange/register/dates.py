"""Which day a Swedish way of writing a date means, and when two readings are possible."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from stafett.exchange.register.faults import Severity, Trouble

FIRST_YEAR, LAST_YEAR = 1900, 2100
QUOTED = 60
EXCELS_DAY_NOUGHT = date(1899, 12, 30)
"""Day 0 of Excel's own numbering, as it works from March 1900 on."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"),
            ("februari", "feb", "febr"),
            ("mars", "mar"),
            ("april", "apr"),
            ("maj",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("augusti", "aug"),
            ("september", "sep", "sept"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}


class Reading(NamedTuple):
    """What a text was read as, and what there is to say about it; value None when it could not be."""

    value: Any = None
    troubles: tuple[Trouble, ...] = ()

    @classmethod
    def refused(cls, code: str, *, suggestion: str = "", **params: object) -> Reading:
        """Nothing could be read, for this reason."""
        return cls(None, (Trouble(code, _short(params), suggestion),))

    @classmethod
    def remarked(
        cls, value: object, code: str, *, severity: Severity = Severity.NOTE, **params: object
    ) -> Reading:
        """Something was read, but look at it."""
        return cls(value, (Trouble(code, _short(params), severity=severity),))


def _short(params: dict[str, Any]) -> dict[str, Any]:
    """A sentence repeats what stood in the cell, but not a whole page of it."""
    text = params.get("text", "")
    return {**params, "text": f"{text[:QUOTED]}…"} if len(text) > QUOTED else params


def read_date(text: str) -> Reading:
    """The day that a text means. Never chooses between day/month and month/day where both could be.

    Reads 2021-03-01, 20210301, 2021/3/1, 1.3.2021, 1/3 2021, 1 mars 2021 and Excel's day numbers;
    a time of day after the date is left out. Says why for everything else.
    """
    plain = TIME_OF_DAY.sub("", " ".join(text.casefold().split()))
    for pattern, reader in WAYS:
        match = pattern.fullmatch(plain)
        if match:
            return reader(text, match)
    return Reading.refused("not-a-date", text=text)


def day(text: str, year: int, month: int, day_of_month: int) -> Reading:
    """The day of a year, month and day, or which of them is impossible."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Reading.refused("date-year", text=text, first=FIRST_YEAR, last=LAST_YEAR)
    if not 1 <= month <= 12:
        return Reading.refused("date-no-month", text=text, month=month)
    days = monthrange(year, month)[1]
    if not 1 <= day_of_month <= days:
        return Reading.refused("date-no-such-day", text=text, day=day_of_month, days=days)
    return Reading(date(year, month, day_of_month))


def _year_first(text: str, match: re.Match[str]) -> Reading:
    return day(text, int(match["y"]), int(match["m"]), int(match["d"]))


def _named_month(text: str, match: re.Match[str]) -> Reading:
    month = MONTHS.get(match["name"])
    if month is None:
        return Reading.refused("not-a-date", text=text)
    return day(text, int(match["y"]), month, int(match["d"]))


def _either_order(text: str, match: re.Match[str]) -> Reading:
    """1/3/2021: a day only when the other order gives none, or the same one."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    swedish, american = day(text, year, second, first), day(text, year, first, second)
    if swedish.value and american.value and swedish.value != american.value:
        return Reading.refused("date-ambiguous", text=text, one=swedish.value, other=american.value)
    return swedish if swedish.value or american.value is None else american


def _month_only(text: str, match: re.Match[str]) -> Reading:
    known = match["name"] is None or match["name"] in MONTHS
    return Reading.refused("date-no-day" if known else "not-a-date", text=text)


def _no_year(text: str, match: re.Match[str]) -> Reading:
    known = match["name"] is None or match["name"] in MONTHS
    return Reading.refused("date-no-year" if known else "not-a-date", text=text)


def _short_year(text: str, match: re.Match[str]) -> Reading:
    return Reading.refused("date-short-year", text=text)


def _excels_number(text: str, match: re.Match[str]) -> Reading:
    """A bare number of days: the cell lost its format; any whole day from 1927 to 2100 is plausible."""
    found = EXCELS_DAY_NOUGHT + timedelta(days=int(match["n"]))
    if found.year > LAST_YEAR:
        return Reading.refused("not-a-date", text=text)
    return Reading.remarked(found, "date-serial", severity=Severity.WARNING, text=text, read=found)


TIME_OF_DAY = re.compile(
    r"(?<=\d)[t ]+(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?|\d{1,2}\.\d{2}\.\d{2})(?: ?z)?$"
)

Way = tuple[re.Pattern[str], Callable[[str, re.Match[str]], Reading]]
NAMED = r"(?P<name>[a-zåäö]+)\.?"
WAYS: tuple[Way, ...] = (
    (re.compile(r"(?P<y>\d{4})(?P<s>[-/. ])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})", re.A), _year_first),
    (re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", re.A), _year_first),
    (re.compile(r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4})", re.A), _year_first),
    (re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})(?: |, |-| -)(?P<y>\d{4})", re.A), _year_first),
    (re.compile(r"(?P<a>\d{1,2})(?P<s>[-/])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})", re.A), _either_order),
    (
        re.compile(rf"(?:den )?(?P<d>\d{{1,2}})(?:\.|:?[ae]|:e)? {NAMED} (?P<y>\d{{4}})", re.A),
        _named_month,
    ),
    (re.compile(rf"(?:{NAMED} )?\d{{4}}", re.A), _month_only),
    (re.compile(r"\d{4}(?P<name>(?!))?[-/.]\d{1,2}", re.A), _month_only),
    (re.compile(r"\d{6}|\d{1,2}([-/. ])\d{1,2}(\1| )\d{2}", re.A), _short_year),
    (re.compile(rf"(?:den )?\d{{1,2}}(?:[/.]\d{{1,2}}\.?|(?:\.|:?[ae])? {NAMED})", re.A), _no_year),
    (re.compile(r"(?P<n>\d{5})(?:[.,]\d+)?", re.A), _excels_number),
)
"""Patterns in the order they are tried; each knows what its own kind of text can mean."""

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Reading", "day", "read_date"]
