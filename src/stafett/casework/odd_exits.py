"""What is odd in how a participation ended, or in what is told of it afterwards: asked once, never refused.

No list of what must not stand together was found (`domain/sus.md` § 2.4), and life is odd: somebody can work
and have support whole for a month. So each is a question, "stämmer det?", to whoever writes. What cannot be is
refused by `rules`. Pure: no database, no request, no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from stafett.frame.formats import plain_day, plain_number

WORKING = frozenset({"work_unsupported", "work_supported", "own_business"})
"""What somebody does who works, in the common list."""
STUDYING = "studies"
OWN_INCOME = frozenset({"wages", "own_business"})
"""What somebody lives on who works."""
UNKNOWN = "unknown"
DECEASED = "deceased"
"""What both the outcome and the next step of somebody who has died are called in the common lists."""
FULL_WEEK = 40
"""Hours a week that are 100 per cent (sus.md § 2.3)."""


@dataclass(frozen=True)
class Told:
    """What is told of a moment after the exit: codes of the common lists, with how much of each."""

    sources: Collection[str] = ()
    whats: Collection[str] = ()
    percent: int = 0
    hours: Decimal = Decimal(0)


@dataclass(frozen=True)
class Outcome:
    """What it led to: its common code, and whether that is work or studies."""

    common: str
    label: str
    is_work: bool = False
    is_study: bool = False


def questions_of_days(ends_on: date, last_contact: date | None) -> Iterator[str]:
    """What is odd in the last day, as sentences."""
    if last_contact and last_contact > ends_on:
        said = _("Det finns en kontakt eller ett möte %(contact)s, efter sista dagen %(last)s.")
        yield said % {"contact": plain_day(last_contact), "last": plain_day(ends_on)}


def questions_of_next(outcome: Outcome, next_step: str) -> Iterator[str]:
    """What is odd between what it led to and what is next."""
    if next_step == DECEASED and outcome.common != DECEASED:
        yield _("Personen har avlidit, men det ledde till ”%(outcome)s”.") % {
            "outcome": outcome.label
        }


def questions_of_life(outcome: Outcome, told: Told) -> Iterator[str]:
    """What is odd between what it led to and how somebody lived after it; nothing of what is not told yet."""
    sources, whats = {*told.sources} - {UNKNOWN}, {*told.whats} - {UNKNOWN}
    words = {"outcome": outcome.label}
    if outcome.common == DECEASED and (told.sources or told.whats):
        yield _("Personen har avlidit, men försörjning eller sysselsättning efter är ifylld.")
        return
    if outcome.is_work and whats and not whats & WORKING:
        yield _("Det ledde till ”%(outcome)s”, men ingen sysselsättning efter är arbete.") % words
    if outcome.is_work and sources and not sources & OWN_INCOME:
        yield _("Det ledde till ”%(outcome)s”, men ingen försörjning efter är lön.") % words
    if outcome.is_study and whats and STUDYING not in whats:
        yield _("Det ledde till ”%(outcome)s”, men sysselsättningen efter är inte studier.") % words
    yield from questions_of_extent(told)


def questions_of_extent(told: Told) -> Iterator[str]:
    """More than the whole of a week, or of a livelihood."""
    if told.percent > 100:
        yield _("Försörjningen är %(percent)s procent tillsammans.") % {"percent": told.percent}
    if told.hours > FULL_WEEK * 2:
        said = _("Sysselsättningen är %(hours)s timmar i veckan tillsammans.")
        yield said % {"hours": plain_number(told.hours)}


def questions_of_answer(outcome: Outcome, kept: bool, told: Told, remark: str) -> Iterator[str]:
    """What is odd in how it went afterwards; whoever has written a remark has said how it is."""
    if remark.strip():
        return
    sources, whats = {*told.sources} - {UNKNOWN}, {*told.whats} - {UNKNOWN}
    if whats & WORKING and sources and not sources & OWN_INCOME:
        yield _("Personen arbetar, men försörjningen är inte lön. Skriv gärna hur det hänger ihop.")
    if kept and outcome.is_work and whats and not whats & WORKING:
        yield _("Det står sig som avslutet ledde till, men sysselsättningen är inte arbete.")
    if kept and outcome.is_study and whats and STUDYING not in whats:
        yield _("Det står sig som avslutet ledde till, men sysselsättningen är inte studier.")


__all__ = [
    "Outcome", "Told", "questions_of_answer", "questions_of_days", "questions_of_extent", "questions_of_life",
    "questions_of_next",
]  # fmt: skip
