"""The two hands of the tests: AUC gives (Karin), and Af Flen, Försörjningsstöd or Viadidakt takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from stafett.casework.models import Participation
from stafett.handover.actions import Hearing, Proposal, propose
from stafett.handover.models import Handover
from stafett.handover.rules import Asked
from tests.cast import TODAY, Cast

DAY = timedelta(days=1)
HEARD = Hearing("Det känns bra, jag har träffat Per.")


def at_af(cast: Cast, **facts: Any) -> Participation:
    """A case that AUC holds, in which the person lets Flen and Af talk."""
    case = cast.enrolled(**facts)
    cast.consented(case, "Af Flen")
    return case


def proposed(
    cast: Cast, case: Participation, to: str = "Af Flen", by: str = "karin", *,
    hearing: Hearing = HEARD, confirmed: bool = True, outside: str = "", **asked: Any,
) -> Handover:  # fmt: skip
    """A handover that somebody has proposed, as they who act."""
    known = {"what": "Coachning mot arbete, två möten i veckan", "from_day": TODAY}
    told = Proposal(
        Asked(**{**known, **asked}), None if outside else cast.unit(to), outside, "",
        hearing=hearing, confirmed=confirmed,
    )  # fmt: skip
    return propose(case, told, by=cast.as_(by))


def held(cast: Cast, case: Participation) -> list[tuple[str, date, date | None]]:
    """Who has held the case, from when until when."""
    cast.as_everyone()
    rows = case.holdings.select_related("unit").order_by("from_day", "pk")
    return [(row.unit.name, row.from_day, row.until_day) for row in rows]
