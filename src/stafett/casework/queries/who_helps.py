"""Who helps somebody, said to themself on a worker's screen: who holds it together, and who else takes part."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from stafett.casework.models import Participation
from stafett.casework.queries.consents import team_known
from stafett.casework.queries.team import Team, who_is_in
from stafett.database.days import in_force
from stafett.safeguards.access import opened
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Helps:
    """The unit that holds it together, who has it there, alone or in a pair, and the others by unit, else by
    authority or party, each with whom one turns to there."""

    holder: str
    worker: str
    others: list[str]
    contacts: dict[str, str] = field(default_factory=dict)
    """Of the others' units the names of their contact persons, where they have any that may be told."""

    @property
    def with_names(self) -> list[tuple[str, str]]:
        """The others, each with its contact person's name, or nothing."""
        return [(name, self.contacts.get(name, "")) for name in self.others]


def who_helps(viewer: Viewer, case: Participation) -> Helps:
    """As far as the viewer may name them (law 2): whoever sees the page reads it as the viewer does."""
    shown = opened(viewer, case.circle_id)
    held = (
        case.holdings.filter(in_force(viewer.day)).select_related("unit__authority").order_by("pk")
    )
    holder = next((row.unit for row in held if shown.shows(row)), None)
    own = Q(until_day=None) | Q(until_day__gt=viewer.day)
    rows = case.involvements.filter(own).select_related("unit__authority", "party").order_by("pk")
    seen = [row for row in rows if shown.shows(row)]
    shares = who_is_in(viewer, case, shown)
    named = [one for one in shares.contacts if one.names]
    there = [row.unit for row in seen if row.unit] + [one.unit for one in named]
    names = {unit.name for unit in there}
    at = {unit.authority.party_id for unit in there}
    names |= {row.party.name for row in seen if row.unit is None and row.party_id not in at}
    placed, parties = {unit.authority_id for unit in there}, {row.party_id for row in seen}
    known = team_known(viewer, case)
    names |= {a.name for a in known if a.pk not in placed and a.party_id not in parties}
    contacts = {one.unit.name: _(" och ").join(one.names) for one in named}
    home = {holder.name, holder.authority.name} if holder else set()
    worker = _(" och ").join(_workers(shares)) if holder else ""
    others = sorted(names - home)
    return Helps(holder.name if holder else "", worker, others, contacts)


def _workers(shares: Team) -> list[str]:
    """Who has the case, and who is in a pair with them, of those that somebody holds the post of."""
    return [one.name for one in (shares.worker, shares.pair) if one and one.name]


__all__ = ["Helps", "who_helps"]
