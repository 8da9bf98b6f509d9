"""Who were the 437 in FSLA? Rows whose sums by municipality, sex and outcome print as the report does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from stafett.demo.cohorts import people
from stafett.demo.cohorts import rows as parts
from stafett.demo.cohorts.common import period
from stafett.demo.cohorts.draw import Draw
from stafett.demo.cohorts.fsla.branches import MUNICIPALITY_CODES, branches
from stafett.demo.cohorts.fsla.outcomes import OUTCOMES
from stafett.demo.cohorts.fsla.plan import SEXES, Plan, plan
from stafett.demo.cohorts.fsla.prove import prove
from stafett.demo.cohorts.fsla.setup import COUNTED, ame
from stafett.demo.cohorts.marginals import spread
from stafett.demo.cohorts.shapes import OutcomeSetup, RegisterRow

LIVELIHOOD = {
    "social_assistance": 45,
    "activity_support": 20,
    "establishment_benefit": 8,
    "unemployment_insurance": 6,
    "sickness_benefit": 6,
    "activity_compensation": 5,
    "sickness_compensation": 4,
    "supported_by_relatives": 6,
}
EDUCATION = {
    "compulsory_unfinished": 3,
    "compulsory": 5,
    "upper_secondary_no_exam": 4,
    "upper_secondary": 5,
    "post_secondary_short": 1,
    "post_secondary": 1,
    "unknown": 1,
}
"""Weights of livelihood and education: chosen, the report prints none."""

REFERRERS = {"home": 9, "af": 1, "fk": 1}
ALSO = {"af": 6, "fk": 8, "region-kalmar": 8}
"""One in so many also has a case with that party: chosen, the report prints no cases."""
UNIT_OF = {"af": "af-kalmar", "fk": "fk-kalmar", "region-kalmar": "region-kalmar-vard"}

NEXT = {
    "arbete": ("none_needed", ""),
    "studier": ("none_needed", ""),
    "praktik": ("holder", "home"),
    "soker-arbete": ("holder", "af-kalmar"),
    "annat": ("unknown", ""),
}


def rows(figures: dict[str, Any]) -> tuple[RegisterRow, ...]:
    """The register; raises MarginalError if its own sums do not print as the report's."""
    laid_out = plan(figures)
    register = people.with_numbers("fsla", list(_rows(Draw("fsla"), figures, laid_out)))
    prove(register, figures)
    return tuple(register)


def fates(laid_out: Plan) -> Iterator[tuple[str, str, OutcomeSetup | None]]:
    """Branch, sex and outcome (None = remains) of everybody that the plan lays out."""
    for branch, sex in laid_out.members:
        left = {o: laid_out.outcomes[sex][branch, o.label] for o in OUTCOMES}
        stay = laid_out.members[branch, sex] - laid_out.left[branch, sex]
        for outcome in spread({**left, None: stay}):
            yield branch, sex, outcome


def _rows(draw: Draw, figures: dict[str, Any], laid_out: Plan) -> Iterator[RegisterRow]:
    everybody = draw.shuffled(list(fates(laid_out)))
    target = figures["target_group"]
    ages = people.ages(draw, len(everybody), target["age_min"], target["age_max"])
    names = list(people.names(draw, [sex for _, sex, _ in everybody]))
    codes = {code: MUNICIPALITY_CODES.get(name, "") for code, name in branches(figures).items()}
    stays = [_stay(draw, period(figures)[0], outcome is None) for _, _, outcome in everybody]
    order = sorted(range(len(everybody)), key=lambda index: stays[index][0])
    for number, index in enumerate(order, start=1):
        branch, sex, outcome = everybody[index]
        who = (names[index], sex, ages[index])
        yield _row(draw, number, who, (branch, codes[branch]), stays[index], outcome)


def _stay(draw: Draw, first: date, remains: bool) -> tuple[date, date]:
    """First day, and last day for those who leave: two to sixteen months, before the count (chosen)."""
    if remains:
        return draw.day(COUNTED - timedelta(days=300), COUNTED - timedelta(days=30)), COUNTED
    starts_on = draw.day(first, COUNTED - timedelta(days=60))
    return starts_on, min(COUNTED, starts_on + timedelta(days=draw.between(60, 480)))


def _row(
    draw: Draw,
    number: int,
    who: tuple[tuple[str, str], str, int],
    place: tuple[str, str],
    stay: tuple[date, date],
    outcome: OutcomeSetup | None,
) -> RegisterRow:
    name, sex, age = who
    branch, municipality = place
    starts_on, ends_on = stay
    before = parts.before(draw, age, LIVELIHOOD, EDUCATION)
    referrer = draw.weighted(REFERRERS)
    units = {branch: ame(branch), **_others(draw, referrer)}
    end = parts.remaining()
    if outcome:
        step, unit = NEXT[outcome.code]
        next_step = (step, ame(branch) if unit == "home" else unit)
        end = parts.ended(draw, ends_on, outcome, next_step, before["livelihood_start"])
    return parts.register_row(
        {
            "case_number": f"FS-{number:03}",
            "branch": branch,
            "municipality": municipality,
            "holder": ame(branch),
            "referring_party": branch if referrer == "home" else referrer,
            "referring_caseworker": "",
        },
        parts.person(draw, name, sex, age, starts_on),
        before,
        end,
        parts.involved(units, starts_on, end["ends_on"]),
    )


def _others(draw: Draw, referrer: str) -> dict[str, str]:
    """Parties beside the municipality: the one that referred, and some by chance."""
    also = [party for party, of in ALSO.items() if draw.below(of) == 0 or party == referrer]
    return {party: UNIT_OF[party] for party in also}


__all__ = ["SEXES", "fates", "rows"]
