"""What holds on which day, what was directly before and after, and when a threshold is reached? Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from stafett.casework.rules import Source, faults_of_hours, faults_of_sources
from stafett.frame.formats import plain_day

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
"""Directly before and directly after mean within one week (sus.md § 2.3)."""
FAR = timedelta(days=366 * 20)
AHEAD = timedelta(days=366 * 2)
USUAL_HOURS: tuple[Decimal, ...] = (Decimal(10),)
"""10 hours a week is the door to the next form of support (A10)."""
USUAL_WEEKS = 1
MOST_HOURS = Decimal(80)


class Step(StrEnum):
    """What moves a participation to and from a pause."""

    PAUSE = "paus"
    RETURN = "tillbaka"


STEPS: Mapping[Step, tuple[tuple[str, ...], str]] = {
    Step.PAUSE: (("remaining", "unknown"), "paused"),
    Step.RETURN: (("paused",), "remaining"),
}
"""From which statuses each step goes, and to which; a pause that a register told is given its days."""


@dataclass(frozen=True)
class Spell:
    """A word of a list from a day until another, with how much of it; half-open, None goes on."""

    word: str
    from_day: date
    until_day: date | None
    amount: int | Decimal | None = None

    def holds(self, day: date) -> bool:
        """True on a day within it."""
        return self.from_day <= day and (self.until_day is None or day < self.until_day)


def meets(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """True when two half-open periods have a day in common."""
    starts_before_end = other[1] is None or one[0] < other[1]
    return starts_before_end and (one[1] is None or other[0] < one[1])


def directly_before(spells: Sequence[Spell], starts_on: date) -> list[Spell]:
    """What held on the last day before the start that anything held, within a week (sus.md § 2.3)."""
    days = (starts_on - DAY * back for back in range(1, WEEK.days + 1))
    return _first_held(spells, days)


def directly_after(spells: Sequence[Spell], ends_on: date | None) -> list[Spell]:
    """What held on the first day after the last that anything held, within a week; nothing while it goes on."""
    if ends_on is None:
        return []
    return _first_held(spells, (ends_on + DAY * on for on in range(1, WEEK.days + 1)))


def _first_held(spells: Sequence[Spell], days: Iterable[date]) -> list[Spell]:
    found = ([one for one in spells if one.holds(day)] for day in days)
    return next((held for held in found if held), [])


@dataclass(frozen=True)
class Reached:
    """So many hours a week since a day, for so long that the threshold was reached on another."""

    hours: Decimal
    since: date
    on: date
    until: date | None

    def goes_on(self, today: date) -> bool:
        """True while it still is so."""
        return self.until is None or self.until > today


def reached(spells: Sequence[Spell], hours: Decimal, weeks: int, today: date) -> Iterator[Reached]:
    """Each time that it adds up to so many hours a week for so many weeks in a row, by today (A10)."""
    for since, until in _runs(spells, hours):
        on = since + weeks * WEEK
        if on <= today and (until is None or until >= on):
            yield Reached(hours, since, on, until)


def _runs(spells: Sequence[Spell], hours: Decimal) -> Iterator[tuple[date, date | None]]:
    """The longest stretches of days on which the sum is at least that, in order."""
    edges = {one.from_day for one in spells} | {one.until_day for one in spells if one.until_day}
    since = None
    for day in sorted(edges):
        enough = sum((Decimal(s.amount or 0) for s in spells if s.holds(day)), Decimal(0)) >= hours
        if enough and since is None:
            since = day
        elif not enough and since is not None:
            yield since, day
            since = None
    if since is not None:
        yield since, None


def faults_of_period(
    first: date | None, last: date | None, today: date, ahead: timedelta = AHEAD
) -> dict[str, str]:
    """Why a period cannot be: it ends before it begins, or lies too far off."""
    if first is None:
        return {}
    if last is not None and last < first:
        return {"last_day": _("Sista dagen ligger före den första. Skriv en senare dag.")}
    if first < today - FAR:
        return {"from_day": _("Det är mer än tjugo år sedan. Kontrollera året.")}
    if first > today + ahead:
        return {"from_day": _("Dagen ligger för långt fram. Kontrollera året.")}
    return {}


def faults_beside(
    new: Source,
    period: tuple[date, date | None],
    others: Sequence[tuple[Source, date, date | None]],
) -> list[str]:
    """Why it cannot stand beside the others on some day: the same twice, or one that excludes the rest."""
    beside = [(one, first, until) for one, first, until in others if meets(period, (first, until))]
    same = [(first, until) for one, first, until in beside if one.code == new.code]
    for first, until in same:
        told = {"label": new.label, "first": plain_day(first)}
        if until is None:
            return [
                _("”%(label)s” står redan från %(first)s. Avsluta eller rätta den först.") % told
            ]
        told["last"] = plain_day(until - DAY)
        return [
            _(
                "”%(label)s” står redan från %(first)s till %(last)s. Rätta den, eller ändra dagarna."
            )
            % told
        ]
    return [s for one, _f, _u in beside for s in faults_of_sources([new, one])] or (
        faults_of_sources([new])
    )


def faults_of_hours_beside(new: Spell, others: Iterable[Spell]) -> list[str]:
    """Why nobody can do so much: together it is, on some day, more hours than a week has."""
    spells = [new, *others]
    for day in sorted({one.from_day for one in spells if meets(_days(one), _days(new))}):
        at = max(day, new.from_day)
        faults = faults_of_hours(
            Decimal(one.amount) for one in spells if one.amount and one.holds(at)
        )
        if faults:
            return faults
    return []


def most_percent(new: Spell, others: Iterable[Spell]) -> tuple[int, date]:
    """The most per cent that it comes to with the others on a day on which it holds, and from when."""
    spells = [new, *others]
    days = {one.from_day for one in spells if new.holds(one.from_day)} | {new.from_day}
    sums = [(sum(int(one.amount or 0) for one in spells if one.holds(day)), day) for day in days]
    return max(sums, key=lambda found: (found[0], -found[1].toordinal()))


def _days(spell: Spell) -> tuple[date, date | None]:
    return spell.from_day, spell.until_day


def faults_of_pause(
    from_day: date, expected_on: date | None, starts_on: date, today: date
) -> dict[str, str]:
    """Why somebody cannot pause then: before the start, not yet, or back before it began."""
    faults = _within_the_course(from_day, starts_on, today)
    if expected_on is not None and expected_on <= from_day:
        faults["expected_on"] = _("Skriv en dag efter den då pausen började, eller lämna tomt.")
    return faults


def faults_of_return(on: date, from_day: date, today: date) -> dict[str, str]:
    """Why somebody cannot be back then: not yet, or before the pause began."""
    if on > today:
        return {"on_day": _("Dagen har inte varit än. Anteckna när personen är tillbaka.")}
    if on <= from_day:
        told = {"day": plain_day(from_day)}
        return {"on_day": _("Pausen började %(day)s. Skriv en senare dag.") % told}
    return {}


def faults_of_past(
    first: date, until: date | None, last: str, course: tuple[date, date | None], today: date
) -> dict[str, str]:
    """Why a pause or a form cannot have been then: outside the course, or over before it began.

    `until` is the day after its last, told at the field `last`; `course` the first and last day of taking part.
    """
    starts_on, ends_on = course
    faults = _within_the_course(first, starts_on, today)
    if until is None:
        return faults
    if until <= first:
        faults[last] = _("Skriv en dag efter den då det började.")
    elif until > (ends_on + DAY if ends_on else today):
        faults[last] = _("Den dagen har inte varit än, eller ligger efter sista dagen i insatsen.")
    return faults


def faults_of_form(
    from_day: date, latest: date | None, starts_on: date, today: date
) -> dict[str, str]:
    """Why the form cannot be another from then: before the start, not yet, or before the latest change."""
    faults = _within_the_course(from_day, starts_on, today)
    if not faults and latest is not None and from_day < latest:
        told = {"day": plain_day(latest)}
        faults["from_day"] = (
            _("Formen ändrades senast %(day)s. Skriv den dagen eller en senare.") % told
        )
    return faults


def _within_the_course(day: date, starts_on: date, today: date) -> dict[str, str]:
    if day < starts_on:
        told = {"day": plain_day(starts_on)}
        return {
            "from_day": _("Deltagandet började %(day)s. Skriv den dagen eller en senare.") % told
        }
    if day > today:
        return {"from_day": _("Dagen har inte varit än. Skriv i dag eller en tidigare dag.")}
    return {}


def faults_of_thresholds(hours: Sequence[Decimal], weeks: int) -> dict[str, str]:
    """Why an initiative cannot flag at that: hours beyond a week's, or weeks beyond a year's."""
    if any(not 0 < one <= MOST_HOURS for one in hours):
        return {"hours": _("Skriv timmar i veckan, över 0 och högst 80.")}
    if not 1 <= weeks <= 52:
        return {"weeks": _("Skriv ett antal veckor mellan 1 och 52.")}
    return {}


def has_something_next(one: Spell, others: Iterable[Spell]) -> bool:
    """True when something that began later holds on the day that it ends, or begins after it."""
    if one.until_day is None:
        return True
    return any(
        other.from_day > one.from_day
        and (other.until_day is None or other.until_day > one.until_day)
        for other in others
    )
