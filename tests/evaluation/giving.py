"""An evaluator's assignment of the cast's, and what the tests ask of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from stafett.evaluation.actions import NewAssignment, decide, invite
from stafett.evaluation.draws import Wanted
from stafett.evaluation.models import EvaluationAssignment
from stafett.parties.models import Position
from tests.cast import TODAY, Cast

COLUMNS = ("start_month", "branch", "sex", "age_band")
WORDS = {"purpose": "Vad stödet leder till", "ground": "Avtal 2025:3", "ethics": "Dnr 2025-01234"}
YEAR = timedelta(days=365)


def post() -> Position:
    """The evaluator's post."""
    return Position.objects.select_related("unit").get(role="evaluator")


def new(cast: Cast, day: date = TODAY, **told: Any) -> NewAssignment:
    """What Flen's board decides for Ulf's post, with anything said differently."""
    known = {
        "initiative": cast.initiative, "authority": cast.branch("flen").controller, "position": post(),
        "columns": COLUMNS, "from_day": day, "until_day": day + YEAR, **WORDS,
    }  # fmt: skip
    return NewAssignment(**{**known, **told})


def given(cast: Cast, day: date = TODAY, by: str = "lena", **told: Any) -> EvaluationAssignment:
    """The assignment, decided by somebody who speaks for the authority."""
    cast.as_everyone()
    return decide(new(cast, day, **told), by=cast.viewer(by))


def all_invited(cast: Cast) -> None:
    """The evaluator has everybody of Flen's invited to an interview; nobody has answered."""
    one = given(cast)
    invite(one, "Hej!", TODAY + timedelta(days=30), Wanted(number=500), by=cast.as_("ulf"))
    cast.as_everyone()
