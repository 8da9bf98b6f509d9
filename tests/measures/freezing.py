"""Closes a period of the cast's initiative and signs for it, as those who answer for its people do."""

from __future__ import annotations

from datetime import date

from stafett.initiatives.models import Initiative
from stafett.measures.actions import close_period, sign
from stafett.measures.models import FrozenSet, Period
from stafett.measures.outsiders.reading import must_sign
from stafett.safeguards.viewer import operator
from tests.cast import START, TODAY, Cast

USUAL = {"public": 5, "association": 5, "steering": 5, "evaluator": 5}
LAST = date(2025, 5, 31)
SIGNERS = (("lena", "Flens arbetsmarknadsnämnd"), ("lotta", "Katrineholms arbetsnämnd"))
"""Who signs for each of the two authorities whose people are counted."""


def closed(cast: Cast, last: date = LAST) -> Period:
    """A period from the initiative's start, waiting to be signed."""
    return close_period(cast.initiative, START, last, by=cast.as_("eva"))


def signed(cast: Cast, period: Period, **thresholds: int) -> FrozenSet:
    """The period signed by both, and so frozen."""
    made = None
    for who, name in SIGNERS:
        authority = (
            Initiative.objects.get(code="prov").branches.get(controller__name=name).controller
        )
        made = sign(period, authority, {**USUAL, **thresholds}, by=cast.as_(who))
    assert made is not None
    return made


def frozen(cast: Cast, last: date = LAST) -> FrozenSet:
    """A period closed, signed and frozen."""
    return signed(cast, closed(cast, last))


def frozen_by_the_operator(initiative: Initiative, last: date = LAST) -> FrozenSet:
    """Any initiative's period from its start, closed and signed by the one who runs the server."""
    by = operator(TODAY)
    period = close_period(initiative, initiative.starts_on, last, by=by)
    made = [sign(period, authority, USUAL, by=by) for authority in must_sign(initiative)]
    assert made[-1] is not None
    return made[-1]
