"""Who were the 39 in AktSam, and which steps did each take? Steps overlap and are never added (A9 A11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from stafett.demo.cohorts import people
from stafett.demo.cohorts import rows as parts
from stafett.demo.cohorts.aktsam.setup import OUTCOMES
from stafett.demo.cohorts.common import period
from stafett.demo.cohorts.days import months_between
from stafett.demo.cohorts.draw import Draw
from stafett.demo.cohorts.marginals import require, spread, tally
from stafett.demo.cohorts.shapes import RegisterRow
from stafett.demo.cohorts.states import Livelihood, Occupation
from stafett.safeguards.ending_rules import add_months

SEXES = {"women": "woman", "men": "man"}
STEPS = {"praktik": "practice", "anställning": "work_unsupported", "påbörjade studier": "studies"}
"""The report's word for a step and the occupation it is recorded as."""

WITHOUT_STEP = 5
"""People who took none of the three steps before they left: chosen, the report names only why."""
BOTH = 2
"""People who both were employed and began studies: chosen, the report says no more than "overlap"."""
OTHER_LIVELIHOOD = 4
"""People who came with another livelihood than aktivitetsersättning: chosen; the group allows it."""

FULL_WEEK, BESIDE_BENEFIT = 40, 25
"""Hours of a full week, and the per cent of it that goes beside a whole benefit (A10: ten hours)."""

WAYS_OUT = ("daglig-verksamhet", "daglig-verksamhet", "behandling", "behandling", "flytt")
NEXT = {
    "arbete": ("none_needed", ""),
    "studier": ("none_needed", ""),
    "praktik": ("holder", "af-malmo"),
    "daglig-verksamhet": ("holder", "malmo-daglig"),
    "behandling": ("holder", "malmo-vard"),
    "flytt": ("moved", ""),
}
EDUCATION = {
    "compulsory": 3,
    "upper_secondary_no_exam": 4,
    "upper_secondary": 3,
    "compulsory_unfinished": 1,
}


@dataclass(frozen=True)
class Course:
    """One person's way: the steps taken, months to the first work or studies, benefit left behind."""

    steps: tuple[str, ...]
    months_to_goal: int | None
    left_percent: int | None
    outcome: str


def rows(figures: dict[str, Any]) -> tuple[RegisterRow, ...]:
    """The register; raises MarginalError if its own sums are not the printed ones."""
    register = people.with_numbers("aktsam", list(_rows(Draw("aktsam"), figures)))
    _prove(register, figures)
    return tuple(register)


def steps_of(tables: dict[str, Any], count: int) -> list[tuple[str, ...]]:
    """Which steps each takes: dealt around those who took any, work and studies sharing `BOTH`."""
    taken = tables["outcomes_not_exclusive"]
    circle = count - WITHOUT_STEP
    practice = set(range(taken["praktik"]))
    work = set(range(taken["praktik"] - taken["anställning"], taken["praktik"]))
    first = taken["praktik"] - BOTH
    studies = {seat % circle for seat in range(first, first + taken["påbörjade studier"])}
    seats = {"practice": practice, "work_unsupported": work, "studies": studies}
    return [tuple(step for step, who in seats.items() if seat in who) for seat in range(count)]


def months(draw: Draw, count: int, mean: int, limit: int) -> list[int]:
    """Months to the goal for each who reached it: whole months from 3 up to the limit, exact mean."""
    return people.ages(draw, count, 3, limit - 1, mean)


def _courses(draw: Draw, figures: dict[str, Any]) -> Iterator[Course]:
    """Everybody's way; those who left most of the benefit are among those who reached the goal."""
    tables = figures["tables"]
    by_sex = tables["participants"]
    steps = steps_of(tables, sum(by_sex[key] for key in SEXES))
    reached = [s for s in steps if _outcome(s) in ("arbete", "studier")]
    others = [s for s in steps if s not in reached]
    mean, limit = tables["mean_months_to_goal"], figures["enrolment_limit_months"]
    left = {
        int(key[:-1]): n for key, n in tables["left_aktivitetsersättning"].items() if "%" in key
    }
    percents = draw.shuffled([*spread(left), *[None] * (len(reached) - sum(left.values()))])
    ways_out = iter(WAYS_OUT)
    for step, to_goal, percent in zip(
        reached, months(draw, len(reached), mean, limit), percents, strict=True
    ):
        yield Course(step, to_goal, percent, _outcome(step))
    for step in others:
        yield Course(step, None, None, _outcome(step) or next(ways_out))


def _outcome(steps: tuple[str, ...]) -> str:
    """The exclusive outcome that the steps amount to: work before studies before practice (chosen)."""
    order = {"work_unsupported": "arbete", "studies": "studier", "practice": "praktik"}
    return next((outcome for step, outcome in order.items() if step in steps), "")


def _rows(draw: Draw, figures: dict[str, Any]) -> Iterator[RegisterRow]:
    by_sex = figures["tables"]["participants"]
    sexes = draw.shuffled(spread({SEXES[key]: by_sex[key] for key in SEXES}))
    target = figures["target_group"]
    ages = people.ages(draw, len(sexes), target["age_min"], target["age_max"])
    courses = draw.shuffled(list(_courses(draw, figures)))
    others = [i for i, course in enumerate(courses) if course.left_percent is None]
    elsewhere = set(draw.shuffled(others)[:OTHER_LIVELIHOOD])
    stays = _stays(draw, figures, courses)
    names = list(people.names(draw, sexes))
    for index, stay in enumerate(sorted(stays, key=lambda stay: stay[1])):
        course, *days = stay
        who = (names[index], sexes[index], ages[index])
        yield _row(draw, index, who, courses[course], (days[0], days[1]), course in elsewhere)


def _stays(
    draw: Draw, figures: dict[str, Any], courses: list[Course]
) -> list[tuple[int, date, date]]:
    """First and last day for each course: at most the enrolment limit, over with the project."""
    first, last = period(figures)
    limit = figures["enrolment_limit_months"]
    stays = []
    for index, course in enumerate(courses):
        length = min(limit, (course.months_to_goal or draw.between(3, limit - 2)) + draw.below(3))
        starts_on = draw.day(first, add_months(last, -length - 1))
        stays.append((index, starts_on, add_months(starts_on, length)))
    return stays


def _row(
    draw: Draw,
    index: int,
    who: tuple[tuple[str, str], str, int],
    course: Course,
    stay: tuple[date, date],
    elsewhere: bool,
) -> RegisterRow:
    name, sex, age = who
    starts_on, ends_on = stay
    source = "social_assistance" if elsewhere else "activity_compensation"
    before = parts.before(draw, age, {source: 1}, EDUCATION)
    units = {"fk": "fk-malmo", "af": "af-aktsam"}
    if draw.below(3) == 0:
        units["region-skane"] = "malmo-vard"
    outcome = next(o for o in OUTCOMES if o.code == course.outcome)
    end = parts.ended(draw, ends_on, outcome, NEXT[outcome.code], before["livelihood_start"])
    return parts.register_row(
        {
            "case_number": f"AS-{index + 1:02}",
            "branch": "malmo",
            "municipality": "1280",
            "holder": "aktsam",
            "referring_party": "af" if draw.below(4) == 0 else "fk",
            "referring_caseworker": "",
        },
        parts.person(draw, name, sex, age, starts_on),
        before,
        end,
        {
            "livelihood_end": livelihood_after(course, before["livelihood_start"]),
            "occupation_end": occupation_after(course, end["occupation_end"], elsewhere),
            "events": _events(course, starts_on),
            "end_reason": outcome.label if course.outcome in WAYS_OUT else "",
        },
        parts.involved(units, starts_on, ends_on),
    )


def livelihood_after(course: Course, before: Livelihood) -> Livelihood:
    """What is left of the benefit: all of it unless the person left some per cent of it (A11)."""
    if course.left_percent is None:
        return before
    earned = "wages" if course.outcome == "arbete" else "student_aid"
    kept = 100 - course.left_percent
    rest = (("activity_compensation", kept),) if kept else ()
    return ((earned, course.left_percent), *rest)


def occupation_after(course: Course, usual: Occupation, elsewhere: bool) -> Occupation:
    """Hours that fit the benefit: its lost share of forty, or ten (25 %) beside a whole benefit (A10)."""
    ((kind, hours),) = usual
    if hours is None or elsewhere:
        return usual
    return ((kind, FULL_WEEK * (course.left_percent or BESIDE_BENEFIT) // 100),)


def _events(course: Course, starts_on: date) -> tuple[tuple[str, date], ...]:
    """The day of each step: practice early on, work or studies when the goal was reached."""
    days = {"practice": add_months(starts_on, 2)}
    goal = add_months(starts_on, course.months_to_goal or 0)
    return tuple((step, days.get(step, goal)) for step in course.steps)


def left_percent(row: RegisterRow) -> int:
    """How many per cent of aktivitetsersättning the person had at the start and not at the end."""
    benefit = "activity_compensation"
    had, has = dict(row["livelihood_start"]).get(benefit), dict(row["livelihood_end"]).get(benefit)
    return (had or 0) - (has or 0)


def _prove(register: list[RegisterRow], figures: dict[str, Any]) -> None:
    tables = figures["tables"]
    for key, sex in SEXES.items():
        require(sum(row["sex"] == sex for row in register), tables["participants"][key], key)
    left = tally(left_percent(row) for row in register)
    steps = tally(step for row in register for step, _ in row["events"])
    for word, step in STEPS.items():
        require(steps[step], tables["outcomes_not_exclusive"][word], word)
    for key, number in tables["left_aktivitetsersättning"].items():
        if key.endswith("%"):
            require(left[int(key[:-1])], number, f"left {key} of the benefit")
    to_goal = [
        months_between(
            row["starts_on"], min(day for step, day in row["events"] if step != "practice")
        )
        for row in register
        if row["outcome"] in ("arbete", "studier")
    ]
    require(sum(to_goal), tables["mean_months_to_goal"] * len(to_goal), "mean months to the goal")
