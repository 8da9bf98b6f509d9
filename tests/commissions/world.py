"""What tests of assignments begin with: a case, and an assignment in it; made through the actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from stafett.casework.models import Participation
from stafett.commissions.actions import NewCommission, Told, give, take_step
from stafett.commissions.models import Commission
from stafett.commissions.rules import Step
from tests.cast import TODAY, Cast

DAY = timedelta(days=1)
SOON = TODAY + 14 * DAY


def new(cast: Cast, to: str = "Projektkontoret", **told: Any) -> NewCommission:
    """Interview practice, within two weeks."""
    known = {"what": "Intervjuträning", "purpose": "Amina har en intervju i juni.", "due_on": SOON}
    return NewCommission(to_unit_id=cast.unit(to).pk, **{**known, **told})


def given(
    cast: Cast, case: Participation, to: str = "Projektkontoret", who: str = "karin", **told: Any
) -> Commission:
    """Given by somebody to a unit."""
    return give(case, new(cast, to, **told), by=cast.as_(who))


def of_af(cast: Cast, case: Participation) -> Commission:
    """Af's own row of what Karin has asked of it."""
    cast.as_everyone()
    return Commission.objects.get(
        participation=case, owner_authority=cast.unit("Af Flen").authority, copy_of__isnull=False
    )


def stepped(
    cast: Cast, row: Commission, step: Step, who: str, words: str = "", **told: Any
) -> Commission:
    """A step with it, by somebody."""
    return take_step(row, step, Told(words, **told), by=cast.as_(who))


def now(cast: Cast, row: Commission) -> Commission:
    """The row as it stands."""
    cast.as_everyone()
    return Commission.objects.get(pk=row.pk)
