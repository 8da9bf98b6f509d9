"""Controls that the browser's own do badly: a day that is typed, and a file that is one."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.formats import short_day
from stafett.frame.plain_text import legible

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
)  # fmt: skip
IN_WORDS = re.compile(r"(?:[a-zåäö]+\.?\s+)?(?:den\s+)?(\d{1,2})\s*([a-z]{3,})\.?(?:\s+(\d{4}))?")
IN_NUMBERS = re.compile(r"(\d{1,2})\s*[/.]\s*(\d{1,2})(?:\s*[-/. ]\s*(\d{4}))?")
NEAR = {
    "iförrgår": -2, "förrgår": -2, "igår": -1, "idag": 0, "imorgon": 1, "övermorgon": 2,
    "iövermorgon": 2, "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
"""Days near today as people call them, written together: "i dag" is looked for as "idag"."""
AT_A_STRETCH = re.compile(r"(\d{4})(\d\d)(\d\d)")
HALF_A_YEAR = 182
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
ON_A_WEEKDAY = re.compile(r"(på |nu på |nästa |i )?([a-zåäö]{3,8})( nästa vecka)?")
IN_A_WHILE = re.compile(r"om\s+(\w+)\s+(dag|dagar|vecka|veckor)")
NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")


def read_day(typed: str, today: date) -> date | None:
    """The day that somebody means by "3 maj", "3/5", "tis 3 maj 2026", "20260503", "i morgon", "tisdag",
    "nästa tisdag", "i tisdags" or "om två veckor"; else None.

    Without a year it is this year's: the same whenever in the year it is typed.
    """
    said = " ".join(typed.strip().lower().split())
    if (away := NEAR.get(said.replace(" ", ""))) is not None:
        return today + timedelta(days=away)
    if found := AT_A_STRETCH.fullmatch(said):
        return _day(*map(int, found.groups()))
    if found := IN_NUMBERS.fullmatch(said):
        day, month, year = found.groups()
        return _day(int(year or today.year), int(month), int(day))
    return _in_a_while(said, today) or _on_a_weekday(said, today) or _in_words(said, today)


def _in_words(said: str, today: date) -> date | None:
    """A day and the name of its month, or the beginning of it."""
    found = IN_WORDS.fullmatch(said)
    if not found:
        return None
    day, word, year = found.groups()
    months = [n for n, name in enumerate(MONTHS, 1) if name.startswith(word)]
    return _day(int(year or today.year), months[0], int(day)) if len(months) == 1 else None


def read_day_to_come(typed: str, today: date) -> date | None:
    """The same in a field that looks ahead.

    A day without a year that was more than half a year ago is next year's: "5 jan" typed in November. One
    that was not long ago stays as it is, to be refused rather than put off for a year.
    """
    found = read_day(typed, today)
    if found is None or str(found.year) in typed or AT_A_STRETCH.fullmatch(typed.strip()):
        return found
    return (
        found
        if (today - found).days <= HALF_A_YEAR
        else _day(today.year + 1, *found.timetuple()[1:3])
    )


def _in_a_while(said: str, today: date) -> date | None:
    found = IN_A_WHILE.fullmatch(said)
    if not found:
        return None
    word, unit = found[1].replace("ett", "en"), found[2]
    number = (
        int(word)
        if word.isdigit() and len(word) < 4
        else NUMBERS.index(word)
        if word in NUMBERS
        else 0
    )
    return today + timedelta(days=number * (7 if unit.startswith("v") else 1)) if number else None


def _on_a_weekday(said: str, today: date) -> date | None:
    """The next one, never today: "fredag" said on a Friday could be either, and the page says which it took.

    "nästa fredag" is the one of next week, as the calendar has it; "i fredags" the last that was.
    """
    found = ON_A_WEEKDAY.fullmatch(said)
    if not found:
        return None
    before, word, next_week = found.groups()
    if before == "i ":
        days = [n for n, name in enumerate(WEEKDAYS) if word == f"{name}s"]
        return today - timedelta(days=(today.weekday() - days[0] - 1) % 7 + 1) if days else None
    days = [n for n, name in enumerate(WEEKDAYS) if name.startswith(word)]
    if not days:
        return None
    if next_week or before == "nästa ":
        return today + timedelta(days=7 - today.weekday() + days[0])
    return today + timedelta(days=(days[0] - today.weekday() - 1) % 7 + 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DayInput(forms.DateInput):
    """A day typed as people write it, 3 maj, i morgon or 2026-05-03, in a text field that says the weekday.

    The browser's own date field sends nothing at all for 30 February, so that what was typed is lost.
    """

    read = staticmethod(read_day)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"autocomplete": "off", "size": "14", "maxlength": "30"}
        super().__init__(attrs={**own, **(attrs or {})}, format="%Y-%m-%d")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The day as the database writes it, where it can be read; else what was typed."""
        typed = super().value_from_datadict(data, files, name)
        found = self.read(typed, timezone.localdate()) if isinstance(typed, str) else None
        return found.isoformat() if found else typed

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The field, with the weekday of the day in it."""
        drawn = super().render(name, value, attrs, renderer)
        try:
            day = value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            return drawn
        words = short_day(day, timezone.localdate())
        return format_html('{} <span class="field__weekday">{}</span>', drawn, words)


class DayToCome(DayInput):
    """The same for a day that as a rule is still to come."""

    read = staticmethod(read_day_to_come)


class EveryFile(forms.FileInput):
    """Gives all files that were sent in the field: a list where they are several, so that none is lost."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The file, or a list of them, each with a name that is seen; None when there is none."""
        found = files.getlist(name) if hasattr(files, "getlist") else [files.get(name)]
        for one in filter(None, found):
            one.name = legible(one.name)
        return found if len(found) > 1 else next(iter(found), None)


class OneFile(forms.FileField):
    """A file. Where several were sent in the field it takes none of them, and says so."""

    widget: Any = EveryFile

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file; a sentence when they are several."""
        if isinstance(data, list):
            raise forms.ValidationError(several_files())
        return super().clean(data, initial)


def several_files() -> str:
    """Why no file was taken where several came in one field, and what to do."""
    return _("Fältet har fått flera filer. Välj en, och lägg till en i taget.")


class ClockField(forms.TimeField):
    """A time of day typed as 9.15, 09:15 or 0915; nothing is lost when it is none."""

    widget = forms.TimeInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "size": "5"}, format="%H:%M"
    )

    def to_python(self, value: Any) -> time | None:
        """With a full stop or nothing between hour and minute too."""
        if isinstance(value, str):
            typed = value.strip().replace(".", ":")
            if typed.isdigit():
                typed = f"{typed[:-2] or 0}:{typed[-2:]}" if len(typed) > 2 else f"{typed}:00"
            value = typed
        return super().to_python(value)


def clock_field(**named: Any) -> ClockField:
    """A time of day that can be left out."""
    return ClockField(
        label=gettext_lazy("Klockan"), required=False,
        error_messages={"invalid": gettext_lazy("Skriv klockslaget så här: 9.15.")}, **named,
    )  # fmt: skip
