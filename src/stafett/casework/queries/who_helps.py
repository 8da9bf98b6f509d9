"""Who helps somebody, said to themself on a worker's screen: who holds it together, and who else takes part."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from stafett.casework.models import Participation
from stafett.casework.queries.consents import team_known
from stafett.database.days import in_force
from stafett.parties.queries import holder_of
from stafett.safeguards.access import Opened, opened
from stafett.safeguards.viewer import Viewer


@dataclass(frozen=True)
class Helps:
    """The unit that holds it together, who has it there, and the others by unit, else by authority or party."""

    holder: str
    worker: str
    others: list[str]


def who_helps(viewer: Viewer, case: Participation) -> Helps:
    """As far as the viewer may name them (law 2): whoever sees the page reads it as the viewer does."""
    shown = opened(viewer, case.circle_id)
    held = (
        case.holdings.filter(in_force(viewer.day)).select_related("unit__authority").order_by("pk")
    )
    holder = next((row.unit for row in held if shown.shows(row)), None)
    own = Q(until_day=None) | Q(until_day__gt=viewer.day)
    rows = case.involvements.filter(own).select_related("unit", "party").order_by("pk")
    seen = [row for row in rows if shown.shows(row)]
    names = {row.unit.name if row.unit else row.party.name for row in seen}
    placed = {row.unit.authority_id for row in seen if row.unit}
    parties = {row.party_id for row in seen}
    team = team_known(viewer, case)
    names |= {a.name for a in team if a.pk not in placed and a.party_id not in parties}
    home = {holder.name, holder.authority.name} if holder else set()
    worker = _worker(viewer, case, shown) if holder else ""
    return Helps(holder.name if holder else "", worker, sorted(names - home))


def _worker(viewer: Viewer, case: Participation, shown: Opened) -> str:
    """Who has the case today, where that is shown."""
    rows = case.assignments.filter(in_force(viewer.day)).select_related("position").order_by("pk")
    post = next((row.position for row in rows if shown.shows(row)), None)
    return holder_of(post, viewer.day) if post else ""


__all__ = ["Helps", "who_helps"]
