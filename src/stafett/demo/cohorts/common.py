"""What do the cohorts share: the state's agencies, kinds of parties, and how posts are written down?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from stafett.demo.cohorts.shapes import (
    AuthoritySetup,
    EngagementSetup,
    PartyKindSetup,
    PartySetup,
    PositionSetup,
    StaffSetup,
    TenureSetup,
    UnitSetup,
)

KINDS = (
    PartyKindSetup("af", "Arbetsförmedlingen", "state", 1),
    PartyKindSetup("fk", "Försäkringskassan", "state", 2),
    PartyKindSetup("municipality", "Kommun", "municipality", 3),
    PartyKindSetup("region", "Region eller landsting", "region", 4),
    PartyKindSetup("association", "Samordningsförbund", "", 5, handles_people=False),
    PartyKindSetup("federation", "Kommunförbund", "", 6),
    PartyKindSetup("provider", "Utbildningsanordnare eller annan utförare", "", 7),
    PartyKindSetup("other", "Annan", "", 8),
)

AF = PartySetup("af", "af", "Arbetsförmedlingen", "Af")
FK = PartySetup("fk", "fk", "Försäkringskassan", "FK")
AF_AUTHORITY = AuthoritySetup("af", "af", "Arbetsförmedlingen", "2002:546")
FK_AUTHORITY = AuthoritySetup("fk", "fk", "Försäkringskassan", "SFB 114 kap.")
SOCIAL_SERVICES = "2001:454"
CARE = "2008:355"

FULL = Decimal(1)


def day(text: str) -> date:
    """A date as the published files write it."""
    return date.fromisoformat(text)


def period(figures: dict[str, Any], key: str = "period") -> tuple[date, date]:
    """First and last day of a printed period."""
    return day(figures[key]["start"]), day(figures[key]["end"])


class Posts:
    """Writes down posts with who holds them, so that a setup reads as a list of people."""

    def __init__(
        self, units: tuple[UnitSetup, ...], from_day: date, until_day: date | None
    ) -> None:
        self._authority = {unit.code: unit.authority for unit in units}
        self._from, self._until = from_day, until_day
        self.staff: list[StaffSetup] = []
        self.positions: list[PositionSetup] = []
        self.tenures: list[TenureSetup] = []

    def post(
        self,
        code: str,
        unit: str,
        role: str,
        title: str,
        full_time: Decimal = FULL,
        *,
        from_day: date | None = None,
        until_day: date | None = None,
    ) -> str:
        """A post that nobody holds yet, for the whole time or between two days; returns its code."""
        first, last = from_day or self._from, until_day or self._until
        self.positions.append(PositionSetup(code, unit, role, title, full_time, first, last))
        return code

    def held(
        self,
        position: str,
        name: str,
        from_day: date | None = None,
        until_day: date | None = None,
        *,
        stands_in: bool = False,
        note: str = "",
    ) -> None:
        """Somebody holds the post, for the whole of its time or between two days."""
        post = next(p for p in self.positions if p.code == position)
        staff = self._person(name, self._authority[post.unit])
        first, last = from_day or post.from_day, until_day or post.until_day
        self.tenures.append(TenureSetup(position, staff, first, last, stands_in, note))

    def filled(
        self, code: str, unit: str, role: str, title: str, name: str, full_time: Decimal = FULL
    ) -> str:
        """A post that one person holds for the whole time; returns its code."""
        self.post(code, unit, role, title, full_time)
        self.held(code, name)
        return code

    def _person(self, name: str, authority: str) -> str:
        code = f"{authority}-{name.lower().replace(' ', '-')}"
        if all(staff.code != code for staff in self.staff):
            self.staff.append(StaffSetup(code, authority, name))
        return code


def engagements(
    positions: list[PositionSetup], from_day: date, branches: dict[str, str]
) -> tuple[EngagementSetup, ...]:
    """One engagement per unit and role that its posts have; `branches` says which branch a unit is in."""
    pairs = dict.fromkeys((post.unit, post.role) for post in positions)
    return tuple(
        EngagementSetup(unit, role, branches.get(unit, ""), from_day) for unit, role in pairs
    )
