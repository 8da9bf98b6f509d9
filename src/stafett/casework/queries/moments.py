"""Livelihood and occupation at each moment of a case: what stands there, is not told, or was ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stafett.casework.models import Livelihood, Moment, Occupation, Participation
from stafett.casework.of_case import OfCase
from stafett.casework.queries.ended_kinds import ended_kinds
from stafett.safeguards.access import Opened
from stafett.safeguards.models import RowKind

LIVED = OfCase(Livelihood, lambda rows: rows.select_related("source").order_by("on_day", "pk"))
DID = OfCase(Occupation, lambda rows: rows.select_related("what").order_by("on_day", "pk"))


@dataclass(frozen=True)
class Moments:
    """Livelihood and occupation at one moment."""

    moment: Moment
    livelihoods: list[Livelihood]
    occupations: list[Occupation]
    tells_livelihood: bool
    """False when nothing that is filled in would be shown: it is then not said to be missing."""
    tells_occupation: bool
    livelihood_ended: date | None = None
    """When it was decided to end what stood there (law 6): it is then not missing either."""
    occupation_ended: date | None = None

    @property
    def asks(self) -> bool:
        """True when it is asked for: not when what stood there has ended, and nothing has come since."""
        ended = self.livelihood_ended or self.occupation_ended
        return bool(self.livelihoods or self.occupations or not ended)


def moments(shown: Opened, one: Participation) -> list[Moments]:
    """Livelihood and occupation before, after an exit, and in between where it was recorded."""
    lived, did, ended = LIVED.shown(one, shown), DID.shown(one, shown), ended_kinds(one)
    livelihood, occupation = (
        shown.opens(one.controller_id, kind) for kind in (RowKind.LIVELIHOOD, RowKind.OCCUPATION)
    )
    days = {Moment.START: one.starts_on, Moment.END: one.ends_on}
    found = [
        Moments(
            moment,
            [row for row in lived if row.moment == moment],
            [row for row in did if row.moment == moment],
            livelihood,
            occupation,
            ended.on(RowKind.LIVELIHOOD, days.get(moment)) if livelihood else None,
            ended.on(RowKind.OCCUPATION, days.get(moment)) if occupation else None,
        )
        for moment in Moment
    ]
    return [m for m in found if _is_told(m, one)]


def _is_told(told: Moments, one: Participation) -> bool:
    """True of what stands there, of before the start, and of after an exit: what goes on has no after."""
    stands = bool(told.livelihoods or told.occupations)
    return (
        stands or told.moment == Moment.START or (told.moment == Moment.END and bool(one.ends_on))
    )


__all__ = ["DID", "LIVED", "Moments", "moments"]
