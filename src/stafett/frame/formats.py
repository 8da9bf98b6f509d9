"""How people write days, times and numbers, in the active language.

Nothing here reads a clock: what counts as today is always given.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_minus_sign_symbol,
)
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NO_VALUE = "–"
"""Stands where there is nothing to show; never for what is hidden, which says so in words."""

LOCALES = {"sv": "sv_SE", "en": "en_GB"}
DAYS_BEFORE_MONTHS = 60
DAYS_OF_YEAR = 365
"""How long a year is where a distance is put into words; Babel's own measure."""

Number = int | float | Decimal


def capital(words: object) -> str:
    """The words with a capital first, as a choice or a heading begins."""
    said = str(words)
    return said[:1].upper() + said[1:]


def in_a_row(names: Iterable[object]) -> str:
    """Names as one says them after each other: A, B och C."""
    return format_list([str(one) for one in names], locale=locale())


def locale() -> Locale:
    """The ways of writing that go with the active language; Swedish when it has none."""
    return _ways_of((get_language() or "sv").split("-")[0])


@cache
def _ways_of(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, "sv_SE"))


def whole_number(value: Number) -> str:
    """A count as "2 255 451"; half and more is rounded up."""
    ways = locale()
    return _with_minus(format_decimal(_rounded(value, 0), "#,##0", locale=ways), ways)


def plain_number(value: Number) -> str:
    """A measure without decimals that say nothing: "20", and "12,5" where there is a half."""
    ways = locale()
    return _with_minus(format_decimal(value, "0.##", locale=ways), ways)


def kronor(amount: Number) -> str:
    """An amount in whole kronor as "2 255 451 kr"; the öre are rounded away, not lost."""
    ways = locale()
    # A space that does not break; en_GB would write SEK2,255,451.
    pattern = "#,##0\xa0¤" if ways.language == "sv" else "¤\xa0#,##0"
    written = format_currency(
        _rounded(amount, 0), "SEK", pattern, locale=ways, currency_digits=False
    )
    return _with_minus(written, ways)


def percent(share: Number, decimals: int = 1) -> str:
    """A share between 0 and 1 as "16,5 %", always with the same number of decimals."""
    ways = locale()
    digits = "0." + "0" * decimals if decimals else "0"
    pattern = ways.percent_formats[None].pattern.replace("#,##0", f"#,##{digits}")
    written = format_percent(_rounded(share, decimals + 2), pattern, locale=ways)
    return _with_minus(written, ways)


def short_day(day: date, today: date) -> str:
    """A day as people say it, "tis 3 maj"; with its year when that is not this year."""
    pattern = "EEE d MMM" if day.year == today.year else "EEE d MMM y"
    return _without_dots(format_date(day, pattern, locale=locale()))


def plain_day(day: date) -> str:
    """A day without its weekday, "3 maj 2007", for what lies long ago or far ahead."""
    return format_date(day, "d MMMM y", locale=locale())


def full_day(day: date) -> str:
    """A day with nothing left out: "tisdag 3 maj 2011"."""
    return format_date(day, "EEEE d MMMM y", locale=locale())


def clock(moment: time) -> str:
    """A time of day: "09.05" in Swedish, "09:05" in English."""
    pattern = "HH.mm" if locale().language == "sv" else "HH:mm"
    return format_time(moment, pattern, locale=locale())


def distance(day: date, today: date) -> str:
    """How far off a day is: "i går", "för 12 dagar sedan", "om 4 månader"."""
    days = (day - today).days
    if days in (-1, 0, 1):
        return (_("i går"), _("i dag"), _("i morgon"))[days + 1]
    years = _whole_years(day, today)
    return format_timedelta(
        timedelta(days=DAYS_OF_YEAR * years if abs(years) > 1 else days),
        granularity=_unit(abs(days), abs(years)),
        threshold=10**6,
        add_direction=True,
        locale=locale(),
    )


def span(first: date | None, last: date | None) -> str:
    """A period of days, last day included: "3 maj – 9 aug 2008", "från 3 maj 2008"; one day is told once."""
    if first and first == last:
        return _short(first)
    if first and last:
        return f"{_short(first, with_year=first.year != last.year)} – {_short(last)}"
    if first:
        return _("från %(day)s") % {"day": _short(first)}
    if last:
        return _("till %(day)s") % {"day": _short(last)}
    return NO_VALUE


def _short(day: date, with_year: bool = True) -> str:
    return _written(day, "d MMM y" if with_year else "d MMM", locale())


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, ways: Locale) -> str:
    """Kept: a page of a list writes a hundred days, and the same ones over and over."""
    return _without_dots(format_date(day, pattern, locale=ways))


def _unit(days: int, years: int) -> Literal["day", "month", "year"]:
    if days < DAYS_BEFORE_MONTHS:
        return "day"
    return "year" if years > 1 else "month"


def _whole_years(day: date, today: date) -> int:
    """How many whole years lie between; below 0 for a day that has been."""
    first, last = sorted((day, today))
    years = last.year - first.year - ((last.month, last.day) < (first.month, first.day))
    return years if day > today else -years


def _with_minus(written: str, ways: Locale) -> str:
    # Babel leaves the hyphen of a pattern as it is; Swedish numbers have a true minus sign.
    return written.replace("-", get_minus_sign_symbol(ways))


def _without_dots(words: str) -> str:
    return words.replace(".", "")


def _rounded(value: Number, decimals: int) -> Decimal:
    # Babel rounds halves to even, which nobody who checks a sum by hand expects.
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
