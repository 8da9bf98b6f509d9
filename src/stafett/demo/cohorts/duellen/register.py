"""Who were the 133 in Duellen? Rows whose sums are the report's, whose people are invented (D8 D11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from stafett.demo.cohorts import people
from stafett.demo.cohorts import rows as parts
from stafett.demo.cohorts.common import day
from stafett.demo.cohorts.draw import Draw
from stafett.demo.cohorts.duellen.setup import OUTCOMES, PARTY_OF
from stafett.demo.cohorts.marginals import deal, require, spread, tally
from stafett.demo.cohorts.shapes import OutcomeSetup, RegisterRow
from stafett.safeguards.ending_rules import add_months

SEXES = {"women": "woman", "men": "man"}
DEALING = ("Arbetsförmedlingen", "Kommunen", "Landstinget", "Försäkringskassan")
"""The order in which agency cases are dealt: Af and the municipality meet most often."""

MUNICIPAL_UNITS = {"flen-stod": 5, "auc": 2, "flen-uppfoljning": 1}
UNIT_OF = {"af": "af-flen", "fk": "fk-eskilstuna"}
CARE_UNITS = {"flen-psykiatri": 2, "flen-vardcentral": 1}
EDUCATION = {"compulsory": 4, "compulsory_unfinished": 1, "upper_secondary_no_exam": 5,
             "upper_secondary": 3}  # fmt: skip
LIVELIHOOD = {
    "fk": {"activity_compensation": 2, "sickness_benefit": 1},
    "flen": {"social_assistance": 6, "supported_by_relatives": 1},
    "landstinget-sormland": {"sickness_benefit": 1, "activity_support": 1},
    "af": {"supported_by_relatives": 2, "activity_support": 2, "unemployment_insurance": 1},
}
"""Weights of livelihood by the party that refers: chosen, the report prints none."""

NEXT = {
    "arbete": ("none_needed", ""),
    "allmanna-studier": ("none_needed", ""),
    "yrkesutbildning": ("none_needed", ""),
    "aktuell-af": ("holder", "af-flen"),
    "arbetsforberedande": ("holder", "auc"),
    "rehab-behandling": ("holder", "flen-vardcentral"),
    "ej-rehab": ("holder", "flen-stod"),
    "annat": ("unknown", ""),
}
"""What was next: chosen from the outcome, the report prints none."""


def rows(figures: dict[str, Any]) -> tuple[RegisterRow, ...]:
    """The register; raises MarginalError if its own sums are not the printed ones."""
    register = people.with_numbers("duellen", list(_rows(Draw("duellen"), figures)))
    _prove(register, figures["tables"])
    return tuple(register)


def _rows(draw: Draw, figures: dict[str, Any]) -> Iterator[RegisterRow]:
    tables = figures["tables"]
    by_sex = tables["participants_by_sex"]
    sexes = draw.shuffled(spread({SEXES[key]: by_sex[key] for key in SEXES}))
    target = figures["target_group"]
    ages = people.ages(draw, len(sexes), target["age_min"], target["age_max"], by_sex["mean_age"])
    outcomes = draw.shuffled(spread({o: tables["moved_on_to"][o.label] for o in OUTCOMES}))
    require(len(outcomes), len(sexes), "outcomes and participants")
    cases = {PARTY_OF[agency]: tables["cases_by_agency"][agency] for agency in DEALING}
    involved = draw.shuffled(deal(cases, len(sexes)))
    stays = sorted(_stays(draw, figures["period"], len(sexes)))
    names = list(people.names(draw, sexes))
    for index, sex in enumerate(sexes):
        yield _row(
            draw, index, (names[index], sex, ages[index]), stays[index], outcomes[index],
            involved[index],
        )  # fmt: skip


def _stays(draw: Draw, period: dict[str, Any], count: int) -> Iterator[tuple[date, date]]:
    """First and last day of each: one to twelve months, all over on the counting day (chosen)."""
    first, last = day(period["start"]), day(period["counting_date"])
    for _ in range(count):
        starts_on = draw.day(first, add_months(last, -2))
        ends_on = add_months(starts_on, 1 + draw.below(12))
        yield starts_on, min(ends_on, last)


def _row(
    draw: Draw,
    index: int,
    who: tuple[tuple[str, str], str, int],
    stay: tuple[date, date],
    outcome: OutcomeSetup,
    involved: tuple[str, ...],
) -> RegisterRow:
    name, sex, age = who
    starts_on, ends_on = stay
    referring = involved[-1]
    units = {party: _unit(draw, party) for party in involved}
    before = parts.before(draw, age, LIVELIHOOD[referring], EDUCATION)
    return parts.register_row(
        {
            "case_number": f"DU-{index + 1:03}",
            "branch": "flen",
            "municipality": "0482",
            "holder": "duellen",
            "referring_party": referring,
            "referring_caseworker": "",
        },
        parts.person(draw, name, sex, age, starts_on),
        before,
        parts.ended(draw, ends_on, outcome, NEXT[outcome.code], before["livelihood_start"]),
        parts.involved(units, starts_on, ends_on),
    )


def _unit(draw: Draw, party: str) -> str:
    by_party = {"flen": MUNICIPAL_UNITS, "landstinget-sormland": CARE_UNITS}
    return UNIT_OF[party] if party in UNIT_OF else draw.weighted(by_party[party])


def _prove(register: list[RegisterRow], tables: dict[str, Any]) -> None:
    by_sex = tables["participants_by_sex"]
    require(len(register), by_sex["total"], "participants")
    for key, sex in SEXES.items():
        require(sum(row["sex"] == sex for row in register), by_sex[key], key)
    ages = sum(row["age_at_start"] for row in register)
    require(ages, by_sex["mean_age"] * len(register), "mean age")
    cases = tally(part["party"] for row in register for part in row["involved"])
    require(sum(cases.values()), tables["cases_by_agency"]["total"], "agency cases")
    for agency, party in PARTY_OF.items():
        require(cases[party], tables["cases_by_agency"][agency], agency)
    reached = tally(row["outcome"] for row in register)
    for outcome in OUTCOMES:
        require(reached[outcome.code], tables["moved_on_to"][outcome.label], outcome.label)
