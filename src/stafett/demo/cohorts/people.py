"""Who are the invented people: their names, ages, birth dates and, for a few, a test number?"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import product

from stafett.demo.cohorts.days import age_on
from stafett.demo.cohorts.draw import Draw
from stafett.demo.cohorts.marginals import MarginalError
from stafett.demo.cohorts.shapes import RegisterRow
from stafett.demo.published import CODES
from stafett.safeguards.ending_rules import add_months


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = {
    "woman": _words(
        "Agnes Aisha Alva Amina Anja Astrid Birgit Cecilia Disa Ebba Elin Emine Fatima Frida Gun "
        "Hanna Hodan Ida Ines Jasmin Karin Kristina Leila Linnea Maja Malin Maryam Mona Nadja Nora "
        "Olga Petra Rana Sara Selma Siv Sofia Tove Ulla Vera Yasmin Ylva Åsa"
    ),
    "man": _words(
        "Abdi Adam Ahmed Ali Anders Axel Bengt Bilal Dawit Elias Emil Erik Fredrik Gustav Hamid "
        "Hassan Isak Ivar Jamal Jens Jonas Kalle Karim Lars Leo Ludvig Magnus Mehmet Mikael Nils "
        "Olle Omar Oskar Per Pontus Rikard Samir Simon Stefan Tariq Ture Viktor Yusuf Örjan"
    ),
}
"""Ordinary given names of many origins; which goes with which family name is drawn."""

FAMILY = [
    first + last
    for first, last in product(
        _words("Alm Björk Ek Fjäll Gran Hav Hed Kvarn Lill Norr Sten Sund Söder Vass Väst Öst"),
        _words("backe brink dal ferm fjord gren hult kvist lid mark myr rot skär strand vik åker"),
    )
]
"""Family names put together from words for nature, so that nobody in particular is meant."""

NUMBERED = 9
"""One row in so many carries a test number; the rest are known by their case number alone."""


def names(draw: Draw, sexes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """A given and a family name for each; nobody in a cohort shares both with somebody else."""
    taken: set[tuple[str, str]] = set()
    for sex in sexes:
        name = (draw.pick(GIVEN[sex]), draw.pick(FAMILY))
        while name in taken:
            name = (draw.pick(GIVEN[sex]), draw.pick(FAMILY))
        taken.add(name)
        yield name


def ages(draw: Draw, count: int, low: int, high: int, mean: int | None = None) -> list[int]:
    """Ages within the bounds, most of them in the middle; with a mean, exactly that mean.

    Raises MarginalError when the mean lies outside the bounds.
    """
    drawn = [
        low + (draw.below(high - low + 1) + draw.below(high - low + 1)) // 2 for _ in range(count)
    ]
    if mean is None:
        return drawn
    if not low <= mean <= high:
        raise MarginalError(f"ages {low}–{high} cannot have the mean {mean}")
    while sum(drawn) != mean * count:
        step = 1 if sum(drawn) < mean * count else -1
        who = draw.below(count)
        if low <= drawn[who] + step <= high:
            drawn[who] += step
    return drawn


def birth_date(draw: Draw, day: date, age: int) -> date:
    """A day of birth that gives the age on the day."""
    return add_months(day, -12 * age) - timedelta(days=draw.below(364))


@cache
def published_numbers() -> tuple[str, ...]:
    """Skatteverket's published test numbers, personal and coordination, twelve digits each.

    Coordination numbers of people whose month or day of birth is unknown (00) are left out.
    """
    text = files("stafett.demo").joinpath("test_numbers.csv").read_text(encoding="utf-8")
    numbers = (row["number"] for row in csv.DictReader(text.splitlines()))
    return tuple(n for n in numbers if int(n[4:6]) and int(n[6:8]) % 60)


def numbers_of(code: str) -> list[str]:
    """The test numbers that a cohort may use: every eighth, so that no two cohorts share one."""
    return list(published_numbers()[CODES.index(code) :: 2 * len(CODES)])


def sex_of(number: str) -> str:
    """The sex that a test number was made for: the last digit but one is odd for men (FOL 18 §)."""
    return "man" if int(number[10]) % 2 else "woman"


def is_coordination(number: str) -> bool:
    """Coordination numbers add sixty to the day (2022:1697 2 kap. 8 §)."""
    return int(number[6:8]) > 31


def born(number: str) -> date:
    """The day of birth in a twelve-digit test number."""
    return date(int(number[:4]), int(number[4:6]), int(number[6:8]) % 60)


def with_numbers(code: str, rows: list[RegisterRow]) -> list[RegisterRow]:
    """Give every ninth row a test number that fits its sex and keeps its age at the start.

    The birth date becomes the number's; where no number fits, the row stays without.
    """
    pool = numbers_of(code)
    for row in rows[::NUMBERED]:
        give_number(row, pool)
    return rows


def give_number(row: RegisterRow, pool: list[str]) -> None:
    """Take the first number that fits from the pool, and let the row be born when it says."""
    for number in [n for n in pool if _fits(n, row)][:1]:
        pool.remove(number)
        row["identity_kind"] = "coordination" if is_coordination(number) else "personal"
        row["identity_number"] = number
        row["birth_date"] = born(number)


def _fits(number: str, row: RegisterRow) -> bool:
    return (
        sex_of(number) == row["sex"]
        and age_on(born(number), row["starts_on"]) == row["age_at_start"]
    )
