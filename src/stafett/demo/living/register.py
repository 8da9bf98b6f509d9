"""Who is in Stigen on the demo date: most of them drawn by lot, some with a story of their own?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stafett.demo.cohorts import rows
from stafett.demo.cohorts.days import age_on
from stafett.demo.cohorts.draw import Draw
from stafett.demo.cohorts.people import birth_date, give_number, names, published_numbers
from stafett.demo.cohorts.shapes import NOTHING_BESIDE, Beside, RegisterRow
from stafett.demo.living.setup import (
    AGES,
    CODE,
    FIRST_AGES,
    LIFETIME,
    OUTCOMES,
    YOUNG_ONLY,
)
from stafett.demo.living.stories import STORIES, Story

SEED = f"{CODE} 24"
DRAWN = 58
NUMBERED = 3
"""One drawn row in so many carries a test number."""
LONGEST_AGO = LIFETIME.days - 10
OPENED_AGO = (LIFETIME - YOUNG_ONLY).days - 3
"""Days ago; a weekend before the day when others than the young were let in."""
STAYS = 150
"""Days after which most have left."""
WEIGHTS = {
    "arbete": 6, "arbete-stod": 3, "foretag": 1, "studier": 4, "praktik": 3, "soker": 3, "vard": 2,
    "ater": 2, "flytt": 1,
}  # fmt: skip
NEXT = {"ater": ("nobody", ""), "flytt": ("moved", ""), "soker": ("holder", "af-pahittby")}
UNITS = {
    "af": "af-pahittby", "fk": "fk-pahittby", "pahittby": "bistand", "region-pahitt": "rehab",
}  # fmt: skip
REFERRERS = {"af": 8, "pahittby": 7, "region-pahitt": 2, "fk": 1}
CASEWORKERS = {"af": "Mikael Östgren", "pahittby": "Petra Lilldal", "fk": "Yasmin Björkrot"}
LIVELIHOODS = {
    "social_assistance": 5, "activity_support": 3, "activity_compensation": 2, "sickness_benefit": 1,
    "sickness_compensation": 1,
}  # fmt: skip
EDUCATIONS = {"compulsory": 2, "upper_secondary_no_exam": 3, "upper_secondary": 3, "unknown": 1}

WORKERS = {
    "centrum": ("coach-1", "coach-2"), "landsbygd": ("vagledare", "coach-3"), "af-pahittby": ("af",),
}  # fmt: skip
"""The posts that have cases, by the holding unit or its branch."""
NOBODYS = 9
"""One open case in so many has nobody yet."""

Lines = tuple[tuple[RegisterRow, ...], dict[str, Beside]]


@dataclass
class Line:
    """A row on its way into the register, which numbers it by the day it begins."""

    row: RegisterRow
    beside: Beside = NOTHING_BESIDE
    name: str = ""


def lines_on(today: date) -> Lines:
    """The rows in the order in which they began, and what there is no column for, by case number."""
    draw = Draw(SEED)
    lines = [Line(row) for row in _numbered(list(_drawn(draw, today)))]
    lines += [_told(draw, story, today) for story in STORIES]
    lines.sort(key=lambda line: line.row["starts_on"])
    cases = {}
    for place, line in enumerate(lines, 1):
        line.row["case_number"] = f"S{place:03}"
        line.beside = replace(line.beside, worker=_worker(line, place))
        cases[line.name] = line.row["case_number"]
    said = [(line.row["case_number"], _settled(line.beside, cases)) for line in lines]
    return tuple(line.row for line in lines), {
        n: beside for n, beside in said if beside != NOTHING_BESIDE
    }


def _settled(beside: Beside, cases: Mapping[str, str]) -> Beside:
    """Who comes back is met by the earlier case number, known first when all are numbered."""
    return replace(beside, same_as=cases[beside.same_as]) if beside.same_as else beside


def _worker(line: Line, place: int) -> str:
    """Who has an open case in the unit that holds it, in turn; one in so many has nobody."""
    if line.row["ends_on"] or (place % NOBODYS == 0 and not line.beside.named_team):
        return ""
    workers = WORKERS[line.row["holder"] or line.row["branch"]]
    return line.beside.named_team[-1] if line.beside.named_team else workers[place % len(workers)]


def _numbered(drawn: list[RegisterRow]) -> list[RegisterRow]:
    """Test numbers that no other cohort uses: the fourth to the seventh of each eight."""
    pool = [number for place, number in enumerate(published_numbers()) if place % 8 >= 4]
    for row in drawn[::NUMBERED]:
        give_number(row, pool)
    return drawn


def _drawn(draw: Draw, today: date) -> Iterator[RegisterRow]:
    sexes = ["woman" if draw.below(2) else "man" for _ in range(DRAWN)]
    for name, sex in zip(list(names(draw, sexes)), sexes, strict=True):
        ago = draw.between(6, LONGEST_AGO)
        age = draw.between(*(FIRST_AGES if ago > OPENED_AGO else AGES))
        starts_on = _working_day(today - timedelta(days=ago))
        person = rows.person(draw, name, sex, age, starts_on)
        yield _row(draw, person, age, ago, today)


def _working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _row(draw: Draw, person: rows.Part, age: int, ago: int, today: date) -> RegisterRow:
    """Who has been there for five months has mostly left; of some it is not noted what they live on.

    What is drawn goes by the days counted back, so that another demo date draws the same.
    """
    before = rows.before(draw, age, LIVELIHOODS, EDUCATIONS)
    if draw.below(9) == 0:
        before["livelihood_start"] = ()
    last, way_on = None, rows.remaining()
    if ago > STAYS and draw.below(4):
        last = _working_day(today - timedelta(days=draw.between(2, ago - STAYS // 2)))
        way_on = _way_on(draw, last, before["livelihood_start"])
    return rows.register_row(person, before, _around(draw, person["starts_on"], last), way_on)


def _way_on(draw: Draw, last: date, livelihood: tuple[tuple[str, int | None], ...]) -> rows.Part:
    code = draw.weighted(WEIGHTS)
    outcome = next(o for o in OUTCOMES if o.code == code)
    before = livelihood or (("unknown", None),)
    return rows.ended(draw, last, outcome, NEXT.get(code, ("none_needed", "")), before)


def _around(draw: Draw, starts_on: date, last: date | None) -> rows.Part:
    """Who sent the person, who else is in the case, and where; one in eight has no agency noted yet."""
    parties = [party for party in UNITS if draw.below(5) < 2] if draw.below(8) else []
    referrer = draw.weighted(REFERRERS)
    told = draw.below(3) == 0
    return {
        "case_number": "", "municipality": "",
        "holder": "af-pahittby" if "af" in parties and draw.below(2) else "",
        "branch": draw.weighted({"centrum": 3, "landsbygd": 1}),
        "referring_party": referrer,
        "referring_caseworker": CASEWORKERS.get(referrer, "") if told else "",
        **rows.involved({party: UNITS[party] for party in parties}, starts_on, last),
    }  # fmt: skip


def _told(draw: Draw, story: Story, today: date) -> Line:
    """A row as its story tells it: days are counted back from the demo date."""
    starts_on = _working_day(today - timedelta(days=story.began))
    last = None if story.left is None else _working_day(today - timedelta(days=story.left))
    row = _row_told(draw, story, starts_on, last)
    row["birth_date"] = birth_date(Draw(story.born_as or story.name), today, story.age)
    row["age_at_start"] = age_on(row["birth_date"], starts_on)
    if story.status:
        row["status"] = story.status
    return Line(row, story.beside, story.name)


def _row_told(draw: Draw, story: Story, starts_on: date, last: date | None) -> RegisterRow:
    person = rows.person(draw, (story.given, story.family), story.sex, story.age, starts_on)
    before = {
        "livelihood_start": story.livelihood, "occupation_start": (("none", None),),
        "education": story.education,
    }  # fmt: skip
    around = {
        "case_number": "", "municipality": "", "holder": story.holder, "branch": story.branch,
        "referring_party": story.referrer, "referring_caseworker": "",
        **rows.involved({p: story.units.get(p, UNITS[p]) for p in story.parties}, starts_on, last),
    }  # fmt: skip
    if last is None:
        return rows.register_row(person, before, around, rows.remaining())
    outcome = next(o for o in OUTCOMES if o.code == story.outcome)
    way_on = rows.ended(draw, last, outcome, story.next_step, story.livelihood)
    return rows.register_row(person, before, around, way_on)
