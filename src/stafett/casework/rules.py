"""What must hold for a participation, in sentences: holders day by day, exits, livelihood, what is missing.

Pure: no database, no request, no clock. Days come in as arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.frame.formats import plain_day, plain_number

ONE_DAY = timedelta(days=1)
FAR = date.max
FIRST_YEAR = 1900
"""Nobody's days are recorded from before it; the same year as where registers are read in."""

DAYS_TO_RECORD_LIVELIHOOD = 14
"""So many days after the start, or the exit, its livelihood should be known (sus.md § 2.3)."""
DAYS_ALONE = 30
"""So many days after the start at least one more party usually has its own case (D8)."""
DAYS_AFTER_EXIT = 90
"""An exit with something missing is brought up for so long; then it is history."""


EXIT_NEEDS: dict[str, str | Promise] = {
    "ends_on": gettext_lazy("Skriv vilken dag som var den sista."),
    "outcome": gettext_lazy(
        "Det saknas vad det ledde till. Välj det utfall som stämmer bäst; är det okänt, välj det."
    ),
    "next_step": gettext_lazy(
        "Det saknas vad som händer härnäst. Välj om någon tar över, eller varför ingen gör det."
    ),
}
"""What an exit must say, and how it is asked for (law 1, G16)."""


@dataclass(frozen=True)
class Held:
    """A unit that holds a case from a day until another, the latter not included; None is still."""

    unit_id: int
    from_day: date
    until_day: date | None
    key: object = None


def after(last_day: date | None) -> date | None:
    """The first day after an included last day; None stays open."""
    return last_day + ONE_DAY if last_day else None


def last_day_of(until_day: date | None) -> date | None:
    """The included last day of a half-open period; None stays open."""
    return until_day - ONE_DAY if until_day else None


def covering(held: Sequence[Held], starts_on: date, ends_on: date | None) -> list[Held]:
    """The same holders made to cover a participation's days exactly: never nobody, never two (law 1).

    `held` is in order, without gap. Who falls outside the new days goes; the first and the last are
    drawn out to its ends; with nobody left the nearest one holds all of it.
    """
    end = after(ends_on) or FAR
    inside = [h for h in held if h.from_day < end and (h.until_day or FAR) > starts_on]
    if not inside:
        nearest = held[0] if held[0].from_day >= end else held[-1]
        inside = [nearest]
    inside[0] = replace(inside[0], from_day=starts_on)
    inside[-1] = replace(inside[-1], until_day=after(ends_on))
    return inside


def within(wanted: Held, held: Iterable[Held]) -> Held | None:
    """The part of somebody's time with a case that lies where their unit holds it; None where none does.

    Of several the last; `held` is in order, without gap.
    """
    kept = None
    for span in held:
        first = max(wanted.from_day, span.from_day)
        last = min(wanted.until_day or FAR, span.until_day or FAR)
        if span.unit_id == wanted.unit_id and first < last:
            kept = replace(wanted, from_day=first, until_day=None if last == FAR else last)
    return kept


def without(wanted: Held, held: Iterable[Held]) -> Held | None:
    """Somebody's time with a case until their own unit holds it; None where it does from the first day."""
    for span in held:
        begun = span.until_day is None or span.until_day > wanted.from_day
        reached = wanted.until_day is None or span.from_day < wanted.until_day
        if span.unit_id == wanted.unit_id and begun and reached:
            return (
                replace(wanted, until_day=span.from_day)
                if span.from_day > wanted.from_day
                else None
            )
    return wanted


def joined(held: Iterable[Held]) -> list[Held]:
    """Each unit's times, those made one where one begins as another ends."""
    whole: list[Held] = []
    for span in sorted(held, key=lambda one: (one.unit_id, one.from_day)):
        if whole and (whole[-1].unit_id, whole[-1].until_day) == (span.unit_id, span.from_day):
            whole[-1] = replace(whole[-1], until_day=span.until_day)
        else:
            whole.append(span)
    return whole


class Stays(StrEnum):
    """Why a case cannot be moved to another in the unit."""

    ENDED = "ended"
    ELSEWHERE = "elsewhere"
    MOVED_MEANWHILE = "moved_meanwhile"
    ANOTHERS = "anothers"
    NOT_NAMED = "not_named"
    NOT_IN = "not_in"
    HOLDS = "holds"
    HAS_IT = "has_it"
    NOBODY = "nobody"


STAYS_WORDS: dict[Stays, str | Promise] = {
    Stays.ENDED: gettext_lazy("är avslutat"),
    Stays.ELSEWHERE: gettext_lazy("hålls ihop av en annan enhet nu"),
    Stays.MOVED_MEANWHILE: gettext_lazy("har bytt handläggare sedan du öppnade sidan"),
    Stays.ANOTHERS: gettext_lazy("är en kollegas; bara hen själv och enhetschefen flyttar det"),
    Stays.NOT_NAMED: gettext_lazy(
        "ses bara av ett namngivet team, och den du valde är inte med i det"
    ),
    Stays.NOT_IN: gettext_lazy(
        "finns inte hos er enhet i egen roll, bara genom vad andra har lämnat ut"
    ),
    Stays.HOLDS: gettext_lazy("hålls ihop av er enhet: välj handläggare i stället"),
    Stays.HAS_IT: gettext_lazy("är redan hos den du valde: ett par är två"),
    Stays.NOBODY: gettext_lazy(
        "har ingen hos er att vara i par med: välj handläggare eller kontaktperson först"
    ),
}


@dataclass(frozen=True)
class CaseToMove:
    """What the rule about moving needs to know of a case; posts are numbers, None is nobody."""

    open: bool
    holder: int | None
    post: int | None
    named: frozenset[int] | None = None
    """The posts that alone see it; None when whole units do."""


@dataclass(frozen=True)
class Mover:
    """Who moves: in which unit, whether all of its cases are theirs to move, and their own posts."""

    unit: int
    all_of_them: bool
    own_posts: frozenset[int]


def stays(case: CaseToMove, by: Mover, to: int, seen: int | None) -> Stays | None:
    """Why a case stays where it is; None when it may move to a post of its unit (A20).

    `seen` is who had it when the mover looked. A caseworker moves what is their own, and what nobody has.
    """
    if not case.open:
        return Stays.ENDED
    if case.holder != by.unit:
        return Stays.ELSEWHERE
    if case.post != seen:
        return Stays.MOVED_MEANWHILE
    if not by.all_of_them and case.post is not None and case.post not in by.own_posts:
        return Stays.ANOTHERS
    return Stays.NOT_NAMED if case.named is not None and to not in case.named else None


@dataclass(frozen=True)
class CaseToShare:
    """What the rule about sharing needs to know of a case; posts are numbers, None is nobody."""

    open: bool
    holds: bool
    """Whether the unit holds it."""
    inside: bool
    """Whether the unit is in it by a right of its own."""
    post: int | None
    """Who has the part now."""
    has: frozenset[int] = frozenset()
    """The posts of the unit that have the case, or are its contact person."""
    named: frozenset[int] | None = None


def stays_unshared(
    case: CaseToShare, by: Mover, to: int | None, seen: int | None, *, in_pair: bool, at_holder: bool
) -> Stays | None:  # fmt: skip
    """Why a case's contact person or pair stays as it is; None when a post of the unit may have it (A7 D8).

    `to` is None where nobody is to have it any more. Whoever has the case says who is in a pair with them.
    """
    if not case.open:
        return Stays.ENDED
    if case.holds != at_holder:
        return Stays.HOLDS if case.holds else Stays.ELSEWHERE
    if case.post != seen:
        return Stays.MOVED_MEANWHILE
    if not by.all_of_them and case.post is not None and not by.own_posts & {case.post, *case.has}:
        return Stays.ANOTHERS
    return None if to is None else _cannot_share(case, to, in_pair)


def _cannot_share(case: CaseToShare, to: int, in_pair: bool) -> Stays | None:
    if not case.inside:
        return Stays.NOT_IN
    if in_pair and not case.has:
        return Stays.NOBODY
    if in_pair and to in case.has:
        return Stays.HAS_IT
    return Stays.NOT_NAMED if case.named is not None and to not in case.named else None


def overlaps(first: date, last: date | None, other: date, other_last: date | None) -> bool:
    """True when two participations, last days included, have a day in common (D12)."""
    return first <= (other_last or FAR) and other <= (last or FAR)


def born_of(who: Any) -> date | int | None:
    """When a person, or the facts of one, says that they were born: the day, else the year, else None."""
    return who.birth_date or who.birth_year


def faults_of_start(starts_on: date | None, born: date | int | None, today: date) -> dict[str, str]:
    """What is wrong with the day somebody began, as field → sentence; `born` is a date or only a year.

    Nobody has begun before the day has come, before they were born, or before registers were kept.
    """
    if starts_on is None:
        return {}
    if starts_on > today:
        sentence = _("Startdagen %(start)s ligger i framtiden. Skriv in när det har börjat.")
        return {"starts_on": sentence % {"start": plain_day(starts_on)}}
    if starts_on.year < FIRST_YEAR:
        sentence = _("Startdagen ligger före år %(first)s. Kontrollera året.")
        return {"starts_on": sentence % {"first": FIRST_YEAR}}
    return {"starts_on": _born_after(born, starts_on)} if _is_later(born, starts_on) else {}


def faults_of_place(
    starts_on: date | None, initiative: str, first: date, last: date | None
) -> dict[str, str]:
    """What is wrong with a start outside its initiative's own days, as field → sentence."""
    if starts_on and starts_on < first:
        said = _("%(initiative)s började %(day)s. Ingen kan ha börjat i den tidigare.")
        return {"starts_on": said % {"initiative": initiative, "day": plain_day(first)}}
    if starts_on and last and starts_on > last:
        said = _("%(initiative)s tog slut %(day)s. Ingen kan ha börjat i den senare.")
        return {"starts_on": said % {"initiative": initiative, "day": plain_day(last)}}
    return {}


def faults_of_birth(starts_on: date, born: date | int | None) -> dict[str, str]:
    """The same between a start that is recorded and a birth that is told anew, as field → sentence."""
    if not _is_later(born, starts_on):
        return {}
    field = "birth_date" if isinstance(born, date) else "birth_year"
    return {field: _born_after(born, starts_on)}


def _is_later(born: date | int | None, starts_on: date) -> bool:
    return born is not None and (
        born > starts_on if isinstance(born, date) else born > starts_on.year
    )


def _born_after(born: date | int | None, starts_on: date) -> str:
    when = plain_day(born) if isinstance(born, date) else str(born)
    return _("Personen är född %(born)s, efter startdagen %(start)s. Rätta det som är fel.") % {
        "born": when, "start": plain_day(starts_on),
    }  # fmt: skip


def faults_of_period(starts_on: date | None, ends_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with a participation's last day, as field → sentence; see `faults_of_start`."""
    if starts_on and ends_on and ends_on < starts_on:
        return {
            "ends_on": _("Sista dagen ligger före startdagen, %(start)s. Skriv en senare dag.")
            % {"start": plain_day(starts_on)}
        }
    if ends_on and ends_on > today:
        return {
            "ends_on": _(
                "Sista dagen har inte varit än. Avsluta när den har varit, eller skriv en tidigare dag."
            )
        }
    return {}


def faults_of_exit(
    starts_on: date, ends_on: date | None, outcome: object, next_step: object, today: date
) -> dict[str, str]:
    """Why a participation cannot end like this: an exit names its outcome and what is next (law 1)."""
    faults = faults_of_period(starts_on, ends_on, today)
    for name, value in (("ends_on", ends_on), ("outcome", outcome), ("next_step", next_step)):
        if not value:
            faults[name] = str(EXIT_NEEDS[name])
    return faults


def already_ended(ends_on: date | None) -> dict[str, str]:
    """Why what has ended cannot end once more, as field → sentence; nothing while it goes on."""
    if ends_on is None:
        return {}
    said = _("Deltagandet är redan avslutat, %(day)s. Ångra avslutet först om något är fel.")
    return {"": said % {"day": plain_day(ends_on)}}


TAKES_OVER = "holder"
"""What is next when somebody takes over."""


def faults_of_taking_over(next_step: object, unit: object, outside: str) -> dict[str, str]:
    """Nobody lets go to somebody who is not named: a unit in Stafett, or somebody outside it (law 1)."""
    named = bool(unit), bool(outside.strip())
    if next_step != TAKES_OVER:
        said = _(
            "Någon står som den som tar över. Välj det under Vad händer härnäst, eller ta bort namnet."
        )
        return {"next_step": said} if any(named) else {}
    if all(named):
        return {"next_outside": _("Välj enheten eller skriv en verksamhet utanför, inte båda.")}
    said = _("Någon tar över: välj enheten, eller skriv verksamheten om den inte finns i Stafett.")
    return {} if any(named) else {"next_unit": said}


def reason_words(listed: str, own: str) -> str:
    """Why somebody left: a reason of the initiative's list, own words, or both with a colon between."""
    return ": ".join(part for part in (listed, own.strip()) if part)


@dataclass(frozen=True)
class Source:
    """A livelihood or occupation as it was given: its word, what that word allows, and how much."""

    code: str
    label: str
    amount: object = None
    exclusive: bool = False
    has_extent: bool = True
    household: bool = False


def faults_of_sources(sources: Sequence[Source]) -> list[str]:
    """Sentences about sources that cannot stand together (sus.md § 2.3).

    "Ingen offentlig försörjning" excludes all others; försörjningsstöd is a household's, no per cent.
    """
    return [*_repeated(sources), *_excluding(sources), *faults_of_extent(sources)]


def _repeated(sources: Sequence[Source]) -> Iterable[str]:
    codes = [source.code for source in sources]
    for source in {s.code: s for s in sources if codes.count(s.code) > 1}.values():
        yield _("”%(label)s” står två gånger. Ta bort den ena.") % {"label": source.label}


def _excluding(sources: Sequence[Source]) -> Iterable[str]:
    if len({source.code for source in sources}) < 2:
        return
    for source in sources:
        if source.exclusive:
            yield _("”%(label)s” utesluter alla andra. Ta bort den, eller ta bort de andra.") % {
                "label": source.label
            }


def faults_of_extent(sources: Sequence[Source]) -> Iterable[str]:
    """Sentences about those that have no amount, and were given one."""
    for source in sources:
        if source.amount is not None and source.household:
            yield _(
                "”%(label)s” är hela hushållets och räknas inte i procent. Lämna Procent tomt."
            ) % {"label": source.label}
        elif source.amount is not None and not source.has_extent:
            yield _("”%(label)s” har ingen omfattning. Lämna procent eller timmar tomt.") % {
                "label": source.label
            }


HOURS_OF_A_WEEK = 168


def faults_of_hours(hours: Iterable[Decimal | None]) -> list[str]:
    """Sentences about what somebody does for more hours than a week has."""
    total = sum((each for each in hours if each), Decimal(0))
    if total <= HOURS_OF_A_WEEK:
        return []
    said = _(
        "Det är %(hours)s timmar i veckan tillsammans, och en vecka har %(week)s. Rätta timmarna."
    )
    return [said % {"hours": plain_number(total), "week": HOURS_OF_A_WEEK}]


class Missing(StrEnum):
    """What a case can lack, as the start page brings it up; the value names what mends it."""

    EXIT = "exit"
    LIVELIHOOD_AT_START = "livelihood_at_start"
    LIVELIHOOD_AT_END = "livelihood_at_end"
    OTHER_PARTY = "other_party"


MISSING_WORDS: dict[Missing, str | Promise] = {
    Missing.EXIT: gettext_lazy("Insatsen är slut men deltagandet är inte avslutat"),
    Missing.LIVELIHOOD_AT_START: gettext_lazy("Försörjning före start saknas"),
    Missing.LIVELIHOOD_AT_END: gettext_lazy("Försörjning efter avslut saknas"),
    Missing.OTHER_PARTY: gettext_lazy("Ingen part har ett eget ärende"),
}


@dataclass(frozen=True)
class CaseFacts:
    """What the rules about missing things need to know of a participation."""

    starts_on: date
    ends_on: date | None
    initiative_ends_on: date | None
    livelihood_at_start: bool
    livelihood_at_end: bool
    has_involvement: bool


def missing(facts: CaseFacts, today: date) -> list[tuple[Missing, date]]:
    """What a case lacks today, each with the day since when, gravest first (F10 G17).

    Three rules: a case left open after its initiative's last day; livelihood not recorded two weeks
    after start or exit; nobody but the holder involved a month after the start.
    """
    found = []
    if facts.ends_on is None and facts.initiative_ends_on and facts.initiative_ends_on < today:
        found.append((Missing.EXIT, facts.initiative_ends_on))
    due = timedelta(days=DAYS_TO_RECORD_LIVELIHOOD)
    if not facts.livelihood_at_start and facts.starts_on + due <= today and _current(facts, today):
        found.append((Missing.LIVELIHOOD_AT_START, facts.starts_on))
    if facts.ends_on and not facts.livelihood_at_end and facts.ends_on + due <= today:
        found += [(Missing.LIVELIHOOD_AT_END, facts.ends_on)] if _current(facts, today) else []
    alone = facts.starts_on + timedelta(days=DAYS_ALONE) <= today
    if facts.ends_on is None and alone and not facts.has_involvement:
        found.append((Missing.OTHER_PARTY, facts.starts_on))
    return found


def _current(facts: CaseFacts, today: date) -> bool:
    """True while a case is open, and for some months after."""
    return facts.ends_on is None or facts.ends_on + timedelta(days=DAYS_AFTER_EXIT) >= today
