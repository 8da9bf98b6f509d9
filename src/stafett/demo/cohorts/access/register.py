"""Who were the 62 in Access, and what became of them by the day of the count (G21 G25)?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from stafett.demo.cohorts import people
from stafett.demo.cohorts import rows as parts
from stafett.demo.cohorts.access.setup import OUTCOMES, REMAINING
from stafett.demo.cohorts.common import day, period
from stafett.demo.cohorts.draw import Draw
from stafett.demo.cohorts.marginals import apportion, require, spread, tally
from stafett.demo.cohorts.shapes import OutcomeSetup, RegisterRow

SEXES = {"Kvinnor": "woman", "Män": "man"}
UNKNOWN = "Uppgift saknas"
"""What the printed row leaves over: people with no recorded status."""

STATUS = {REMAINING: "remaining", UNKNOWN: "unknown"}
"""Printed words that are a status; the others are outcomes."""

REFERRERS = {"ungdomsslussen": 5, "ungdomscentrum": 3, "fk-umea": 2, "af-umea": 1}
"""How the way in was shared, in the report's words "nästan alla" and "undantagsfall": chosen."""
PARTY_OF = {
    "ungdomsslussen": "umea",
    "ungdomscentrum": "umea",
    "viva": "umea",
    "fk-umea": "fk",
    "af-umea": "af",
}

LIVELIHOOD = {
    "ungdomsslussen": {"social_assistance": 1},
    "ungdomscentrum": {"supported_by_relatives": 3, "social_assistance": 2},
    "fk-umea": {"activity_compensation": 3, "sickness_benefit": 1},
    "af-umea": {"activity_support": 1},
}
EDUCATION = {
    "compulsory": 3,
    "upper_secondary_no_exam": 4,
    "upper_secondary": 4,
    "compulsory_unfinished": 1,
}
NEXT = {
    "arbete": ("none_needed", ""),
    "studier": ("none_needed", ""),
    "avbrutit": ("unknown", ""),
    "avslutats": ("holder", ""),
}
"""What was next: chosen from the outcome; "holder" is the unit that had referred."""

FIRST_GROUP = date(2008, 2, 4)
"""The programme began in February; which Monday is chosen."""


def rows(figures: dict[str, Any]) -> tuple[RegisterRow, ...]:
    """The register; raises MarginalError if its own sums are not the printed ones."""
    register = people.with_numbers("access", list(_rows(Draw("access"), figures)))
    _prove(register, figures["tables"]["access_2008_h1"])
    return tuple(register)


def statuses(table: dict[str, Any], sex: str) -> dict[str, int]:
    """How many of a sex stand in each printed column, and how many the row leaves over."""
    started, *columns = table[sex]
    printed = dict(zip(table["columns"][1:], columns, strict=True))
    return {**printed, UNKNOWN: started - sum(columns)}


def _rows(draw: Draw, figures: dict[str, Any]) -> Iterator[RegisterRow]:
    table = figures["tables"]["access_2008_h1"]
    people_in = draw.shuffled(
        spread(
            {(SEXES[sex], status): n for sex in SEXES for status, n in statuses(table, sex).items()}
        )
    )
    count = len(people_in)
    referrers = draw.shuffled(spread(apportion(count, REFERRERS)))
    target = figures["target_group"]
    ages = people.ages(draw, count, target["age_min"], target["age_max"])
    starts = sorted(_start(draw, figures) for _ in range(count))
    names = list(people.names(draw, [sex for sex, _ in people_in]))
    for index, (sex, status) in enumerate(people_in):
        who = (names[index], sex, ages[index])
        yield _row(draw, index, who, starts[index], status, referrers[index], figures)


def _start(draw: Draw, figures: dict[str, Any]) -> date:
    """Half begin with a group, one every so many weeks; half alone, on any working day (G11 G13)."""
    _, last = period(figures)
    apart = timedelta(weeks=figures["programme"]["new_group_every_weeks"])
    groups = 1 + (last - FIRST_GROUP) // apart
    group = FIRST_GROUP + draw.below(groups) * apart
    return group if draw.below(2) else draw.day(FIRST_GROUP, last)


def _row(
    draw: Draw,
    index: int,
    who: tuple[tuple[str, str], str, int],
    starts_on: date,
    status: str,
    referrer: str,
    figures: dict[str, Any],
) -> RegisterRow:
    name, sex, age = who
    before = parts.before(draw, age, LIVELIHOOD[referrer], EDUCATION)
    counted = day(figures["results_as_of"])
    end = _end(draw, status, starts_on, counted, referrer, before["livelihood_start"])
    second = draw.pick(("af-umea", "fk-umea")) if PARTY_OF[referrer] == "umea" else "viva"
    units = {PARTY_OF[unit]: unit for unit in (referrer, second)}
    return parts.register_row(
        {
            "case_number": f"AC-{index + 1:02}",
            "branch": "umea",
            "municipality": "2480",
            "holder": "access",
            "referring_party": PARTY_OF[referrer],
            "referring_caseworker": "",
        },
        parts.person(draw, name, sex, age, starts_on),
        before,
        end,
        parts.involved(units, starts_on, end["ends_on"]),
    )


def _end(
    draw: Draw, status: str, starts_on: date, counted: date, referrer: str, livelihood: Any
) -> parts.Part:
    """How it stands on the day of the count: still there, not known, or left with an outcome."""
    if status == REMAINING:
        return parts.remaining()
    if status == UNKNOWN:
        return parts.status_unknown()
    outcome = _outcome(status)
    step, _ = NEXT[outcome.code]
    next_step = (step, referrer if step == "holder" else "")
    ends_on = draw.day(min(starts_on + timedelta(weeks=4), counted), counted)
    return parts.ended(draw, ends_on, outcome, next_step, livelihood)


def _outcome(label: str) -> OutcomeSetup:
    return next(outcome for outcome in OUTCOMES if outcome.label == label)


def _prove(register: list[RegisterRow], table: dict[str, Any]) -> None:
    labels = {outcome.code: outcome.label for outcome in OUTCOMES}
    for sex, code in SEXES.items():
        mine = [row for row in register if row["sex"] == code]
        require(len(mine), table[sex][0], sex)
        found = tally(labels.get(row["outcome"], row["status"]) for row in mine)
        for label, number in zip(table["columns"][1:], table[sex][1:], strict=True):
            require(found.get(STATUS.get(label, label), 0), number, f"{sex}: {label}")
    require(len(register), table["Totalt"][0], "everybody")
