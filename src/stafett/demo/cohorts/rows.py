"""How does one line of a register come together from its parts?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from stafett.demo.cohorts import states
from stafett.demo.cohorts.days import ONE_DAY
from stafett.demo.cohorts.draw import Draw
from stafett.demo.cohorts.marginals import require
from stafett.demo.cohorts.people import birth_date
from stafett.demo.cohorts.shapes import InvolvedParty, OutcomeSetup, RegisterRow

Part = dict[str, Any]


def register_row(*parts: Part) -> RegisterRow:
    """The parts as one line; raises MarginalError when a column is missing or unheard of."""
    row = {key: value for part in parts for key, value in part.items()}
    require(sorted(row), sorted(RegisterRow.__annotations__), "the columns of a register")
    return cast(RegisterRow, row)


def person(draw: Draw, name: tuple[str, str], sex: str, age: int, starts_on: date) -> Part:
    """Who it is; nobody has a number yet, so the case number is the key."""
    return {
        "identity_kind": "none",
        "identity_number": "",
        "given_name": name[0],
        "family_name": name[1],
        "sex": sex,
        "birth_date": birth_date(draw, starts_on, age),
        "age_at_start": age,
        "starts_on": starts_on,
    }


def before(
    draw: Draw, age: int, livelihoods: Mapping[str, int], educations: Mapping[str, int]
) -> Part:
    """Livelihood, occupation and education right before; weights are chosen, none is printed."""
    return {
        "livelihood_start": states.livelihood_start(draw, age, dict(livelihoods)),
        "occupation_start": states.occupation_start(draw, {"none": 3, "job_seeking": 2}),
        "education": draw.weighted(educations),
    }


def remaining() -> Part:
    """Still there: a status, not an outcome."""
    return {
        "ends_on": None,
        "status": "remaining",
        "outcome": "",
        "next_step": "",
        "next_holder": "",
        "end_reason": "",
        "livelihood_end": (),
        "occupation_end": (),
        "events": (),
    }


def status_unknown() -> Part:
    """Neither remaining nor left, as far as the register says: a row of its own in every table."""
    return {**remaining(), "status": "unknown"}


def ended(
    draw: Draw,
    ends_on: date,
    outcome: OutcomeSetup,
    next_step: tuple[str, str],
    livelihood_before: states.Livelihood,
) -> Part:
    """Left on a day with an outcome, and what is next: the step and, for "holder", the unit."""
    livelihood, occupation = states.after(draw, outcome.common, livelihood_before)
    return {
        "ends_on": ends_on,
        "status": "ended",
        "outcome": outcome.code,
        "next_step": next_step[0],
        "next_holder": next_step[1],
        "end_reason": "",
        "livelihood_end": livelihood,
        "occupation_end": occupation,
        "events": (),
    }


def involved(units: Mapping[str, str], starts_on: date, ends_on: date | None) -> Part:
    """The parties' own cases, party by party with its unit, for as long as the participation."""
    until = ends_on + ONE_DAY if ends_on else None
    return {
        "involved": tuple(
            InvolvedParty(party=party, unit=unit, from_day=starts_on, until_day=until)
            for party, unit in units.items()
        )
    }
